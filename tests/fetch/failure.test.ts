import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { codeOfError, failure } from '../../src/fetch/failure.ts';
import { guests, outcome } from './support.ts';

const { origin, fetcher } = guests();
const feed = (url: string) => ({ url, accept: 'feed' as const });

describe('statuses', () => {
  test.each([
    [300, 'http-error'],
    [305, 'http-error'],
    [400, 'http-error'],
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [410, 'gone'],
    [418, 'http-error'],
    [429, 'rate-limited'],
    [451, 'forbidden'],
    [500, 'server-error'],
    [503, 'server-error'],
    [599, 'server-error'],
    [206, 'http-error'],
    [204, 'fetched'],
    [203, 'fetched'],
  ])('%i: %s', async (status, code) => {
    const site = await origin({ '/': { status } });
    const result = await fetcher().fetch(feed(site.url));
    expect(outcome(result)).toBe(code);
    if (result.kind === 'failed')
      expect(result.failure).toMatchObject({
        httpStatus: status,
        message: expect.stringContaining(site.host),
      });
  });

  test('a Retry-After is handed on, whatever the error', async () => {
    const site = await origin({ '/': { status: 500, headers: { 'retry-after': '60' } } });
    expect(await fetcher().fetch(feed(site.url))).toMatchObject({ retryAfterMs: 60_000 });
  });
});

describe('bot challenges are called what they are', () => {
  const page = (html: string) => `<!DOCTYPE html><html><head>${html}</head><body></body></html>`;

  test.each<[string, number, Record<string, string>, string, string]>([
    ['Cloudflare', 403, { 'cf-mitigated': 'challenge' }, '', 'challenge'],
    ['Cloudflare', 503, { server: 'cloudflare' }, page('<title>Just a moment...</title>'), 'challenge'],
    ['Cloudflare', 200, { 'cf-mitigated': 'challenge' }, '', 'challenge'],
    [
      'Cloudflare',
      200,
      {},
      page('<script src="/cdn-cgi/challenge-platform/h/b/x.js"></script>'),
      'challenge',
    ],
    ['DataDome', 403, { 'x-datadome': 'protected' }, '', 'challenge'],
    ['DataDome', 403, {}, page('<script src="https://geo.captcha-delivery.com/c.js"></script>'), 'challenge'],
    ['Imperva Incapsula', 403, {}, page('<iframe src="/_Incapsula_Resource?x">'), 'challenge'],
    ['HUMAN (PerimeterX)', 403, {}, page('<div id="px-captcha">'), 'challenge'],
    ['Akamai', 403, { server: 'AkamaiGHost' }, page('https://errors.edgesuite.net/18.1'), 'challenge'],
    ['AWS WAF', 202, { 'x-amzn-waf-action': 'challenge' }, '', 'challenge'],
    [
      'SiteGround',
      202,
      {},
      page('<meta http-equiv="refresh" content="0;/.well-known/sgcaptcha/?r=%2F">'),
      'challenge',
    ],
    ['Vercel', 429, { 'x-vercel-mitigated': 'challenge' }, '', 'challenge'],
    ['Anubis', 200, {}, page('<script id="anubis_challenge">'), 'challenge'],
    ['no one: a plain refusal', 403, { server: 'cloudflare' }, page('<h1>Forbidden</h1>'), 'forbidden'],
    ['no one: a server error', 503, {}, page('<h1>Back soon</h1>'), 'server-error'],
    ['no one: a protected site that answers', 200, { 'x-datadome': 'protected' }, '<rss/>', 'fetched'],
    ['no one: a feed about it', 200, {}, '<rss><title>Just a moment... px-captcha</title></rss>', 'fetched'],
    ['no one: missing', 404, { 'x-datadome': 'protected' }, '', 'not-found'],
  ])('%s (%i)', async (who, status, headers, body, code) => {
    const site = await origin({ '/': { status, headers, body } });
    const result = await fetcher().fetch(feed(site.url));
    expect(outcome(result)).toBe(code);
    if (code === 'challenge')
      expect(result).toMatchObject({ failure: { message: expect.stringContaining(who) } });
  });

  test('an article’s page about them is an article', async () => {
    const site = await origin({ '/': page('<title>Just a moment...</title>') });
    expect(outcome(await fetcher().fetch({ url: site.url, accept: 'page' }))).toBe('fetched');
  });
});

describe('what goes wrong on the way', () => {
  test('a closed port', async () => {
    const site = await origin();
    await site.close();
    expect(outcome(await fetcher().fetch(feed(site.url)))).toBe('refused');
  });

  test('a name that does not exist', async () => {
    const error = Object.assign(new Error(), { code: 'ENOTFOUND' });
    const result = await fetcher({}, { lookup: (_, __, done) => done(error, []) }).fetch(
      feed('http://no.example/'),
    );
    expect(result).toMatchObject({
      failure: { code: 'dns', message: expect.stringContaining('no.example') },
    });
  });

  test('a server that speaks no TLS', async () => {
    const site = await origin({ '/': 'x' });
    expect(outcome(await fetcher().fetch(feed(site.url.replace('http:', 'https:'))))).toBe('tls');
  });

  test('a connection that is cut at once', async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, '127.7.7.9');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    expect(outcome(await fetcher().fetch(feed(`http://127.7.7.9:${port}/`)))).toBe('network');
  });

  test.each([
    ['once, after an answer, is opened anew', 1, 'fetched', 2],
    ['again and again is given up', 9, 'network', 2],
  ])('a connection that is cut where the next request comes: %s', async (_, cuts, expected, connections) => {
    let seen = 0;
    const server = createServer((socket) => {
      const isCut = ++seen <= cuts;
      socket.on('error', () => {});
      socket.on('data', (asked) => {
        const isFirst = asked.includes('GET /moved ');
        if (isFirst) socket.write('HTTP/1.1 302 Found\r\nLocation: /feed\r\nContent-Length: 0\r\n\r\n');
        else if (isCut) socket.end(seen > 1 ? 'HTTP/1.1' : '');
        else socket.end('HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx');
      });
    }).listen(0, '127.7.7.10');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const result = await fetcher({ perHost: 1 }).fetch(feed(`http://127.7.7.10:${port}/moved`));
    expect(outcome(result)).toBe(expected);
    expect(seen).toBe(connections);
  });

  test('a header that cannot be sent is named, not its value', async () => {
    const site = await origin({ '/': 'x' });
    const result = await fetcher().fetch({ ...feed(site.url), headers: { 'X-Key': 'secret\nvalue' } });
    expect(outcome(result)).toBe('bad-url');
    expect(JSON.stringify(result)).not.toContain('secret');
  });

  test.each([
    ['ENOTFOUND', 'dns'],
    ['EAI_AGAIN', 'dns'],
    ['ECONNREFUSED', 'refused'],
    ['ECONNRESET', 'network'],
    ['EHOSTUNREACH', 'network'],
    ['UND_ERR_SOCKET', 'network'],
    ['HPE_INVALID_CONSTANT', 'network'],
    ['ETIMEDOUT', 'timeout'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
    ['UND_ERR_HEADERS_OVERFLOW', 'too-large'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
    ['EPROTO', 'tls'],
    ['Z_DATA_ERROR', 'bad-encoding'],
    ['ERR__ERROR_FORMAT_PADDING_1', 'bad-encoding'],
    [undefined, 'network'],
  ])('%s: %s', (code, expected) => {
    expect(codeOfError(Object.assign(new Error(), { code })).code).toBe(expected);
  });
});

test('every sentence names the host, where there is one, and ends like a sentence', () => {
  const codes =
    'blocked-address dns refused tls network timeout too-large bad-encoding redirect-loop too-many-redirects bad-redirect forbidden challenge unauthorized not-found gone rate-limited server-error http-error host-held robots';
  for (const code of codes.split(' ')) {
    const { message } = failure(code as 'dns', { host: 'feeds.example.org' });
    expect(message).toMatch(/feeds\.example\.org.*\.$/);
  }
  expect(failure('bad-url', { host: '' }).message).toMatch(/http\(s\).*\.$/);
});
