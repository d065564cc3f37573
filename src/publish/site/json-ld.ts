import type { Instant } from '../../core/instant.ts';
import type { Site } from '../../core/source.ts';
import type { FeedEntry } from '../edition.ts';
import { urlOf } from '../head.ts';
import { studyLinks } from '../study-links.ts';

/**
 * A story in the words of schema.org: our page, published by us, based on the origin's and on the study. What nobody
 * said is left out.
 */
export function newsArticle(entry: FeedEntry, site: Site): object {
  const page = entry.path === null ? undefined : urlOf(site, entry.path);
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: entry.title,
    description: entry.summary ?? undefined,
    url: page,
    isBasedOn: entry.url ?? undefined,
    datePublished: seconds(entry.published),
    dateModified: seconds(entry.updated),
    inLanguage: entry.language ?? undefined,
    image: entry.image?.url,
    author: filled(
      entry.authors.map(({ name, url }) => ({
        '@type': isSource(name, entry) ? 'Organization' : 'Person',
        name,
        url: url ?? undefined,
      })),
    ),
    publisher: { '@type': 'Organization', name: site.title, url: site.url },
    sourceOrganization: {
      '@type': 'Organization',
      name: entry.source.name,
      url: entry.source.siteUrl ?? undefined,
    },
    license: entry.contentHtml === null ? undefined : (entry.license ?? undefined),
    about: filled(entry.topics.map(({ label }) => ({ '@type': 'Thing', name: label }))),
    citation: filled(studies(entry)),
  };
}

/** A feed that names no author often names itself. */
export const isSource = (name: string, { source }: FeedEntry): boolean =>
  name === source.name || name === source.title;

/** One work, whatever number of registers know it. */
function studies({ studyIds, journal }: FeedEntry): object[] {
  const links = studyLinks(studyIds).filter(({ url }) => url !== null);
  if (links.length === 0) return [];
  return [
    {
      '@type': 'ScholarlyArticle',
      sameAs: links.map(({ url }) => url),
      identifier: links.map(({ label }) => label),
      isPartOf: journal === null ? undefined : { '@type': 'Periodical', name: journal },
    },
  ];
}

const filled = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);

/** An entry's milliseconds count arrivals. */
const seconds = (at: Instant): Instant => `${at.slice(0, 19)}Z`;
