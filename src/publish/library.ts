import { type Instant, toInstant } from '../core/instant.ts';
import { sanitize } from '../core/sanitize.ts';
import type { Site } from '../core/source.ts';
import { noStudyIds } from '../core/study.ts';
import type { Edition, EntrySource, FeedEntry, OutputFile } from './edition.ts';
import { urlOf } from './head.ts';
import { renderFeeds as render } from './render-feeds.ts';

/** An entry as other programs have it; what is left out, nobody said. HTML may be anything: it is sanitised. */
export type LibraryEntry = Pick<FeedEntry, 'id' | 'title'> & {
  published: Instant | Date;
  /** `published`, unless given. */
  updated?: Instant | Date;
  contentHtml?: string | null;
  /** The feed that is rendered, unless given. */
  source?: EntrySource;
} & Partial<Omit<FeedEntry, 'id' | 'title' | 'published' | 'updated' | 'contentHtml' | 'source'>>;

/** A feed as other programs have it. `path` says where its files will lie below the site's address: `feed`, unless given. */
export type LibraryEdition = { title: string; entries: readonly LibraryEntry[] } & Partial<
  Omit<Edition, 'title' | 'entries'>
>;

export type LibrarySite = Pick<Site, 'title' | 'url'> & Partial<Site>;

/**
 * A feed as Atom, RSS and JSON Feed: the same entries in the order given, with the same ids. Throws a RangeError for
 * a date that is none, a TypeError for a site without an absolute URL.
 */
export function renderFeeds(edition: LibraryEdition, site: LibrarySite): OutputFile[] {
  const whole = wholeSite(site);
  return render(wholeEdition(edition, whole), whole);
}

function wholeSite(site: LibrarySite): Site {
  const url = new URL(site.url).href;
  return {
    description: '',
    language: 'en',
    author: null,
    hub: null,
    ...site,
    url: url.endsWith('/') ? url : `${url}/`,
  };
}

function wholeEdition(edition: LibraryEdition, site: Site): Edition {
  const { path = 'feed', title } = edition;
  const entries = edition.entries.map((entry) => wholeEntry(entry, { path, title }, site));
  return {
    description: site.description,
    homeUrl: site.url,
    archives: null,
    updated:
      entries
        .map(({ updated }) => updated)
        .sort()
        .at(-1) ?? toInstant(new Date(0)),
    ttlMinutes: 60,
    ...edition,
    path,
    entries,
  };
}

function wholeEntry(entry: LibraryEntry, feed: { path: string; title: string }, site: Site): FeedEntry {
  const published = instantOf(entry.published, entry.id);
  const updated = instantOf(entry.updated ?? published, entry.id);
  return {
    seq: 0,
    url: null,
    path: null,
    summary: null,
    authors: [],
    topics: [],
    categories: [],
    enclosures: [],
    image: null,
    language: null,
    rights: null,
    license: null,
    studyIds: noStudyIds(),
    journal: null,
    coverage: [],
    related: [],
    evidence: null,
    notices: [],
    readingMinutes: null,
    source: {
      id: feed.path,
      name: feed.title,
      title: feed.title,
      feedUrl: urlOf(site, `${feed.path}.atom`),
      siteUrl: site.url,
      updated,
    },
    ...entry,
    published,
    updated,
    contentHtml: entry.contentHtml == null ? null : sanitize(entry.contentHtml, entry.url ?? site.url),
  };
}

function instantOf(date: Instant | Date, id: string): Instant {
  const at = new Date(date);
  if (Number.isNaN(at.getTime())) throw new RangeError(`The entry ${id} has a date that is none: ${date}.`);
  return toInstant(at);
}
