import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sourceAt } from '../../src/config/source-at.ts';
import type { Feed, PollingHints } from '../../src/core/feed.ts';
import type { FetchFailureCode, FetchResult } from '../../src/core/fetch.ts';
import {
  DAY_MS,
  HOUR_MS,
  type Instant,
  after as later,
  MINUTE_MS,
  msBetween,
} from '../../src/core/instant.ts';
import { err, ok } from '../../src/core/result.ts';
import type { Source } from '../../src/core/source.ts';
import type { HostState, SourceState } from '../../src/core/source-state.ts';
import { feedOf } from '../../src/extract/empty-feed.ts';
import { afterVisit, isDue, requestFor, type VisitOutcome } from '../../src/fetch/plan.ts';

const URL_A = 'https://feeds.example.org/a';
const URL_B = 'https://feeds.example.net/b';
/** A Thursday. */
const NOW = '2026-03-05T10:00:00.000Z';

const source = (changes: Partial<Source> = {}): Source => ({
  ...sourceAt(URL_A),
  id: 'a',
  schedule: '@hourly',
  headers: { 'X-Key': 'k' },
  ...changes,
});

const NO_HINTS: PollingHints = {
  ttlMinutes: null,
  skipHours: [],
  skipDays: [],
  updatePeriodMs: null,
  hub: null,
};

const feed = (hints: Partial<PollingHints> = {}): Feed =>
  feedOf('rss', [], { title: 'A', hints: { ...NO_HINTS, ...hints } });

type Fetched = FetchResult & { kind: 'fetched' };
type Unchanged = FetchResult & { kind: 'unchanged' };

const fetched = (changes: Partial<Fetched> = {}): Fetched => ({
  kind: 'fetched',
  body: new Uint8Array(),
  url: URL_A,
  permanentUrl: null,
  httpStatus: 200,
  contentType: null,
  headers: {},
  validators: { etag: '"1"', lastModified: 'yesterday' },
  freshForMs: null,
  at: NOW,
  ...changes,
});

const unchanged = (changes: Partial<Unchanged> = {}): Unchanged => ({
  kind: 'unchanged',
  url: URL_A,
  permanentUrl: null,
  httpStatus: 304,
  validators: { etag: '"1"', lastModified: 'yesterday' },
  freshForMs: null,
  at: NOW,
  ...changes,
});

const failed = (
  code: FetchFailureCode,
  httpStatus: number | null = null,
  retryAfterMs: number | null = null,
): FetchResult => ({
  kind: 'failed',
  failure: { code, message: 'A sentence.', httpStatus },
  url: URL_A,
  retryAfterMs,
  at: NOW,
});

const notAFeed = err({ code: 'html' as const, message: 'A web page.', feeds: [] });

type Step = Partial<VisitOutcome> & { result: FetchResult };

function visit(state: SourceState | null, { at = NOW, ...step }: Step, host: HostState | null = null) {
  const asked = step.source ?? source();
  return afterVisit({
    source: asked,
    state,
    host,
    request: requestFor(asked, state, at),
    read: step.result.kind === 'fetched' ? ok(feed()) : null,
    at,
    network: { minIntervalMs: HOUR_MS },
    random: () => 0,
    ...step,
  });
}

const stateAfter = (...steps: Step[]): SourceState | null =>
  steps.reduce<SourceState | null>((state, step) => visit(state, step).state, null);

const waitMs = (state: SourceState | null, at: Instant = NOW) =>
  state?.nextVisitAt ? msBetween(at, state.nextVisitAt) : null;

const due = (
  state: SourceState | null,
  at: Instant,
  { force = false, host = null as HostState | null, minIntervalMs = HOUR_MS } = {},
) => isDue(state, source(), host, { now: at, force, minIntervalMs });

describe('the next visit after one that went well', () => {
  test.each<[string, Partial<PollingHints> & { freshForMs?: number }, number, string]>([
    ['nothing said: the interval', {}, HOUR_MS, 'interval'],
    ['max-age', { freshForMs: 2 * HOUR_MS }, 2 * HOUR_MS, 'max-age'],
    ['a shorter max-age', { freshForMs: MINUTE_MS }, HOUR_MS, 'interval'],
    ['max-age of a month: a day', { freshForMs: 30 * DAY_MS }, DAY_MS, 'max-age'],
    ['max-age of ages is none', { freshForMs: 1e15 }, HOUR_MS, 'interval'],
    ['ttl', { ttlMinutes: 180 }, 3 * HOUR_MS, 'ttl'],
    ['ttl of a week: a day', { ttlMinutes: 10_080 }, DAY_MS, 'ttl'],
    ['a negative ttl', { ttlMinutes: -60 }, HOUR_MS, 'interval'],
    ['an endless ttl', { ttlMinutes: Number.POSITIVE_INFINITY }, HOUR_MS, 'interval'],
    ['a ttl that is no number', { ttlMinutes: Number.NaN }, HOUR_MS, 'interval'],
    ['sy:updatePeriod', { updatePeriodMs: 12 * HOUR_MS }, 12 * HOUR_MS, 'sy:updatePeriod'],
    [
      'the longest counts',
      { ttlMinutes: 120, updatePeriodMs: 4 * HOUR_MS, freshForMs: 3 * HOUR_MS },
      4 * HOUR_MS,
      'sy:updatePeriod',
    ],
    ['skipHours', { skipHours: [11, 12] }, 3 * HOUR_MS, 'skipHours or skipDays'],
    ['skipHours in between', { skipHours: [10, 12] }, HOUR_MS, 'interval'],
    ['skipHours after a ttl', { ttlMinutes: 120, skipHours: [12] }, 3 * HOUR_MS, 'skipHours or skipDays'],
    [
      'skipHours across midnight',
      { ttlMinutes: 780, skipHours: [23, 0, 1] },
      16 * HOUR_MS,
      'skipHours or skipDays',
    ],
    [
      'all hours skipped is a mistake',
      { skipHours: Array.from({ length: 24 }, (_, hour) => hour) },
      HOUR_MS,
      'interval',
    ],
    ['skipDays of today', { skipDays: ['thursday'] }, 14 * HOUR_MS, 'skipHours or skipDays'],
    [
      'skipDays up to a day',
      { skipDays: ['thursday', 'friday', 'saturday'] },
      DAY_MS,
      'skipHours or skipDays',
    ],
    ['skipDays of other days', { skipDays: ['saturday', 'sunday'] }, HOUR_MS, 'interval'],
    [
      'all days skipped is a mistake',
      { skipDays: 'monday tuesday wednesday thursday friday saturday sunday'.split(' ') },
      HOUR_MS,
      'interval',
    ],
  ])('%s', (_, { freshForMs = null, ...hints }, expected, reason) => {
    const first = stateAfter({ result: fetched({ freshForMs }), read: ok(feed(hints)) });
    expect([waitMs(first), first?.nextVisitReason]).toEqual([expected, reason]);
    // On 304 as on 200, whether or not it repeats its headers; and on a 200 whose body is known already.
    for (const result of [unchanged({ freshForMs }), unchanged(), fetched({ freshForMs })]) {
      const next = visit(first, { result, read: null }).state;
      expect([waitMs(next), next.nextVisitReason]).toEqual([expected, reason]);
    }
  });

  test('what a 304 says replaces what was said before', () => {
    const first = stateAfter({ result: fetched({ freshForMs: 5 * HOUR_MS }) });
    const then = visit(first, { result: unchanged({ freshForMs: 2 * HOUR_MS }) }).state;
    expect(waitMs(then)).toBe(2 * HOUR_MS);
    expect(waitMs(visit(then, { result: fetched() }).state)).toBe(HOUR_MS);
  });
});

describe('the next visit after failures', () => {
  const hours = (...steps: Step[]) => {
    let state: SourceState | null = null;
    return steps.map((step) => {
      state = visit(state, step).state;
      const ms = waitMs(state);
      return ms === null ? null : ms / HOUR_MS;
    });
  };
  const times = (count: number, step: Step) => Array.from({ length: count }, () => step);

  test.each<[string, Step, (number | null)[]]>([
    ['404', { result: failed('not-found', 404) }, [1, 2, 4, 8, 16, 24, 24]],
    ['500', { result: failed('server-error', 500) }, [1, 2, 4, 8, 16, 24, 24]],
    ['a timeout', { result: failed('timeout') }, [1, 2, 4, 8, 16, 24, 24]],
    ['no feed', { result: fetched(), read: notAFeed }, [1, 2, 4, 8, 16, 24, 24]],
    ['403', { result: failed('forbidden', 403) }, [4, 8, 16, 24, 24]],
    ['a challenge', { result: failed('challenge', 503) }, [4, 8, 16, 24, 24]],
    ['401', { result: failed('unauthorized', 401) }, [4, 8, 16, 24, 24]],
    ['429 alone', { result: failed('rate-limited', 429) }, [1, 2, 4, 8, 16, 24, 24]],
    ['429 with a Retry-After', { result: failed('rate-limited', 429, 5 * HOUR_MS) }, [5, 5, 5, 8, 16, 24]],
    ['503 with a Retry-After', { result: failed('server-error', 503, 90 * MINUTE_MS) }, [1.5, 2, 4]],
    ['a Retry-After below the interval', { result: failed('rate-limited', 429, 1000) }, [1, 2, 4]],
    ['410', { result: failed('gone', 410) }, [null, null]],
  ])('%s', (_, step, expected) => {
    expect(hours(...times(expected.length, step))).toEqual(expected);
  });

  test('one success, and the counting starts anew', () => {
    const error = { result: failed('server-error', 500) };
    expect(hours(error, error, error, { result: unchanged() }, error, error)).toEqual([1, 2, 4, 1, 1, 2]);
  });

  test('a minute’s interval still leaves those alone who refuse us', () => {
    const network = { minIntervalMs: 5 * MINUTE_MS };
    expect(waitMs(visit(null, { result: failed('forbidden', 403), network }).state)).toBe(4 * HOUR_MS);
    expect(waitMs(visit(null, { result: failed('rate-limited', 429), network }).state)).toBe(HOUR_MS);
    expect(waitMs(visit(null, { result: failed('not-found', 404), network }).state)).toBe(5 * MINUTE_MS);
  });

  test('chance spreads the wait over a tenth', () => {
    const late = visit(null, { result: failed('server-error', 500), random: () => 1 });
    expect(waitMs(late.state)).toBe(66 * MINUTE_MS);
  });

  test('a host that was not asked is no failure of the source', () => {
    const before = stateAfter({ result: fetched() });
    const { state, host } = visit(before, {
      result: failed('host-held', null, 2 * HOUR_MS),
      at: later(NOW, HOUR_MS),
    });
    expect(state).toMatchObject({
      failures: 0,
      lastVisitAt: NOW,
      validators: before?.validators,
      nextVisitAt: later(NOW, 3 * HOUR_MS),
      lastError: { code: 'host-held' },
    });
    expect(host).toBeNull();
  });
});

describe('holding a host', () => {
  const known = (strikes: number, until = NOW): HostState => ({
    host: 'feeds.example.org',
    until,
    strikes,
    reason: 'r',
  });

  test.each<[string, FetchResult, HostState | null, Partial<HostState> | null]>([
    [
      '429 with a Retry-After',
      failed('rate-limited', 429, 7_200_000),
      null,
      { until: later(NOW, 7_200_000), strikes: 0 },
    ],
    ['503 with one', failed('server-error', 503, 60_000), null, { until: later(NOW, 60_000), strikes: 0 }],
    ['a challenge with one', failed('challenge', 503, 60_000), null, { until: later(NOW, 60_000) }],
    [
      'a Retry-After of a week: a day',
      failed('server-error', 503, 7 * DAY_MS),
      null,
      { until: later(NOW, DAY_MS) },
    ],
    ['500 with one', failed('server-error', 500, 60_000), null, null],
    ['503 without', failed('server-error', 503), null, null],
    ['429 without: an hour', failed('rate-limited', 429), null, { until: later(NOW, HOUR_MS), strikes: 1 }],
    [
      'Retry-After: 0 is none',
      failed('rate-limited', 429, 0),
      null,
      { until: later(NOW, HOUR_MS), strikes: 1 },
    ],
    ['again: two', failed('rate-limited', 429), known(1), { until: later(NOW, 2 * HOUR_MS), strikes: 2 }],
    [
      'for the ninth time: a day',
      failed('rate-limited', 429),
      known(8),
      { until: later(NOW, DAY_MS), strikes: 9 },
    ],
    [
      'never shorter than before',
      failed('rate-limited', 429, 1000),
      known(0, later(NOW, HOUR_MS)),
      { until: later(NOW, HOUR_MS) },
    ],
    ['an answer ends the doubling', fetched(), known(3), { until: NOW, strikes: 0 }],
    ['so does a 304', unchanged(), known(3), { until: NOW, strikes: 0 }],
    ['a server error does not', failed('server-error', 500), known(3), null],
    ['nothing changes for a host that was not held', fetched(), known(0), null],
    [
      'another host’s strikes are its own',
      failed('rate-limited', 429),
      { ...known(5), host: 'example.com' },
      { host: 'feeds.example.org', strikes: 1 },
    ],
  ])('%s', (_, result, before, expected) => {
    const { host } = visit(null, { result }, before);
    if (expected === null) expect(host).toBeNull();
    else expect(host).toMatchObject(expected);
  });
});

describe('whether a source is due', () => {
  const well = stateAfter({ result: fetched() });
  const busy = stateAfter({ result: failed('rate-limited', 429, 2 * HOUR_MS) });
  const gone = stateAfter({ result: failed('gone', 410) });
  const hold = (strikes: number): HostState => ({
    host: 'h',
    until: later(NOW, HOUR_MS),
    strikes,
    reason: 'r',
  });

  test.each<[string, SourceState | null, number, Parameters<typeof due>[2], boolean]>([
    ['a new one', null, 0, {}, true],
    ['just visited', well, 1000, {}, false],
    ['a moment before the interval', well, HOUR_MS - 1, {}, false],
    ['at the interval', well, HOUR_MS, {}, true],
    ['forced', well, 1000, { force: true }, true],
    ['an interval made shorter counts at once', well, 6 * MINUTE_MS, { minIntervalMs: 5 * MINUTE_MS }, true],
    ['an interval made longer, too', well, HOUR_MS, { minIntervalMs: 2 * HOUR_MS }, false],
    ['backing off', stateAfter({ result: failed('forbidden', 403) }), 3 * HOUR_MS, {}, false],
    ['backing off, forced', stateAfter({ result: failed('forbidden', 403) }), 1000, { force: true }, true],
    ['a Retry-After', busy, HOUR_MS, {}, false],
    ['a Retry-After, forced', busy, HOUR_MS, { force: true }, false],
    ['a Retry-After that is over', busy, 2 * HOUR_MS, { force: true }, true],
    ['gone', gone, 365 * DAY_MS, {}, false],
    ['gone, forced', gone, 1000, { force: true }, true],
    ['its host held', null, 0, { host: hold(0) }, false],
    ['its host held, forced', null, 0, { host: hold(0), force: true }, false],
    ['our own doubling, forced', null, 0, { host: hold(2), force: true }, true],
    ['a hold that is over', null, HOUR_MS, { host: hold(2) }, true],
    ['the clock was years ahead', well, -900 * DAY_MS, {}, true],
    ['and so was a hold', null, -900 * DAY_MS, { host: hold(0) }, true],
  ])('%s', (_, state, laterMs, options, expected) => {
    const answer = due(state, later(NOW, laterMs), options);
    expect(answer.due).toBe(expected);
    if (!answer.due) expect(answer.reason).not.toBe('');
  });

  test('another address in the config starts afresh', () => {
    const moved = source({ url: URL_B });
    for (const state of [well, busy, gone]) {
      expect(isDue(state, moved, null, { now: NOW, force: false, minIntervalMs: HOUR_MS })).toEqual({
        due: true,
      });
      expect(requestFor(moved, state, NOW)).toMatchObject({ url: URL_B, validators: null });
    }
    const failing = { ...(gone as SourceState), items: 7, listed: { k: 'f' } };
    expect(visit(failing, { source: moved, result: failed('not-found', 404) }).state).toMatchObject({
      url: URL_B,
      failures: 1,
      goneAt: null,
      items: 7,
      listed: { k: 'f' },
    });
  });
});

describe('what is asked', () => {
  const well = stateAfter({ result: fetched() });

  test.each<[string, SourceState | null, Instant, boolean]>([
    ['a new source', null, NOW, false],
    ['after a feed', well, NOW, true],
    ['after a 304', visit(well, { result: unchanged() }).state, NOW, true],
    ['after a failure on the way', visit(well, { result: failed('timeout') }).state, NOW, true],
    ['after a body that was no feed', visit(well, { result: fetched(), read: notAFeed }).state, NOW, false],
    ['13 days after the last body', well, later(NOW, 13 * DAY_MS), true],
    ['14 days after it', well, later(NOW, 14 * DAY_MS), false],
    [
      '14 days after it, with 304s in between',
      visit(well, { result: unchanged(), at: later(NOW, 13 * DAY_MS) }).state,
      later(NOW, 14 * DAY_MS),
      false,
    ],
    [
      'after a known body',
      visit(well, { result: fetched(), read: null, at: later(NOW, 13 * DAY_MS) }).state,
      later(NOW, 14 * DAY_MS),
      true,
    ],
    ['when the body came from elsewhere', stateAfter({ result: fetched({ url: URL_B }) }), NOW, false],
  ])('%s: validators or none', (_, state, at, expected) => {
    const { validators } = requestFor(source(), state, at);
    expect(validators).toEqual(expected ? { etag: '"1"', lastModified: 'yesterday' } : null);
  });

  test('an address that gave no validators is asked like one never visited, so that two sources of it cost one request', () => {
    const none = { etag: null, lastModified: null };
    const state = stateAfter({ result: fetched({ validators: none }) });
    expect(requestFor(source(), state, NOW)).toEqual(requestFor(source(), null, NOW));
  });

  test('a list page is asked for as a page', () => {
    expect(requestFor(source({ type: 'page' }), null, NOW).accept).toBe('page');
    expect(requestFor(source({ type: 'sitemap' }), null, NOW).accept).toBe('feed');
  });
});

describe('a source that moved', () => {
  const there = { result: fetched({ url: URL_B, permanentUrl: URL_B }) };
  const here = { result: fetched() };
  const noFeed = { ...there, read: notAFeed };
  const lost = { result: failed('not-found', 404) };
  const elsewhere = { result: fetched({ url: `${URL_B}/2`, permanentUrl: `${URL_B}/2` }) };
  /** What the new address answers when asked directly. */
  const fine = { result: unchanged({ url: URL_B }) };

  test.each<[string, Step[], string]>([
    ['once', [there], URL_A],
    ['twice', [there, there], URL_A],
    ['three times in a row', [there, there, there], URL_B],
    ['three times, with a visit in between that was not redirected', [there, there, here, there], URL_A],
    ['three times, with a failure in between', [there, there, lost, there], URL_A],
    ['three times, not always to a feed', [there, there, noFeed, there], URL_A],
    ['to two places in turn', [there, elsewhere, there, elsewhere], URL_A],
    ['and stays there', [there, there, there, fine, fine], URL_B],
    ['and is missing there once', [there, there, there, fine, lost], URL_B],
    ['and is missing there for good', [there, there, there, lost, lost, lost], URL_A],
    ['and moves on from there', [there, there, there, elsewhere], URL_A],
  ])('%s', (_, steps, url) => {
    expect(requestFor(source(), stateAfter(...steps), NOW).url).toBe(url);
  });

  test('its keys do not move to another origin, its validators do not move back', () => {
    const moved = stateAfter(there, there, there);
    const { headers, validators } = requestFor(source(), moved, NOW);
    expect([headers, validators?.etag]).toEqual([{}, '"1"']);
    const back = stateAfter(there, there, there, lost, lost, lost);
    expect(requestFor(source(), back, NOW)).toMatchObject({
      url: URL_A,
      headers: { 'X-Key': 'k' },
      validators: null,
    });
  });

  test('from https to http it is not remembered', () => {
    const down = {
      result: fetched({ url: 'http://feeds.example.org/a', permanentUrl: 'http://feeds.example.org/a' }),
    };
    expect(requestFor(source(), stateAfter(down, down, down), NOW).url).toBe(URL_A);
  });

  test('gone at its new address, it is looked for at the old one', () => {
    const gone = { result: failed('gone', 410) };
    const state = stateAfter(there, there, there, gone, gone, gone);
    expect(state).toMatchObject({ goneAt: null });
    expect(requestFor(source(), state, NOW).url).toBe(URL_A);
  });
});

describe('whatever happens', () => {
  const ms = fc.oneof(fc.integer({ min: -1e6, max: 40 * DAY_MS }), fc.constant(null), fc.double());
  const hints = fc.record({
    ttlMinutes: fc.oneof(fc.constant(null), fc.integer(), fc.double()),
    skipHours: fc.array(fc.integer({ min: -2, max: 25 })),
    skipDays: fc.array(fc.constantFrom('monday', 'thursday', 'friday', 'sunday', 'doomsday')),
    updatePeriodMs: ms,
    hub: fc.constant(null),
  });
  const failures: fc.Arbitrary<FetchFailureCode> = fc.constantFrom(
    'dns',
    'timeout',
    'not-found',
    'forbidden',
    'challenge',
    'rate-limited',
    'server-error',
    'too-large',
  );
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc
      .tuple(ms, hints)
      .map(([freshForMs, hint]) => ({ result: fetched({ freshForMs }), read: ok(feed(hint)) })),
    ms.map((freshForMs) => ({ result: unchanged({ freshForMs }) })),
    fc
      .tuple(failures, fc.constantFrom(null, 429, 500, 503), fc.option(fc.nat({ max: 40 * DAY_MS })))
      .map(([code, status, retryAfterMs]) => ({ result: failed(code, status, retryAfterMs) })),
    fc.constant({ result: fetched(), read: notAFeed }),
  );
  const interval = fc.integer({ min: 5 * MINUTE_MS, max: 2 * DAY_MS });
  const chance = fc.double({ min: 0, max: 1, noNaN: true });
  const instant = fc
    .date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString());

  test('the next visit is never before the interval, and never later than a day', () => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 6 }),
        interval,
        chance,
        instant,
        (steps, minIntervalMs, random, at) => {
          let state: SourceState | null = null;
          for (const each of steps) {
            state = visit(state, { ...each, at, network: { minIntervalMs }, random: () => random }).state;
            expect(waitMs(state, at)).toBeGreaterThanOrEqual(minIntervalMs);
            expect(waitMs(state, at)).toBeLessThanOrEqual(Math.max(DAY_MS, minIntervalMs));
            expect(isDue(state, source(), null, { now: at, force: false, minIntervalMs }).due).toBe(false);
            const dayLater = later(at, Math.max(DAY_MS, minIntervalMs));
            expect(isDue(state, source(), null, { now: dayLater, force: false, minIntervalMs }).due).toBe(
              true,
            );
          }
        },
      ),
    );
  });

  test('one failure more never means an earlier visit', () => {
    fc.assert(
      fc.property(
        failures,
        interval,
        chance,
        fc.integer({ min: 0, max: 2000 }),
        (code, minIntervalMs, random, count) => {
          const wait = (failures: number) =>
            waitMs(
              visit(
                { ...(stateAfter({ result: failed(code) }) as SourceState), failures },
                {
                  result: failed(code),
                  network: { minIntervalMs },
                  random: () => random,
                },
              ).state,
            ) ?? 0;
          expect(wait(count + 1)).toBeGreaterThanOrEqual(wait(count));
        },
      ),
    );
  });
});
