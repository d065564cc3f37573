import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Choice } from '../../src/core/newsletter.ts';
import { wallAt } from '../../src/newsletter/local-time.ts';
import { currentPeriod, windowStart } from '../../src/newsletter/period.ts';

const choice = (over: Partial<Choice>): Choice => ({
  frequency: 'daily',
  weekday: 'monday',
  hour: 8,
  timezone: 'UTC',
  topics: [],
  ...over,
});

const CASES: [string, Partial<Choice>, string, string, string][] = [
  ['daily, after the hour', {}, '2026-11-28T08:00:00Z', '2026-11-28', '2026-11-28T08:00:00.000Z'],
  ['daily, before the hour', {}, '2026-11-28T07:59:59Z', '2026-11-27', '2026-11-27T08:00:00.000Z'],
  [
    'daily, where it is tomorrow already',
    { timezone: 'Pacific/Auckland' },
    '2026-11-28T20:00:00Z',
    '2026-11-29',
    '2026-11-28T19:00:00.000Z',
  ],
  [
    'weekly, on the day',
    { frequency: 'weekly' },
    '2026-11-23T09:00:00Z',
    '2026-W48',
    '2026-11-23T08:00:00.000Z',
  ],
  [
    'weekly, on the day before the hour',
    { frequency: 'weekly' },
    '2026-11-23T07:00:00Z',
    '2026-W47',
    '2026-11-16T08:00:00.000Z',
  ],
  [
    'weekly, on Sunday',
    { frequency: 'weekly' },
    '2026-11-22T23:00:00Z',
    '2026-W47',
    '2026-11-16T08:00:00.000Z',
  ],
  [
    'weekly, where a week belongs to the year before',
    { frequency: 'weekly', weekday: 'friday' },
    '2027-01-01T12:00:00Z',
    '2026-W53',
    '2027-01-01T08:00:00.000Z',
  ],
  [
    'as it happens, by the hour in UTC',
    { frequency: 'instant', timezone: 'Asia/Kolkata' },
    '2026-11-28T08:59:00Z',
    '2026-11-28T08',
    '2026-11-28T08:00:00.000Z',
  ],
  [
    'an hour that the clocks jump over: as soon as they have',
    { hour: 2, timezone: 'Europe/Berlin' },
    '2026-03-29T12:00:00Z',
    '2026-03-29',
    '2026-03-29T01:00:00.000Z',
  ],
  [
    'an hour that the clocks show twice: the first time',
    { hour: 2, timezone: 'Europe/Berlin' },
    '2026-10-25T12:00:00Z',
    '2026-10-25',
    '2026-10-25T00:00:00.000Z',
  ],
  [
    'midnight where the clocks jump over it',
    { hour: 0, timezone: 'America/Havana' },
    '2026-03-08T12:00:00Z',
    '2026-03-08',
    '2026-03-08T05:00:00.000Z',
  ],
  [
    'the last hour of a day, where the clocks jump over it',
    { hour: 23, timezone: 'America/Scoresbysund' },
    '2026-03-29T03:00:00Z',
    '2026-03-28',
    '2026-03-29T01:00:00.000Z',
  ],
  [
    'a day that the calendar skipped has no mail',
    { hour: 12, timezone: 'Pacific/Apia' },
    '2011-12-30T21:00:00Z',
    '2011-12-29',
    '2011-12-29T22:00:00.000Z',
  ],
];

describe('the current period', () => {
  it.each(CASES)('%s', (_, over, now, key, startsAt) => {
    expect(currentPeriod(choice(over), new Date(now))).toMatchObject({ key, startsAt });
  });
});

/** The days around each change of a zone's clocks in a year. */
function changesIn(timezone: string): number[] {
  const changes: number[] = [];
  const from = Date.UTC(2026, 0, 1);
  for (let day = from; day < from + 365 * DAY; day += DAY)
    if (wallAt(timezone, day) - day !== wallAt(timezone, day + DAY) - day - DAY) changes.push(day);
  return changes;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Mails that runs every `step` ms send, when a later period than the last is all that is needed. */
function mailsBetween(from: number, to: number, step: number, wanted: Choice): { key: string; at: number }[] {
  const mails: { key: string; at: number }[] = [];
  let last = currentPeriod(wanted, new Date(from)).key;
  for (let at = from + step; at <= to; at += step) {
    const { key } = currentPeriod(wanted, new Date(at));
    if (key <= last) continue;
    mails.push({ key, at });
    last = key;
  }
  return mails;
}

const dayAfter = (key: string) => new Date(Date.parse(key) + DAY).toISOString().slice(0, 10);

describe('in every IANA zone, over every change of its clocks', () => {
  const zones = Intl.supportedValuesOf('timeZone').map((timezone) => ({
    timezone,
    changes: changesIn(timezone),
  }));

  it('knows zones that change their clocks and zones that do not', () => {
    expect(zones.length).toBeGreaterThan(400);
    expect(zones.filter(({ changes }) => changes.length > 0).length).toBeGreaterThan(100);
  });

  it('gives exactly one daily mail a local day, at its hour or when the clocks have jumped over it', () => {
    for (const { timezone, changes } of zones) {
      for (const change of changes.length > 0 ? changes : [Date.UTC(2026, 5, 1)]) {
        for (const hour of [0, 2, 23]) {
          const wanted = choice({ timezone, hour });
          const mails = mailsBetween(change - DAY, change + 3 * DAY, HOUR, wanted);
          mails.forEach(({ key, at }, index) => {
            if (index > 0) expect(key, `${timezone} ${hour}`).toBe(dayAfter(mails[index - 1]?.key ?? ''));
            const late = wallAt(timezone, at) - (Date.parse(key) + hour * HOUR);
            expect(late, `${timezone} ${key} ${hour}`).toBeGreaterThanOrEqual(0);
            expect(late, `${timezone} ${key} ${hour}`).toBeLessThan(3 * HOUR);
          });
          expect(mails.length, timezone).toBeGreaterThanOrEqual(3);
        }
      }
    }
  }, 120_000);

  it('gives exactly one weekly mail a week', () => {
    for (const { timezone, changes } of zones) {
      for (const change of changes.slice(0, 2)) {
        const wanted = choice({ timezone, frequency: 'weekly', weekday: 'sunday', hour: 2 });
        const keys = mailsBetween(change - 10 * DAY, change + 18 * DAY, 6 * HOUR, wanted).map(
          ({ key }) => key,
        );
        expect(keys, timezone).toHaveLength(4);
        expect(new Set(keys).size, timezone).toBe(4);
      }
    }
  }, 120_000);
});

const anyChoice = fc.record({
  frequency: fc.constantFrom('instant' as const, 'daily' as const, 'weekly' as const),
  weekday: fc.constantFrom('monday' as const, 'thursday' as const, 'sunday' as const),
  hour: fc.integer({ min: 0, max: 23 }),
  timezone: fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
  topics: fc.constant<string[]>([]),
});

const anyInstant = fc.integer({ min: Date.UTC(2010, 0, 1), max: Date.UTC(2040, 0, 1) });

it('begins at or before now, lasts until the next begins, and its key only grows', () => {
  fc.assert(
    fc.property(anyChoice, anyInstant, fc.integer({ min: 0, max: 40 * DAY }), (wanted, at, later) => {
      const one = currentPeriod(wanted, new Date(at));
      const other = currentPeriod(wanted, new Date(at + later));
      expect(Date.parse(one.startsAt)).toBeLessThanOrEqual(at);
      expect(currentPeriod(wanted, new Date(one.startsAt))).toEqual(one);
      expect(other.key >= one.key).toBe(true);
      expect(other.key === one.key).toBe(other.startsAt === one.startsAt);
    }),
    { numRuns: 2000 },
  );
});

it('never looks further back than the window and three days, however long ago the last mail was', () => {
  const longAgo = fc.option(fc.integer({ min: 0, max: 400 * DAY }));
  fc.assert(
    fc.property(anyChoice, anyInstant, longAgo, (wanted, at, ago) => {
      const lastMailAt = ago === null ? null : at - ago;
      const period = currentPeriod(wanted, new Date(at));
      const from = Date.parse(windowStart(period, { now: new Date(at), lastMailAt }));
      const days = { instant: 1, daily: 2, weekly: 8 }[wanted.frequency];
      expect(at - from).toBeGreaterThanOrEqual(days * DAY);
      expect(at - from).toBeLessThanOrEqual((days + 3) * DAY);
      // Nothing is left out that was not there yet when the last mail went.
      if (ago !== null && ago <= (days + 2) * DAY) expect(at - from).toBeGreaterThanOrEqual(ago + DAY);
    }),
  );
});
