import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ok } from '../../src/core/result.ts';
import { type OpenStore, openStore } from '../../src/store/lowdb/open.ts';
import type { Change, Store } from '../../src/store/store.ts';
import { type CrashingDisk, crashingDisk } from './crashing-fs.ts';
import { type Asked, dump } from './dump.ts';
import { mapStore } from './map-store.ts';
import { article, articleId, host, now, robots, source, story, storyId } from './samples.ts';

const ASKED: Asked = {
  articles: range(12).map((n) => articleId(n * 21)),
  stories: range(12).map((n) => storyId(n * 43)),
  keys: range(30).map((n) => `key:${n}`),
  topics: ['t0', 't1', 't2'],
  sources: ['s0', 's1', 's2'],
  origins: ['https://o0.example', 'https://o1.example'],
};

/** Small enough for each of them to be reached again and again. */
const LIMITS = {
  checkpointRunning: 4000,
  checkpointClosing: 1500,
  cacheSize: 3000,
  recentKeys: 150,
  keyShare: 80,
};

type Step =
  /** With `renumber`, stories that have a number get another. */
  | { kind: 'commit'; change: Change; renumber: boolean }
  | { kind: 'cursor'; to: number }
  | { kind: 'reopen' }
  | { kind: 'crash'; after: number; seed: number };

const oneOf = (values: string[]) => fc.constantFrom(...values);
const some = <T>(value: fc.Arbitrary<T>, maxLength = 3) => fc.array(value, { maxLength });

const articles = fc
  .record({ id: oneOf(ASKED.articles), title: fc.string({ maxLength: 30 }) })
  .map(({ id, title }) => article(id, { title }));
const stories = fc
  .record({
    id: oneOf(ASKED.stories),
    topics: fc.uniqueArray(oneOf(ASKED.topics)),
    sourceIds: fc.uniqueArray(oneOf(ASKED.sources)),
    mergedInto: fc.option(oneOf(ASKED.stories), { freq: 1 }),
  })
  .map(({ id, ...over }) => story(id, over));
const changes: fc.Arbitrary<Change> = fc.record({
  sources: some(fc.tuple(oneOf(ASKED.sources), fc.nat()).map(([id, items]) => source(id, { items }))),
  hosts: some(fc.nat({ max: 3 }).map((n) => host(`h${n}`))),
  robots: some(oneOf(ASKED.origins).map((origin) => robots(origin))),
  articles: some(articles),
  stories: some(stories),
  keys: some(fc.tuple(oneOf(ASKED.keys), oneOf(ASKED.articles)), 12),
  pending: fc.record({ add: some(oneOf(ASKED.articles)), remove: some(oneOf(ASKED.articles)) }),
});
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(changes, fc.boolean())
      .map(([change, renumber]): Step => ({ kind: 'commit', change, renumber })),
  },
  { weight: 1, arbitrary: fc.nat({ max: 9 }).map((to): Step => ({ kind: 'cursor', to })) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'reopen' }) },
  {
    weight: 4,
    arbitrary: fc
      .record({ after: fc.nat({ max: 120 }), seed: fc.integer({ min: 1, max: 1_000_000 }) })
      .map(({ after, seed }): Step => ({ kind: 'crash', after, seed })),
  },
);

describe('a store whose power fails', () => {
  it('equals a plain Map after any operations: what was acknowledged is there, the rest wholly or not at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 30 }), async (sequence) => {
        let disk = crashingDisk();
        let model = mapStore();
        let store = await open(disk);
        let seed = 1;
        for (const step of sequence) {
          if (step.kind === 'crash') {
            disk.failAfter(step.after);
            seed = step.seed;
            continue;
          }
          const intended = model.snapshot();
          await perform(step, intended);
          try {
            await perform(step, store);
            if (step.kind === 'reopen') store = await open(disk);
            model = intended;
          } catch {
            disk = disk.afterPowerCut(randomFrom(seed));
            store = await open(disk);
            const found = await dump(store, ASKED);
            if (!same(found, await dump(model, ASKED))) model = intended;
          }
          expect(await readable(store, disk)).toEqual(await dump(model, ASKED));
          expect(store.warnings).toEqual([]);
        }
      }),
      { numRuns: Number(process.env.CRASH_RUNS ?? 120) },
    );
  });
});

/** What the store answers; where the disk fails even reading, what it answers after the power came back. */
async function readable(store: Store, disk: CrashingDisk): Promise<Record<string, unknown>> {
  try {
    return await dump(store, ASKED);
  } catch {
    return dump(await open(disk.afterPowerCut(randomFrom(7))), ASKED);
  }
}

async function perform(step: Step, store: Store): Promise<void> {
  if (step.kind === 'commit') {
    const { stories = [] } = step.change;
    const known = await store.stories(step.renumber ? [] : stories.map(({ id }) => id));
    const seqs = new Map(known.map(({ id, seq }) => [id, seq]));
    const numbered = stories.map((story) => ({ ...story, seq: seqs.get(story.id) ?? null }));
    await store.commit({ ...step.change, stories: numbered });
  }
  if (step.kind === 'cursor') await store.setCursors({ published: step.to });
  if (step.kind === 'reopen') await store.close();
}

async function open(disk: CrashingDisk): Promise<OpenStore> {
  const lock = async () => ok({ held: () => true, release: async () => undefined });
  const opened = await openStore('/data', { now, random: () => 0.5, fs: disk.fs, lock, limits: LIMITS });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
}
