import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Choice, FREQUENCIES } from '../../src/core/newsletter.ts';
import type { Notice } from '../../src/core/story.ts';
import type { OutgoingMail } from '../../src/newsletter/mail.ts';
import { parseMessageId } from '../../src/newsletter/message-id.ts';
import { StoreError } from '../../src/store/store-error.ts';
import {
  addStory,
  changeStory,
  DAY,
  HOUR,
  MONDAY,
  newWorld,
  reader,
  run,
  SECRET,
  titlesIn,
  type World,
} from './sending.ts';

const refuses = (kind: 'later' | 'refused' | 'rejected' | 'unknown' | 'setup', code: number | null = null) =>
  Promise.resolve({ ok: false as const, error: { kind, code, message: `The server says ${kind}.` } });

const retraction: Notice = {
  kind: 'retraction',
  at: '2026-11-25T00:00:00.000Z',
  date: '2026-11-24T00:00:00.000Z',
  reason: 'Data were made up',
  url: null,
  doi: '10.1000/1',
};

describe('a mail', () => {
  it('tells of the best covered and newest 12, the lead first', async () => {
    const world = await newWorld([reader(1)]);
    for (let n = 0; n < 20; n += 1)
      await addStory(world, `Story ${n}`, Date.parse(MONDAY) - (n + 1) * 6 * HOUR, { sourceIds: [`s${n}`] });
    await addStory(world, 'Story of five sources', Date.parse(MONDAY) - 3 * DAY, {
      sourceIds: ['a', 'b', 'c', 'd', 'e'],
    });
    await run(world, MONDAY);
    const titles = titlesIn(world.inbox[0]);
    expect(titles).toHaveLength(12);
    expect(titles[0]).toBe('Story of five sources');
    expect(titles.slice(1, 4)).toEqual(['Story 0', 'Story 1', 'Story 2']);
    expect(world.inbox[0]?.subject).toBe('Story of five sources');
  });

  it('tells of a topic and those below it, under the heading that was chosen', async () => {
    const world = await newWorld([
      reader(1, { topics: ['neurology'] }),
      reader(2, { topics: ['cardiology'] }),
    ]);
    await addStory(world, 'Story about clots', '2026-11-22T08:00:00Z', { topics: ['stroke'] });
    await addStory(world, 'Story about nerves', '2026-11-21T08:00:00Z', { topics: ['neurology'] });
    expect((await run(world, MONDAY)).report.skipped.empty).toBe(1);
    expect(world.inbox).toHaveLength(1);
    expect(titlesIn(world.inbox[0])).toEqual(['Story about clots', 'Story about nerves']);
    expect(world.inbox[0]?.text).toContain('NEUROLOGY\n\nStory about nerves');
  });

  it.each([
    ['weekly', { frequency: 'weekly' as const }, 8],
    ['daily', { frequency: 'daily' as const }, 2],
  ])('that comes %s has no story from before its window', async (_, choice, days) => {
    const world = await newWorld([reader(1, choice)]);
    const hour = Date.parse('2026-11-23T08:00:00Z');
    await addStory(world, 'Story in time', hour - days * DAY + 1000);
    await addStory(world, 'Story too old', hour - days * DAY - 1000);
    await run(world, MONDAY);
    expect(titlesIn(world.inbox[0])).toEqual(['Story in time']);
  });

  it.each(FREQUENCIES)(
    'is one for three days without a run, of all that came meanwhile and nothing of before (%s)',
    async (frequency) => {
      const world = await newWorld([reader(1, { frequency })]);
      const monday = Date.parse(MONDAY);
      await addStory(world, 'Story from long before', monday - 12 * DAY);
      await addStory(world, 'Story before', monday - HOUR);
      await run(world, monday);
      for (let day = 0; day < 7; day += 1)
        await addStory(world, `Story ${day}`, monday + day * DAY + 2 * HOUR);
      // Weekly, it is due on the seventh day, and comes on the tenth.
      const back = monday + (frequency === 'weekly' ? 10 : 3) * DAY;
      const missed = frequency === 'weekly' ? [6, 5, 4, 3, 2, 1, 0] : [2, 1, 0];
      for (const late of [0, HOUR / 2, 90 * 60_000]) await run(world, back + late);
      expect(world.inbox.map(titlesIn)).toEqual([['Story before'], missed.map((day) => `Story ${day}`)]);
    },
  );

  it.each(FREQUENCIES)(
    'is one for two months without a run, of at most 12 stories and no old ones (%s)',
    async (frequency) => {
      const world = await newWorld([reader(1, { frequency })]);
      const monday = Date.parse(MONDAY);
      await addStory(world, 'Story before', monday - HOUR);
      await run(world, monday);
      for (let n = 0; n < 60 * 4; n += 1)
        await addStory(world, `Story ${n}`, monday + n * 6 * HOUR + HOUR, { sourceIds: [`s${n}`] });
      const back = monday + 60 * DAY;
      for (const late of [0, HOUR / 2]) await run(world, back + late);
      expect(world.inbox).toHaveLength(2);
      const numbers = titlesIn(world.inbox[1]).map((title) => Number(title.slice('Story '.length)));
      expect(numbers).toHaveLength(12);
      const days = { instant: 4, daily: 5, weekly: 11 }[frequency];
      expect(Math.min(...numbers)).toBeGreaterThanOrEqual((60 - days) * 4 - 1);
    },
  );

  it.each(['daily', 'weekly'] as const)(
    'that comes %s tells of a story that was published before the last one and found after it',
    async (frequency) => {
      const world = await newWorld([reader(1, { frequency })]);
      await addStory(world, 'Story one', '2026-11-22T12:00:00Z');
      await run(world, MONDAY);
      await addStory(world, 'Story of a date alone', '2026-11-23T00:00:00Z', {
        firstSeenAt: '2026-11-23T10:00:00.000Z',
      });
      await run(world, Date.parse(MONDAY) + (frequency === 'daily' ? 1 : 7) * DAY);
      expect(world.inbox.map(titlesIn)).toEqual([['Story one'], ['Story of a date alone']]);
    },
  );

  it('does not tell those who left and came back of what was news meanwhile', async () => {
    const world = await newWorld([reader(1, { frequency: 'daily' })]);
    await addStory(world, 'Story one', '2026-11-22T12:00:00Z');
    await run(world, MONDAY);
    await addStory(world, 'Story missed', '2026-11-24T00:00:00Z');
    await addStory(world, 'Story two', '2026-11-26T22:00:00Z');
    const back = '2026-11-26T20:00:00.000Z';
    world.readers = [reader(1, { frequency: 'daily' }, back)];
    await run(world, '2026-11-27T09:00:00Z');
    expect(world.inbox.map(titlesIn)).toEqual([['Story one'], ['Story two']]);
  });

  it('of one that was merged into another counts for both', async () => {
    const world = await newWorld([reader(1)]);
    const one = await addStory(world, 'Story first', '2026-11-22T08:00:00Z');
    await run(world, MONDAY);
    const other = await addStory(world, 'Story second', '2026-11-29T08:00:00Z', { aliases: [one] });
    await changeStory(world, one, { mergedInto: other });
    expect((await run(world, '2026-11-30T09:00:00Z')).report).toMatchObject({
      sent: 0,
      skipped: { empty: 1 },
    });
  });

  it('as it happens comes once an hour at the most, and tells of nothing from before the reader signed up', async () => {
    const world = await newWorld([reader(1, { frequency: 'instant' }, '2026-11-23T08:30:00.000Z')]);
    await addStory(world, 'Story before', '2026-11-23T08:00:00Z');
    await run(world, '2026-11-23T08:40:00Z');
    await addStory(world, 'Story one', '2026-11-23T08:50:00Z');
    await run(world, '2026-11-23T08:55:00Z');
    await addStory(world, 'Story two', '2026-11-23T08:58:00Z');
    await run(world, '2026-11-23T09:05:00Z');
    await run(world, '2026-11-23T09:56:00Z');
    await run(world, '2026-11-23T10:57:00Z');
    expect(world.inbox.map(titlesIn)).toEqual([['Story one'], ['Story two']]);
  });

  it('does not come for an hour that was over before the reader signed up', async () => {
    const world = await newWorld([reader(1, {}, '2026-11-23T08:30:00.000Z')]);
    await addStory(world, 'Story', '2026-11-22T08:00:00Z');
    expect((await run(world, MONDAY)).report).toMatchObject({ sent: 0, skipped: { notDue: 1 } });
  });

  it('has the same Message-ID whenever it is tried, signed by us', async () => {
    const world = await newWorld([reader(1)]);
    await addStory(world, 'Story', '2026-11-22T08:00:00Z');
    const tried: string[] = [];
    world.answer = ({ messageId }) => (tried.push(messageId) < 3 ? refuses('later', 451) : null);
    expect((await run(world, MONDAY)).report).toMatchObject({ sent: 1, failed: 0 });
    expect(tried).toHaveLength(3);
    expect(new Set(tried).size).toBe(1);
    expect(parseMessageId(tried[0] ?? '', SECRET)).toEqual({
      subscriberId: reader(1).id,
      period: 'weekly:2026-W48',
    });
  });
});

describe('a choice that changes', () => {
  const change = (world: World, choice: Partial<Choice>) => {
    world.readers = [reader(1, choice)];
  };
  const monday = Date.parse(MONDAY);
  /** A story a day, and a run every hour. */
  async function live(world: World, days: number, from = 0): Promise<void> {
    for (let hour = from * 24; hour < (from + days) * 24; hour += 1) {
      const now = monday + hour * HOUR;
      if (hour % 24 === 0)
        await addStory(world, `Story ${hour}`, now - HOUR / 2, { sourceIds: [`s${hour}`] });
      await run(world, now);
    }
  }
  const told = (world: World) => world.inbox.flatMap(titlesIn).map((title) => Number(title.slice(6)));

  it.each([
    ['weekly to another weekday', { frequency: 'weekly' }, { frequency: 'weekly', weekday: 'friday' }],
    ['weekly to daily', { frequency: 'weekly' }, { frequency: 'daily' }],
    ['daily to weekly', { frequency: 'daily' }, { frequency: 'weekly' }],
    ['daily to as it happens', { frequency: 'daily' }, { frequency: 'instant' }],
    ['as it happens to daily', { frequency: 'instant' }, { frequency: 'daily' }],
    [
      'daily from east to west of the date line',
      { frequency: 'daily', timezone: 'Pacific/Auckland' },
      { frequency: 'daily', timezone: 'Pacific/Honolulu' },
    ],
    [
      'daily from west to east of the date line',
      { frequency: 'daily', timezone: 'Pacific/Honolulu' },
      { frequency: 'daily', timezone: 'Pacific/Auckland' },
    ],
    ['daily to a later hour', { frequency: 'daily' }, { frequency: 'daily', hour: 22 }],
  ] as [string, Partial<Choice>, Partial<Choice>][])(
    '%s sends no story twice and leaves none out',
    async (_, one, other) => {
      const world = await newWorld([reader(1, one)]);
      await live(world, 3);
      change(world, other);
      await live(world, 15, 3);
      const stories = told(world);
      expect(new Set(stories).size).toBe(stories.length);
      expect(new Set(world.inbox.map(({ messageId }) => messageId)).size).toBe(world.inbox.length);
      const days = Math.max(...stories) / 24;
      expect(days).toBeGreaterThanOrEqual(10);
      expect(stories.sort((a, b) => a - b)).toEqual(Array.from({ length: days + 1 }, (_, n) => n * 24));
    },
  );

  it('to and fro within a day gives no second mail of any period', async () => {
    const world = await newWorld([reader(1)]);
    await addStory(world, 'Story 0', monday - HOUR);
    const choices: Partial<Choice>[] = [
      { frequency: 'weekly' },
      { frequency: 'daily' },
      { frequency: 'weekly', weekday: 'sunday' },
      { frequency: 'daily', timezone: 'Asia/Tokyo' },
      { frequency: 'daily', timezone: 'Pacific/Honolulu' },
      { frequency: 'instant' },
      { frequency: 'daily' },
      { frequency: 'weekly' },
    ];
    for (let round = 0; round < 24; round += 1) {
      change(world, choices[round % choices.length] ?? {});
      await addStory(world, `Story ${round + 1}`, monday + round * 20 * 60_000);
      await run(world, monday + round * 20 * 60_000 + 60_000);
    }
    const periods = world.inbox.map(({ messageId }) => parseMessageId(messageId, SECRET)?.period);
    expect(new Set(periods).size).toBe(periods.length);
    expect(periods.filter((period) => period?.startsWith('weekly'))).toEqual(['weekly:2026-W48']);
    expect(periods.filter((period) => period?.startsWith('daily'))).toEqual(['daily:2026-11-23']);
    const stories = told(world);
    expect(new Set(stories).size).toBe(stories.length);
  });
});

describe('a retraction', () => {
  it('is told, once, to those who were told of the study, also when there is no other news', async () => {
    const world = await newWorld([reader(1), reader(2, { topics: ['cardiology'] })]);
    const id = await addStory(world, 'Study of vitamins', '2026-11-22T08:00:00Z', { topics: ['neurology'] });
    await run(world, MONDAY);
    await changeStory(world, id, { notices: [retraction], seq: null });
    await run(world, '2026-11-30T09:00:00Z');
    await run(world, '2026-12-07T09:00:00Z');
    expect(world.inbox).toHaveLength(2);
    const [, told] = world.inbox;
    expect(told?.to).toBe('r1@reader.example');
    expect(told?.subject).toBe('Retracted: Study of vitamins');
    expect(told?.text).toContain(
      'A STUDY THAT WE TOLD YOU ABOUT WAS RETRACTED\nStudy of vitamins\nRetracted on 24 November 2026: Data were made up.',
    );
    expect(told?.text).toContain('https://doi.org/10.1000/1');
  });

  it('keeps a study out of the news of those who had not heard of it', async () => {
    const world = await newWorld([reader(1)]);
    await addStory(world, 'Study of vitamins', '2026-11-22T08:00:00Z', {
      notices: [{ ...retraction, at: '2026-11-22T20:00:00.000Z' }],
    });
    expect((await run(world, MONDAY)).report.skipped.empty).toBe(1);
  });

  it('is not told to somebody whose mail showed it', async () => {
    const world = await newWorld([reader(1)]);
    const notice = { ...retraction, at: '2026-11-22T08:00:00.000Z' };
    await addStory(world, 'Study of vitamins', '2026-11-22T08:00:00Z', { notices: [notice] });
    await run(world, MONDAY);
    expect(world.inbox[0]?.text).toContain('! Retracted on 24 November 2026: Data were made up');
    await run(world, '2026-11-30T09:00:00Z');
    expect(world.inbox).toHaveLength(1);
  });
});

describe('what the server does not take', () => {
  const three = async () => {
    const world = await newWorld([reader(1), reader(2), reader(3)]);
    await addStory(world, 'Story', '2026-11-22T08:00:00Z');
    return world;
  };
  const only =
    (n: number, kind: Parameters<typeof refuses>[0], code: number | null = null) =>
    (mail: OutgoingMail) =>
      mail.to === `r${n}@reader.example` ? refuses(kind, code) : null;

  it('for now is sent in a run a quarter of an hour later', async () => {
    const world = await three();
    world.answer = only(2, 'later', 451);
    expect((await run(world, MONDAY)).report).toMatchObject({ sent: 2, failed: 1 });
    world.answer = () => null;
    const soon = Date.parse(MONDAY) + 15 * 60_000;
    expect((await run(world, soon)).report).toMatchObject({ sent: 0, skipped: { already: 2, notDue: 1 } });
    expect((await run(world, soon + 60_000)).report).toMatchObject({ sent: 1, skipped: { already: 2 } });
  });

  it('for now is asked about ever less often, up to every six hours, in runs every five minutes', async () => {
    const world = await newWorld([reader(1, { frequency: 'daily' }), reader(2)]);
    await addStory(world, 'Story', '2026-11-22T20:00:00Z');
    const tried: number[] = [];
    let minute = 0;
    world.answer = ({ to }) => {
      if (to !== 'r1@reader.example') return null;
      if (tried.at(-1) !== minute) tried.push(minute);
      return refuses('later', 452);
    };
    for (; minute < 24 * 60; minute += 5) await run(world, Date.parse(MONDAY) + minute * 60_000);
    expect(tried.slice(0, 5)).toEqual([0, 20, 85, 230, 490]);
    expect(tried).toHaveLength(7);
    world.answer = () => null;
    for (; minute < 31 * 60; minute += 5) await run(world, Date.parse(MONDAY) + minute * 60_000);
    expect(world.inbox.map(({ to }) => to)).toEqual(['r2@reader.example', 'r1@reader.example']);
  });

  it('because nobody is there is tried in the next run', async () => {
    const world = await three();
    world.answer = only(2, 'later');
    expect((await run(world, MONDAY)).report).toMatchObject({ sent: 2, failed: 1 });
    world.answer = () => null;
    expect((await run(world, MONDAY)).report).toMatchObject({ sent: 1, skipped: { already: 2 } });
  });

  it.each(['refused', 'rejected'] as const)(
    'for good (%s) is not tried again for this period',
    async (kind) => {
      const world = await three();
      world.answer = only(2, kind, 550);
      expect((await run(world, MONDAY)).report).toMatchObject({ sent: 2, failed: 1 });
      world.answer = () => null;
      expect((await run(world, MONDAY)).report.sent).toBe(0);
      expect(world.bounced).toEqual(kind === 'refused' ? [reader(2).id] : []);
    },
  );

  it('or perhaps did take is never sent again, and said to be unknown', async () => {
    const world = await three();
    world.answer = only(2, 'unknown');
    expect(await run(world, MONDAY)).toMatchObject({ report: { sent: 2, failed: 1 }, unknown: 1 });
    world.answer = () => null;
    await run(world, MONDAY);
    await run(world, '2026-11-30T09:00:00Z');
    expect(world.inbox.map(({ to }) => to).sort()).toEqual(['r1@reader.example', 'r3@reader.example']);
  });

  it('at all, as it is set up, ends the run, and all of it is tried later', async () => {
    const world = await three();
    world.answer = () => refuses('setup', 530);
    const { report, trouble } = await run(world, MONDAY);
    expect(trouble).toBe('The server says setup.');
    expect(report).toMatchObject({ sent: 0, failed: 3 });
    world.answer = () => null;
    expect((await run(world, MONDAY)).report.sent).toBe(3);
  });
});

type Step =
  | { kind: 'news' }
  | { kind: 'run'; killAfter: number | null; at: number }
  | { kind: 'wait'; hours: number }
  | { kind: 'choice'; of: number; choice: Partial<Choice> };

const anyChoice = fc.record({
  frequency: fc.constantFrom('instant' as const, 'daily' as const, 'weekly' as const),
  weekday: fc.constantFrom('monday' as const, 'saturday' as const, 'sunday' as const),
  hour: fc.integer({ min: 0, max: 23 }),
  timezone: fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
});

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc
      .record({ of: fc.nat(), choice: anyChoice })
      .map((change): Step => ({ kind: 'choice', ...change })),
  },
  { weight: 2, arbitrary: fc.constant<Step>({ kind: 'news' }) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 60 }).map((hours): Step => ({ kind: 'wait', hours })) },
  {
    weight: 5,
    arbitrary: fc
      .record({
        killAfter: fc.option(fc.nat({ max: 40 }), { freq: 3 }),
        at: fc.constantFrom(0, 0, 0, -2 * HOUR, -30 * HOUR),
      })
      .map((run): Step => ({ kind: 'run', ...run })),
  },
);

it('reaches nobody twice for a period or with a story, whatever is killed, whatever readers choose anew, and however the clock is turned', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyChoice, { minLength: 1, maxLength: 6 }),
      fc.array(anyStep, { minLength: 3, maxLength: 25 }),
      async (choices, steps) => {
        const world = await newWorld(choices.map((each, n) => reader(n, each)));
        // Two days before the clocks change in Europe.
        let clock = Date.UTC(2026, 9, 23);
        let stories = 0;
        let kills = 0;
        for (const step of steps) {
          if (step.kind === 'wait') clock += step.hours * HOUR;
          else if (step.kind === 'choice') {
            const index = step.of % choices.length;
            world.readers[index] = reader(index, step.choice);
          } else if (step.kind === 'news') {
            stories += 1;
            await addStory(world, `Story ${stories}`, clock - HOUR);
          } else {
            if (step.killAfter !== null) world.disk.failAfter(step.killAfter);
            await run(world, clock + step.at).catch((error: unknown) => {
              if (!(error instanceof StoreError) || step.killAfter === null) throw error;
              kills += 1;
            });
            world.disk.failAfter(Number.POSITIVE_INFINITY);
          }
        }
        const seen = new Set<string>();
        for (const mail of world.inbox) {
          for (const what of [mail.messageId, ...titlesIn(mail)]) {
            expect(seen, mail.to).not.toContain(`${mail.to} ${what}`);
            seen.add(`${mail.to} ${what}`);
          }
          expect(titlesIn(mail).length).toBeGreaterThan(0);
        }
        if (kills > 0) return;
        // Whoever gets it weekly, and moved it to a later day, waits for two weeks at the most.
        clock += 15 * DAY;
        await addStory(world, 'Story at the end', clock - HOUR);
        await run(world, clock);
        const { report } = await run(world, clock);
        expect(report.sent).toBe(0);
        const informed = world.inbox.filter((mail) => titlesIn(mail).includes('Story at the end'));
        expect(informed.map(({ to }) => to).sort()).toEqual(world.readers.map(({ email }) => email).sort());
      },
    ),
    { numRuns: 150 },
  );
}, 120_000);
