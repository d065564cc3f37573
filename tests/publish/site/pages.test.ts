import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Story } from '../../../src/core/story.ts';
import { htmlProblems } from './html.ts';
import { id, type Newsroom, variedNewsroom } from './newsroom.ts';

let room: Newsroom;
let files: string[] = [];
beforeAll(async () => {
  room = await variedNewsroom();
  await room.publish();
  files = await room.files();
});
afterAll(() => room.remove());

const named = (part: string): string => {
  const found = files.find((path) => path.startsWith('stories/') && path.includes(part));
  if (!found) throw new Error(`No page of a story has ${part} in its path`);
  return found;
};

/** Every kind of page, by what it shows. */
const KINDS: [kind: string, path: () => string, shows: RegExp][] = [
  ['home', () => 'index.html', /<h2 class="day"><time datetime="2026-08-02">Sunday,? 2 August 2026/],
  ['story, an excerpt', () => named('-50-abc'), /What story 50 says of statins[\s\S]*Read at The Lancet/],
  [
    'story, whole',
    () => named('201-abc'),
    /<h2>Results<\/h2>[\s\S]*<h3>Small<\/h3>[\s\S]*licence: CC-BY-4.0/,
  ],
  ['story, retracted', () => named('202-abc'), /Retracted<\/strong> on <time[^>]*>29 July 2026/],
  ['story in another script', () => named('-203-abc'), /<h1 lang="ja">新生児の睡眠<\/h1>/],
  ['story that has no address', () => named('205-abc'), /<h1[^>]*>No address at all<\/h1>/],
  ['story of a source no longer followed', () => named('206-abc'), /<li>gone<\/li>/],
  ['story that was merged', () => named('204-abc'), /http-equiv="refresh" content="0; url=\/mia\/stories/],
  ['topic', () => 'topics/heart/index.html', /aria-label="Narrower topics"[\s\S]*Stroke/],
  [
    'topic below another',
    () => 'topics/stroke/index.html',
    /aria-label="Breadcrumb"[\s\S]*Heart &amp; vessels/,
  ],
  [
    'topics',
    () => 'topics/index.html',
    /Heart &amp; vessels<\/a><ul><li><a href="\/mia\/topics\/stroke\/">Stroke/,
  ],
  ['source', () => 'sources/lancet/index.html', /<h1>The Lancet<\/h1>/],
  [
    'source without stories',
    () => 'sources/quiet/index.html',
    /No story of this source has been published yet/,
  ],
  ['sources', () => 'sources/index.html', /Broken<\/a>[\s\S]*?Failing<\/span>, has not worked yet/],
  ['archive', () => 'archive/index.html', /Page 2<\/a>[\s\S]*Page 1<\/a>/],
  ['archive page', () => 'archive/1/index.html', /rel="next"[^>]*>Newer: page 2/],
  ['newest archive page', () => 'archive/2/index.html', /rel="prev"[^>]*>Older: page 1/],
  [
    'search',
    () => 'search/index.html',
    /<option value="heart">Heart &amp; vessels[\s\S]*<option value="animal">Animal study[\s\S]*Searching needs JavaScript/,
  ],
  ['feeds', () => 'feeds/index.html', /href="\/mia\/topics\/heart\.atom"/],
  ['about', () => 'about/index.html', /mailto:mia@feed\.example/],
  ['privacy', () => 'privacy/index.html', /Feed Street 1/],
  ['newsletter', () => 'newsletter/index.html', /href="\/mia\/newsletter\/issues\/"/],
  ['issues of the newsletter', () => 'newsletter/issues/index.html', /The first issue appears/],
  ['not found', () => '404.html', /noindex/],
];

describe('each kind of page', () => {
  it.each(KINDS)('is valid HTML that shows what it should: %s', async (_, path, shows) => {
    const html = await room.read(path());
    expect(html).toMatch(shows);
    expect(await htmlProblems(html)).toEqual([]);
  });

  it('is tested above', () => {
    const kindOf = (path: string) =>
      path.replace(/^(stories|topics|sources|archive)\/.+\/index\.html$/, '$1/…');
    const tested = new Set(KINDS.map(([, path]) => kindOf(path())));
    const pages = files.filter((path) => path.endsWith('.html')).map(kindOf);
    expect([...new Set(pages)].filter((page) => !tested.has(page))).toEqual([]);
  });
});

describe('the page of a story', () => {
  it('names the origin as canonical where it is an excerpt, itself where it has the whole text', async () => {
    expect(await room.read(named('-50-abc'))).toContain('rel="canonical" href="https://journal.example/a50"');
    expect(await room.read(named('201-abc'))).toContain(
      'rel="canonical" href="https://feed.example/mia/stories/',
    );
  });

  it('lets tables that are too wide be moved by the keyboard', async () => {
    expect(await room.read(named('201-abc'))).toMatch(
      /<div class="wide" role="group" aria-label="Table" tabindex="0"><table>.*<\/table><\/div>/,
    );
  });

  it('leads to origins by links that do not tell where their reader comes from', async () => {
    const whole = await room.read(named('201-abc'));
    expect(whole).toContain('href="https://journal.example/more?a=1&amp;b=2"');
    const covered = await room.read(named('202-abc'));
    expect(covered).toMatch(/href="https:\/\/journal\.example\/b202\?id=7" [^>]*lang="de">Dasselbe/);
    const japanese = await room.read(named('-203-abc'));
    expect(japanese).toContain('rel="canonical" href="https://journal.example/a203"');
    for (const html of [whole, covered, japanese]) expect(html).not.toContain('utm_');
  });

  it('quotes a sentence once, below all that it says', async () => {
    const html = await room.read(named('202-abc'));
    expect(html.match(/We randomised 1,620 newborns\./g)).toHaveLength(1);
    expect(html).toMatch(/<dt>Sample<\/dt><dd>1,620 newborns<q>We randomised/);
  });

  it('says in schema.org words what is true of it', async () => {
    const html = await room.read(named('201-abc'));
    const json = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
    expect(JSON.parse(json)).toMatchObject({
      '@type': 'NewsArticle',
      headline: 'The whole text of a trial in 162 newborns',
      isBasedOn: 'https://journal.example/a201',
      license: 'CC-BY-4.0',
      author: [{ '@type': 'Person', name: 'Ana Ñandú' }],
      sourceOrganization: { name: 'Open & Free' },
      citation: [
        {
          '@type': 'ScholarlyArticle',
          sameAs: ['https://doi.org/10.1000/a(b)', 'https://clinicaltrials.gov/study/NCT01234567'],
          isPartOf: { name: 'Journal of Sleep' },
        },
      ],
    });
  });

  it('lets the browser fetch pictures only from where it has some, without a referrer', async () => {
    const html = await room.read(named('201-abc'));
    expect(html).toContain('img-src &#39;self&#39; https://journal.example;');
    expect(html).toContain('<img referrerpolicy="no-referrer" src="https://journal.example/i.png"');
    expect(await room.read(named('-50-abc'))).toContain('img-src &#39;self&#39;;');
  });

  it('shows other stories of ours by their pages, with their first words and what was found wrong with them', async () => {
    const html = await room.read(named('201-abc'));
    expect(html).toMatch(
      /<a href="\/mia\/stories\/2026\/\d\d\/[^"]*-105-abc\/">Story number 105 on statins<\/a>/,
    );
    expect(html).toContain('What story 105 says of statins');
    expect(html).toMatch(/Retracted<\/strong> <a href="[^"]*-202-abc\/">A trial that was withdrawn<\/a>/);
  });

  it('says in which language a related story is written', async () => {
    const [story] = await room.store.stories([id(1)]);
    await room.put({ ...(story as Story), related: [id(203)] });
    await room.publish();
    expect(await room.read(named('-1-abc'))).toMatch(
      /<h3><a [^>]* lang="ja">新生児の睡眠<\/a><\/h3><p lang="ja">新生児は長く眠る。<\/p>/,
    );
  });

  it('weighs at most 60 KB with all that it loads, pictures left out', async () => {
    for (const path of [named('201-abc'), named('202-abc')]) {
      const html = await room.read(path);
      const loaded = [
        ...html.matchAll(/<(?:link rel="(?:stylesheet|icon)"|script)[^>]* (?:href|src)="\/mia\/([^"]+)"/g),
      ];
      expect(loaded.length).toBeGreaterThanOrEqual(4);
      const parts = await Promise.all(loaded.map(([, asset = '']) => readFile(join(room.dir, asset))));
      const bytes = [Buffer.from(html), ...parts].reduce((sum, part) => sum + gzipSync(part).length, 0);
      expect(bytes).toBeLessThanOrEqual(60_000);
    }
  });

  it('says for servers where a merged story is now', async () => {
    const into = named('-203-abc').replace('index.html', '');
    const moved = named('204-abc').replace('index.html', 'redirect.json');
    expect(JSON.parse(await room.read(moved))).toEqual({ to: into });
  });
});

describe('the whole output', () => {
  it('has no link that leads nowhere', async () => {
    const there = new Set(files);
    const broken: string[] = [];
    for (const path of files.filter((each) => each.endsWith('.html'))) {
      for (const [, href = ''] of (await room.read(path)).matchAll(
        /(?:href|src|action)="(\/mia\/[^"#?]*)/g,
      )) {
        const target = href.slice('/mia/'.length);
        const file = target === '' || target.endsWith('/') ? `${target}index.html` : target;
        // The newsletter's pages come from its server.
        if (!there.has(file) && !file.startsWith('newsletter')) broken.push(`${path}: ${href}`);
      }
    }
    expect(broken).toEqual([]);
  });

  it('names every page in the sitemaps, and nothing that is not there', async () => {
    const locs = async (path: string) =>
      [...(await room.read(path)).matchAll(/<loc>(.*?)<\/loc>/g)].map(([, loc = '']) =>
        loc.slice(site.length),
      );
    const maps = await locs('sitemap.xml');
    const named = (await Promise.all(maps.map(locs))).flat();
    const pages = files.filter((path) => path.endsWith('index.html') && !UNLISTED.test(path));
    const moved = files
      .filter((path) => path.endsWith('redirect.json'))
      .map((path) => path.replace('redirect.json', ''));
    expect(named.map((path) => `${path}index.html`).sort()).toEqual(
      pages.filter((path) => !moved.includes(path.replace('index.html', ''))).sort(),
    );
  });

  it('keeps the search small, and knows each story once', async () => {
    const { blocks } = JSON.parse(await room.read('site/search.json'));
    expect(blocks).toEqual([2, 1]);
    const records = (
      await Promise.all(blocks.map((n: number) => room.read(`site/search/${n}.json`)))
    ).flatMap((text) => JSON.parse(text));
    expect(new Set(records.map(({ path }) => path)).size).toBe(records.length);
    expect(records.find(({ title }) => title === 'A trial that was withdrawn')).toMatchObject({
      flags: ['Retracted'],
      kinds: ['randomised trial', 'preprint'],
    });
  });
});

const site = 'https://feed.example/mia/';
const UNLISTED = /^(search|archive\/\d+)\//;
