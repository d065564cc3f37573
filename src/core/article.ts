import type { Enclosure, Image, Person } from './feed.ts';
import type { SafeHtml } from './html.ts';
import type { Instant } from './instant.ts';
import type { StudyMention } from './study.ts';

export type RelatedLink = { title: string; url: string };

/** Why a page's text was not taken. */
export type PageBlock =
  | 'paywall'
  | 'consent'
  | 'challenge'
  | 'login'
  | 'soft-404'
  | 'noindex'
  | 'robots'
  | 'not-html'
  | 'no-article';

/** What directives of a page allow to be kept and shown (robots meta, X-Robots-Tag). */
export type PageLimits = {
  noindex: boolean;
  nosnippet: boolean;
  noarchive: boolean;
  /** Characters; null: no limit. */
  maxSnippet: number | null;
};

/** What an article's page gave. Every part is optional; `why` says where each value came from. */
export type PageArticle = {
  title: string | null;
  dek: string | null;
  authors: Person[];
  published: Instant | null;
  modified: Instant | null;
  image: Image | null;
  language: string | null;
  canonical: string | null;
  siteName: string | null;
  contentHtml: SafeHtml | null;
  /** The body as plain text, paragraphs separated by a blank line. */
  text: string | null;
  /** At most 60 words, ends with a sentence. */
  summary: string | null;
  /** A structured abstract's parts, in order. */
  abstract: { heading: string; text: string }[];
  /** Whole minutes; null below 100 words. */
  readingMinutes: number | null;
  studies: StudyMention[];
  /** The journal's normalised name. */
  journal: string | null;
  related: RelatedLink[];
  pressRelease: boolean;
  funding: string | null;
  conflicts: string | null;
  embargoUntil: Instant | null;
  limits: PageLimits;
  blocked: PageBlock | null;
  /** Field → where its value came from: `dek: "meta[name=description]"`. */
  why: Record<string, string>;
};

/** A visit to an article's page. A page is read once, ever; a failure is tried at most twice more, on later days. */
export type PageVisit = {
  status: 'wanted' | 'read' | 'failed' | 'blocked' | 'not-wanted';
  attempts: number;
  /** When it may be tried (again). */
  notBefore: Instant | null;
  /** For `failed` and `blocked`: the reason, for people. */
  reason: string | null;
};

/** One item that one source published: the evidence behind a story. */
export type Article = {
  /** Minted once by the store's `mint`; holds an ordinal so that neighbours in time lie together. */
  id: string;
  sourceId: string;
  /** Every identity key under which this item was ever seen, within its source. */
  keys: string[];
  guid: string | null;
  /** The page, absolute; null for the rare item that has none. */
  url: string | null;
  title: string;
  authors: Person[];
  /** The source's, if plausible. */
  published: Instant | null;
  /** The source's, if plausible. */
  updated: Instant | null;
  firstSeenAt: Instant;
  /** The source's date at first; then when we saw that title or text had really changed. */
  changedAt: Instant;
  /** Where it stands in time: `published` unless that is missing or in the future, then `firstSeenAt`. */
  sortAt: Instant;
  /** Plain text of the feed's summary, whole. */
  summary: string | null;
  contentHtml: SafeHtml | null;
  categories: string[];
  enclosures: Enclosure[];
  image: Image | null;
  language: string | null;
  rights: string | null;
  journal: string | null;
  studies: StudyMention[];
  /** Hash of title and text, blind to white space, counters, ads and image sizes. */
  fingerprint: string;
  visit: PageVisit;
  page: PageArticle | null;
  /** Not published before this instant (embargo). */
  heldUntil: Instant | null;
  /** Null until grouped. */
  storyId: string | null;
};
