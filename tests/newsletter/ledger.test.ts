import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ok } from '../../src/core/result.ts';
import { type Ledger, openLedger } from '../../src/newsletter/ledger/ledger.ts';
import type { Outcome } from '../../src/newsletter/ledger/records.ts';
import type { Period } from '../../src/newsletter/period.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { type CrashingDisk, crashingDisk } from '../store/crashing-fs.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 10, 1, 8);
const JOURNAL = '/data/newsletter/ledger/journal.jsonl';

const free = async () => ok({ held: () => true, release: async () => undefined });

const dayAt = (day: number): Date => new Date(START + day * DAY);
const daily = (day: number): Period => ({
  frequency: 'daily',
  key: dayAt(day).toISOString().slice(0, 10),
  startsAt: dayAt(day).toISOString(),
});
const told = (...stories: string[]) => ({ stories, retractions: [] });

async function newDisk(): Promise<CrashingDisk> {
  const disk = crashingDisk();
  for (const folder of ['/data', '/data/newsletter', '/data/newsletter/ledger']) await disk.fs.mkdir(folder);
  for (const folder of ['/', '/data', '/data/newsletter']) await (await disk.fs.open(folder, 'r')).sync();
  return disk;
}

async function opened(disk: CrashingDisk, now = dayAt(0)): Promise<Ledger> {
  const ledger = await openLedger('/data', { now: () => now, fs: disk.fs, lock: free });
  if (!ledger.ok) throw new StoreError(ledger.error);
  return ledger.value;
}

/** A small generator for crashes, so that a failing case can be run again. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('a claim', () => {
  const cases: [string, (ledger: Ledger) => Promise<unknown>, boolean][] = [
    ['is given for a new period and new stories', async () => {}, true],
    [
      'is not given while another mail of the period is on its way',
      (l) => l.claim('ann', daily(1), told('x')),
      false,
    ],
    [
      'is not given after the period was refused',
      async (l) => l.settle((await l.claim('ann', daily(1), told('x'))) ?? 0, 'refused'),
      false,
    ],
    [
      'is given again after the server took nothing',
      async (l) => l.settle((await l.claim('ann', daily(1), told('a'))) ?? 0, 'not sent'),
      true,
    ],
    [
      'is not given for a story of an earlier mail',
      async (l) => l.settle((await l.claim('ann', daily(0), told('a'))) ?? 0, 'sent'),
      false,
    ],
    [
      'is given for a story that was refused before',
      async (l) => l.settle((await l.claim('ann', daily(0), told('a'))) ?? 0, 'refused'),
      true,
    ],
    [
      'is not given for a story of a mail that may have been sent',
      (l) => l.claim('ann', daily(0), told('a')),
      false,
    ],
    ['is not given when the clock went back', (l) => l.claim('ann', daily(2), told('x')), false],
    [
      'is given whatever others were sent',
      async (l) => l.settle((await l.claim('bob', daily(1), told('a'))) ?? 0, 'sent'),
      true,
    ],
  ];

  it.each(cases)('%s', async (_, before, isGiven) => {
    const disk = await newDisk();
    const ledger = await opened(disk);
    await before(ledger);
    await ledger.close();
    const again = await opened(disk);
    expect((await again.claim('ann', daily(1), told('a'))) !== null).toBe(isGiven);
    await again.close();
  });

  it('is durable before it is given: found after the power failed at once', async () => {
    for (let seed = 1; seed < 30; seed += 1) {
      const disk = await newDisk();
      const ledger = await opened(disk);
      await ledger.claim('ann', daily(1), told('a'));
      const after = await opened(disk.afterPowerCut(randomFrom(seed)));
      expect(await after.claim('ann', daily(1), told('b'))).toBeNull();
      expect(await after.claim('ann', daily(2), told('a'))).toBeNull();
    }
  });

  it('shares one sync with others that are asked for meanwhile', async () => {
    const disk = await newDisk();
    const ledger = await opened(disk);
    const { length: before } = disk.read(JOURNAL).toString().split('\n');
    await Promise.all(
      Array.from({ length: 100 }, (_, n) => ledger.claim(`reader-${n}`, daily(1), told('a', 'b'))),
    );
    const lines = disk
      .read(JOURNAL)
      .toString()
      .split('\n')
      .slice(before - 1, -1);
    expect(lines.length).toBeLessThanOrEqual(3);
    expect(lines.join('').match(/"mail":\d+,"stories"/g)).toHaveLength(1);
    await ledger.close();
  });
});

it('forgets nothing that counts when it tidies its file', async () => {
  const disk = await newDisk();
  const ledger = await opened(disk);
  for (let day = 0; day < 30; day += 1)
    for (let reader = 0; reader < 100; reader += 1)
      await ledger.settle((await ledger.claim(`r${reader}`, daily(day), told(`s${day}`))) ?? 0, 'sent');
  await ledger.note([{ looked: 7 }, { retracted: 's3', also: [], at: dayAt(31).toISOString() }]);
  await ledger.close();
  const grown = disk.read(JOURNAL).length;

  disk.write(JOURNAL, Buffer.concat([disk.read(JOURNAL), Buffer.from('{"check":"half a ba')]));
  const tidied = await opened(disk, dayAt(32));
  expect(disk.read(JOURNAL).length).toBeLessThan(grown / 3);
  expect(tidied.warnings).toEqual([]);
  expect(tidied.state.looked).toBe(7);
  const retractions = [...tidied.state.retractions.values()];
  for (const reader of ['r0', 'r99']) {
    expect(tidied.state.isServed(reader, daily(29))).toBe(true);
    expect(tidied.state.isServed(reader, daily(30))).toBe(false);
    expect(tidied.state.untold(reader, retractions).map(({ id }) => id)).toEqual(['s3']);
    for (let day = 0; day < 30; day += 1)
      expect(await tidied.claim(reader, daily(40), told(`s${day}`))).toBeNull();
  }
  expect(tidied.state.untold('r100', retractions)).toEqual([]);
  await tidied.close();
});

it('counts all that was due as sent after a part of it was damaged, says so, and goes on', async () => {
  const disk = await newDisk();
  const ledger = await opened(disk);
  await ledger.claim('ann', daily(1), told('a'));
  await ledger.claim('bob', daily(1), told('a'));
  await ledger.claim('cid', daily(1), told('a'));
  await ledger.close();
  disk.write(JOURNAL, Buffer.from(disk.read(JOURNAL).toString().replace('"bob"', '"b0b"')));

  const mended = await opened(disk, dayAt(2));
  expect(mended.warnings.join()).toMatch(
    /journal\.jsonl is damaged: \d+ bytes .* \.?journal\.jsonl\.damaged-/,
  );
  expect(mended.state.isServed('bob', daily(1))).toBe(true);
  expect(mended.state.isServed('ann', daily(1))).toBe(true);
  expect(await mended.claim('bob', daily(3), told('b'))).not.toBeNull();
  await mended.close();
  expect((await opened(disk, dayAt(4))).warnings).toEqual([]);
});

type Run = { day: number; crashAfter: number | null; powerFails: boolean; seed: number; answers: Outcome[] };

const anyRun: fc.Arbitrary<Run> = fc.record({
  day: fc.nat({ max: 6 }),
  crashAfter: fc.option(fc.nat({ max: 60 }), { freq: 2 }),
  powerFails: fc.boolean(),
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  answers: fc.array(fc.constantFrom<Outcome>('sent', 'sent', 'refused', 'not sent'), { minLength: 1 }),
});

const READERS = ['ann', 'bob', 'cid', 'dee', 'eve'];

/** Each day has two stories of its own and shows one of yesterday's too. */
const newsOf = (day: number): string[] => [`d${day}-1`, `d${day}-2`, `d${day - 1}-1`];

/** What arrived, by reader and period or story; `lost` are the periods whose mail was on its way when a run was killed. */
type World = { inbox: Map<string, number>; lost: Set<string> };

/** One run of a sender that sends all that is due at once. Throws a StoreError where it is killed. */
async function sendAll(disk: CrashingDisk, { day, answers }: Run, { inbox, lost }: World): Promise<void> {
  const ledger = await opened(disk, dayAt(day));
  const period = daily(day);
  await Promise.all(
    READERS.map(async (reader, index) => {
      const wasTold = ledger.state.toldTo(reader);
      const stories = newsOf(day).filter((id) => !wasTold([id]));
      if (ledger.state.isServed(reader, period) || stories.length === 0) return;
      lost.add(`${reader} ${period.key}`);
      const claim = await ledger.claim(reader, period, told(...stories));
      if (claim === null) throw new Error('the ledger changed its mind');
      const answer = answers[index % answers.length] ?? 'sent';
      const arrived = answer === 'sent' ? [period.key, ...stories] : [];
      for (const what of arrived) inbox.set(`${reader} ${what}`, (inbox.get(`${reader} ${what}`) ?? 0) + 1);
      await ledger.settle(claim, answer);
      lost.delete(`${reader} ${period.key}`);
    }),
  );
  await ledger.close();
}

it('sends each period and each story once at the most, and all but what was on its way when it was killed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyRun, { minLength: 1, maxLength: 12 }), async (runs) => {
      let disk = await newDisk();
      const world: World = { inbox: new Map(), lost: new Set() };
      for (const run of runs) {
        if (run.crashAfter !== null) disk.failAfter(run.crashAfter);
        await sendAll(disk, run, world).catch((error: unknown) => {
          if (!(error instanceof StoreError) || run.crashAfter === null) throw error;
        });
        disk.failAfter(Number.POSITIVE_INFINITY);
        if (run.crashAfter !== null && run.powerFails) disk = disk.afterPowerCut(randomFrom(run.seed));
      }
      const last = { day: 9, crashAfter: null, powerFails: false, seed: 1, answers: ['sent' as const] };
      const lostBefore = new Set(world.lost);
      await sendAll(disk, last, world);

      for (const [what, times] of world.inbox) expect(times, what).toBe(1);
      expect(READERS.filter((reader) => !world.inbox.has(`${reader} ${daily(9).key}`))).toEqual([]);
      const accepting = runs.filter(({ answers }) => answers.every((answer) => answer === 'sent'));
      const latest = accepting.at(-1);
      if (latest?.crashAfter !== null || runs.some(({ day }) => day > latest.day)) return;
      const missing = READERS.map((reader) => `${reader} ${daily(latest.day).key}`).filter(
        (mail) => !world.inbox.has(mail) && !lostBefore.has(mail),
      );
      const refusing = runs.some(({ day, answers }) => day === latest.day && answers.includes('refused'));
      if (!refusing) expect(missing).toEqual([]);
    }),
    { numRuns: 400 },
  );
}, 60_000);
