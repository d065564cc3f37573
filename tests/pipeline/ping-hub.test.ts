import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Config } from '../../src/core/source.ts';
import type { Poster } from '../../src/fetch/post.ts';
import { hasPings, pingHub } from '../../src/pipeline/ping-hub.ts';
import { type OpenStore, openStore } from '../../src/store/lowdb/open.ts';

const config = { site: { url: 'https://news.org/base/', hub: 'https://hub.example/' } } as Config;

let dir: string;
let store: OpenStore;
let clock: number;
const now = () => new Date(clock);

async function open(): Promise<void> {
  const opened = await openStore(join(dir, 'data'), { now, random: Math.random, mode: 'write' });
  if (!opened.ok) throw new Error(opened.error.message);
  store = opened.value;
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mias-ping-'));
  clock = Date.parse('2026-03-01T12:00:00Z');
  await open();
});
afterEach(async () => {
  await store.close();
  await rm(dir, { recursive: true, force: true });
});

/** A hub that answers with these statuses, one after the other, and then with 202; null: it can't be reached. */
function hub(...statuses: (number | null)[]) {
  const asked: string[] = [];
  const post: Poster['post'] = async (_, form) => {
    asked.push(`${form['hub.mode']} ${form['hub.url']}`);
    const status = statuses.length > 0 ? (statuses.shift() ?? null) : 202;
    return status === null
      ? { ok: false, error: { code: 'refused', message: 'No.', httpStatus: null } }
      : { ok: true, value: status };
  };
  return { asked, post };
}

const ping = (post: Poster['post'], with_ = config) =>
  pingHub(with_, { store, now, post, sleep: async () => {} });
const waiting = async () => (await store.pending()).filter((work) => work.startsWith('ping:'));
const change = (...paths: string[]) =>
  store.commit({ pending: { add: paths.map((path) => `ping:${path}`) } });

test('each feed that changed is told by its address, and then no more', async () => {
  await change('feed.atom', 'topics/heart.json');
  const { asked, post } = hub();
  expect(await ping(post)).toEqual({ told: 2, waiting: 0 });
  expect(asked.sort()).toEqual([
    'publish https://news.org/base/feed.atom',
    'publish https://news.org/base/topics/heart.json',
  ]);
  expect(await ping(post)).toEqual({ told: 0, waiting: 0 });
  expect(asked).toHaveLength(2);
});

test('what a hub does not take at once is told again by the same run', async () => {
  await change('feed.atom');
  const { asked, post } = hub(503, null);
  expect(await ping(post)).toEqual({ told: 1, waiting: 0 });
  expect(asked).toHaveLength(3);
});

test('a hub that is down is tried by later runs, ever more seldom, through restarts', async () => {
  await change('feed.atom');
  const down = hub(...Array.from({ length: 100 }, () => null));
  const tries: number[] = [];
  const start = clock;
  for (let minute = 0; minute <= 20; minute += 1) {
    clock = start + minute * 60_000;
    await store.close();
    await open();
    const before = down.asked.length;
    await ping(down.post);
    if (down.asked.length > before) tries.push(minute);
    expect(await waiting()).toEqual(['ping:feed.atom']);
  }
  expect(tries).toEqual([0, 1, 3, 7, 15]);
  expect(await hasPings({ store, now })).toBe(false);
  clock = start + 31 * 60_000;
  expect(await hasPings({ store, now })).toBe(true);
  expect(await ping(hub().post)).toEqual({ told: 1, waiting: 0 });
  await change('feed.atom');
  expect(await hasPings({ store, now })).toBe(true);
});

test('of some that it refuses, the others are told', async () => {
  await change('feed.atom', 'feed.rss', 'feed.json');
  const post: Poster['post'] = async (_, form) => ({
    ok: true,
    value: form['hub.url']?.endsWith('.rss') ? 500 : 204,
  });
  expect(await ping(post)).toEqual({ told: 2, waiting: 1 });
  expect(await waiting()).toEqual(['ping:feed.rss']);
});

test('without a hub in the config what waits is forgotten', async () => {
  await change('feed.atom');
  const { asked, post } = hub();
  await ping(post, { ...config, site: { ...config.site, hub: null } });
  expect([asked, await waiting()]).toEqual([[], []]);
});

test('telling is nothing that has to be published', async () => {
  await store.setCursors({ published: await change('feed.atom') });
  await ping(hub().post);
  expect(await store.cursor('published')).toBe((await store.counts()).revision);
});
