import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { guests, NETWORK, outcome, text } from './support.ts';

const { origin, fetcher } = guests();
const feed = (url: string) => ({ url, accept: 'feed' as const });

describe('how we ask', () => {
  test('says who we are, wants feeds first, and sends nothing that tells of others', async () => {
    const site = await origin({ '/f?a=1&b': '<rss/>' });
    const result = await fetcher().fetch({ ...feed(`${site.url}/f?a=1&b#part`), headers: { 'X-Key': 'k' } });
    expect(text(result)).toBe('<rss/>');
    expect(result.url).toBe(`${site.url}/f?a=1&b`);
    const [seen] = site.requests;
    expect(seen?.path).toBe('/f?a=1&b');
    expect(seen?.headers).toEqual({
      host: site.host,
      connection: 'keep-alive',
      'user-agent': NETWORK.userAgent,
      accept: expect.stringMatching(
        /^application\/atom\+xml, application\/rss\+xml, application\/feed\+json/,
      ),
      'accept-encoding': 'gzip, deflate, br',
      'x-key': 'k',
    });
  });

  test('a source cannot make us claim to be someone else', async () => {
    const site = await origin({ '/': '' });
    await fetcher().fetch({ ...feed(site.url), headers: { 'User-Agent': 'Mozilla/5.0', Accept: 'text/x' } });
    expect(site.requests[0]?.headers).toMatchObject({ 'user-agent': NETWORK.userAgent, accept: 'text/x' });
  });

  test('a source’s headers cannot change what the request is', async () => {
    const site = await origin({ '/': '' });
    const headers = {
      Host: 'elsewhere.example',
      'If-None-Match': '"mine"',
      'Content-Length': '5',
      TE: 'trailers',
    };
    expect(outcome(await fetcher().fetch({ ...feed(site.url), headers }))).toBe('fetched');
    expect(Object.keys(site.requests[0]?.headers ?? {}).sort()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ]);
    expect(site.requests[0]?.headers.host).toBe(site.host);
  });

  test('leaves no timer behind', async () => {
    const site = await origin({ '/': '' });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const guest = fetcher({ timeoutMs: 60_000 });
    await guest.fetch(feed(site.url));
    const before = vi.getTimerCount();
    for (let at = 0; at < 5; at += 1) await guest.fetch(feed(site.url));
    expect(vi.getTimerCount()).toBeLessThan(before + 5);
  });

  test('keeps no cookies', async () => {
    const site = await origin({ '/': { headers: { 'set-cookie': ['a=1', 'b=2'] } } });
    const guest = fetcher();
    const first = await guest.fetch(feed(site.url));
    await guest.fetch(feed(site.url));
    expect(first.kind === 'fetched' && first.headers['set-cookie']).toBeUndefined();
    expect(site.requests[1]?.headers.cookie).toBeUndefined();
  });
});

describe('conditional requests', () => {
  const answers = (etag: string) => ({ '/f': { status: 304, headers: { etag } } });

  test.each([
    ['both', { etag: 'W/"é\\ "', lastModified: 'yesterday' }, ['W/"é\\ "', 'yesterday']],
    ['an ETag alone', { etag: 'unquoted', lastModified: null }, ['unquoted', undefined]],
    ['a date alone', { etag: null, lastModified: 'Mon, 01 Jan 2024' }, [undefined, 'Mon, 01 Jan 2024']],
    ['none', { etag: null, lastModified: null }, [undefined, undefined]],
  ])('sends %s byte for byte', async (_, validators, [etag, date]) => {
    const site = await origin({ '/f': 'x' });
    await fetcher().fetch({ ...feed(`${site.url}/f`), validators });
    expect(site.requests[0]?.headers['if-none-match']).toBe(etag);
    expect(site.requests[0]?.headers['if-modified-since']).toBe(date);
  });

  test('hands back validators byte for byte, and none that were not given', async () => {
    const site = await origin({
      '/f': { headers: { etag: 'W/"\xe9 \\"', 'last-modified': 'soon' } },
      '/g': 'x',
    });
    const given = await fetcher().fetch(feed(`${site.url}/f`));
    const none = await fetcher().fetch(feed(`${site.url}/g`));
    expect(given).toMatchObject({ validators: { etag: 'W/"\xe9 \\"', lastModified: 'soon' } });
    expect(none).toMatchObject({ validators: { etag: null, lastModified: null } });
  });

  test('a 304 may replace a validator, and keeps the other', async () => {
    const site = await origin(answers('"2"'));
    const result = await fetcher().fetch({
      ...feed(`${site.url}/f`),
      validators: { etag: '"1"', lastModified: 'd' },
    });
    expect(result).toMatchObject({ kind: 'unchanged', validators: { etag: '"2"', lastModified: 'd' } });
  });

  test('a 304 to an unconditional request is a failure, not a reason to keep what we have', async () => {
    const site = await origin(answers('"2"'));
    expect(outcome(await fetcher().fetch(feed(`${site.url}/f`)))).toBe('http-error');
  });
});

describe('redirects', () => {
  const to = (location: string, status = 301) => ({ status, headers: { location } });

  test.each([
    ['all permanent', [301, 308], true],
    ['one of them temporary', [301, 302], false],
    ['a 303', [303], false],
    ['a 307', [307, 301], false],
  ])('%s: permanentUrl only where every hop was permanent', async (_, statuses, permanent) => {
    const site = await origin({ [`/${statuses.length}`]: 'here' });
    statuses.forEach((status, at) => {
      site.set(`/${at}`, to(`/${at + 1}`, status));
    });
    const result = await fetcher().fetch(feed(`${site.url}/0`));
    const end = `${site.url}/${statuses.length}`;
    expect(result).toMatchObject({ kind: 'fetched', url: end, permanentUrl: permanent ? end : null });
  });

  test.each([
    ['a circle', { '/0': to('/1'), '/1': to('/0#x') }, 'redirect-loop'],
    ['itself', { '/0': to('/0') }, 'redirect-loop'],
    ['no Location', { '/0': { status: 302 } }, 'bad-redirect'],
    ['another scheme', { '/0': to('ftp://example.org/') }, 'bad-redirect'],
    ['a file', { '/0': to('file:///etc/passwd') }, 'bad-redirect'],
    ['a user name', { '/0': to('http://me:secret@127.0.0.1/') }, 'bad-redirect'],
    ['nonsense', { '/0': to('http://[') }, 'bad-redirect'],
    ['a private address', { '/0': to('http://10.0.0.1/') }, 'blocked-address'],
    ['a link-local address', { '/0': to('http://169.254.169.254/latest/meta-data') }, 'blocked-address'],
  ])('ends at %s', async (_, answers, code) => {
    const site = await origin(answers);
    expect(outcome(await fetcher().fetch(feed(`${site.url}/0`)))).toBe(code);
  });

  test.each([
    [5, 'fetched', 6],
    [6, 'too-many-redirects', 6],
  ])('%i in a row: %s after %i requests', async (count, code, requests) => {
    const site = await origin({ [`/${count}`]: 'here' });
    for (let at = 0; at < count; at += 1) site.set(`/${at}`, to(`/${at + 1}`));
    expect(outcome(await fetcher().fetch(feed(`${site.url}/0`)))).toBe(code);
    expect(site.requests).toHaveLength(requests);
  });

  test('keys stay with their origin, validators with their URL', async () => {
    const other = await origin({ '/c': 'x' });
    const site = await origin({ '/a': to('/b'), '/b': to(`${other.url}/c`) });
    await fetcher().fetch({
      ...feed(`${site.url}/a`),
      headers: { Authorization: 'Bearer secret', 'X-Key': 'k', Cookie: 'c=1' },
      validators: { etag: '"1"', lastModified: 'd' },
    });
    const secret = { authorization: 'Bearer secret', 'x-key': 'k', cookie: 'c=1' };
    const conditions = ['if-none-match', 'if-modified-since'];
    expect(site.requests[0]?.headers).toMatchObject({ ...secret, 'if-none-match': '"1"' });
    expect(site.requests[1]?.headers).toMatchObject(secret);
    for (const name of conditions) expect(site.requests[1]?.headers).not.toHaveProperty(name);
    for (const name of [...Object.keys(secret), ...conditions, 'referer'])
      expect(other.requests[0]?.headers).not.toHaveProperty(name);
  });

  test('reads an address that was written in UTF-8', async () => {
    const location = Buffer.from('/médecine').toString('latin1');
    const site = await origin({ '/0': to(location), '/m%C3%A9decine': 'x' });
    expect(outcome(await fetcher().fetch(feed(`${site.url}/0`)))).toBe('fetched');
  });
});

describe('two at once', () => {
  test('equal requests cost one, others do not', async () => {
    const site = await origin({ '/f': 'x', '/g': 'y' });
    const guest = fetcher();
    const results = await Promise.all([
      guest.fetch(feed(`${site.url}/f`)),
      guest.fetch(feed(`${site.url}/f`)),
      guest.fetch(feed(`${site.url}/g`)),
      guest.fetch({ ...feed(`${site.url}/f`), headers: { 'X-Key': 'k' } }),
      guest.fetch({ ...feed(`${site.url}/f`), validators: { etag: '"1"', lastModified: null } }),
    ]);
    expect(results.map(text)).toEqual(['x', 'x', 'y', 'x', 'x']);
    expect(site.requests.map(({ path }) => path).sort()).toEqual(['/f', '/f', '/f', '/g']);
  });

  test('a later one asks anew', async () => {
    const site = await origin({ '/f': 'x' });
    const guest = fetcher();
    await guest.fetch(feed(`${site.url}/f`));
    await guest.fetch(feed(`${site.url}/f`));
    expect(site.requests).toHaveLength(2);
  });
});
