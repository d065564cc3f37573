import type { RelatedLink } from '../core/article.ts';
import type { Enclosure, Image, Person } from '../core/feed.ts';
import type { SafeHtml } from '../core/html.ts';
import type { Instant } from '../core/instant.ts';
import type { Evidence, Notice } from '../core/story.ts';
import type { StudyIds } from '../core/study.ts';

/** Where an entry comes from. */
export type EntrySource = {
  id: string;
  /** Our name for it, for people. */
  name: string;
  /** What its feed calls itself. */
  title: string;
  /** Null for a source that is no longer configured. */
  feedUrl: string | null;
  siteUrl: string | null;
  /** When its feed last changed this item, as far as we know. */
  updated: Instant;
};

export type EntryTopic = { slug: string; label: string };

/** Another story; one of ours has a page, what its lead says first, in which language, and the kinds of notices about its study. */
export type RelatedEntry = RelatedLink & {
  path?: string;
  dek?: string | null;
  language?: string | null;
  notices?: readonly Notice['kind'][];
};

/** A report of others on the same. */
export type Coverage = { title: string; url: string; source: string; language?: string | null };

/** A story as feeds show it: what may be published of it, and nothing else. */
export type FeedEntry = {
  /** `tag:` URI, the same in every format, for ever. */
  id: string;
  seq: number;
  /** The page at its origin. */
  url: string | null;
  /** Our page, below the site's address; null where there is none. */
  path: string | null;
  title: string;
  /** Plain text of at most 60 words, ends with a sentence. */
  summary: string | null;
  /** The whole text, where its source's license allows it. */
  contentHtml: SafeHtml | null;
  authors: Person[];
  published: Instant;
  updated: Instant;
  topics: EntryTopic[];
  categories: string[];
  enclosures: Enclosure[];
  image: Image | null;
  /** BCP 47. */
  language: string | null;
  rights: string | null;
  license: string | null;
  source: EntrySource;
  studyIds: StudyIds;
  journal: string | null;
  coverage: Coverage[];
  related: RelatedEntry[];
  evidence: Evidence | null;
  notices: Notice[];
  readingMinutes: number | null;
};

/** Where a document stands among the archives (RFC 5005); paths under the output folder, without extension. */
export type ArchiveLinks = {
  /** False for the subscription document. */
  isArchive: boolean;
  prev: string | null;
  next: string | null;
  current: string;
};

/** One feed, before it is written in its formats. */
export type Edition = {
  /** Under the output folder, without extension: `feed`, `sources/ID`, `topics/SLUG`, `archive/0001`. */
  path: string;
  title: string;
  description: string;
  homeUrl: string;
  /** Newest first. */
  entries: FeedEntry[];
  archives: ArchiveLinks | null;
  /** The newest entry's, so that the same entries make the same bytes whenever they are written. */
  updated: Instant;
  ttlMinutes: number;
};

/** A file of the output folder; `path` is relative to it and uses slashes. */
export type OutputFile = { path: string; content: string };

/** An entry as one format writes it: made once, and the same object in every feed that holds it. */
export type WrittenEntry = { text: string };

/** What a feed's text consists of: `head`, the entries with `between` them, `tail`. */
export type FeedParts = Frame & { entries: readonly WrittenEntry[] };
export type Frame = { head: string; between: string; tail: string };

/** A feed's file. */
export type FeedFile = OutputFile & { parts: FeedParts };

/** The text of a feed, or of what it would be with other entries. */
export const textOfFeed = ({ head, between, tail, entries }: FeedParts): string =>
  `${head}${entries.map(({ text }) => text).join(between)}${tail}`;
