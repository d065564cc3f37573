import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientAddress, type ServerEnv } from '../../src/server/client-address.ts';
import { SECURITY_HEADERS } from '../../src/server/headers.ts';
import { askRaw, type Served, served } from './support.ts';

const ATOM = `<feed>${'<entry>aspirin</entry>'.repeat(200)}</feed>`;
const FILES = {
  'feed.atom': ATOM,
  'feed.atom.br': brotliCompressSync(ATOM),
  'feed.atom.gz': gzipSync(ATOM),
  'feed.rss': '<rss/>',
  'feed.json': '{}',
  'sources.opml': '<opml/>',
  'search/index.json': '{}',
  'archive/0001.atom': '<feed/>',
  'index.html': '<p>home',
  'about/index.html': '<p>about',
  'assets/site-3f9a1c2bXy.css': 'p{}',
  'sitemap.xml': '<urlset/>',
  'robots.txt': 'User-agent: *',
  '404.html': '<p>nothing here',
  '.feed.atom.00000000-0000-0000-0000-000000000000.tmp': 'half',
  '.well-known/secret': 'hidden',
};

let server: Served;

beforeAll(async () => {
  server = await served(FILES);
  const outside = join(server.outputDir, '..', 'outside.txt');
  await writeFile(outside, 'outside');
  await symlink(outside, join(server.outputDir, 'leak.txt'));
  await symlink(join(server.outputDir, '..'), join(server.outputDir, 'up'));
});
afterAll(() => server.close());

describe('what a path leads to', () => {
  test.each([
    ['the home page', '/', 200, '<p>home'],
    ['a page by its folder', '/about/', 200, '<p>about'],
    ['a file', '/robots.txt', 200, 'User-agent: *'],
    ['a file with a query', '/robots.txt?utm_source=x', 200, 'User-agent: *'],
    ['a file by an encoded name', '/r%6Fbots.txt', 200, 'User-agent: *'],
    ['nothing', '/nowhere', 404, '<p>nothing here'],
    ['a folder without a page', '/assets/', 404, '<p>nothing here'],
    ['a folder without a page and without a slash', '/assets', 404, '<p>nothing here'],
    ['a file as if it were a folder', '/robots.txt/', 404, '<p>nothing here'],
    ['a compressed file by its own name', '/feed.atom.br', 404, '<p>nothing here'],
  ])('%s', async (_, path, status, text) => {
    expect(await server.get(path)).toMatchObject({ status, text });
  });

  test.each([
    ['a folder without its slash', '/about', '/about/'],
    ['a page by its file', '/about/index.html', '/about/'],
    ['the home page by its file', '/index.html', '/'],
  ])('%s leads to its one address', async (_, path, location) => {
    expect(await server.get(path)).toMatchObject({ status: 301, headers: { location } });
  });
});

test('the page of a story that became part of another leads to it, from the moment on that it did', async () => {
  const path = 'stories/2026/02/old-1a-x/';
  await server.put(`${path}index.html`, '<p>old');
  expect(await server.get(`/${path}`)).toMatchObject({ status: 200, text: '<p>old' });
  await server.put(`${path}redirect.json`, '{ "to": "stories/2026/01/new-9-y/" }');
  const location = '/stories/2026/01/new-9-y/';
  await expect
    .poll(async () => (await server.get(`/${path}`)).headers.location, { timeout: 3000 })
    .toBe(location);
  expect(await server.get(`/${path}`)).toMatchObject({ status: 301, headers: { location } });
});

test.each(['{', '{}', '{"to":"https://evil.example/"}', '{"to":"../../x"}', '{"to":7}'])(
  'a redirect that says %s is none',
  async (text) => {
    const path = `stories/2026/02/odd-${text.length}/`;
    await server.put(`${path}redirect.json`, text);
    await server.put(`${path}index.html`, '<p>odd');
    expect(await server.get(`/${path}`)).toMatchObject({ status: 200, text: '<p>odd' });
  },
);

test.each([
  '/../outside.txt',
  '/about/../../outside.txt',
  '/%2e%2e/outside.txt',
  '/..%2foutside.txt',
  '/%252e%252e/outside.txt',
  '/..%5coutside.txt',
  '/about/..%00/outside.txt',
  '/robots.txt%00.html',
  '//robots.txt',
  '/leak.txt',
  '/up/outside.txt',
  '/.well-known/secret',
  '/.feed.atom.00000000-0000-0000-0000-000000000000.tmp',
  '/%c0%ae%c0%ae/outside.txt',
  '/%zz',
  '/%',
  `/${'a'.repeat(5000)}`,
])('%s leads to nothing', async (path) => {
  const { status, text } = await server.get(path);
  expect([status, text]).toEqual([404, '<p>nothing here']);
});

test.each([
  ['/feed.atom', 'application/atom+xml; charset=utf-8'],
  ['/feed.rss', 'application/rss+xml; charset=utf-8'],
  ['/feed.json', 'application/feed+json; charset=utf-8'],
  ['/search/index.json', 'application/json; charset=utf-8'],
  ['/sources.opml', 'text/x-opml; charset=utf-8'],
  ['/sitemap.xml', 'application/xml; charset=utf-8'],
  ['/robots.txt', 'text/plain; charset=utf-8'],
  ['/assets/site-3f9a1c2bXy.css', 'text/css; charset=utf-8'],
  ['/', 'text/html; charset=utf-8'],
])('%s is called %s', async (path, type) => {
  expect((await server.get(path)).headers['content-type']).toBe(type);
});

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8';

test.each([
  ['/feed.atom', BROWSER, 'application/xml; charset=utf-8'],
  ['/feed.rss', BROWSER, 'application/xml; charset=utf-8'],
  ['/feed.json', BROWSER, 'application/feed+json; charset=utf-8'],
  ['/feed.atom', '*/*', 'application/atom+xml; charset=utf-8'],
  ['/feed.rss', 'application/rss+xml, text/html;q=0.5', 'application/rss+xml; charset=utf-8'],
])('%s is to who accepts %s %s', async (path, accept, type) => {
  expect((await server.get(path, { accept })).headers['content-type']).toBe(type);
  // Once more, from memory.
  expect((await server.get(path, { accept })).headers['content-type']).toBe(type);
});

test.each([
  ['/feed.atom', 'public, max-age=300, must-revalidate'],
  ['/', 'public, max-age=60'],
  ['/assets/site-3f9a1c2bXy.css', 'public, max-age=31536000, immutable'],
])('%s may be kept: %s', async (path, control) => {
  expect((await server.get(path)).headers['cache-control']).toBe(control);
});

describe('feeds', () => {
  test('name themselves and the hub, and may be read by other sites', async () => {
    const { headers } = await server.get('/feed.atom');
    expect(headers.link).toBe(
      '<https://feed.example.org/feed.atom>; rel="self", <https://hub.example.org/>; rel="hub"',
    );
    expect(headers['access-control-allow-origin']).toBe('*');
  });

  test('closed archives name no hub', async () => {
    const { headers } = await server.get('/archive/0001.atom');
    expect(headers.link).toBe('<https://feed.example.org/archive/0001.atom>; rel="self"');
  });

  test('may be asked for with conditions by other sites', async () => {
    const { status, headers } = await server.get('/feed.atom', {}, 'OPTIONS');
    expect(status).toBe(204);
    expect(headers['access-control-allow-headers']).toContain('If-None-Match');
  });
});

test.each(['/', '/nowhere', '/about', '/feed.atom'])('%s comes with the security headers', async (path) => {
  expect((await server.get(path)).headers).toMatchObject(SECURITY_HEADERS);
});

describe('compression', () => {
  const plain = (bytes: Buffer) => bytes.toString();
  const cases: [header: string | undefined, coding: string | undefined, expand: (bytes: Buffer) => string][] =
    [
      [undefined, undefined, plain],
      ['', undefined, plain],
      ['identity', undefined, plain],
      ['gzip', 'gzip', (bytes) => plain(gunzipSync(bytes))],
      ['x-gzip', 'gzip', (bytes) => plain(gunzipSync(bytes))],
      ['gzip, deflate, br, zstd', 'br', (bytes) => plain(brotliDecompressSync(bytes))],
      ['br;q=0.2, gzip;q=0.8', 'gzip', (bytes) => plain(gunzipSync(bytes))],
      ['br;q=0, gzip', 'gzip', (bytes) => plain(gunzipSync(bytes))],
      ['*', 'br', (bytes) => plain(brotliDecompressSync(bytes))],
      ['*;q=0, gzip;q=1', 'gzip', (bytes) => plain(gunzipSync(bytes))],
      ['identity;q=1, br;q=0.5', undefined, plain],
      ['br;q=nonsense', undefined, plain],
      ['BR', 'br', (bytes) => plain(brotliDecompressSync(bytes))],
    ];
  test.each(cases)('Accept-Encoding %j is answered in %s', async (header, coding, expand) => {
    const got = await server.get('/feed.atom', header === undefined ? {} : { 'accept-encoding': header });
    expect(got.headers['content-encoding']).toBe(coding);
    expect(got.headers.vary).toBe('Accept, Accept-Encoding');
    expect(Number(got.headers['content-length'])).toBe(got.bytes.length);
    expect(expand(got.bytes)).toBe(ATOM);
  });

  test('who refuses everything gets 406', async () => {
    expect(await server.get('/feed.rss', { 'accept-encoding': '*;q=0' })).toMatchObject({ status: 406 });
  });

  test('a compressed file that is not of this content is never sent', async () => {
    const text = 'new '.repeat(500);
    await server.put('sources/one.atom', text);
    await server.put('sources/one.atom.br', brotliCompressSync('old '.repeat(500)));
    await server.put('sources/one.atom.gz', gzipSync(`${text} and more`).subarray(0, 40));
    const got = await server.get('/sources/one.atom', { 'accept-encoding': 'br, gzip' });
    expect([got.headers['content-encoding'], got.text]).toEqual([undefined, text]);
  });
});

describe('conditions', () => {
  test('each coding has a tag of its own, which is the same for the same content', async () => {
    const tagOf = async (coding: string) =>
      (await server.get('/feed.atom', { 'accept-encoding': coding })).headers.etag;
    const tags = await Promise.all(['identity', 'gzip', 'br', 'br'].map(tagOf));
    expect(new Set(tags).size).toBe(3);
    for (const tag of tags) expect(tag).toMatch(/^"[^"]+"$/);
  });

  const past = 'Thu, 01 Jan 1970 00:00:00 GMT';
  const future = 'Fri, 01 Jan 2100 00:00:00 GMT';
  test.each([
    ['its tag', (tag: string) => ({ 'if-none-match': tag }), 304],
    ['its tag among others', (tag: string) => ({ 'if-none-match': `"x", W/${tag}` }), 304],
    ['any', () => ({ 'if-none-match': '*' }), 304],
    ['another tag', () => ({ 'if-none-match': '"x"' }), 200],
    ['a tag that only contains it', (tag: string) => ({ 'if-none-match': `"x${tag.slice(1)}` }), 200],
    ['a later date', () => ({ 'if-modified-since': future }), 304],
    ['an earlier date', () => ({ 'if-modified-since': past }), 200],
    ['no date at all', () => ({ 'if-modified-since': 'yesterday' }), 200],
    ['another tag and a later date', () => ({ 'if-none-match': '"x"', 'if-modified-since': future }), 200],
    [
      'its tag and an earlier date',
      (tag: string) => ({ 'if-none-match': tag, 'if-modified-since': past }),
      304,
    ],
  ])('%s', async (_, headersFor, status) => {
    const { headers } = await server.get('/feed.atom');
    const got = await server.get('/feed.atom', headersFor(headers.etag ?? ''));
    expect(got.status).toBe(status);
    if (status === 304) {
      expect(got.bytes).toHaveLength(0);
      expect(got.headers).toMatchObject({ etag: headers.etag, vary: 'Accept, Accept-Encoding' });
    }
  });

  test('its own Last-Modified is answered with 304', async () => {
    const { headers } = await server.get('/feed.atom');
    const got = await server.get('/feed.atom', { 'if-modified-since': headers['last-modified'] ?? '' });
    expect(got.status).toBe(304);
  });
});

test('HEAD has the headers of GET and no body', async () => {
  const [get, head] = [await server.get('/feed.rss'), await server.get('/feed.rss', {}, 'HEAD')];
  expect(head.bytes).toHaveLength(0);
  const { date: _, connection: __, ...headers } = get.headers;
  expect(head.headers).toMatchObject(headers);
});

test('a file that changes is sent anew within a second, with another tag', async () => {
  await server.put('feed.rss', '<rss>1</rss>');
  await expect.poll(async () => (await server.get('/feed.rss')).text, { timeout: 3000 }).toBe('<rss>1</rss>');
  const { headers } = await server.get('/feed.rss');
  await server.put('feed.rss', '<rss>2</rss>');
  await expect.poll(async () => (await server.get('/feed.rss')).text, { timeout: 3000 }).toBe('<rss>2</rss>');
  expect((await server.get('/feed.rss')).headers.etag).not.toBe(headers.etag);
});

test('the page that says so is not to be kept, and is no answer to a condition', async () => {
  const { status, headers } = await server.get('/nowhere', { 'if-none-match': '*' });
  expect([status, headers['cache-control'], headers.etag]).toEqual([404, 'no-cache', undefined]);
});

test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND'])('%s is refused', async (method) => {
  const { status, headers } = await server.get('/feed.atom', {}, method);
  expect([status, headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS']);
});

test('header lines beyond all measure are refused', async () => {
  const answer = await askRaw(server.url, `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 431 /);
});

describe('under a path of a larger site', () => {
  let under: Served;
  beforeAll(async () => {
    under = await served(FILES, {
      site: {
        title: '',
        description: '',
        url: 'https://x.example/news/',
        language: 'en',
        author: null,
        hub: null,
      },
    });
  });
  afterAll(() => under.close());

  test.each([
    ['the proxy keeps the path', '/news/about/', 200, '<p>about'],
    ['the proxy takes it off', '/about/', 200, '<p>about'],
    ['its home, kept', '/news/', 200, '<p>home'],
    ['a feed, kept', '/news/feed.rss', 200, '<rss/>'],
  ])('%s', async (_, path, status, text) => {
    expect(await under.get(path)).toMatchObject({ status, text });
  });

  test.each([
    ['/news/about', '/news/about/'],
    ['/about', '/news/about/'],
    ['/news', '/news/'],
  ])('%s leads to %s', async (path, location) => {
    expect(await under.get(path)).toMatchObject({ status: 301, headers: { location } });
  });
});

describe('mounted programs', () => {
  const app = new Hono<ServerEnv>()
    .get('/who', (c) => c.text(clientAddress(c)))
    .post('/', async (c) => c.text(`got ${(await c.req.text()).length}`))
    .get('/broken', () => {
      throw new Error('secret detail');
    });
  const routes = [{ path: '/newsletter', app }];
  const forged = { 'x-forwarded-for': '203.0.113.7, 198.51.100.9' };

  test('are asked below their path, with methods that change something', async () => {
    const here = await served({ 'newsletter/issues.atom': '<feed/>' }, { routes });
    expect(await here.get('/newsletter', {}, 'POST', 'abc')).toMatchObject({ status: 200, text: 'got 3' });
    expect(await here.get('/newsletter/issues.atom')).toMatchObject({ status: 200, text: '<feed/>' });
    expect(await here.get('/newsletter/nowhere')).toMatchObject({ status: 404 });
    expect(await here.get('/newsletter', {}, 'POST', 'x'.repeat(70_000))).toMatchObject({ status: 413 });
    await here.close();
  });

  test('answer 500 without a word of why to the client, and with all of it to us', async () => {
    const here = await served({}, { routes });
    const { status, text } = await here.get('/newsletter/broken');
    expect([status, text]).not.toContain('secret');
    expect(status).toBe(500);
    expect(here.errors.map(({ message }) => message)).toEqual(['secret detail']);
    await here.close();
  });

  test.each([
    ['nobody may say who they are', false, '127.0.0.1'],
    ['a trusted proxy says who was there last', true, '198.51.100.9'],
  ])('%s', async (_, trustProxy, expected) => {
    const here = await served({}, { routes, trustProxy });
    expect((await here.get('/newsletter/who', forged)).text).toBe(expected);
    await here.close();
  });
});
