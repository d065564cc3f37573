import type { Article } from '../core/article.ts';
import type { HostState, RobotsState, SourceState } from '../core/source-state.ts';
import type { Story } from '../core/story.ts';

/** The ids filed under a key, newest first, at most 200 of them; `count` is how many there ever were. */
export type Posting = { ids: string[]; count: number };

/** Everything that one commit makes durable together: all of it, or none. Values replace earlier ones with the same id. */
export type Change = {
  sources?: SourceState[];
  hosts?: HostState[];
  robots?: RobotsState[];
  articles?: Article[];
  /** A story whose `seq` is null is given the next number; every story is stamped with the commit's revision (`toldRevision` only if null). */
  stories?: Story[];
  /** [key, id]: filing an id again under the same key changes nothing. */
  keys?: [key: string, id: string][];
  /** Work that waits, in the caller's words (`group:ID`), and work that is done. */
  pending?: { add?: string[]; remove?: string[] };
};

/** `pending` work of publishing: feeds of topics that a story has left. */
export const LEFT_TOPIC = 'left-topic:';

/** `pending` work of publishing: numbers of arrival that a story has left for another. */
export const LEFT_SEQ = 'left-seq:';

/** `pending` work of publishing: feeds that changed, of which the hub has not been told yet. */
export const PING = 'ping:';

/** How far something that follows the store has come. `published` is the output's revision. */
export type Cursor = 'published' | (string & {});

/**
 * What the pipeline needs remembered. Implementations: lowdb files (store/lowdb), later PostgreSQL;
 * tests/store/contract.ts proves each. Every look-up is by id, key, list or number, so that its cost
 * does not depend on how much is stored.
 */
export type Store = {
  /** Next ids, unique for ever: an ordinal in base 36, a dash, a random part. Sync and cheap; not yet durable by itself. */
  mint(kind: 'article' | 'story'): string;

  sources(): Promise<Map<string, SourceState>>;
  hosts(): Promise<Map<string, HostState>>;
  robots(origin: string): Promise<RobotsState | null>;

  /** In the order asked; unknown ids are left out. */
  articles(ids: readonly string[]): Promise<Article[]>;
  /** In the order asked; unknown ids are left out. A merged story comes as itself (`mergedInto` set). */
  stories(ids: readonly string[]): Promise<Story[]>;
  /** Only the keys that exist. */
  lookup(keys: readonly string[]): Promise<Map<string, Posting>>;
  /** Work that waits, the oldest first. */
  pending(): Promise<string[]>;

  /** Stories whose revision is greater, in order of revision; streamed, because after a template change it is all of them. */
  changedAfter(revision: number): AsyncIterable<Story>;
  /** Stories by order of arrival, newest first, `from` ≥ seq ≥ `to`; merged ones left out. */
  bySeq(from: number, to: number): Promise<Story[]>;
  /** The newest of a list by seq, newest first; merged ones left out. A list keeps its newest 1,000. */
  newestOf(list: { topic: string } | { source: string }, limit: number): Promise<Story[]>;
  /** Totals, the last `seq` given, the last revision. */
  counts(): Promise<{ articles: number; stories: number; lastSeq: number; revision: number }>;

  cursor(name: Cursor): Promise<number>;
  /** Durable, and all of them or none. */
  setCursors(values: Readonly<Record<string, number>>): Promise<void>;

  /**
   * Durable when it resolves. Answers the new revision. Throws a StoreError where the store can't go on: the run has
   * to end; what was acknowledged is intact, and this change is in it wholly or not at all.
   */
  commit(change: Change): Promise<number>;
  close(): Promise<void>;
};

/** Why the store can't be used; each names the file and says what to do. */
export type StoreFailure = {
  code: 'locked' | 'read-only' | 'no-space' | 'newer-schema' | 'io';
  message: string;
};
