import type { Instant } from './instant.ts';

export type Person = { name: string; email: string | null; url: string | null };

export type Enclosure = { url: string; type: string | null; length: number | null };

export type Image = {
  url: string;
  alt: string | null;
  width: number | null;
  height: number | null;
  license: string | null;
};

/** What a feed asks of those who poll it. Null: it did not say. */
export type PollingHints = {
  /** RSS `ttl`, in minutes. */
  ttlMinutes: number | null;
  /** RSS `skipHours`, 0–23 in GMT. */
  skipHours: number[];
  /** RSS `skipDays`, lower-case English names, in GMT. */
  skipDays: string[];
  /** `sy:updatePeriod` divided by `sy:updateFrequency`, in ms. */
  updatePeriodMs: number | null;
  /** `atom:link rel="hub"` (WebSub). */
  hub: string | null;
};

/** One item of a feed as its source wrote it: typed and absolute, not yet sanitised. Null: not said. */
export type Entry = {
  /** guid (RSS), id (Atom, JSON Feed), rdf:about: byte for byte, untrusted. */
  id: string | null;
  /** RSS `isPermaLink`; null where the format has none. */
  isPermaLink: boolean | null;
  /** Plain text. */
  title: string | null;
  /** Absolute http(s). */
  link: string | null;
  published: Instant | null;
  updated: Instant | null;
  authors: Person[];
  /** RSS description, Atom summary: HTML as the source sent it, links absolute. */
  summary: string | null;
  /** content:encoded, Atom content: HTML as the source sent it, links absolute. */
  contentHtml: string | null;
  categories: string[];
  enclosures: Enclosure[];
  language: string | null;
  rights: string | null;
  image: Image | null;
  /** Identifiers of the work that the feed carries (`dc:identifier`, `prism:doi`), as written. */
  identifiers: string[];
  /** `prism:publicationName` or `dc:source`, as written. */
  journal: string | null;
};

/** A feed in any format, reduced to what we use. Entries in feed order. */
export type Feed = {
  /** `page` and `sitemap`: what a site without a feed lists. */
  format: 'rss' | 'rdf' | 'atom' | 'json' | 'page' | 'sitemap';
  title: string | null;
  /** The site's page, absolute. */
  link: string | null;
  /** The feed's own address (`rel="self"`), absolute. */
  self: string | null;
  description: string | null;
  language: string | null;
  updated: Instant | null;
  rights: string | null;
  image: Image | null;
  authors: Person[];
  hints: PollingHints;
  entries: Entry[];
};

export type ParseFailure = {
  code: 'not-a-feed' | 'html' | 'empty' | 'malformed' | 'too-complex';
  /** A sentence for a person: what came instead, and what to do. */
  message: string;
  /** Feeds that an HTML page links to (rel=alternate), absolute. */
  feeds: string[];
};
