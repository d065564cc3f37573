import { describe, expect, test } from 'vitest';
import { HOUR_MS, toInstant } from '../../src/core/instant.ts';
import type { Origin } from '../support/origin.ts';
import { guests, outcome } from './support.ts';

const { origin, fetcher } = guests();
const feed = (url: string) => ({ url, accept: 'feed' as const });

/** Time that passes only while we wait for a host's turn. */
function fakeTime() {
  let ms = Date.parse('2026-03-05T10:00:00Z');
  const sleeps: number[] = [];
  const sleep = async (duration: number) => {
    sleeps.push(duration);
    ms += duration;
  };
  const pass = (duration: number) => {
    ms += duration;
  };
  return { now: () => new Date(ms), sleep, sleeps, pass };
}

async function firstRequest({ requests }: Origin): Promise<void> {
  while (requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('a host’s pace', () => {
  test('requests to one host start a second apart, those to others at once', async () => {
    const [a, b] = [await origin({ '/1': 'x', '/2': 'x', '/3': 'x' }), await origin({ '/1': 'x' })];
    const time = fakeTime();
    const guest = fetcher({ perHost: 1, perHostDelayMs: 1000 }, time);
    await guest.fetch(feed(`${a.url}/1`));
    await guest.fetch(feed(`${b.url}/1`));
    await guest.fetch(feed(`${a.url}/2`));
    guest.slowDown(a.host, 7000);
    await guest.fetch(feed(`${a.url}/3`));
    expect(time.sleeps).toEqual([1000, 7000]);
  });

  test('a redirect waits for its host’s turn like any request', async () => {
    const site = await origin({ '/1': { status: 302, headers: { location: '/2' } }, '/2': 'x' });
    const time = fakeTime();
    expect(outcome(await fetcher({ perHostDelayMs: 1000 }, time).fetch(feed(`${site.url}/1`)))).toBe(
      'fetched',
    );
    expect(time.sleeps).toEqual([1000]);
  });

  test('waiting for a turn does not count towards the time an answer may take', async () => {
    const site = await origin((_, response) => void setTimeout(() => response.end('x'), 150));
    const guest = fetcher({ perHost: 1, timeoutMs: 500 });
    const results = await Promise.all([1, 2, 3, 4].map((at) => guest.fetch(feed(`${site.url}/${at}`))));
    expect(results.map(outcome)).toEqual(['fetched', 'fetched', 'fetched', 'fetched']);
  });

  test('at most perHost at a time', async () => {
    let [open, most] = [0, 0];
    const site = await origin((_, response) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        response.end('x');
      }, 5);
    });
    const guest = fetcher({ perHost: 2 });
    await Promise.all(Array.from({ length: 9 }, (_, at) => guest.fetch(feed(`${site.url}/${at}`))));
    expect(most).toBe(2);
  });

  test('many waiters on one signal raise no warning, and all end with it', async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error) => void warnings.push(warning);
    process.on('warning', warn);
    const site = await origin(() => {});
    const stop = new AbortController();
    const guest = fetcher({ perHost: 1, perHostDelayMs: 1000 });
    const all = Array.from({ length: 50 }, (_, at) =>
      guest.fetch({ ...feed(`${site.url}/${at}`), signal: stop.signal }),
    );
    await firstRequest(site);
    stop.abort();
    expect(new Set((await Promise.all(all)).map(outcome))).toEqual(new Set(['timeout']));
    process.off('warning', warn);
    expect(warnings).toEqual([]);
    expect(site.requests).toHaveLength(1);
  });

  test('closing ends what is under way and what still waits', async () => {
    const site = await origin(() => {});
    const guest = fetcher({ perHost: 1 });
    const all = [1, 2].map((at) => guest.fetch(feed(`${site.url}/${at}`)));
    await firstRequest(site);
    await guest.close();
    expect((await Promise.all(all)).map(({ kind }) => kind)).toEqual(['failed', 'failed']);
    expect(site.requests).toHaveLength(1);
  });
});

describe('a host that asks for quiet', () => {
  const busy = (status: number, headers = {}) => ({ status, headers });

  test.each([
    ['429 with seconds', busy(429, { 'retry-after': '120' }), 120_000],
    ['503 with a date', busy(503, { 'retry-after': 'Thu, 05 Mar 2026 10:30:00 GMT' }), HOUR_MS / 2],
    ['429 without: an hour', busy(429), HOUR_MS],
    ['429 for a year: a day', busy(429, { 'retry-after': '31536000' }), 24 * HOUR_MS],
  ])('%s: is not asked again until then, at whatever address', async (_, answer, quietMs) => {
    const other = await origin({ '/': 'x' });
    const site = await origin({ '/1': answer, '/2': 'x' });
    other.set('/there', { status: 302, headers: { location: `${site.url}/2` } });
    const time = fakeTime();
    const guest = fetcher({ perHost: 1 }, time);
    const [first, second] = await Promise.all([
      guest.fetch(feed(`${site.url}/1`)),
      guest.fetch(feed(`${site.url}/2`)),
    ]);
    expect(first).toMatchObject({ kind: 'failed' });
    expect(second).toMatchObject({ failure: { code: 'host-held' }, retryAfterMs: quietMs });
    expect(outcome(await guest.fetch(feed(`${other.url}/there`)))).toBe('host-held');
    expect(site.requests).toHaveLength(1);
    expect(outcome(await guest.fetch(feed(other.url)))).toBe('fetched');
    expect(guest.hosts()).toMatchObject([
      { host: site.host, until: toInstant(new Date(time.now().getTime() + quietMs)) },
    ]);
    time.pass(quietMs);
    expect(outcome(await guest.fetch(feed(`${site.url}/2`)))).toBe('fetched');
  });

  test.each([
    ['503 without', busy(503)],
    ['500 with a Retry-After', busy(500, { 'retry-after': '120' })],
  ])('%s holds nobody else', async (_, answer) => {
    const site = await origin({ '/1': answer, '/2': 'x' });
    const guest = fetcher();
    await guest.fetch(feed(`${site.url}/1`));
    expect(outcome(await guest.fetch(feed(`${site.url}/2`)))).toBe('fetched');
    expect(guest.hosts()).toEqual([]);
  });

  test.each([
    ['a Retry-After of an earlier run holds', 0, false, 'host-held'],
    ['and force does not override it', 0, true, 'host-held'],
    ['a doubling of our own holds', 2, false, 'host-held'],
    ['and force overrides it', 2, true, 'fetched'],
  ])('%s', async (_, strikes, force, expected) => {
    const site = await origin({ '/': 'x' });
    const time = fakeTime();
    const until = toInstant(new Date(time.now().getTime() + HOUR_MS));
    const held = [{ host: site.host, until, strikes, reason: '' }];
    expect(outcome(await fetcher({}, { ...time, held, force }).fetch(feed(site.url)))).toBe(expected);
  });

  test('the doubling goes on where an earlier run left it', async () => {
    const site = await origin({ '/': busy(429) });
    const time = fakeTime();
    const held = [{ host: site.host, until: '2026-03-05T09:00:00.000Z', strikes: 2, reason: '' }];
    const guest = fetcher({}, { ...time, held });
    await guest.fetch(feed(site.url));
    expect(guest.hosts()).toMatchObject([{ strikes: 3, until: '2026-03-05T14:00:00.000Z' }]);
  });
});
