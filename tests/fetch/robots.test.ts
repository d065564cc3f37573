import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, toInstant } from '../../src/core/instant.ts';
import type { RobotsState } from '../../src/core/source-state.ts';
import { createRobots } from '../../src/fetch/robots.ts';
import type { Answer } from '../support/origin.ts';
import { guests } from './support.ts';

const { origin, fetcher } = guests();

function setUp() {
  const kept = new Map<string, RobotsState>();
  const clock = { ms: Date.parse('2026-03-05T10:00:00Z') };
  const now = () => new Date(clock.ms);
  const guest = fetcher({}, { now });
  const deps = {
    now,
    load: async (at: string) => kept.get(at) ?? null,
    save: async (state: RobotsState) => void kept.set(state.origin, state),
  };
  return { kept, clock, guest, deps, robots: () => createRobots(guest, deps) };
}

const NO = 'User-agent: *\nDisallow: /private';
const redirect = (location: string) => ({ status: 302, headers: { location } });

describe('what the answer for robots.txt means', () => {
  test.each<[string, Answer, boolean]>([
    ['rules that allow', 'User-agent: *\nDisallow: /other', true],
    ['rules that refuse', NO, false],
    ['404', { status: 404 }, true],
    ['403', { status: 403, body: 'no' }, true],
    ['401', { status: 401 }, true],
    ['410', { status: 410 }, true],
    ['429', { status: 429 }, true],
    ['500', { status: 500 }, false],
    ['503', { status: 503 }, false],
    ['no answer', (_, response) => void response.destroy(), false],
    ['an endless circle', redirect('/robots.txt'), true],
    ['what lies beyond 500 KiB is not read', `${'#\n'.repeat(260_000)}${NO}`, true],
    [
      'a rule that 500 KiB cut off is none',
      `User-agent: *\n${'#'.repeat(500 * 1024 - 26)}\nDisallow: /other`,
      true,
    ],
    ['an answer that cannot be decoded', { headers: { 'content-encoding': 'gzip' }, body: NO }, false],
  ])('%s', async (_, answer, allowed) => {
    const site = await origin({ '/robots.txt': answer });
    expect(await setUp().robots().mayFetch(`${site.url}/private/1`)).toMatchObject({ allowed });
  });

  test('rules count for the origin that was asked, wherever redirects lead', async () => {
    const elsewhere = await origin({ '/r': NO });
    const site = await origin({ '/robots.txt': redirect('/1') });
    for (let at = 1; at < 5; at += 1)
      site.set(`/${at}`, redirect(at < 4 ? `/${at + 1}` : `${elsewhere.url}/r`));
    expect(await setUp().robots().mayFetch(`${site.url}/private/1`)).toMatchObject({ allowed: false });
  });

  test('a sixth redirect is not followed, and nothing is forbidden', async () => {
    const site = await origin({ '/robots.txt': redirect('/1'), '/6': NO });
    for (let at = 1; at < 6; at += 1) site.set(`/${at}`, redirect(`/${at + 1}`));
    expect(await setUp().robots().mayFetch(`${site.url}/private/1`)).toMatchObject({ allowed: true });
  });

  test('what is no web address is not allowed', async () => {
    expect(await setUp().robots().mayFetch('mailto:a@example.org')).toMatchObject({ allowed: false });
  });
});

describe('how often it is asked', () => {
  test('once for many pages at once, and not again by a later run within a day', async () => {
    const site = await origin({ '/robots.txt': NO });
    const { robots, clock } = setUp();
    const first = robots();
    await Promise.all([1, 2, 3].map((page) => first.mayFetch(`${site.url}/${page}`)));
    clock.ms += DAY_MS - 1;
    expect(await robots().mayFetch(`${site.url}/private`)).toMatchObject({ allowed: false, passing: false });
    expect(site.requests.map(({ path }) => path)).toEqual(['/robots.txt']);
  });

  test('again after a day, also within one run', async () => {
    const site = await origin({ '/robots.txt': NO });
    const { robots, clock } = setUp();
    const same = robots();
    await same.mayFetch(`${site.url}/private`);
    site.set('/robots.txt', '');
    clock.ms += DAY_MS;
    expect(await same.mayFetch(`${site.url}/private`)).toMatchObject({ allowed: true });
  });

  test('a server error passes: asked again after an hour', async () => {
    const site = await origin({ '/robots.txt': { status: 500 } });
    const { robots, clock } = setUp();
    const same = robots();
    expect(await same.mayFetch(site.url)).toMatchObject({ allowed: false, passing: true });
    site.set('/robots.txt', NO);
    expect(await same.mayFetch(site.url)).toMatchObject({ allowed: false });
    clock.ms += HOUR_MS;
    expect(await same.mayFetch(site.url)).toMatchObject({ allowed: true });
    expect(site.requests).toHaveLength(2);
  });

  test('a host that asked for quiet is not asked, and that is not kept', async () => {
    const site = await origin({ '/robots.txt': '' });
    const { kept, deps, clock } = setUp();
    const until = toInstant(new Date(clock.ms + HOUR_MS));
    const held = [{ host: site.host, until, strikes: 0, reason: '' }];
    const robots = createRobots(fetcher({}, { now: deps.now, held }), deps);
    expect(await robots.mayFetch(site.url)).toMatchObject({ allowed: false, passing: true });
    expect([kept.size, site.requests.length]).toEqual([0, 0]);
    clock.ms += HOUR_MS;
    expect(await robots.mayFetch(site.url)).toMatchObject({ allowed: true });
  });
});

test('a crawl delay slows down its host, up to half a minute', async () => {
  const { deps } = setUp();
  const asked: [string, number][] = [];
  for (const delay of ['7', '86400']) {
    const site = await origin({ '/robots.txt': `User-agent: *\nCrawl-delay: ${delay}` });
    const slow = {
      fetch: fetcher().fetch,
      slowDown: (_: string, ms: number) => void asked.push([delay, ms]),
    };
    await createRobots(slow, deps).mayFetch(site.url);
  }
  expect(asked).toEqual([
    ['7', 7000],
    ['86400', 30_000],
  ]);
});
