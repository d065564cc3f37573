import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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
    ['weekly', { frequency: 'weekly' as const }, 7],
    ['daily', { frequency: 'daily' as const }, 2],
  ])('that comes %s has no story from before its window', async (_, choice, days) => {
    const world = await newWorld([reader(1, choice)]);
    const hour = Date.parse('2026-11-23T08:00:00Z');
    await addStory(world, 'Story in time', hour - days * DAY + 1000);
    await addStory(world, 'Story too old', hour - days * DAY - 1000);
    await run(world, MONDAY);
    expect(titlesIn(world.inbox[0])).toEqual(['Story in time']);
  });

  it('is one for several days without a run, and none for stories of before', async () => {
    const world = await newWorld([reader(1, { frequency: 'daily' })]);
    for (let day = 0; day < 6; day += 1)
      await addStory(world, `Story ${day}`, Date.parse('2026-11-18T08:00:00Z') + day * DAY);
    await run(world, '2026-11-19T09:00:00Z');
    await run(world, '2026-11-23T09:00:00Z');
    await run(world, '2026-11-23T09:30:00Z');
    expect(world.inbox.map(titlesIn)).toEqual([
      ['Story 1', 'Story 0'],
      ['Story 5', 'Story 4', 'Story 3'],
    ]);
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

  it('for now is sent in the next run', async () => {
    const world = await three();
    world.answer = only(2, 'later', 451);
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
  | { kind: 'wait'; hours: number };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
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

const anyChoice = fc.record({
  frequency: fc.constantFrom('instant' as const, 'daily' as const, 'weekly' as const),
  weekday: fc.constantFrom('monday' as const, 'saturday' as const, 'sunday' as const),
  hour: fc.integer({ min: 0, max: 23 }),
  timezone: fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
});

it('reaches nobody twice for a period or with a story, whatever is killed and however the clock is turned', async () => {
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
          else if (step.kind === 'news') {
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
        clock += 8 * DAY;
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
