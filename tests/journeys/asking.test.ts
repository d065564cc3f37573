import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, type Origin, startOrigin } from '../support/origin.ts';
import { configFor, type Workplace, workplace } from '../support/workplace.ts';

const START = Date.parse('2026-03-02T00:30:00Z');
const at = (hours: number) => new Date(START + hours * 3_600_000).toISOString();

const rss = (title: string, channel = '') =>
  `<rss version="2.0"><channel><title>${title}</title><link>http://${title}.example.org/</link><description>d</description>${channel}` +
  `<item><title>${title} first</title><link>http://${title}.example.org/1</link><guid>${title}-1</guid></item></channel></rss>`;

let place: Workplace;
let opened: Origin[] = [];

beforeEach(async () => {
  place = await workplace();
});
afterEach(async () => {
  await Promise.all(opened.map((origin) => origin.close()));
  opened = [];
  await place.remove();
});

async function open(answers: Record<string, Answer>): Promise<Origin> {
  const origin = await startOrigin(answers);
  opened.push(origin);
  return origin;
}

const conditions = ({ requests }: Origin) =>
  requests.map(({ headers }) => [headers['if-none-match'] ?? null, headers['if-modified-since'] ?? null]);

describe('validators', () => {
  it('come back byte for byte, each only if it was given', async () => {
    const latin1 = (text: string) => Buffer.from(text).toString('latin1');
    const given: [string, Record<string, string>][] = [
      ['strong', { etag: '"33a64df5"', 'last-modified': 'Mon, 02 Mar 2026 00:00:00 GMT' }],
      ['weak', { etag: 'W/"0815"' }],
      ['spaces', { etag: '"a b, c"' }],
      ['unquoted', { etag: 'abc=def' }],
      ['latin', { etag: '"caf\u00e9"' }],
      ['utf', { etag: latin1('"naïve – 日本"') }],
      ['empty-tag', { etag: '""' }],
      ['no-date', { 'last-modified': 'yesterday, about noon' }],
      ['zone', { 'last-modified': 'Mon, 2 Mar 2026 01:00:00 +0100' }],
    ];
    const origins = await Promise.all(
      given.map(([name, headers]) => open({ '/feed': { headers, body: rss(name) } })),
    );
    await place.configure(
      configFor(given.map(([id], n) => ({ id, url: `${(origins[n] as Origin).url}/feed` }))),
    );
    await place.refresh(at(0));
    await place.refresh(at(2));
    expect(origins.map((origin) => conditions(origin)[1])).toEqual(
      given.map(([, headers]) => [headers.etag ?? null, headers['last-modified'] ?? null]),
    );
  });

  it('are kept with articles only, are replaced by a 304, and are not believed for more than 14 days', async () => {
    const unreadable = await open({ '/feed': { headers: { etag: '"bad"' }, body: '<html><p>soon</html>' } });
    const changing = await open({ '/feed': { headers: { etag: '"1"' }, body: rss('changing') } });
    const forever = await open({
      '/feed': (request, response) => {
        const asked = request.headers['if-none-match'];
        response.writeHead(asked ? 304 : 200, { etag: '"x"' }).end(asked ? '' : rss('forever'));
      },
    });
    await place.configure(
      configFor(
        Object.entries({ unreadable, changing, forever }).map(([id, { url }]) => ({
          id,
          url: `${url}/feed`,
        })),
      ),
    );
    await place.refresh(at(0));
    changing.set('/feed', { status: 304, headers: { etag: '"2"' } });
    await place.refresh(at(2));
    await place.refresh(at(4), '--force');
    await place.refresh(at(24 * 15));
    expect(conditions(unreadable).flat().filter(Boolean)).toEqual([]);
    expect(conditions(changing).map(([etag]) => etag)).toEqual([null, '"1"', '"2"', null]);
    expect(conditions(forever).map(([etag]) => etag)).toEqual([null, '"x"', '"x"', null]);
  });
});

describe('redirects', () => {
  it('for good are used directly after three visits, shown by status, and never written to sources.json', async () => {
    const fresh = await open({ '/new': { headers: { etag: '"n"' }, body: rss('moved') } });
    const old = await open({
      '/feed': { status: 301, headers: { location: `${fresh.url}/new` } },
      '/for-now': { status: 302, headers: { location: `${fresh.url}/new?now` } },
    });
    fresh.set('/new?now', rss('elsewhere'));
    const headers = { 'X-Key': 'secret' };
    await place.configure(
      configFor([
        { id: 'moved', url: `${old.url}/feed`, headers },
        { id: 'elsewhere', url: `${old.url}/for-now`, headers },
      ]),
    );
    const before = await place.read('sources.json');
    for (const hours of [0, 2, 4, 6, 8]) await place.refresh(at(hours));
    const paths = ({ requests }: Origin, path: string) =>
      requests.filter((seen) => seen.path === path).length;
    expect([paths(old, '/feed'), paths(old, '/for-now')]).toEqual([3, 5]);
    expect([paths(fresh, '/new'), paths(fresh, '/new?now')]).toEqual([5, 5]);
    expect(old.requests.map(({ headers: sent }) => sent['x-key'])).toEqual(Array(8).fill('secret'));
    expect(fresh.requests.map(({ headers: sent }) => sent['x-key'])).toEqual(Array(10).fill(undefined));
    const direct = fresh.requests.filter(({ path }) => path === '/new').slice(3);
    expect(direct.map(({ headers: sent }) => sent['if-none-match'])).toEqual(['"n"', '"n"']);
    expect((await place.run('status', '--now', at(9))).stdout).toContain(
      `It moved. Write "url": "${fresh.url}/new" in sources.json.`,
    );
    expect(await place.read('sources.json')).toBe(before);
  });

  it('that lead into private networks, to files or nowhere end there', async () => {
    const lures: [id: string, location: string, code: string][] = [
      ['private', 'http://10.20.30.40/feed', 'blocked-address'],
      ['mapped', 'http://[::ffff:10.0.0.1]/feed', 'blocked-address'],
      ['metadata', 'http://169.254.169.254/latest/meta-data', 'blocked-address'],
      ['number', 'http://167772161/feed', 'blocked-address'],
      ['file', 'file:///etc/passwd', 'bad-redirect'],
      ['itself', '/feed', 'redirect-loop'],
    ];
    const origins = await Promise.all(
      lures.map(([, location]) => open({ '/feed': { status: 301, headers: { location } } })),
    );
    await place.configure(
      configFor(lures.map(([id], n) => ({ id, url: `${(origins[n] as Origin).url}/feed` }))),
    );
    const report = await place.refresh(at(0));
    expect(report.sources.map(({ id, error }) => [id, error?.code])).toEqual(
      lures.map(([id, , code]) => [id, code]),
    );
  });
});

describe('patience', () => {
  it('a Retry-After, in seconds or as a date, holds the whole host, also after a restart and with --force', async () => {
    const busy = (retryAfter: string, status: number): Answer => ({
      status,
      headers: { 'retry-after': retryAfter },
    });
    const seconds = await open({ '/a': busy('10800', 429), '/b': rss('b') });
    const date = await open({
      '/c': busy(new Date(START + 3 * 3_600_000).toUTCString(), 503),
      '/d': rss('d'),
    });
    const sources = [
      { id: 'a', url: `${seconds.url}/a` },
      { id: 'b', url: `${seconds.url}/b` },
      { id: 'c', url: `${date.url}/c` },
      { id: 'd', url: `${date.url}/d` },
    ];
    await place.configure(configFor(sources));
    await place.refresh(at(0));
    const first = [seconds.requests.length, date.requests.length];
    expect(first).toEqual([1, 1]);
    for (const hours of [1.5, 2.9]) {
      const report = await place.refresh(at(hours), '--force');
      expect(report.sources.map(({ status }) => status)).toEqual(Array(4).fill('skipped'));
    }
    expect([seconds.requests.length, date.requests.length]).toEqual(first);
    // A source that was never asked for is told of the hold, too.
    await place.configure(configFor([...sources, { id: 'e', url: `${seconds.url}/e` }]));
    const { stdout } = await place.run('status', '--json', '--now', at(1.5));
    const next = (JSON.parse(stdout).sources as { nextVisitAt: string }[]).map(({ nextVisitAt }) =>
      Math.round((Date.parse(nextVisitAt) - START) / 60_000),
    );
    expect(next).toEqual(Array(5).fill(180));
    const table = (await place.run('status', '--now', at(2.5))).stdout;
    expect(table.match(/in (?:29|30) min/g)).toHaveLength(5);
    await place.refresh(at(3.1));
    expect(seconds.requests.length + date.requests.length).toBeGreaterThan(2);
  });

  it('grows with what a server says no with: 403, a challenge, 404, 410, 429', async () => {
    const origin = async (answer: Answer) => `${(await open({ '/feed': answer })).url}/feed`;
    const challenge = { status: 503, headers: { 'cf-mitigated': 'challenge' }, body: 'Just a moment...' };
    await place.configure(
      configFor([
        { id: 'forbidden', url: await origin({ status: 403 }) },
        { id: 'challenge', url: await origin(challenge) },
        { id: 'missing', url: await origin({ status: 404 }) },
        { id: 'gone', url: await origin({ status: 410 }) },
        { id: 'too-many', url: await origin({ status: 429 }) },
      ]),
    );
    const visits = () => opened.map(({ requests }) => requests.length);
    const first = await place.refresh(at(0));
    expect(first.sources.map(({ error }) => error?.code)).toEqual([
      'forbidden',
      'challenge',
      'not-found',
      'gone',
      'rate-limited',
    ]);
    await place.refresh(at(1.2));
    expect(visits()).toEqual([1, 1, 2, 1, 2]);
    await place.refresh(at(3.9));
    expect(visits()).toEqual([1, 1, 3, 1, 3]);
    await place.refresh(at(4.5));
    expect(visits()).toEqual([2, 2, 3, 1, 3]);
    await place.refresh(at(24 * 40));
    expect(visits()).toEqual([3, 3, 4, 1, 4]);
    const { stdout } = await place.run('status', '--now', at(24 * 40));
    expect(stdout).toContain('The site wants a browser.');
    expect(stdout).toContain('The feed is gone for good (410).');
  });

  it('stretches to what feeds and headers ask for, on 304 as on 200', async () => {
    const feeds: [id: string, answer: { headers?: Record<string, string>; body: string }][] = [
      ['nothing', { body: rss('nothing') }],
      ['ttl', { body: rss('ttl', '<ttl>240</ttl>') }],
      [
        'max-age',
        { headers: { 'cache-control': 'public, max-age=18000', age: '3600' }, body: rss('max-age') },
      ],
      [
        'expires',
        { headers: { expires: new Date(START + 4 * 3_600_000).toUTCString() }, body: rss('expires') },
      ],
      [
        'skip-hours',
        { body: rss('skip', '<skipHours><hour>1</hour><hour>2</hour><hour>3</hour></skipHours>') },
      ],
      [
        'absurd',
        { headers: { 'cache-control': 'max-age=99999999999' }, body: rss('absurd', '<ttl>-5</ttl>') },
      ],
      [
        'period',
        {
          body: rss(
            'period',
            '<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>6</sy:updateFrequency>',
          ).replace('<rss ', '<rss xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" '),
        },
      ],
    ];
    for (const [, { headers = {}, body }] of feeds) {
      await open({
        '/feed': (request, response) => {
          const known = request.headers['if-none-match'] !== undefined;
          response.writeHead(known ? 304 : 200, {
            date: new Date(START).toUTCString(),
            etag: '"1"',
            ...headers,
          });
          response.end(known ? '' : body);
        },
      });
    }
    await place.configure(
      configFor(feeds.map(([id], n) => ({ id, url: `${(opened[n] as Origin).url}/feed` }))),
    );
    const visits = () => opened.map(({ requests }) => requests.length);
    await place.refresh(at(0));
    await place.refresh(at(1.1));
    expect(visits()).toEqual([2, 1, 1, 1, 1, 2, 1]);
    await place.refresh(at(3.6));
    expect(visits()).toEqual([3, 1, 1, 1, 2, 3, 1]);
    await place.refresh(at(4.2));
    expect(visits()).toEqual([3, 2, 2, 2, 2, 3, 2]);
    await place.refresh(at(5.5));
    expect(visits()).toEqual([4, 2, 2, 2, 3, 4, 2]);
  });
});

describe('a guest', () => {
  it('says who it is, once for two sources of one address, and leaves alone what is switched off', async () => {
    const origin = await open({ '/feed': rss('one'), '/off': rss('off') });
    await place.configure(
      configFor([
        { id: 'one', url: `${origin.url}/feed` },
        { id: 'same', url: `${origin.url}/feed` },
        { id: 'off', url: `${origin.url}/off`, enabled: false },
      ]),
    );
    const report = await place.refresh(
      at(0),
      '--source',
      'one',
      '--source',
      'same',
      '--source',
      'one',
      '--source',
      'off',
    );
    expect(report.sources.map(({ id, status }) => [id, status])).toEqual([
      ['one', 'updated'],
      ['same', 'updated'],
      ['off', 'skipped'],
    ]);
    await place.refresh(at(2), '--force');
    expect(origin.requests.map(({ path }) => path)).toEqual(['/feed', '/feed']);
    const headers = origin.requests[0]?.headers ?? {};
    expect(headers['user-agent']).toMatch(
      /^MiasFeed\/\d+\.\d+\.\d+ \(\+https:\/\/feed\.example\.org\/about\/\)$/,
    );
    expect(headers.accept).toMatch(/^application\/atom\+xml, application\/rss\+xml, application\/feed\+json/);
    expect(headers['accept-encoding']?.toString().split(/,\s*/).sort()).toEqual(['br', 'deflate', 'gzip']);
    expect([headers.cookie, headers.referer]).toEqual([undefined, undefined]);
    expect(await place.run('refresh', '--source', 'on')).toMatchObject({ code: 2, stdout: '' });
    expect(origin.requests).toHaveLength(2);
  });

  it('asks one host one at a time, and is not fooled by a small answer that unpacks to gigabytes', async () => {
    let open = 0;
    let most = 0;
    const starts: number[] = [];
    const slow: Answer = async (_, response) => {
      starts.push(performance.now());
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setTimeout(resolve, 60));
      open -= 1;
      response.end(rss('slow'));
    };
    const host = await startOrigin({ '/1': slow, '/2': slow, '/3': slow });
    const bomb = await startOrigin({
      '/feed': { headers: { 'content-encoding': 'gzip' }, body: gzipSync(Buffer.alloc(200_000_000, ' ')) },
    });
    opened.push(host, bomb);
    const sources = ['1', '2', '3'].map((path) => ({ id: `s${path}`, url: `${host.url}/${path}` }));
    const config = configFor([...sources, { id: 'bomb', url: `${bomb.url}/feed` }]) as { network: object };
    config.network = { ...config.network, perHostDelaySeconds: 1 };
    await place.configure(config);
    const report = await place.refresh(at(0));
    expect(report.sources.map(({ error }) => error?.code)).toEqual([
      undefined,
      undefined,
      undefined,
      'too-large',
    ]);
    expect(most).toBe(1);
    const gaps = starts.slice(1).map((start, n) => start - (starts[n] ?? 0));
    for (const gap of gaps) expect(gap).toBeGreaterThan(500);
  });
});
