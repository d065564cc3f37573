import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { articlePage, type FeedItem, jsonItems, startSite } from '../support/article-page.ts';
import { configFor, type Workplace, workplace } from '../support/workplace.ts';

type Site = Awaited<ReturnType<typeof startSite>>;

vi.setConfig({ testTimeout: 60_000 });

let place: Workplace;
let site: Site;

/** Hours after noon of the day on which everything here begins. */
const at = (hours: number) => new Date(Date.parse('2026-03-01T12:00:00Z') + hours * 3_600_000).toISOString();

const open = async (items: FeedItem[], extract: object = { pages: 'auto' }, rest: object = {}) => {
  site.list(items);
  for (const { path } of items) site.page(path, articlePage({ lead: `Words of ${path}.` }));
  await place.configure(configFor([{ id: 'ward', url: `${site.url}/feed`, extract }], rest));
};

const network = (more: object) => ({
  network: {
    allowPrivate: ['127.0.0.0/8'],
    perHostDelaySeconds: 0,
    contact: 'https://feed.example.org/about/',
    ...more,
  },
});

beforeEach(async () => {
  place = await workplace();
  site = await startSite([]);
});

afterEach(async () => {
  await site.close();
  await place.remove();
});

describe('robots.txt', () => {
  const items = [{ path: '/open/1' }, { path: '/closed/2' }];

  test('is asked for before the first page, and no page that it closes is asked for', async () => {
    await open(items);
    site.set('/robots.txt', 'User-agent: *\nDisallow: /closed/');
    await place.refresh(at(0));
    expect(site.asked()).toEqual(['/robots.txt', '/open/1']);
    await place.refresh(at(2));
    expect(site.asked()).toEqual([]);
    const [row] = JSON.parse((await place.run('status', '--json')).stdout).sources;
    expect(row.pages).toEqual({ notTaken: 1, reason: expect.stringContaining('does not allow') });
    expect((await place.run('status')).stdout).toContain('does not allow');
  });

  test('that cannot be had closes all pages for now, not for ever', async () => {
    await open(items);
    site.set('/robots.txt', { status: 503 });
    await place.refresh(at(0));
    await place.refresh(at(0.5));
    expect(site.asked()).toEqual(['/robots.txt']);
    expect(await jsonItems(place)).toHaveLength(2);
    site.set('/robots.txt', { status: 404 });
    await place.refresh(at(1.5));
    expect(site.asked()).toEqual(['/robots.txt', '/closed/2', '/open/1']);
  });

  test.each([403, 404])('with status %i closes nothing', async (status) => {
    await open(items);
    site.set('/robots.txt', { status });
    await place.refresh(at(0));
    expect(site.asked().sort()).toEqual(['/closed/2', '/open/1', '/robots.txt']);
  });

  test('serves for a day of runs, and is asked for again after it', async () => {
    await open(items);
    site.set('/robots.txt', 'User-agent: *\nDisallow: /closed/');
    await place.refresh(at(0));
    site.asked();
    await open([...items, { path: '/open/3' }]);
    await place.refresh(at(23));
    expect(site.asked()).toEqual(['/open/3']);
    await open([...items, { path: '/open/4' }]);
    await place.refresh(at(25));
    expect(site.asked()).toEqual(['/robots.txt', '/open/4']);
  });

  test('of the origin that a page redirects to is asked for, too', async () => {
    await open([{ path: '/1' }]);
    const second = await startSite([]);
    try {
      second.set('/robots.txt', 'User-agent: *\nDisallow: /');
      site.set('/1', { status: 302, headers: { location: `${second.url}/moved` } });
      await place.refresh(at(0));
      expect(second.asked()).toEqual(['/robots.txt']);
      expect(await jsonItems(place)).toHaveLength(1);
    } finally {
      await second.close();
    }
  });

  test('is obeyed by lists of "type": "page", which are pages', async () => {
    site.set('/robots.txt', 'User-agent: *\nDisallow: /news');
    await place.configure(
      configFor([
        {
          id: 'list',
          url: `${site.url}/news`,
          type: 'page',
          extract: { pages: 'never', list: { item: 'a' } },
        },
      ]),
    );
    const report = await place.refresh(at(0));
    expect(report.sources[0]).toMatchObject({ status: 'failed', error: { code: 'robots' } });
    expect(site.asked()).toEqual(['/robots.txt']);
    expect((await place.run('check', 'list')).stdout).toContain('does not allow');
  });
});

describe('extract.pages', () => {
  const long = Array.from({ length: 90 }, (_, n) => `word${n}`).join(' ');
  test.each([
    ['auto', ['/short']],
    ['always', ['/long', '/short']],
    ['never', []],
  ])('%s reads %j', async (pages, wanted) => {
    await open([{ path: '/short' }, { path: '/long', text: long }], { pages });
    await place.refresh(at(0));
    expect(
      site
        .asked()
        .filter((path) => path !== '/robots.txt')
        .sort(),
    ).toEqual(wanted);
  });

  test('reads a page once, ever, even when its item changes', async () => {
    await open([{ path: '/1', text: 'First words.' }]);
    await place.refresh(at(0));
    expect(site.asked()).toEqual(['/robots.txt', '/1']);
    await open([{ path: '/1', text: 'Other words by now.' }]);
    const report = await place.refresh(at(2));
    expect(report.sources[0]).toMatchObject({ updatedItems: 1 });
    await place.refresh(at(48), '--force');
    expect(site.asked()).toEqual([]);
  });

  test('leaves the pages of other sources and of switched-off ones alone', async () => {
    await open([{ path: '/1' }], { pages: 'auto' }, network({ pagesPerHost: 0 }));
    const second = await startSite([]);
    try {
      const sources = (enabled: boolean) => [
        { id: 'ward', url: `${site.url}/feed`, extract: { pages: 'auto' }, enabled },
        { id: 'other', url: `${second.url}/feed` },
      ];
      await place.configure(configFor(sources(true), network({ pagesPerHost: 0 })));
      await place.refresh(at(0));
      await place.configure(configFor(sources(true)));
      await place.refresh(at(0.1), '--source', 'other');
      await place.configure(configFor(sources(false)));
      await place.refresh(at(2));
      expect(site.asked()).toEqual([]);
      await place.configure(configFor(sources(true)));
      await place.refresh(at(2.1));
      expect(site.asked()).toEqual(['/robots.txt', '/1']);
    } finally {
      await second.close();
    }
  });
});

test('a page that fails is tried twice more, on later days', async () => {
  await open([{ path: '/1' }]);
  site.set('/1', { status: 500 });
  const tried: number[] = [];
  for (const hour of [0, 6, 25, 49, 74, 123]) {
    await place.refresh(at(hour));
    if (site.asked().includes('/1')) tried.push(hour);
  }
  expect(tried).toEqual([0, 25, 74]);
  const [row] = JSON.parse((await place.run('status', '--json')).stdout).sources;
  expect(row.pages).toMatchObject({ notTaken: 1, reason: expect.stringContaining('500') });
});

test('many pages of one host are read over several runs, the newest first', async () => {
  const items = Array.from({ length: 12 }, (_, n) => ({
    path: `/${n}`,
    date: new Date(Date.parse('2026-03-01T10:00:00Z') - ((n * 5) % 12) * 3_600_000).toUTCString(),
  }));
  await open(items, { pages: 'auto' }, network({ pagesPerHost: 5 }));
  const runs: string[][] = [];
  for (const hour of [0, 0.25, 0.5, 0.75]) {
    await place.refresh(at(hour));
    runs.push(site.asked().filter((path) => path !== '/robots.txt'));
  }
  const newestFirst = [...items]
    .sort((a, b) => Date.parse(b.date) - Date.parse(a.date))
    .map(({ path }) => path);
  expect(runs).toEqual([newestFirst.slice(0, 5), newestFirst.slice(5, 10), newestFirst.slice(10), []]);
});

describe('a slow host', () => {
  test.each(['/1', '/robots.txt'])(
    'whose %s never ends holds a refresh up to the deadline, no longer',
    async (path) => {
      await open([{ path: '/1' }], { pages: 'auto' }, network({ pagesDeadlineSeconds: 1 }));
      site.set(path, (_request, response) => void response.writeHead(200).write('<p>'));
      const start = Date.now();
      await place.refresh(at(0));
      expect(Date.now() - start).toBeLessThan(15_000);
      const [early] = await jsonItems(place);
      expect(early).toMatchObject({ title: 'Report on /1', summary: 'In short.' });

      if (path === '/robots.txt') site.set(path, { status: 404 });
      site.page(
        '/1',
        articlePage({ dek: 'Two hours of carrying gave fifty minutes of sleep on three wards.' }),
      );
      await place.refresh(at(3));
      const [late] = await jsonItems(place);
      expect(late).toMatchObject({
        summary: 'Two hours of carrying gave fifty minutes of sleep on three wards.',
        date_modified: early?.date_modified,
        date_published: early?.date_published,
      });
      expect(late?._mia.readingMinutes).toBeGreaterThan(0);
    },
  );

  test('is not asked for its next page after one that failed on the way', async () => {
    await open(
      [{ path: '/1' }, { path: '/2' }, { path: '/3' }],
      { pages: 'auto' },
      network({ timeoutSeconds: 1 }),
    );
    for (const path of ['/1', '/2', '/3']) site.set(path, () => {});
    await place.refresh(at(0));
    expect(site.asked().filter((path) => path !== '/robots.txt')).toHaveLength(1);
  });
});

test('pages that a kill -9 cut short are read in the next run, the others not again', async () => {
  const items = Array.from({ length: 15 }, (_, n) => ({ path: `/${n}` }));
  await open(items);
  const slow = (path: string) =>
    site.set(path, async (_request, response) => {
      await sleep(60);
      response.writeHead(200, { 'content-type': 'text/html' }).end(articlePage());
    });
  for (const { path } of items) slow(path);
  const cli = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
  const child = spawn(process.execPath, [cli, 'refresh', '--now', at(0)], {
    cwd: place.dir,
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  while (site.requests.length < 8) await sleep(10);
  child.kill('SIGKILL');
  await ended;
  const first = site.asked().filter((path) => path !== '/robots.txt');
  await place.refresh(at(1));
  const second = site.asked().filter((path) => path !== '/robots.txt');
  const twice = first.filter((path) => second.includes(path));
  expect(twice.length).toBeLessThanOrEqual(1);
  expect(new Set([...first, ...second]).size).toBe(15);
  const published = await jsonItems(place);
  expect(published).toHaveLength(15);
  expect(published.every(({ _mia }) => (_mia.readingMinutes ?? 0) > 0)).toBe(true);
});
