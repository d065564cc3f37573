import { after, MINUTE_MS } from '../../core/instant.ts';
import type { Site } from '../../core/source.ts';
import { noStudyIds } from '../../core/study.ts';
import type { Edition, FeedEntry } from '../edition.ts';
import { type Issue, titleOf } from './issue.tsx';

/** The newest issues as a feed: an entry each, which leads to its page. */
export function issuesEdition(issues: readonly Issue[], site: Site): Edition {
  const entries = [...issues]
    .reverse()
    .slice(0, 20)
    .map((issue) => entryOf(issue, site));
  return {
    path: 'newsletter/issues',
    title: `Newsletter – ${site.title}`,
    description: `What was best in each week, as ${site.title} tells it by mail.`,
    homeUrl: new URL('newsletter/issues/', site.url).href,
    entries,
    archives: null,
    updated: entries[0]?.updated ?? '2000-01-01T00:00:00.000Z',
    ttlMinutes: 24 * 60,
  };
}

/** A retraction that was marked later moves `updated`, so that readers of the feed look at the issue again. */
function entryOf({ week, to, entries }: Issue, site: Site): FeedEntry {
  const url = new URL(`newsletter/${week}/`, site.url).href;
  const retractions = entries.flatMap(({ notices }) => notices.filter(({ kind }) => kind === 'retraction'));
  const updated =
    retractions
      .map(({ at }) => at)
      .filter((at) => at > to)
      .sort()
      .at(-1) ?? to;
  return {
    id: url,
    seq: 0,
    path: `newsletter/${week}/`,
    url,
    title: `${titleOf(week)}: ${entries[0]?.title ?? ''}`,
    summary: entries.map(({ title }) => title).join(' · '),
    contentHtml: null,
    authors: [],
    published: to,
    updated,
    topics: [],
    categories: [],
    enclosures: [],
    image: null,
    language: site.language,
    rights: null,
    license: null,
    source: {
      id: 'newsletter',
      name: site.title,
      title: site.title,
      feedUrl: new URL('newsletter/issues.atom', site.url).href,
      siteUrl: site.url,
      updated: after(to, MINUTE_MS),
    },
    studyIds: noStudyIds(),
    journal: null,
    coverage: [],
    related: [],
    evidence: null,
    notices: [],
    readingMinutes: null,
  };
}
