import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Lookup } from '../../src/fetch/dispatcher.ts';
import { createPoster, type Poster } from '../../src/fetch/post.ts';
import { config } from '../publish/site/newsroom.ts';
import { type Origin, startOrigin } from '../support/origin.ts';

const FORM = { 'hub.mode': 'publish', 'hub.url': 'https://feed.example/a b&c' };

const posters: Poster[] = [];
afterEach(() => Promise.all(posters.splice(0).map((poster) => poster.close())));

function poster(
  { allowPrivate = ['127.0.0.0/8'], timeoutMs = 5000 } = {},
  options: { lookup?: Lookup } = {},
): Poster {
  const network = { ...config.network, userAgent: 'mia/1', timeoutMs, allowPrivate };
  const made = createPoster(network, options);
  posters.push(made);
  return made;
}

type Got = { url: string; method: string; type: string; agent: string; body: string };

/** A server that answers every path by `answer`, and what it got. */
async function server(answer: (path: string) => { status: number; location?: string; body?: string }) {
  const got: Got[] = [];
  const origin: Origin = await startOrigin(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    got.push({
      url: request.url ?? '',
      method: request.method ?? '',
      type: request.headers['content-type'] ?? '',
      agent: request.headers['user-agent'] ?? '',
      body: Buffer.concat(chunks).toString(),
    });
    const { status, location, body = '' } = answer(request.url ?? '');
    response.writeHead(status, location === undefined ? {} : { location }).end(body);
  });
  onTestFinished(() => origin.close());
  return { url: origin.url, got };
}

test('a form arrives as forms do, and the answer is its status', async () => {
  const { url, got } = await server(() => ({ status: 204 }));
  expect(await poster().post(`${url}/hub?x=1`, FORM)).toEqual({ ok: true, value: 204 });
  expect(got).toEqual([
    {
      url: '/hub?x=1',
      method: 'POST',
      type: 'application/x-www-form-urlencoded',
      agent: 'mia/1',
      body: 'hub.mode=publish&hub.url=https%3A%2F%2Ffeed.example%2Fa+b%26c',
    },
  ]);
});

describe('a redirect', () => {
  test.each([307, 308])('by %i is followed with the form', async (status) => {
    const { url, got } = await server((path) =>
      path === '/a' ? { status, location: '/b' } : { status: 202 },
    );
    expect(await poster().post(`${url}/a`, FORM)).toEqual({ ok: true, value: 202 });
    expect(got.map(({ url, method }) => `${method} ${url}`)).toEqual(['POST /a', 'POST /b']);
    expect(got[1]?.body).toBe(got[0]?.body);
  });

  test.each([301, 302, 303])('by %i is an answer like any other', async (status) => {
    const { url, got } = await server(() => ({ status, location: '/b' }));
    expect(await poster().post(`${url}/a`, FORM)).toEqual({ ok: true, value: status });
    expect(got).toHaveLength(1);
  });

  test('is followed three times', async () => {
    const { url, got } = await server((path) => ({ status: 307, location: `${path}a` }));
    expect(await poster().post(`${url}/`, FORM)).toMatchObject({
      ok: false,
      error: { code: 'too-many-redirects' },
    });
    expect(got.map(({ url }) => url)).toEqual(['/', '/a', '/aa', '/aaa']);
  });

  test.each([
    ['nowhere', undefined],
    ['a file', 'file:///etc/passwd'],
    ['a name and a password', 'http://user:pass@127.0.0.1/'],
  ])('to %s leads nowhere', async (_, location) => {
    const { url, got } = await server(() => ({ status: 307, ...(location && { location }) }));
    expect(await poster().post(`${url}/`, FORM)).toMatchObject({ ok: false, error: { code: 'bad-url' } });
    expect(got).toHaveLength(1);
  });

  test('from a server that may be asked to one that may not is not followed', async () => {
    const inner = await server(() => ({ status: 200 }));
    const { url } = await server(() => ({ status: 307, location: `${inner.url}/admin` }));
    const allowPrivate = [new URL(url).hostname];
    expect(await poster({ allowPrivate }).post(`${url}/`, FORM)).toMatchObject({
      ok: false,
      error: { code: 'blocked-address' },
    });
    expect(inner.got).toEqual([]);
  });
});

describe('nothing is sent', () => {
  test('to a private address, by number or by name', async () => {
    const { url, got } = await server(() => ({ status: 200 }));
    const { hostname, port } = new URL(url);
    const lookup: Lookup = (_, __, done) => done(null, [{ address: hostname, family: 4 }]);
    const guarded = poster({ allowPrivate: [] }, { lookup });
    for (const hub of [url, `http://hub.example:${port}`])
      expect(await guarded.post(`${hub}/`, FORM)).toMatchObject({
        ok: false,
        error: { code: 'blocked-address' },
      });
    expect(got).toEqual([]);
  });

  test.each(['ftp://hub.example/', 'not an address', ''])('to %j', async (url) => {
    expect(await poster().post(url, FORM)).toMatchObject({ ok: false, error: { code: 'bad-url' } });
  });
});

test('a server that says nothing is waited for no longer than is allowed', async () => {
  const silent = await startOrigin(() => {});
  onTestFinished(() => silent.close());
  expect(await poster({ timeoutMs: 200 }).post(`${silent.url}/`, FORM)).toMatchObject({
    ok: false,
    error: { code: 'timeout' },
  });
});

test('who asks may give up', async () => {
  const silent = await startOrigin(() => {});
  onTestFinished(() => silent.close());
  const asking = poster().post(`${silent.url}/`, FORM, AbortSignal.timeout(100));
  expect(await asking).toMatchObject({ ok: false, error: { code: 'network' } });
});

test('an answer without an end is not read to its end', async () => {
  const endless = await startOrigin((_, response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(16_384)));
    };
    response.on('drain', more);
    more();
  });
  onTestFinished(() => endless.close());
  expect(await poster().post(`${endless.url}/`, FORM)).toEqual({ ok: true, value: 200 });
});
