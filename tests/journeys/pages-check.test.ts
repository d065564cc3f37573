import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CheckReport } from '../../src/pipeline/check.ts';
import { articlePage, feedOf, jsonItems, startSite } from '../support/article-page.ts';
import { configFor, type Workplace, workplace } from '../support/workplace.ts';

vi.setConfig({ testTimeout: 60_000 });

let place: Workplace;
let site: Awaited<ReturnType<typeof startSite>>;

const NOON = '2026-03-01T12:00:00Z';
const dek = 'Carrying newborns for two hours in the afternoon gave them fifty minutes more of sleep.';
const article = articlePage({
  dek,
  lead: 'The trial is registered as NCT01234567.',
  after:
    '<aside><h2>Related articles</h2><ul><li><a href="/2">Kidneys of rowers at high altitude</a></li></ul></aside>',
});

beforeEach(async () => {
  place = await workplace();
  site = await startSite([{ path: '/1' }]);
  site.page('/1', article);
  await place.configure(
    configFor([{ id: 'ward', url: `${site.url}/feed`, extract: { pages: 'auto', dek: 'p.intro' } }]),
  );
});

afterEach(async () => {
  await site.close();
  await place.remove();
});

const check = async (target: string): Promise<CheckReport> =>
  JSON.parse((await place.run('check', target, '--json')).stdout);

describe('check', () => {
  test('says of each value of a page where it comes from', async () => {
    const { stdout } = await place.run('check', 'ward');
    expect(stdout).toMatch(/dek: meta\[(?:name=)?description\] +Carrying newborns/);
    expect(stdout).toMatch(/title: \S+ +Carried newborns sleep longer/);
    expect(stdout).toContain(`Kidneys of rowers at high altitude <${site.url}/2>`);
    const { entries } = await check('ward');
    expect(entries[0]).toMatchObject({
      studyIds: { nct: ['NCT01234567'] },
      page: {
        dek,
        related: [{ title: 'Kidneys of rowers at high altitude', url: `${site.url}/2` }],
        why: { dek: expect.stringContaining('description'), title: expect.any(String) },
      },
    });
  });

  test('names the selector of sources.json where that gave the value', async () => {
    site.page('/1', article.replace('<p>The trial', '<p class="intro">Chosen words.</p><p>The trial'));
    const { entries } = await check('ward');
    expect(entries[0]?.page).toMatchObject({ dek: 'Chosen words.', why: { dek: 'selector p.intro' } });
  });

  test('keeps nothing and reads few pages', async () => {
    site.list(Array.from({ length: 20 }, (_, n) => ({ path: `/${n}` })));
    await check('ward');
    expect(site.asked().length).toBeLessThanOrEqual(6);
    await place.refresh(NOON);
    expect(site.asked()).toContain('/1');
  });

  test('shows what the address of an article gives', async () => {
    const report = await check(`${site.url}/1`);
    expect(report.page).toMatchObject({
      title: 'Carried newborns sleep longer',
      dek,
      text: expect.stringContaining('Nurses on three wards'),
    });
    const { code, stdout } = await place.run('check', `${site.url}/1`);
    expect(code).toBe(0);
    expect(stdout).toContain('Read as an article');
  });

  test('shows no page that robots.txt closes', async () => {
    site.set('/robots.txt', 'User-agent: MiasFeed\nDisallow: /1');
    expect((await check(`${site.url}/1`)).page).toEqual({
      skipped: expect.stringContaining('does not allow'),
    });
  });

  const front = (head: string) =>
    `<html lang="en-GB"><head><title>Ward News</title>${head}</head><body><a href="/1">One</a></body></html>`;
  test.each([
    [
      'named in the head',
      '<link rel="alternate" type="application/rss+xml" title="Ward" href="/feed">',
      {},
      '/feed',
    ],
    ['in a usual place', '', { '/rss.xml': 'feed' }, '/rss.xml'],
    ['as a news sitemap', '', { '/news-sitemap.xml': 'sitemap' }, '/news-sitemap.xml'],
    [
      'for its sitemaps’ index',
      '',
      { '/': 'index', '/pages.xml': 'empty', '/news-map.xml': 'sitemap' },
      '/news-map.xml',
    ],
  ])('proposes for a front page what can be pasted: %s', async (_, head, places, url) => {
    site.page('/', front(head));
    if (url !== '/feed') site.set('/feed', { status: 404 });
    for (const [path, kind] of Object.entries(places))
      site.set(
        path,
        kind === 'feed'
          ? feedOf(site.url, [{ path: '/1' }])
          : kind === 'index'
            ? index('/pages.xml', '/news-map.xml')
            : sitemap(...(kind === 'empty' ? [] : [ONE])),
      );
    const { proposals = [] } = await check(`${site.url}/`);
    expect(proposals).toMatchObject([{ url: site.url + url }]);
    expect((await place.run('check', `${site.url}/`)).stdout).toContain(JSON.stringify(proposals[0]));

    await place.configure(configFor([]));
    const config = JSON.parse(await place.read('sources.json'));
    await place.configure({ ...config, sources: proposals });
    expect(await place.run('check')).toMatchObject({ code: 0 });
    const report = await place.refresh(NOON);
    expect(report.sources).toMatchObject([{ status: 'updated', newItems: 1 }]);
  });
});

const ONE: [string, string] = ['/1', 'A newborn sleeps'];

const index = (...paths: string[]) =>
  `<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${paths
    .map((path) => `<sitemap><loc>${site.url}${path}</loc></sitemap>`)
    .join('')}</sitemapindex>`;

const sitemap = (...pages: [path: string, title: string][]) =>
  `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">${pages
    .map(
      ([path, title]) =>
        `<url><loc>${site.url}${path}</loc><news:news><news:publication><news:name>Ward News</news:name><news:language>en</news:language></news:publication><news:publication_date>2026-02-28T08:00:00Z</news:publication_date><news:title>${title}</news:title></news:news></url>`,
    )
    .join('')}</urlset>`;

describe('sites without a feed', () => {
  const card = (path: string, title: string, day: string) =>
    `<div class="card"><h3><a href="${path}">${title}</a></h3><span class="when">${day}</span><p class="what">About ${title}.</p></div>`;
  const listed = (...cards: string[]) =>
    `<html lang="en"><head><title>Ward News</title></head><body><nav><a href="/about">About us</a></nav>${cards.join('')}</body></html>`;
  const list = { item: '.card', link: 'h3 a', title: 'h3', date: '.when', summary: '.what' };

  test('"type": "page" follows the items that a page lists', async () => {
    site.page(
      '/news',
      listed(card('/1', 'Newborns sleep', '28 February 2026'), card('/2', 'Rowers tire', '27 February 2026')),
    );
    const url = `${site.url}/news`;
    await place.configure(configFor([{ id: 'list', url, type: 'page', extract: { pages: 'auto', list } }]));
    expect(await place.refresh(NOON)).toMatchObject({ sources: [{ status: 'updated', newItems: 2 }] });
    expect(site.asked().slice(0, 2)).toEqual(['/robots.txt', '/news']);
    const items = await jsonItems(place);
    expect(items.map(({ title, url, date_published }) => [title, url, date_published.slice(0, 10)])).toEqual([
      ['Newborns sleep', `${site.url}/1`, '2026-02-28'],
      ['Rowers tire', `${site.url}/2`, '2026-02-27'],
    ]);
    expect(items[0]?.summary).toBe(dek);
    expect(items[1]?.summary).toBe('About Rowers tire.');

    site.page(
      '/news',
      listed(card('/3', 'Divers breathe', '1 March 2026'), card('/1', 'Newborns sleep', '28 February 2026')),
    );
    expect(await place.refresh('2026-03-01T14:00:00Z')).toMatchObject({
      sources: [{ newItems: 1, updatedItems: 0 }],
    });
    expect(await jsonItems(place)).toHaveLength(3);
  });

  test('a list is read again when its selectors were corrected, although the page is the same', async () => {
    const url = `${site.url}/news`;
    const titled = (title: string) =>
      place.configure(
        configFor([{ id: 'list', url, type: 'page', extract: { pages: 'never', list: { ...list, title } } }]),
      );
    const body = listed(card('/1', 'Newborns sleep', '28 February 2026'));
    site.set('/news', (request, response) => {
      const isKnown = request.headers['if-none-match'] === '"1"';
      response.writeHead(isKnown ? 304 : 200, { 'content-type': 'text/html', etag: '"1"' });
      response.end(isKnown ? '' : body);
    });
    const titles = async () => (await jsonItems(place)).map(({ title }) => title);
    await titled('.when');
    await place.refresh(NOON);
    expect(await titles()).toEqual(['28 February 2026']);
    await titled('h3');
    await place.refresh('2026-03-01T14:00:00Z');
    expect(await titles()).toEqual(['Newborns sleep']);
    expect(await place.refresh('2026-03-01T16:00:00Z')).toMatchObject({ sources: [{ httpStatus: 304 }] });
  });

  test('a page whose list is gone is told of', async () => {
    site.page('/news', listed());
    await place.configure(
      configFor([{ id: 'list', url: `${site.url}/news`, type: 'page', extract: { list } }]),
    );
    const { sources } = await place.refresh(NOON);
    expect(sources[0]?.error?.message).toContain('Nothing on the page matches extract.list.item “.card”');
  });

  test('"type": "sitemap" follows a news sitemap', async () => {
    site.set('/news.xml', {
      headers: { 'content-type': 'application/xml' },
      body: sitemap(['/1', 'Newborns sleep'], ['/2', 'Rowers tire']),
    });
    await place.configure(
      configFor([{ id: 'map', url: `${site.url}/news.xml`, type: 'sitemap', extract: { pages: 'auto' } }]),
    );
    expect(await place.refresh(NOON)).toMatchObject({ sources: [{ status: 'updated', newItems: 2 }] });
    const items = await jsonItems(place);
    expect(items.map(({ title }) => title).sort()).toEqual(['Newborns sleep', 'Rowers tire']);
    expect(items.find(({ url }) => url.endsWith('/1'))?.summary).toBe(dek);
  });

  test.each([
    ['no list', {}, 'sources[0].extract.list is missing'],
    ['a list without item', { list: { link: 'a' } }, 'sources[0].extract.list.item'],
    ['a selector that is none', { list: { item: 'div[' } }, 'it must be a CSS selector'],
    ['a misspelt key', { list: { item: 'li', titel: 'h3' } }, 'did you mean "title"'],
  ])('%s is a mistake in sources.json', async (_, extract, words) => {
    await place.configure({
      site: { title: 'T', url: 'https://feed.example.org/' },
      sources: [{ id: 'list', name: 'List', url: `${site.url}/news`, type: 'page', extract }],
    });
    const { code, stderr } = await place.run('check');
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });
});
