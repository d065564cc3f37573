import { describe, expect, test } from 'vitest';
import { discoverFeeds } from '../../src/extract/discover.ts';
import { readList } from '../../src/extract/list-page.ts';
import { readSitemap } from '../../src/extract/sitemap.ts';

const url = 'https://health.example/news/';

describe('a page that lists news', () => {
  const html = `<html lang="en"><head><title>News | Example Health</title><meta property="og:site_name" content="Example Health"></head><body><ul>
    <li class="item"><a href="sleep"><img data-src="/bed.jpg" alt="Bed"><h3>Sleep and colds</h3></a><time datetime="2024-03-05T08:00:00Z">5 March</time><p class="s">Fewer &lt;colds&gt;.</p></li>
    <li class="item"><h3>Zinc</h3><span class="when">12 March 2023</span><a class="more" href="/zinc">More</a></li>
    <li class="item"><a href="sleep">Sleep again</a></li><li class="item">No link</li><li class="item"><a href="javascript:x()">Bad link</a></li></ul></body></html>`;
  const result = readList(html, { url, list: { item: 'li.item', date: '.when, time', summary: '.s' } });

  test('gives its items in order, each link once', () => {
    expect(result).toMatchObject({
      ok: true,
      value: {
        format: 'page',
        title: 'Example Health',
        link: url,
        language: 'en',
        entries: [
          {
            title: 'Sleep and colds',
            link: 'https://health.example/news/sleep',
            published: '2024-03-05T08:00:00.000Z',
            summary: 'Fewer &lt;colds&gt;.',
            image: { url: 'https://health.example/bed.jpg' },
          },
          {
            title: 'Zinc',
            link: 'https://health.example/zinc',
            published: '2023-03-12T00:00:00.000Z',
            summary: null,
          },
        ],
      },
    });
    expect(result.ok && result.value.entries.length).toBe(2);
  });

  test('whose item is the link itself', () => {
    const found = readList('<a class="i" href="/a">An article title</a>', { url, list: { item: 'a.i' } });
    expect(found.ok && found.value.entries[0]).toMatchObject({
      title: 'An article title',
      link: 'https://health.example/a',
    });
  });

  test.each([
    ['no selectors', undefined, /extract\.list/],
    ['a selector that matches nothing', { item: '.gone' }, /Nothing on the page matches/],
    ['items without links', { item: 'p' }, /has a link/],
    ['something that is no selector', { item: '((' }, /no CSS selector/],
  ])('says what is wrong with %s', (_name, list, message) => {
    const failed = readList('<p>Text</p>', { url, list });
    expect(!failed.ok && failed.error.message).toMatch(message);
  });
});

describe('sitemaps', () => {
  const news = `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
    <url><loc>https://health.example/old</loc><n:news><n:publication><n:name>Example Health</n:name><n:language>en</n:language></n:publication><n:publication_date>2024-03-04</n:publication_date><n:title>Old &amp; gone</n:title></n:news></url>
    <url><loc>https://health.example/new</loc><image:image><image:loc>/new.jpg</image:loc></image:image><n:news><n:publication_date>2024-03-05T10:00:00+01:00</n:publication_date><n:title>New</n:title><n:keywords>sleep, colds</n:keywords></n:news></url>
    <url><loc>javascript:alert(1)</loc><lastmod>2024-03-05</lastmod></url></urlset>`;
  test('nested deeper than any end at once', () => {
    const start = process.cpuUsage();
    const read = readSitemap(news.replace('</urlset>', '<url>'.repeat(300_000)), { url });
    expect(read.ok && read.value.entries.length).toBe(2);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1000).toBeLessThan(1000);
  });

  test('of news come newest first, whatever their prefix', () => {
    expect(readSitemap(news, { url })).toMatchObject({
      ok: true,
      value: {
        format: 'sitemap',
        title: 'Example Health',
        language: 'en',
        entries: [
          {
            title: 'New',
            link: 'https://health.example/new',
            published: '2024-03-05T09:00:00.000Z',
            categories: ['sleep', 'colds'],
            image: { url: 'https://health.example/new.jpg' },
          },
          { title: 'Old & gone', link: 'https://health.example/old', language: 'en' },
        ],
      },
    });
  });
  test('without news give the pages that have a date', () => {
    const plain =
      '<urlset><url><loc>https://health.example/2024/why-we-sleep.html</loc><lastmod>2024-03-05</lastmod></url><url><loc>https://health.example/about</loc></url></urlset>';
    const found = readSitemap(plain, { url });
    expect(found.ok && found.value.entries).toMatchObject([
      { title: 'Why we sleep', published: null, updated: '2024-03-05T00:00:00.000Z' },
    ]);
    expect(found.ok && found.value.entries.length).toBe(1);
  });
  test.each([
    [
      'an index names its sitemaps',
      '<sitemapindex><sitemap><loc>https://health.example/s1.xml</loc></sitemap></sitemapindex>',
      'not-a-feed',
      ['https://health.example/s1.xml'],
    ],
    [
      'nothing with a date is empty',
      '<urlset><url><loc>https://health.example/a</loc></url></urlset>',
      'empty',
      [],
    ],
    ['a web page is none', '<html><body>Hi</body></html>', 'not-a-feed', []],
    ['nothing is none', '', 'not-a-feed', []],
  ])('%s', (_name, xml, code, feeds) => {
    expect(readSitemap(xml, { url })).toMatchObject({ ok: false, error: { code, feeds } });
  });
});

describe('feeds of a site', () => {
  test('are proposed as sources with free ids', async () => {
    const html = `<html lang="en"><head><title>Example Health</title><link rel="alternate" type="application/rss+xml" title="Example Health" href="/feed/">
      <link rel="alternate" type="application/rss+xml" title="Example Health » Comments Feed" href="/comments/feed/"><link rel="alternate" hreflang="de" href="/de"></head>
      <body><a href="/topics/sleep.rss">Sleep</a></body></html>`;
    expect(await discoverFeeds(html, url)).toEqual([
      {
        id: 'example-health',
        name: 'Example Health',
        url: 'https://health.example/feed/',
        site: 'https://health.example/',
        language: 'en',
      },
      {
        id: 'sleep',
        name: 'Sleep',
        url: 'https://health.example/topics/sleep.rss',
        site: 'https://health.example/',
        language: 'en',
      },
    ]);
  });
  test('are looked for in the usual places only with a probe', async () => {
    expect(await discoverFeeds('<title>Example</title>', url)).toEqual([]);
    const asked: string[] = [];
    const probe = async (place: string): Promise<boolean> => {
      asked.push(place);
      return place.endsWith('/rss.xml');
    };
    expect(await discoverFeeds('<title>Example</title>', url, probe)).toMatchObject([
      { url: 'https://health.example/rss.xml', id: 'example' },
    ]);
    expect(asked.every((place) => place.startsWith('https://health.example/'))).toBe(true);
  });
});
