import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { SourceState } from '../../src/core/source-state.ts';
import { linkInHeader } from '../../src/fetch/link-header.ts';
import {
  adjust,
  asked,
  confirmed,
  denied,
  isDue,
  wantedSubscriptions,
} from '../../src/server/websub/plan.ts';
import { isReachable } from '../../src/server/websub/reachable.ts';
import { isSignedWith } from '../../src/server/websub/signature.ts';
import { createSubscriber } from '../../src/server/websub/subscriber.ts';
import type { Subscription } from '../../src/server/websub/subscription.ts';
import { aSource } from '../publish/support.ts';
import { source } from '../store/samples.ts';

const NOW = '2026-03-01T12:00:00.000Z';
const TOPIC = 'https://journal.example/rss';
const HUB = 'https://hub.example/';

const subscription = (changes: Partial<Subscription> = {}): Subscription => ({
  token: 'token',
  sourceId: 'journal',
  topic: TOPIC,
  hub: HUB,
  secret: 'secret',
  state: 'active',
  leaseUntil: '2026-03-11T12:00:00.000Z',
  nextTryAt: '2026-03-09T12:00:00.000Z',
  tries: 0,
  delivers: false,
  ...changes,
});

describe('a signature', () => {
  const body = Buffer.from('<feed/>');
  const sign = (method: string, secret = 'secret') => createHmac(method, secret).update(body).digest('hex');
  test.each([
    ['by SHA-1', `sha1=${sign('sha1')}`, true],
    ['by SHA-256', `sha256=${sign('sha256')}`, true],
    ['by SHA-384', `sha384=${sign('sha384')}`, true],
    ['by SHA-512', `sha512=${sign('sha512')}`, true],
    ['in capitals', `SHA256=${sign('sha256').toUpperCase()}`, true],
    ['with another secret', `sha256=${sign('sha256', 'other')}`, false],
    ['of another method', `sha512=${sign('sha256')}`, false],
    ['cut short', `sha256=${sign('sha256').slice(0, 40)}`, false],
    ['by MD5', `md5=${sign('md5')}`, false],
    ['without a method', sign('sha256'), false],
    ['empty', '', false],
    ['left out', undefined, false],
  ])('%s', (_, header, expected) => {
    expect(isSignedWith('secret', body, header)).toBe(expected);
  });
});

test.each([
  ['https://news.org/', [], true],
  ['https://8.8.8.8/', [], true],
  ['http://127.0.0.1:8080/', [], false],
  ['http://127.0.0.1:8080/', ['127.0.0.0/8'], true],
  ['http://[::1]/', [], false],
  ['http://10.1.2.3/', [], false],
  ['http://localhost/', [], false],
  ['https://feed.example.org/', [], false],
  ['https://example.com/', [], false],
  ['http://nas.local/', [], false],
  ['http://intranet/', [], false],
])('hubs can reach %s, with %j allowed: %s', (url, allowed, expected) => {
  expect(isReachable(url, allowed)).toBe(expected);
});

test.each([
  ['<https://hub.example/>; rel="hub"', 'hub', 'https://hub.example/'],
  ['<https://hub.example/>; rel=hub', 'hub', 'https://hub.example/'],
  ['</feed>; rel="self", <https://h.example/>; rel="hub"', 'self', 'https://one.example/feed'],
  ['</feed>; rel="self", <https://h.example/>; rel="hub"', 'hub', 'https://h.example/'],
  ['<https://h.example/>; title="a, b"; rel="x hub"', 'hub', 'https://h.example/'],
  ['<https://h.example/>; rel="hubs"', 'hub', null],
  ['<javascript:alert(1)>; rel="hub"', 'hub', null],
  ['nonsense', 'hub', null],
  [undefined, 'hub', null],
])('in the Link header %j, %s is %s', (header, rel, expected) => {
  expect(linkInHeader(header, rel, 'https://one.example/')).toBe(expected);
});

describe('which subscriptions there should be', () => {
  const state = (hub: string | null, self: string | null = null, url = TOPIC): SourceState =>
    source('journal', { url, feed: { title: null, link: null, language: null, hub, self } });
  const cases: [string, Parameters<typeof aSource>[0], SourceState, object[]][] = [
    ['one for a feed that names a hub', {}, state(HUB), [{ sourceId: 'journal', topic: TOPIC, hub: HUB }]],
    [
      'by the address that the feed gives itself',
      {},
      state(HUB, 'https://x.example/f'),
      [{ topic: 'https://x.example/f' }],
    ],
    ['none without a hub', {}, state(null), []],
    ['none for a source that is switched off', { enabled: false }, state(HUB), []],
    ['none for a page', { type: 'page' }, state(HUB), []],
    ['none by what was learned at another address', {}, state(HUB, null, 'https://old.example/'), []],
  ];
  test.each(cases)('%s', (_, changes, known, expected) => {
    const wanted = wantedSubscriptions([aSource({ url: TOPIC, ...changes })], new Map([['journal', known]]));
    expect(wanted).toMatchObject(expected);
    expect(wanted).toHaveLength(expected.length);
  });

  const wanted = { sourceId: 'journal', topic: TOPIC, hub: HUB };
  const at = { now: NOW, newToken: () => 'new' };
  test('what is wanted and not there is begun', () => {
    expect(adjust([], [wanted], at)).toMatchObject([
      { ...wanted, state: 'asked', nextTryAt: NOW, token: 'new' },
    ]);
  });
  test('what is there and wanted stays as it is', () => {
    expect(adjust([subscription()], [wanted], at)).toEqual([subscription()]);
  });
  test('what is not wanted any more is left', () => {
    expect(adjust([subscription()], [], at)).toMatchObject([{ state: 'leaving', nextTryAt: NOW, tries: 0 }]);
  });
  test('another hub is asked, and the old one told', () => {
    const changed = adjust([subscription()], [{ ...wanted, hub: 'https://new.example/' }], at);
    expect(changed.map(({ hub, state }) => [hub, state])).toEqual([
      [HUB, 'leaving'],
      ['https://new.example/', 'asked'],
    ]);
  });
  test.each([
    ['when its lease has ended', { leaseUntil: NOW }],
    ['after three farewells without an answer', { tries: 3, nextTryAt: NOW }],
  ])('what is left is forgotten %s', (_, changes) => {
    expect(adjust([subscription({ state: 'leaving', ...changes })], [], at)).toEqual([]);
  });

  test('a lease is renewed when four fifths of it have passed', () => {
    const held = confirmed(subscription({ state: 'asked' }), 1000, NOW);
    expect(held).toMatchObject({ state: 'active', leaseUntil: '2026-03-01T12:16:40.000Z' });
    expect(isDue(held, '2026-03-01T12:13:19.000Z')).toBe(false);
    expect(isDue(held, '2026-03-01T12:13:20.000Z')).toBe(true);
  });
  test('a hub that does not confirm is asked ever more seldom, at least daily', () => {
    let pending = subscription({ state: 'asked' });
    const hours: number[] = [];
    for (let n = 0; n < 8; n += 1) {
      pending = asked(pending, NOW);
      hours.push((Date.parse(pending.nextTryAt) - Date.parse(NOW)) / 3_600_000);
    }
    expect(hours).toEqual([1, 2, 4, 8, 16, 24, 24, 24]);
  });
  test('a hub that refuses is asked again after a day', () => {
    expect(denied(subscription(), NOW)).toMatchObject({
      state: 'asked',
      nextTryAt: '2026-03-02T12:00:00.000Z',
    });
  });
});

describe('what a hub calls', () => {
  async function subscriber(initial: Subscription[]) {
    let stored = initial;
    const posts: Record<string, string>[] = [];
    const news: string[] = [];
    const made = createSubscriber({
      config: { site: { url: 'https://news.org/base/' }, sources: [aSource({ url: TOPIC })] } as never,
      subscriptions: initial,
      async save(subscriptions) {
        stored = structuredClone([...subscriptions]);
      },
      async post(_, form) {
        posts.push(form);
        return { ok: true, value: 202 };
      },
      sources: async () =>
        new Map([
          [
            'journal',
            source('journal', { url: TOPIC, feed: { title: null, link: null, language: null, hub: HUB } }),
          ],
        ]),
      now: () => new Date(NOW),
      newToken: () => 'fresh',
      onNews: (id) => news.push(id),
    });
    const call = async (path: string, init?: RequestInit) => {
      const response = await made.routes.request(path, init);
      return [response.status, await response.text()];
    };
    return { made, posts, news, call, stored: () => stored };
  }
  const query = (mode: string, more = '') =>
    `hub.mode=${mode}&hub.topic=${encodeURIComponent(TOPIC)}&hub.challenge=c4a${more}`;

  test('it is asked once, with an address and a secret of its own, which are on disk before', async () => {
    const { made, posts, stored } = await subscriber([]);
    await made.maintain();
    await made.maintain();
    expect(posts).toEqual([
      {
        'hub.mode': 'subscribe',
        'hub.topic': TOPIC,
        'hub.callback': 'https://news.org/base/websub/fresh',
        'hub.secret': 'fresh',
        'hub.lease_seconds': '864000',
      },
    ]);
    expect(stored()).toMatchObject([{ state: 'asked', tries: 1, nextTryAt: '2026-03-01T13:00:00.000Z' }]);
  });

  const cases: [string, Partial<Subscription>, string, [number, string | RegExp], object[]][] = [
    [
      'confirms what we asked for',
      { state: 'asked' },
      `/token?${query('subscribe', '&hub.lease_seconds=600')}`,
      [200, 'c4a'],
      [{ state: 'active', leaseUntil: '2026-03-01T12:10:00.000Z' }],
    ],
    [
      'confirms a renewal',
      {},
      `/token?${query('subscribe', '&hub.lease_seconds=600')}`,
      [200, 'c4a'],
      [{ leaseUntil: '2026-03-01T12:10:00.000Z' }],
    ],
    [
      'knows a token that we never made',
      { state: 'asked' },
      `/other?${query('subscribe')}`,
      [404, /./],
      [{ state: 'asked' }],
    ],
    [
      'names another topic',
      { state: 'asked' },
      '/token?hub.mode=subscribe&hub.topic=https://evil.example/&hub.challenge=c',
      [404, /./],
      [{ state: 'asked' }],
    ],
    ['wants to end what we want', {}, `/token?${query('unsubscribe')}`, [404, /./], [{ state: 'active' }]],
    [
      'wants to begin what we left',
      { state: 'leaving' },
      `/token?${query('subscribe')}`,
      [404, /./],
      [{ state: 'leaving' }],
    ],
    ['confirms that we leave', { state: 'leaving' }, `/token?${query('unsubscribe')}`, [200, 'c4a'], []],
    [
      'refuses',
      { state: 'asked' },
      `/token?${query('denied')}`,
      [200, ''],
      [{ state: 'asked', nextTryAt: '2026-03-02T12:00:00.000Z' }],
    ],
    ['says nothing', {}, '/token', [404, /./], [{ state: 'active' }]],
  ];
  test.each(cases)('%s', async (_, changes, path, [status, text], kept) => {
    const { call, stored } = await subscriber([subscription(changes)]);
    expect(await call(path)).toEqual([status, text instanceof RegExp ? expect.stringMatching(text) : text]);
    expect(stored()).toMatchObject(kept);
    expect(stored()).toHaveLength(kept.length);
  });

  const body = '<feed/>';
  const signed = (secret: string) => ({
    'x-hub-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  });
  test.each([
    ['that is genuine makes us look', '/token', signed('secret'), {}, 202, ['journal']],
    ['with a wrong signature is accepted and ignored', '/token', signed('other'), {}, 202, []],
    ['without one, too', '/token', {}, {}, 202, []],
    ['to nobody is refused for good', '/other', signed('secret'), {}, 410, []],
    ['of what we left is ignored', '/token', signed('secret'), { state: 'leaving' as const }, 202, []],
  ])('a delivery %s', async (_, path, headers, changes, status, expected) => {
    const { call, news } = await subscriber([subscription(changes)]);
    expect((await call(path, { method: 'POST', body, headers: new Headers(headers) }))[0]).toBe(status);
    expect(news).toEqual(expected);
  });

  test('only one whose word led to news is waited for, until its lease ends', async () => {
    const { made } = await subscriber([subscription()]);
    expect(made.isTrusted('journal')).toBe(false);
    await made.visited('journal', true);
    expect(made.isTrusted('journal')).toBe(true);
    await made.visited('journal', false);
    expect(made.isTrusted('journal')).toBe(false);
    const ended = await subscriber([subscription({ delivers: true, leaseUntil: NOW })]);
    expect(ended.made.isTrusted('journal')).toBe(false);
  });
});
