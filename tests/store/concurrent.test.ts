import { describe, expect, it } from 'vitest';
import { ok } from '../../src/core/result.ts';
import { openStore } from '../../src/store/lowdb/open.ts';
import { type CrashingDisk, crashingDisk } from './crashing-fs.ts';
import { article, articleId, now, story, storyId } from './samples.ts';

async function open(disk: CrashingDisk) {
  const lock = async () => ok({ held: () => true, release: async () => undefined });
  const limits = { checkpointRunning: 3000, cacheSize: 1, recentKeys: 200, keyShare: 100 };
  const opened = await openStore('/data', { now, random: () => 0.5, fs: disk.fs, lock, limits });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

describe('a store that is read while it is written', () => {
  it('shows every acknowledged commit, through checkpoints and merges of keys', async () => {
    const disk = crashingDisk();
    const store = await open(disk);
    const count = 250;
    let acknowledged = -1;

    const write = async () => {
      for (let n = 0; n < count; n++) {
        await store.commit({
          articles: [article(articleId(n))],
          stories: [story(storyId(n))],
          keys: [
            [`k:${n}`, articleId(n)],
            ['shared', articleId(n)],
          ],
        });
        acknowledged = n;
      }
    };
    const read = async (step: number) => {
      for (let round = 0; acknowledged < count - 1; round++) {
        const n = acknowledged < 0 ? -1 : (round * step) % (acknowledged + 1);
        const found = await store.lookup([`k:${n}`, 'shared']);
        if (n < 0) continue;
        expect(found.get(`k:${n}`)).toEqual({ ids: [articleId(n)], count: 1 });
        expect(found.get('shared')?.count).toBeGreaterThan(n);
        expect((await store.articles([articleId(n)])).length).toBe(1);
        expect((await store.bySeq(n + 1, n + 1)).map(({ id }) => id)).toEqual([storyId(n)]);
      }
    };
    await Promise.all([write(), read(1), read(7), read(31)]);

    const reopened = await open(disk.afterPowerCut(() => 0.9));
    const keys = Array.from({ length: count }, (_, n) => `k:${n}`);
    expect((await reopened.lookup(keys)).size).toBe(count);
    expect((await reopened.lookup(['shared'])).get('shared')?.count).toBe(count);
    expect(reopened.warnings).toEqual([]);
  });
});
