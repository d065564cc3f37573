import type { Article } from '../../core/article.ts';
import type { Clock } from '../../core/instant.ts';
import { DAY_MS, msBetween, toInstant } from '../../core/instant.ts';
import type { HostState, RobotsState, SourceState } from '../../core/source-state.ts';
import type { Story } from '../../core/story.ts';
import type { Change, Store } from '../store.ts';
import type { Documents } from './documents.ts';
import { type Entry, encodeEntry, type Meta } from './entry.ts';
import type { Journal } from './journal.ts';
import type { KeyIndex } from './keys.ts';
import {
  articleDocument,
  groupDocument,
  HOSTS,
  KEY_GROUPS,
  LIST_LENGTH,
  ordinalOf,
  PENDING,
  REVISIONS_PER_FILE,
  revisionDocument,
  robotsDocument,
  SEQS_PER_FILE,
  seqDocument,
  sourceDocuments,
  sourceListDocument,
  storyDocument,
  topicDocument,
} from './layout.ts';
import { withPath } from './migrations.ts';
import { type Before, planCommit, type StoredStory } from './plan-commit.ts';
import { byNewest } from './retention.ts';

export type StoreParts = {
  documents: Documents;
  keys: KeyIndex;
  meta: Meta;
  now: Clock;
  random: () => number;
  /** Goes before `ordinal-random` in the ids of stories. */
  storyPrefix: string;
  /** What makes it a store that may be written; each throws a StoreError where it can't. */
  writing: {
    journal: Journal;
    /** Throws where the right to write is gone. */
    assertHeld: () => void;
    saveMeta: (meta: Meta) => Promise<void>;
    release: () => Promise<void>;
    /** Bytes of journal at which its commits are written to their documents: while it runs, and when it closes. */
    checkpointAt: { running: number; closing: number };
  } | null;
  refuseWriting: () => never;
};

/** A store over documents and a journal; open.ts puts the parts together. */
export function lowdbStore(parts: StoreParts): Store {
  const { documents, keys, now, random, writing } = parts;
  let { meta } = parts;
  const minted = { article: meta.articleOrdinal, story: meta.storyOrdinal };
  let last: Promise<unknown> = Promise.resolve();
  let closed: Promise<void> | null = null;

  /** Runs what writes, one after the other. */
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = last.then(act, act);
    last = turn.catch(() => undefined);
    return turn;
  }

  async function record(entry: Entry): Promise<void> {
    if (!writing) parts.refuseWriting();
    writing.assertHeld();
    await writing.journal.append(encodeEntry(entry));
    documents.apply(entry);
    meta = entry.meta;
    if (writing.journal.bytes() > writing.checkpointAt.running) await checkpoint();
  }

  /** Writes what the journal holds to the documents, then empties it. A crash at any point loses nothing. */
  async function checkpoint(): Promise<void> {
    if (!writing) return;
    writing.assertHeld();
    const groups = Array.from({ length: KEY_GROUPS }, (_, group) => groupDocument(group));
    if (groups.some((name) => documents.hasChanged(name))) await keys.shrinkRecent(meta.entry);
    await documents.writeChanged(meta.entry);
    await writing.saveMeta(meta);
    await writing.journal.clear();
  }

  async function read<T>(documentOf: (id: string) => string | null, ids: readonly string[]): Promise<T[]> {
    const found: T[] = [];
    for (const id of ids) {
      const name = documentOf(id);
      const text = name === null ? undefined : (await documents.read(name)).get(id);
      if (text !== undefined) found.push(JSON.parse(text) as T);
    }
    return found;
  }

  const readStories = async (ids: readonly string[]) =>
    (await read<StoredStory>(storyDocument, ids)).map(withPath);

  /** Whatever of a change is surely new costs no look-up. */
  async function before({ articles = [], stories = [] }: Change): Promise<Before> {
    const known = <T extends { id: string }>(values: T[], newest: number) =>
      values.map(({ id }) => id).filter((id) => (ordinalOf(id) ?? 0) <= newest);
    const oldArticles = await read<Article>(articleDocument, known(articles, meta.articleOrdinal));
    const oldStories = await readStories(known(stories, meta.storyOrdinal));
    return {
      articles: new Set(oldArticles.map(({ id }) => id)),
      stories: new Map(oldStories.map((stored) => [stored.story.id, stored])),
    };
  }

  async function readAll<T>(names: string[]): Promise<Map<string, T>> {
    const found = new Map<string, T>();
    for (const records of await Promise.all(names.map((name) => documents.read(name)))) {
      for (const [key, text] of records) found.set(key, JSON.parse(text) as T);
    }
    return found;
  }

  return {
    mint(kind) {
      const tail = Math.floor(random() * 36 ** 6)
        .toString(36)
        .padStart(6, '0');
      const id = `${(++minted[kind]).toString(36)}-${tail}`;
      return kind === 'story' ? `${parts.storyPrefix}${id}` : id;
    },

    sources: () => readAll<SourceState>(sourceDocuments()),
    hosts: () => readAll<HostState>([HOSTS]),

    async robots(origin) {
      const text = (await documents.read(robotsDocument(origin))).get(origin);
      if (text === undefined) return null;
      const robots = JSON.parse(text) as RobotsState;
      return msBetween(robots.fetchedAt, toInstant(now())) < DAY_MS ? robots : null;
    },

    articles: (ids) => read<Article>(articleDocument, ids),
    stories: async (ids) => (await readStories(ids)).map(({ story }) => story),
    lookup: (wanted) => keys.lookup(wanted),
    pending: async () => [...(await documents.read(PENDING)).keys()],

    async *changedAfter(revision) {
      const end = meta.revision;
      let next = Math.max(revision, 0) + 1;
      while (next <= end) {
        const changed = [...(await documents.read(revisionDocument(next)))]
          .map(([id, at]) => ({ id, at: Number(at) }))
          .filter(({ at }) => at >= next && at <= end)
          .sort((one, other) => one.at - other.at);
        for (const { id, at } of changed) {
          const [stored] = await readStories([id]);
          if (stored?.revision === at) yield stored.story;
        }
        next += REVISIONS_PER_FILE - (next % REVISIONS_PER_FILE);
      }
    },

    async bySeq(from, to) {
      const found: Story[] = [];
      let seq = Math.min(from, meta.lastSeq);
      const first = Math.max(to, 1);
      while (seq >= first) {
        const ids = await documents.read(seqDocument(seq));
        for (const start = seq - (seq % SEQS_PER_FILE); seq >= Math.max(first, start); seq--) {
          const id = ids.get(String(seq));
          const stored = id === undefined ? [] : await readStories([JSON.parse(id) as string]);
          for (const { story } of stored) found.push(story);
        }
      }
      return found;
    },

    async newestOf(list, limit) {
      const name = 'topic' in list ? topicDocument(list.topic) : sourceListDocument(list.source);
      const newest = byNewest(await documents.read(name)).slice(0, Math.max(Math.min(limit, LIST_LENGTH), 0));
      return (await readStories(newest.map(([id]) => id))).map(({ story }) => story);
    },

    async counts() {
      const { articles, stories, lastSeq, revision } = meta;
      return { articles, stories, lastSeq, revision };
    },

    cursor: async (name) => meta.cursors[name] ?? 0,

    setCursors: (values) =>
      inTurn(async () => {
        if (Object.entries(values).every(([name, value]) => (meta.cursors[name] ?? 0) === value)) return;
        const cursors = { ...meta.cursors, ...values };
        await record({ meta: { ...meta, entry: meta.entry + 1, cursors }, documents: new Map() });
      }),

    commit: (change) =>
      inTurn(async () => {
        await record(planCommit(change, await before(change), meta));
        return meta.revision;
      }),

    close() {
      closed ??= inTurn(async () => {
        if (!writing) return;
        try {
          if (writing.journal.bytes() > writing.checkpointAt.closing) await checkpoint();
        } finally {
          await writing.journal.close().finally(writing.release);
        }
      });
      return closed;
    },
  };
}
