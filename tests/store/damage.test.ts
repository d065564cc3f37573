import { describe, expect, it } from 'vitest';
import { ok } from '../../src/core/result.ts';
import { type OpenStore, openStore, type StoreDeps } from '../../src/store/lowdb/open.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { type CrashingDisk, crashingDisk } from './crashing-fs.ts';
import { type Asked, dump } from './dump.ts';
import { article, articleId, host, now, robots, source, story, storyId } from './samples.ts';

const COUNT = 80;
const numbers = Array.from({ length: COUNT }, (_, n) => n);
const ASKED: Asked = {
  articles: numbers.map(articleId),
  stories: numbers.map(storyId),
  keys: numbers.map((n) => `k:${n}`),
  topics: ['cardiology'],
  sources: ['lancet'],
  origins: ['https://a.example'],
};
const keyed = (n: number) =>
  article(articleId(n), { keys: [`k:${n}`], storyId: n === 3 ? null : storyId(n) });

/** A store whose files are all there, and whose journal holds some commits more. */
async function fillDisk(): Promise<CrashingDisk> {
  const disk = crashingDisk();
  const store = await open(disk, { checkpointRunning: 0, recentKeys: 600, keyShare: 200 });
  await store.commit({
    sources: [source('lancet')],
    hosts: [host('a.example')],
    robots: [robots('https://a.example')],
  });
  for (const n of numbers.slice(0, COUNT - 3)) await commitOne(store, n);
  await store.commit({ pending: { add: [articleId(3)] } });
  await store.setCursors({ published: 5 });
  await store.close();
  const again = await open(disk, {});
  for (const n of numbers.slice(-3)) await commitOne(again, n);
  await again.close();
  return disk;
}

const commitOne = (store: OpenStore, n: number) =>
  store.commit({
    articles: [keyed(n)],
    stories: [story(storyId(n), { seq: n + 1 })],
    keys: [[`k:${n}`, articleId(n)]],
  });

async function open(
  disk: CrashingDisk,
  limits: StoreDeps['limits'],
  mode: 'read' | 'write' = 'write',
): Promise<OpenStore> {
  const lock = async () => ok({ held: () => true, release: async () => undefined });
  const opened = await openStore('/data', {
    now,
    random: () => 0.5,
    fs: disk.fs,
    lock,
    mode,
    limits: limits ?? {},
  });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

const damages: [name: string, (data: Buffer) => Buffer][] = [
  ['cut in half', (data) => data.subarray(0, data.length >> 1)],
  ['emptied', () => Buffer.alloc(0)],
  ['filled with zeros', (data) => Buffer.alloc(data.length)],
  ['changed in one bit of its middle', (data) => flipped(data, data.length >> 1)],
  ['changed in one bit of its head', (data) => flipped(data, 3)],
  ['changed in one bit of its end', (data) => flipped(data, data.length - 1)],
];

function flipped(data: Buffer, at: number): Buffer {
  const copy = Buffer.from(data);
  copy[at] = (copy[at] ?? 0) ^ 2;
  return copy;
}

const isIndex = (path: string) => /\/(order|revisions|lists|keys)\/|pending/.test(path);

const filled = await fillDisk();
const filledDisk = async () => filled.afterPowerCut(() => 0);

describe('a store with a damaged file', async () => {
  const whole = await dump(await open(await filledDisk(), {}), ASKED);
  const files = (await filledDisk()).files().filter((path) => !path.includes('/tmp/'));

  it('has files of every kind', () => {
    for (const kind of [
      'meta',
      'journal',
      'articles',
      'stories',
      'order',
      'revisions',
      'lists',
      'keys/recent',
      '-of-',
      'sources',
      'hosts',
      'robots',
      'pending',
    ]) {
      expect(
        files.some((path) => path.includes(kind)),
        kind,
      ).toBe(true);
    }
  });

  it.each(damages)('goes on when any file is %s', async (_, damage) => {
    for (const path of files) {
      const disk = await filledDisk();
      const before = disk.read(path);
      disk.write(path, damage(before));
      const store = await open(disk, {});
      const found = await dump(store, ASKED);
      const torn = path.includes('journal') && store.warnings.length === 0;
      if (!torn) expect(store.warnings.join(), path).toContain(path);
      if (isIndex(path)) expect(found, path).toEqual(whole);
      else expect((found.articles as unknown[]).length, path).toBeGreaterThanOrEqual(COUNT - 32);

      const aside = disk
        .files()
        .filter((name) => name.startsWith(`${path}.damaged-2026-08-01T12-00-00.000Z`));
      expect(
        aside.map((name) => disk.read(name).equals(damage(before))),
        path,
      ).toEqual(torn ? [] : [true]);

      await commitOne(store, 79);
      await store.commit({
        articles: [article(store.mint('article'))],
        stories: [story(store.mint('story'))],
      });
      await store.close();
      const again = await open(
        disk.afterPowerCut(() => 0),
        {},
      );
      await dump(again, ASKED);
      expect(again.warnings, path).toEqual([]);
    }
  });

  it('never gives a number twice after meta.json or the journal was lost', async () => {
    for (const lost of ['/data/meta.json', '/data/journal.jsonl']) {
      const disk = await filledDisk();
      disk.write(lost, Buffer.from('{}\n'));
      const store = await open(disk, {});
      const before = await store.counts();
      const id = store.mint('article');
      expect(Number.parseInt(id, 36)).toBeGreaterThanOrEqual(COUNT - 3);
      const fresh = store.mint('story');
      expect(await store.commit({ stories: [story(fresh)] })).toBeGreaterThan(before.revision);
      const [stored] = await store.stories([fresh]);
      expect(stored?.seq).toBeGreaterThan(COUNT - 3);
      const changed: string[] = [];
      for await (const { id } of store.changedAfter(before.revision)) changed.push(id);
      expect(changed).toEqual([fresh]);
    }
  });

  it('keeps every copy of a file that is damaged again', async () => {
    const disk = await filledDisk();
    const path = files.find((name) => name.includes('/stories/')) ?? '';
    for (let time = 0; time < 3; time++) {
      disk.write(path, Buffer.from(`damage ${time}`));
      await dump(await open(disk, {}), ASKED);
    }
    const copies = disk.files().filter((name) => name.startsWith(`${path}.damaged-`));
    expect(copies.map((name) => disk.read(name).toString()).sort()).toEqual([
      'damage 0',
      'damage 1',
      'damage 2',
    ]);
  });

  it('says so and changes nothing when it is only read', async () => {
    for (const path of files) {
      const disk = await filledDisk();
      disk.write(path, Buffer.from('damaged\n'));
      const before = disk.files();
      const store = await open(disk, {}, 'read');
      await dump(store, ASKED);
      expect(disk.files()).toEqual(before);
      expect(disk.read(path).toString()).toBe('damaged\n');
      expect(store.warnings.join(), path).toContain(path);
      await expect(store.commit({})).rejects.toThrow('opened for reading only');
    }
  });
});

describe('a disk that refuses', () => {
  it.each([
    ['ENOSPC', 'no-space', /disk is full/],
    ['EROFS', 'read-only', /may not be written/],
    ['EIO', 'io', /EIO/],
  ])(
    'with %s makes a commit fail as %s wherever it strikes, and keeps what was stored',
    async (code, expected, words) => {
      for (let after = 0; after < 1000; after += 3) {
        const disk = await filledDisk();
        const store = await open(disk, { checkpointRunning: 0 });
        const before = await dump(store, ASKED);
        disk.failAfter(after, code);
        const failure = await commitOne(store, 40).catch((error: unknown) => error);
        if (typeof failure === 'number') return;
        if (!(failure instanceof StoreError)) throw failure;
        expect(failure.failure.code).toBe(expected);
        expect(failure.message).toMatch(words);
        expect(failure.message).toContain('/data');
        await store.close().catch(() => undefined);
        const again = await open(
          disk.afterPowerCut(() => 0.9),
          {},
        );
        expect(again.warnings).toEqual([]);
        const { articles, keys } = await dump(again, ASKED);
        expect({ articles, keys }).toEqual({ articles: before.articles, keys: before.keys });
      }
      throw new Error('A commit never got through');
    },
  );
});
