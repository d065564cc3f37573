import { setImmediate as breathe } from 'node:timers/promises';
import type { Config } from '../core/source.ts';
import type { Story } from '../core/story.ts';
import { entryLoader } from '../publish/entries.ts';
import type { TopicLabels } from '../publish/entry.ts';
import { guardEntry } from '../publish/guard.ts';
import type { Store } from '../store/store.ts';
import type { SearchIndex } from './search-index.ts';
import { type StoriesPage, type StoriesQuery, toApiStory } from './story-schema.ts';
import { articlesOf, holds, type StoryWords, wordsAsked } from './story-words.ts';

export type ListDeps = { config: Config; topicLabels: TopicLabels; index: SearchIndex; wordsOf: StoryWords };

/** `next`: the number below which the next page begins; null at the end. */
export type Listed = Omit<StoriesPage, 'next'> & { next: number | null };

/**
 * The stories asked for, from `below` (a number of arrival, null: the newest) on. What arrives meanwhile has a higher
 * number, so that pages never overlap or shift. Looks at a few thousand stories at most, then says where to go on.
 */
export async function listStories(
  query: StoriesQuery,
  below: number | null,
  store: Store,
  deps: ListDeps,
): Promise<Listed> {
  const { lastSeq } = await store.counts();
  const chunks = chunksOf(query, below ?? lastSeq + 1, store, deps);
  const { found, next } = await collect(chunks, query);
  const load = entryLoader(store, deps.config.sources, deps.topicLabels);
  const entries = new Map((await load(found)).map((entry) => [entry.id, entry]));
  const stories = found.flatMap((story) => {
    const entry = entries.get(story.id);
    return entry ? [toApiStory(guardEntry(entry), story.path, deps.config.site)] : [];
  });
  return { stories, next, complete: query.q === undefined || deps.index.isComplete() };
}

/** Stories that were looked at, and those of them that hold the words asked for. */
type Chunk = { looked: Story[]; kept: Story[] };

async function collect(chunks: AsyncIterable<Chunk>, query: StoriesQuery) {
  const { limit, since } = query;
  const found: Story[] = [];
  let left = MAX_LOOKED;
  for await (const { looked, kept } of chunks) {
    const isOver = since !== undefined && kept.some((story) => isBefore(story, since));
    const asked = kept.filter((story) => isAskedFor(story, query));
    const room = limit - found.length;
    found.push(...asked.slice(0, room));
    if (asked.length > room) return { found, next: found.at(-1)?.seq ?? null };
    if (isOver) break;
    left -= looked.length;
    if (left <= 0) return { found, next: looked.at(-1)?.seq ?? null };
    await breathe();
  }
  return { found, next: null };
}

function chunksOf(
  query: StoriesQuery,
  below: number,
  store: Store,
  { index, wordsOf }: ListDeps,
): AsyncGenerator<Chunk> {
  if (query.q === undefined) return downwards(store, below);
  const words = wordsAsked(query.q);
  const seqs = words.length === 0 ? [] : index.find(words).filter((seq) => seq < below);
  return thatHold(words, seqs, store, wordsOf);
}

const CHUNK = 100;
const MAX_LOOKED = 5000;

async function* downwards(store: Store, below: number): AsyncGenerator<Chunk> {
  for (let from = below - 1; from >= 1; from -= CHUNK) {
    const looked = await store.bySeq(from, Math.max(1, from - CHUNK + 1));
    yield { looked, kept: looked };
  }
}

/** Few at a time, because their articles are read to see whether they hold the words. */
async function* thatHold(
  words: readonly string[],
  seqs: readonly number[],
  store: Store,
  wordsOf: StoryWords,
): AsyncGenerator<Chunk> {
  for (let start = 0; start < seqs.length; start += 10) {
    const some = seqs.slice(start, start + 10);
    const looked = (await Promise.all(some.map((seq) => store.bySeq(seq, seq)))).flat();
    const articles = await articlesOf(looked, store);
    const kept = looked.filter((story) => holds(wordsOf(story, articles(story)), words));
    yield { looked, kept };
  }
}

function isAskedFor(story: Story, { topic, source, evidence, since }: StoriesQuery): boolean {
  const { topics, sourceIds, firstSeenAt, notices } = story;
  return (
    (topic === undefined || topics.includes(topic)) &&
    (source === undefined || sourceIds.includes(source)) &&
    (evidence === undefined || story.evidence?.design === evidence || story.evidence?.status === evidence) &&
    (since === undefined || firstSeenAt >= since || notices.some(({ at }) => at >= since))
  );
}

/** Neither it nor what arrived before it was shown after this time: a story changes no earlier than it arrives. */
const isBefore = ({ updatedAt }: Story, since: string): boolean => updatedAt < since;
