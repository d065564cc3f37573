import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ok } from '../../src/core/result.ts';
import { openTables } from '../../src/store/lowdb/tables.ts';
import type { Tables } from '../../src/store/tables.ts';
import { type CrashingDisk, crashingDisk } from './crashing-fs.ts';
import { now } from './samples.ts';

type Notes = { notes: { text: string }; tags: { text: string } };

const FILES = { notes: 2, tags: 1 };
const KEYS = ['a', 'a/1', 'a/2', 'b', 'c/1', 'd', 'e', 'f'];

/** What one change writes: per table and key a text, or null to remove it. */
type Writes = [table: keyof Notes, key: string, text: string | null][];
type Step =
  /** Several changes at once, which share a write or not. */
  | { kind: 'change'; changes: Writes[]; by: 0 | 1 }
  | { kind: 'compact'; by: 0 | 1 }
  | { kind: 'reopen'; by: 0 | 1 }
  | { kind: 'crash'; after: number; seed: number };

const by = fc.constantFrom(0 as const, 1 as const);
const write = fc.tuple(
  fc.constantFrom<keyof Notes>('notes', 'tags'),
  fc.constantFrom(...KEYS),
  fc.option(fc.string({ maxLength: 20 })),
);
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      changes: fc.array(fc.array(write, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
      by,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('compact' as const), by }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const), by }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('crash' as const),
      after: fc.nat({ max: 80 }),
      seed: fc.integer({ min: 1, max: 1_000_000 }),
    }),
  },
);

type Model = Map<string, string>;

describe('tables whose power fails, with two who use them', () => {
  it('equal a plain Map: each change that was acknowledged is there, the others wholly or not at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 25 }), async (sequence) => {
        const trial = new Trial();
        await trial.begin();
        for (const step of sequence) {
          if (step.kind === 'crash') trial.failAfter(step);
          else await trial.take(step);
        }
      }),
      { numRuns: Number(process.env.CRASH_RUNS ?? 120) },
    );
  });
});

/** A disk, two users of its tables, and what has to be in them. */
class Trial {
  #disk = crashingDisk();
  #users: [Tables<Notes>, Tables<Notes>] | [] = [];
  #model: Model = new Map();
  #seed = 1;

  async begin(): Promise<void> {
    this.#users = [await open(this.#disk), await open(this.#disk)];
  }

  failAfter({ after, seed }: Extract<Step, { kind: 'crash' }>): void {
    this.#disk.failAfter(after);
    this.#seed = seed;
  }

  async take(step: Exclude<Step, { kind: 'crash' }>): Promise<void> {
    const tables = this.#users[step.by];
    if (!tables) throw new Error('begin first');
    const { possible, failed } = await perform(step, tables, this.#model);
    this.#model = possible.at(-1) ?? this.#model;
    const isDown = failed || (step.kind === 'reopen' && !(await this.#reopen(step.by)));
    // Reading may need the disk too.
    const seen = isDown ? null : await this.#seen().catch(() => null);
    if (seen === null) await this.#afterPowerCut(failed ? possible : [this.#model]);
    for (const each of seen ?? (await this.#seen())) expect(each).toEqual(this.#model);
    for (const { warnings } of this.#users) expect(warnings).toEqual([]);
  }

  async #reopen(user: 0 | 1): Promise<boolean> {
    const opened = await open(this.#disk).catch(() => null);
    if (opened) this.#users[user] = opened;
    return opened !== null;
  }

  async #afterPowerCut(possible: readonly Model[]): Promise<void> {
    this.#disk = this.#disk.afterPowerCut(randomFrom(this.#seed));
    await this.begin();
    const [found] = await this.#seen();
    this.#model = possible.find((each) => found && same(each, found)) ?? this.#model;
    expect(found).toEqual(this.#model);
  }

  #seen = (): Promise<Model[]> => Promise.all(this.#users.map(dump));
}

/** Does a step. `possible`: what may be stored if it failed, the last of them if it did not. */
async function perform(
  step: Exclude<Step, { kind: 'crash' }>,
  tables: Tables<Notes>,
  model: Model,
): Promise<{ possible: Model[]; failed: boolean }> {
  if (step.kind !== 'change') {
    const outcome = await Promise.allSettled([step.kind === 'compact' ? tables.compact() : tables.close()]);
    return { possible: [model], failed: outcome[0]?.status === 'rejected' };
  }
  const possible = [model];
  for (const writes of step.changes) possible.push(written(possible.at(-1) ?? model, writes));
  const outcomes = await Promise.allSettled(
    step.changes.map((writes) =>
      tables.change((draft) => {
        for (const [table, key, text] of writes) {
          if (text === null) draft.remove(table, key);
          else draft.put(table, key, { text });
        }
      }),
    ),
  );
  // Those before the first that failed were acknowledged.
  const acknowledged = outcomes.findIndex(({ status }) => status === 'rejected');
  return acknowledged < 0
    ? { possible, failed: false }
    : { possible: possible.slice(acknowledged), failed: true };
}

function written(model: Model, writes: Writes): Model {
  const next = new Map(model);
  for (const [table, key, text] of writes) {
    if (text === null) next.delete(`${table} ${key}`);
    else next.set(`${table} ${key}`, text);
  }
  return next;
}

async function dump(tables: Tables<Notes>): Promise<Model> {
  const found: Model = new Map();
  for (const table of ['notes', 'tags'] as const)
    for await (const [key, { text }] of tables.all(table)) found.set(`${table} ${key}`, text);
  return found;
}

const same = (one: Model, other: Model): boolean =>
  JSON.stringify([...one].sort()) === JSON.stringify([...other].sort());

async function open(disk: CrashingDisk): Promise<Tables<Notes>> {
  const lock = async () => ok({ held: () => true, release: async () => undefined });
  const opened = await openTables<Notes>('/data/newsletter', {
    files: FILES,
    now,
    fs: disk.fs,
    lock,
    checkpointAt: 900,
    cacheSize: 500,
  });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
}
