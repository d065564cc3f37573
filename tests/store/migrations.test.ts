import { describe, expect, it } from 'vitest';
import { ok } from '../../src/core/result.ts';
import type { Story } from '../../src/core/story.ts';
import { replaceFile } from '../../src/store/lowdb/file-system.ts';
import type { Migration } from '../../src/store/lowdb/migrations.ts';
import { openStore } from '../../src/store/lowdb/open.ts';
import { type CrashingDisk, crashingDisk } from './crashing-fs.ts';
import { host, now, story } from './samples.ts';

const lock = async () => ok({ held: () => true, release: async () => undefined });
const open = (disk: CrashingDisk, migrations?: Migration[], mode: 'read' | 'write' = 'write') =>
  openStore('/data', { now, random: () => 0.5, fs: disk.fs, lock, mode, ...(migrations && { migrations }) });

const steps = (ran: number[]): Migration[] =>
  [2, 3].map((to) => ({
    to,
    async run(fs, root) {
      ran.push(to);
      await replaceFile(fs, `${root}/step-${to}.txt`, 'done', `${root}/tmp`);
    },
  }));

async function filled(migrations?: Migration[]): Promise<CrashingDisk> {
  const disk = crashingDisk();
  const opened = await open(disk, migrations);
  if (!opened.ok) throw new Error(opened.error.message);
  await opened.value.commit({ hosts: [host('a.example')] });
  await opened.value.close();
  return disk;
}

describe('the schema of a store', () => {
  it('runs each migration once, in order, and keeps what was stored', async () => {
    const disk = await filled();
    const ran: number[] = [];
    const opened = await open(disk, steps(ran));
    expect(opened.ok && (await opened.value.hosts()).size).toBe(1);
    expect((await open(disk, steps(ran))).ok).toBe(true);
    expect(ran).toEqual([2, 3]);
  });

  it('goes on where a crash interrupted the migrations', async () => {
    for (let after = 0; ; after++) {
      const disk = await filled();
      disk.failAfter(after);
      const first = await open(disk, steps([]));
      if (first.ok) break;
      const rebooted = disk.afterPowerCut(() => 0.9);
      expect((await open(rebooted, steps([]))).ok).toBe(true);
      expect(rebooted.files()).toEqual(expect.arrayContaining(['/data/step-2.txt', '/data/step-3.txt']));
    }
  });

  it('refuses a newer one, naming the file, and leaves it as it is', async () => {
    const disk = await filled(steps([]));
    const before = disk.files().map((path) => disk.read(path).toString());
    for (const mode of ['read', 'write'] as const) {
      const opened = await open(disk, undefined, mode);
      expect(opened).toMatchObject({ ok: false, error: { code: 'newer-schema' } });
      expect(opened.ok || opened.error.message).toMatch(/\/data\/meta\.json .*schema 3; .* up to 1/);
    }
    expect(disk.files().map((path) => disk.read(path).toString())).toEqual(before);
  });

  it('refuses a newer one whose format is unknown', async () => {
    const disk = await filled();
    disk.write('/data/meta.json', Buffer.from('{\n  "schema": 7\n}'));
    expect(await open(disk)).toMatchObject({ ok: false, error: { code: 'newer-schema' } });
  });

  it('tells readers of an older one to run a refresh first', async () => {
    const opened = await open(await filled(), steps([]), 'read');
    expect(opened.ok || opened.error.message).toMatch(/older version/);
  });
});

describe('a story that was stored before stories had paths', () => {
  const { path: _, ...withoutPath } = story('tag:feed.example,2026:1-abc', {
    firstSeenAt: '2026-02-03T04:05:06.000Z',
  });

  it('has one made of its date and id, and keeps it when the date moves', async () => {
    const opened = await open(crashingDisk());
    if (!opened.ok) throw new Error(opened.error.message);
    await opened.value.commit({ stories: [withoutPath as Story] });
    const [read] = await opened.value.stories([withoutPath.id]);
    expect(read?.path).toBe('stories/2026/02/1-abc/');
    await opened.value.commit({ stories: [{ ...(read as Story), firstSeenAt: '2025-12-01T00:00:00.000Z' }] });
    expect(await opened.value.stories([withoutPath.id])).toMatchObject([{ path: 'stories/2026/02/1-abc/' }]);
  });
});
