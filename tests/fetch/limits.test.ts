import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { guests, outcome, text } from './support.ts';

const { origin, fetcher } = guests();
const feed = (url: string) => ({ url, accept: 'feed' as const });
const plain = 'Für immer, 日本 '.repeat(500);

describe('content codings', () => {
  test.each([
    ['gzip', gzipSync(plain)],
    ['x-gzip', gzipSync(plain)],
    ['GZIP', gzipSync(plain)],
    ['deflate', deflateSync(plain)],
    ['deflate', deflateRawSync(plain)],
    ['br', brotliCompressSync(plain)],
    ['identity', Buffer.from(plain)],
    ['', Buffer.from(plain)],
    ['UTF-8', Buffer.from(plain)],
    ['iso-8859-1, gzip', gzipSync(plain)],
    ['8bit', Buffer.from(plain)],
    ['deflate, gzip', gzipSync(deflateSync(plain))],
  ])('undoes "%s"', async (coding, body) => {
    const site = await origin({ '/f': { headers: { 'content-encoding': coding }, body } });
    expect(text(await fetcher().fetch(feed(`${site.url}/f`)))).toBe(plain);
  });

  test('undoes the compression of a file that is served as it lies there', async () => {
    const site = await origin({
      '/f.gz': { headers: { 'content-type': 'application/gzip' }, body: gzipSync(plain) },
      '/again.gz': { headers: { 'content-encoding': 'gzip' }, body: gzipSync(gzipSync(plain)) },
    });
    expect(text(await fetcher().fetch(feed(`${site.url}/f.gz`)))).toBe(plain);
    expect(text(await fetcher().fetch(feed(`${site.url}/again.gz`)))).toBe(plain);
  });

  test.each([
    ['an unknown one', 'compress', gzipSync(plain)],
    ['one that is not what it says', 'gzip', Buffer.from(plain)],
    ['one that breaks off', 'gzip', gzipSync(plain).subarray(0, 60)],
    ['an empty body that claims brotli', 'br', Buffer.alloc(0)],
    ['more than two', 'gzip, gzip, gzip', gzipSync(gzipSync(gzipSync(plain)))],
  ])('refuses %s', async (_, coding, body) => {
    const site = await origin({ '/f': { headers: { 'content-encoding': coding }, body } });
    expect(outcome(await fetcher().fetch(feed(`${site.url}/f`)))).toBe('bad-encoding');
  });
});

describe('size', () => {
  const zeros = Buffer.alloc(20_000_000);

  test.each([
    ['gzip', gzipSync(zeros)],
    ['br', brotliCompressSync(zeros)],
    ['gzip, gzip', gzipSync(gzipSync(zeros))],
  ])('counts what a %s bomb becomes, not what it was', async (coding, body) => {
    expect(body.length).toBeLessThan(30_000);
    const site = await origin({ '/f': { headers: { 'content-encoding': coding }, body } });
    const result = await fetcher({ maxBytes: 1_000_000 }).fetch(feed(`${site.url}/f`));
    expect(result).toMatchObject({
      kind: 'failed',
      failure: { code: 'too-large', message: expect.stringContaining('1 MB') },
    });
  });

  test.each([
    [1000, 'fetched'],
    [1001, 'too-large'],
  ])('%i bytes where 1000 are allowed: %s', async (length, code) => {
    const site = await origin((_, response) => {
      response.write(Buffer.alloc(length - 1));
      response.end('x');
    });
    expect(outcome(await fetcher({ maxBytes: 1000 }).fetch(feed(site.url)))).toBe(code);
  });

  test('does not read what a Content-Length says to be too much', async () => {
    const site = await origin((_, response) => {
      response.writeHead(200, { 'content-length': '5000000' });
      response.write('x');
    });
    expect(outcome(await fetcher().fetch(feed(site.url)))).toBe('too-large');
  });

  test('an endless body ends at the limit', async () => {
    const site = await origin((_, response) => {
      const pour = () => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384)));
      };
      response.on('drain', pour);
      pour();
    });
    expect(outcome(await fetcher().fetch(feed(site.url)))).toBe('too-large');
  });

  test('a robots.txt is cut there instead', async () => {
    const site = await origin({ '/robots.txt': 'x'.repeat(600_000) });
    const result = await fetcher().fetch({ url: `${site.url}/robots.txt`, accept: 'robots' });
    expect(text(result)).toHaveLength(500 * 1024);
  });

  test.each([
    ['one huge header', { 'x-big': 'x'.repeat(60_000) }],
    ['many headers', Object.fromEntries(Array.from({ length: 900 }, (_, i) => [`x-${i}`, 'x'.repeat(40)]))],
  ])('refuses %s', async (_, headers) => {
    const site = await origin({ '/': { headers } });
    expect(outcome(await fetcher().fetch(feed(site.url)))).toBe('too-large');
  });
});

describe('time', () => {
  const drip = (write: (socket: Socket) => void) => async () => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      const timer = setInterval(() => write(socket), 20);
      socket.on('close', () => clearInterval(timer));
    });
    server.listen(0, '127.7.7.7');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    return `http://127.7.7.7:${(server.address() as AddressInfo).port}/`;
  };
  const started = new WeakSet<Socket>();
  const onceStarted = (socket: Socket, start: string, then: string) => {
    socket.write(started.has(socket) ? then : start);
    started.add(socket);
  };
  const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';

  test.each([
    ['silence', drip(() => {})],
    ['dripping headers', drip((socket) => onceStarted(socket, 'HTTP/1.1 200 OK\r\nX-Drip: ', 'x'))],
    ['a dripping body', drip((socket) => onceStarted(socket, CHUNKED, '1\r\nx\r\n'))],
  ])('%s cannot stretch the deadline', async (_, start) => {
    const result = await fetcher({ timeoutMs: 150 }).fetch(feed(await start()));
    expect(outcome(result)).toBe('timeout');
  });

  test('a body of gzip that never gets anywhere ends at the deadline', async () => {
    const site = await origin((_, response) => {
      response.writeHead(200, { 'content-encoding': 'deflate' });
      response.write(Buffer.from([0x78]));
    });
    expect(outcome(await fetcher({ timeoutMs: 100 }).fetch(feed(site.url)))).toBe('timeout');
  });

  test('redirects share one deadline', async () => {
    const site = await origin((request, response) => {
      const at = Number(request.url?.slice(1));
      setTimeout(() => response.writeHead(302, { location: `/${at + 1}` }).end(), 70);
    });
    expect(outcome(await fetcher({ timeoutMs: 150 }).fetch(feed(`${site.url}/0`)))).toBe('timeout');
    expect(site.requests.length).toBeLessThanOrEqual(3);
  });

  test('a caller can stop it', async () => {
    const site = await origin(() => {});
    const stop = new AbortController();
    const running = fetcher().fetch({ ...feed(site.url), signal: stop.signal });
    setTimeout(() => stop.abort(), 30);
    expect(await running).toMatchObject({ failure: { message: expect.stringContaining('run ended') } });
    expect(outcome(await fetcher().fetch({ ...feed(site.url), signal: stop.signal }))).toBe('timeout');
  });
});

describe('answers that lie', () => {
  const raw = (answer: string) => async () => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(answer));
    });
    server.listen(0, '127.7.7.8');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    return `http://127.7.7.8:${(server.address() as AddressInfo).port}/`;
  };

  test.each([
    ['promises more than it sends', raw('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort'), 'network'],
    [
      'breaks off within a chunk',
      raw('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nx'),
      'network',
    ],
    ['is no HTTP', raw('SSH-2.0-OpenSSH_9.2\r\n'), 'network'],
    ['is nothing', raw(''), 'network'],
    [
      'has two lengths',
      raw('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 3\r\n\r\nabc'),
      'network',
    ],
  ])('one that %s fails', async (_, start, code) => {
    expect(outcome(await fetcher().fetch(feed(await start())))).toBe(code);
  });

  test('never reads beyond the length that was stated', async () => {
    const start = raw('HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabcdefgh');
    const result = await fetcher().fetch(feed(await start()));
    expect(['', 'abc']).toContain(text(result));
  });
});
