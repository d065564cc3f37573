import { setTimeout as pause } from 'node:timers/promises';
import type { Story } from '../core/story.ts';
import type { Store } from '../store/store.ts';
import type { Reading } from './reading.ts';
import { articlesOf, MIN_BEGINNING, type StoryWords } from './story-words.ts';

/** Which stories may hold certain words, over all that are stored. Whoever asks looks whether they do: see `holds`. */
export type SearchIndex = {
  /** Numbers of arrival, newest first, of stories that hold, or once held, all the words. */
  find(words: readonly string[]): number[];
  /** Takes in what is new since the last time, in slices; one run at a time. */
  follow(): Promise<void>;
  /** False until every stored story has been taken in once: the newest come first. */
  isComplete(): boolean;
};

/**
 * Words and the stories that hold them: a list of numbers a word, which takes a quarter of the memory of an index that
 * ranks (docs/notes/server.md). `signal` ends it.
 */
export function searchIndex(reading: Reading, wordsOf: StoryWords, signal: AbortSignal): SearchIndex {
  const lists = new Map<string, number[]>();
  /** The oldest story taken in by the first pass, which goes back in time; null before it began. */
  let oldest: number | null = null;
  let revision = 0;
  let running: Promise<void> | null = null;

  function add(seq: number, words: Iterable<string>): void {
    for (const word of words) {
      const list = lists.get(word);
      if (list === undefined) lists.set(word, [seq]);
      else if (list.at(-1) !== seq) list.push(seq);
    }
  }

  async function addAll(stories: readonly Story[], store: Pick<Store, 'articles'>): Promise<void> {
    const articles = await articlesOf(stories, store);
    for (const story of stories) if (story.seq !== null) add(story.seq, wordsOf(story, articles(story)));
  }

  /** One slice of the work; true when all is done. */
  async function slice(store: Store): Promise<boolean> {
    if (oldest === null) {
      const { lastSeq, revision: known } = await store.counts();
      oldest = lastSeq + 1;
      revision = known;
    }
    if (oldest > 1) {
      const from = oldest - 1;
      const to = Math.max(1, oldest - SLICE);
      await addAll(await store.bySeq(from, to), store);
      oldest = to;
      return false;
    }
    const known = revision;
    const { revision: newest } = await store.counts();
    if (newest === known) return true;
    let changed: Story[] = [];
    for await (const story of store.changedAfter(known)) {
      if ((story.toldRevision ?? 0) > known && story.mergedInto === null) changed.push(story);
      if (changed.length === SLICE) {
        await addAll(changed, store);
        changed = [];
        await pause(REST_MS);
        if (signal.aborted) return true;
      }
    }
    await addAll(changed, store);
    revision = newest;
    return true;
  }

  async function run(): Promise<void> {
    for (;;) {
      if (signal.aborted) return;
      const done = await reading.use(slice);
      if (!done.ok || done.value) return;
      await pause(REST_MS);
    }
  }

  return {
    find(words) {
      const found = words.map((word, index) =>
        index === words.length - 1 ? beginningWith(word, lists) : new Set(lists.get(word)),
      );
      const [first, ...others] = found.sort((a, b) => a.size - b.size);
      return [...(first ?? [])].filter((seq) => others.every((set) => set.has(seq))).sort((a, b) => b - a);
    },
    follow() {
      running ??= run().finally(() => {
        running = null;
      });
      return running;
    },
    isComplete: () => oldest === 1,
  };
}

function beginningWith(word: string, lists: ReadonlyMap<string, number[]>): Set<number> {
  const found = new Set(lists.get(word));
  if (word.length < MIN_BEGINNING) return found;
  let left = MAX_ENDINGS;
  for (const [other, list] of lists) {
    if (!other.startsWith(word) || other === word) continue;
    for (const seq of list) found.add(seq);
    if (--left === 0) break;
  }
  return found;
}

/** Stories taken in before other work has its turn: some milliseconds. */
const SLICE = 16;
const REST_MS = 4;
const MAX_ENDINGS = 150;
