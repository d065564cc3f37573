import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { articlePage, type FeedItem, type JsonItem, jsonItems, startSite } from '../support/article-page.ts';
import { configFor, type Workplace, workplace } from '../support/workplace.ts';

vi.setConfig({ testTimeout: 60_000 });

let place: Workplace;
let site: Awaited<ReturnType<typeof startSite>>;

const NOON = '2026-03-01T12:00:00Z';

beforeEach(async () => {
  place = await workplace();
  site = await startSite([]);
});

afterEach(async () => {
  await site.close();
  await place.remove();
});

const open = async (items: FeedItem[], source: object = {}) => {
  site.list(items);
  await place.configure(
    configFor([{ id: 'ward', url: `${site.url}/feed`, extract: { pages: 'always' }, ...source }]),
  );
};

const withoutLock = (text: string) => text.replace(/^\{"pid".*$/m, '');

/** Everything below data/ and output/, as one text. */
async function everythingKept(): Promise<string> {
  const folders = ['data', 'output'].map((name) => join(place.dir, name));
  const files = await Promise.all(
    folders.map((folder) => readdir(folder, { recursive: true, withFileTypes: true })),
  );
  const paths = files.flat().filter((entry) => entry.isFile());
  const texts = paths.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8'));
  return (await Promise.all(texts)).join('\n');
}

const itemAt = async (path: string): Promise<JsonItem | undefined> =>
  (await jsonItems(place)).find(({ url }) => url === site.url + path);

describe('what a page forbids', () => {
  const cases: [
    name: string,
    head: string,
    header: Record<string, string>,
    kept: string[],
    gone: string[],
  ][] = [
    ['nothing', '', {}, ['DEKWORD', 'LEADWORD'], []],
    ['noindex in meta', '<meta name="robots" content="noindex">', {}, [], ['DEKWORD', 'LEADWORD']],
    ['noindex in a header', '', { 'x-robots-tag': 'noindex' }, [], ['DEKWORD', 'LEADWORD']],
    ['nosnippet', '<meta name="robots" content="nosnippet">', {}, [], ['DEKWORD', 'LEADWORD']],
    ['noarchive', '', { 'x-robots-tag': 'noarchive' }, ['DEKWORD'], ['LEADWORD']],
    ['max-snippet', '<meta name="robots" content="max-snippet:40">', {}, ['DEKWORD'], ['LEADWORD']],
    ['others noindex', '', { 'x-robots-tag': 'otherbot: noindex' }, ['DEKWORD', 'LEADWORD'], []],
  ];
  test.each(cases)('is not kept: %s', async (_, head, headers, kept, gone) => {
    await open([{ path: '/1', text: 'FEEDWORD in short.' }]);
    const dek = 'DEKWORD first, and then some more words than forty characters hold, to the end TAILWORD.';
    site.page('/1', articlePage({ dek, head, lead: 'LEADWORD opens the text of this page.' }), headers);
    await place.refresh(NOON);
    const all = await everythingKept();
    for (const word of kept) expect(all).toContain(word);
    for (const word of gone) expect(all).not.toContain(word);
    const item = await itemAt('/1');
    expect(item?.summary).toContain(kept.includes('DEKWORD') ? 'DEKWORD' : 'FEEDWORD');
    const shown = await everythingPublished();
    if (_ === 'max-snippet') expect(shown).not.toContain('TAILWORD');
  });

  async function everythingPublished(): Promise<string> {
    const names = ['feed.atom', 'feed.rss', 'feed.json'];
    return (await Promise.all(names.map((name) => place.read(`output/${name}`)))).join('\n');
  }
});

test('walls are never taken for text, and the reason is told by check and status', async () => {
  const word = (n: number) => `WALLWORD${n}`;
  const walls: [reason: string, title: string, html: string][] = [
    [
      'paywall',
      'A trial of sleep',
      '<p>PAGELEAD of the article, two lines long.</p><div class="paywall"><p>Subscribe to continue reading WALLWORD.</p></div>',
    ],
    [
      'consent',
      'Before you continue',
      '<form action="/consent"><p>WALLWORD We and our partners store cookies.</p></form>',
    ],
    ['challenge', 'Just a moment...', '<p>WALLWORD Checking that you are human.</p>'],
    ['soft-404', 'Page not found', '<p>WALLWORD We could not find what you look for.</p>'],
    ['login', 'Log in', '<form><p>WALLWORD Members only.</p><input type="password" name="p"></form>'],
  ];
  await open(walls.map((_, n) => ({ path: `/${n}`, text: `Short words number ${n}.` })));
  for (const [n, [, title, body]] of walls.entries())
    site.page(
      `/${n}`,
      `<html><head><title>${title}</title></head><body><h1>${title}</h1>${body.replace('WALLWORD', word(n))}</body></html>`,
    );
  await place.refresh(NOON);
  const all = await everythingKept();
  for (const n of walls.keys()) expect(all).not.toContain(word(n));
  expect(all).not.toContain('PAGELEAD');
  expect(await jsonItems(place)).toHaveLength(walls.length);

  const { entries } = JSON.parse((await place.run('check', 'ward', '--json')).stdout);
  expect(entries.map((entry: { page: { blocked: string } }) => entry.page.blocked)).toEqual(
    walls.map(([reason]) => reason),
  );
  const told = (await place.run('check', 'ward')).stdout;
  for (const [reason] of walls) expect(told).toContain(`not kept: ${reason}`);
  const status = JSON.parse((await place.run('status', '--json')).stdout).sources[0];
  expect(status.pages).toEqual({ notTaken: 5, reason: expect.any(String) });
  expect((await place.run('status')).stdout).toMatch(
    /ward: 5 article pages not taken, the last because of: /,
  );
});

describe('an embargo', () => {
  const embargoed = ['Embargoed until 00:01 GMT 5 March 2026', 'EMBARGO: 5 March 2026, 00:01 GMT'];
  test.each(embargoed)('in the feed holds its item until then: %s', async (line) => {
    await open(
      [
        { path: '/held', text: `${line}. Held words.` },
        { path: '/free', text: 'Free words about kidneys.' },
      ],
      { extract: { pages: 'never' } },
    );
    await holds();
  });

  test.each([
    'EMBARGOED UNTIL 00:01 GMT 5 MARCH',
    'Strictly embargoed until 00.01 hours UK time, Thursday 5 March 2026, when its report appears, says the press office.',
  ])('on the page holds its item until then: %s', async (lead) => {
    await open([
      { path: '/held', text: 'Held words.' },
      { path: '/free', text: 'Free words about kidneys.' },
    ]);
    site.page('/held', articlePage({ lead }));
    site.page('/free', articlePage({ title: 'Kidneys' }));
    const told = JSON.parse((await place.run('check', 'ward', '--json', '--now', NOON)).stdout);
    expect(told.entries[0].heldUntil).toBe('2026-03-05T00:01:00.000Z');
    await holds();
  });

  async function holds(): Promise<void> {
    await place.refresh(NOON);
    expect((await jsonItems(place)).map(({ url }) => url)).toEqual([`${site.url}/free`]);
    await place.refresh('2026-03-05T00:00:30Z');
    expect(await itemAt('/held')).toBeUndefined();
    expect((await place.read('output/feed.atom')).includes('Held words')).toBe(false);
    site.asked();
    // The source was asked half a minute ago and is not due; the instant has come.
    const report = await place.refresh('2026-03-05T00:01:00Z');
    expect(report).toMatchObject({ sources: [{ status: 'skipped' }], stories: { new: 1 } });
    expect(await itemAt('/held')).toBeDefined();
    expect(site.requests).toEqual([]);
  }

  test('lets a refresh that has nothing to do stay quiet', async () => {
    await open([{ path: '/held', text: 'Embargoed until 00:01 GMT 5 March 2026. Held words.' }], {
      extract: { pages: 'never' },
    });
    await place.refresh(NOON);
    const before = await place.outputTimes();
    const kept = withoutLock(await everythingKept());
    expect(await place.refresh('2026-03-01T12:10:00Z')).toMatchObject({
      sources: [{ status: 'skipped' }],
      output: { written: 0, unchanged: 0 },
    });
    expect(await place.outputTimes()).toEqual(before);
    expect(withoutLock(await everythingKept())).toBe(kept);
  });

  test('of goods, or one that is long ago, holds nothing', async () => {
    await open(
      [
        { path: '/1', text: 'The arms embargo ends on 5 December 2026, ministers said.' },
        { path: '/2', text: 'Embargoed until 00:01 GMT 5 February 2026. Out by now.' },
      ],
      { extract: { pages: 'never' } },
    );
    await place.refresh(NOON);
    expect(await jsonItems(place)).toHaveLength(2);
  });
});

describe('what a page gives reaches the feeds', () => {
  const dek = 'Carrying newborns for two hours in the afternoon gave them fifty minutes more of sleep.';
  const page = () =>
    articlePage({
      dek,
      lead: 'BODYWORD opens this text. The study is registered as <a href="https://clinicaltrials.gov/study/NCT01234567">NCT01234567</a>.',
      head: `<meta name="citation_doi" content="10.5555/Sleep.2026.1"><meta name="citation_title" content="Carried newborns sleep longer"><meta name="citation_journal_title" content="N. Engl. J. Med.">
        <meta property="og:image" content="/carried.jpg">`,
      after: `<aside><h2>Related articles</h2><ul><li><a href="/2">Kidneys of rowers</a></li><li><a href="/elsewhere">Lungs of divers in cold water</a></li></ul></aside>`,
    });

  test.each([
    ['an excerpt of at most 60 words without a licence', {}, false],
    ['the whole text with one', { content: 'full', license: 'CC-BY' }, true],
  ])('%s', async (_, source, whole) => {
    await open(
      [{ path: '/1' }, { path: '/2', title: 'Kidneys of rowers', text: 'Rowers have kidneys.' }],
      source,
    );
    site.page('/1', page());
    await place.refresh(NOON);
    const item = await itemAt('/1');
    expect(item?.summary).toBe(dek);
    expect(item?.content_html.includes('BODYWORD')).toBe(whole);
    expect(item?.content_html).toContain('https://doi.org/10.5555/sleep.2026.1');
    expect(item?.image).toBe(whole ? `${site.url}/carried.jpg` : undefined);
    expect(item?._mia).toMatchObject({
      journal: 'New England Journal of Medicine',
      studyIds: { doi: ['10.5555/sleep.2026.1'], nct: ['NCT01234567'] },
      related: [
        { title: 'Kidneys of rowers', url: `${site.url}/2` },
        { title: 'Lungs of divers in cold water', url: `${site.url}/elsewhere` },
      ],
    });
    expect(item?._mia.readingMinutes).toBeGreaterThanOrEqual(1);
    for (const name of ['feed.atom', 'feed.rss']) {
      const feed = await place.read(`output/${name}`);
      expect(feed).toContain('10.5555/sleep.2026.1');
      expect(feed).toContain('NCT01234567');
      expect(feed.includes('BODYWORD')).toBe(whole);
    }
  });

  test('no more than 60 words of a page without a standfirst', async () => {
    await open([{ path: '/1', text: '' }]);
    site.page('/1', articlePage());
    await place.refresh(NOON);
    const { summary = '' } = (await itemAt('/1')) ?? {};
    expect(summary.split(/\s+/).length).toBeGreaterThan(10);
    expect(summary.split(/\s+/).length).toBeLessThanOrEqual(60);
    expect(summary).toMatch(/\.$/);
  });

  test('full without a licence is refused', async () => {
    await open([{ path: '/1' }], { content: 'full' });
    const { code, stderr } = await place.run('refresh');
    expect(code).toBe(2);
    expect(stderr).toContain('has no "license"');
  });
});
