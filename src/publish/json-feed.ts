import type { Site } from '../core/source.ts';
import { absoluteUrl } from '../core/url.ts';
import { categoriesOf } from './complete.ts';
import type { Edition, FeedEntry } from './edition.ts';
import { entryHtml } from './entry-html.ts';
import { feedHead, urlOf } from './head.ts';
import { studyLinks } from './study-links.ts';
import { xmlText } from './xml.ts';

/** JSON Feed 1.1; what else we know of an entry is in `_mia` (docs/json-feed-extension.md). */
export function renderJsonFeed(edition: Edition, site: Site): string {
  const { archives } = edition;
  const feed = {
    ...JSON.parse(feedHead(edition, site).json1()),
    version: 'https://jsonfeed.org/version/1.1',
    title: edition.title,
    description: edition.description || undefined,
    language: site.language,
    authors: [{ name: site.author ?? site.title, url: site.url }],
    hubs: site.hub === null || archives?.isArchive ? undefined : [{ type: 'WebSub', url: site.hub }],
    next_url: archives?.prev ? urlOf(site, `${archives.prev}.json`) : undefined,
    _mia: { about: urlOf(site, 'about/') },
    items: edition.entries.map(item),
  };
  return `${JSON.stringify(feed, clean, 2)}\n`;
}

function item(entry: FeedEntry): object {
  return {
    id: entry.id,
    url: absoluteUrl(entry.url) ?? undefined,
    title: entry.title,
    summary: entry.summary ?? undefined,
    content_html: entryHtml(entry),
    image: absoluteUrl(entry.image?.url) ?? undefined,
    date_published: entry.published,
    date_modified: entry.updated,
    authors: filled(entry.authors.map(({ name, url }) => ({ name, url: absoluteUrl(url) ?? undefined }))),
    tags: filled(categoriesOf(entry).map(({ term, label }) => label ?? term)),
    language: entry.language ?? undefined,
    attachments: filled(entry.enclosures.flatMap(attachment)),
    _mia: {
      source: entry.source,
      journal: entry.journal,
      studyIds: entry.studyIds,
      studyLinks: studyLinks(entry.studyIds),
      topics: entry.topics,
      evidence: entry.evidence,
      notices: entry.notices,
      coverage: entry.coverage,
      related: entry.related,
      readingMinutes: entry.readingMinutes,
      rights: entry.rights,
      license: entry.license,
    },
  };
}

function attachment({ url: href, type, length }: FeedEntry['enclosures'][number]): object[] {
  const url = absoluteUrl(href);
  if (url === null) return [];
  return [{ url, mime_type: type ?? 'application/octet-stream', size_in_bytes: length ?? undefined }];
}

const filled = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);

/** The same text as the other formats hold. */
const clean = (_key: string, value: unknown): unknown => (typeof value === 'string' ? xmlText(value) : value);
