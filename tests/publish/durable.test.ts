import fs, { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeDurable } from '../../src/publish/durable.ts';

/** Paths of files and folders that were synced, each by itself. */
const synced: string[] = [];

const { open } = fs;
const noticingOpen: typeof open = async (path, ...rest) => {
  const handle = await open(path, ...rest);
  const sync = handle.sync.bind(handle);
  handle.sync = async () => {
    await sync();
    synced.push(String(path));
  };
  return handle;
};

function openBy(opener: typeof open): void {
  fs.open = opener;
  syncBuiltinESMExports();
}

let root: string;
let dir: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'mias-durable-'));
  dir = join(root, 'output');
  synced.length = 0;
  openBy(noticingOpen);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  openBy(open);
  await rm(root, { recursive: true });
});

async function files(count: number): Promise<string[]> {
  const paths = Array.from({ length: count }, (_, n) => join(dir, n % 2 ? 'odd' : 'even', `${n}.html`));
  for (const folder of ['odd', 'even']) await mkdir(join(dir, folder), { recursive: true });
  for (const path of paths) await writeFile(path, 'x');
  return paths;
}

/** Puts a `sync` of ours before the system's; answers what it was called with. */
async function ownSync(exitCode: number): Promise<() => Promise<string[]>> {
  const log = join(root, 'calls');
  await writeFile(join(root, 'sync'), `#!/bin/sh\necho "$@" >> ${log}\nexit ${exitCode}\n`);
  await chmod(join(root, 'sync'), 0o755);
  vi.stubEnv('PATH', [root, process.env.PATH].join(delimiter));
  return async () => (await readFile(log, 'utf8').catch(() => '')).split('\n').filter(Boolean);
}

const folders = () => [join(dir, 'even'), join(dir, 'odd')];

describe('what a publish wrote is made to last', () => {
  it('file by file, and then the names in their folders, where it is little', async () => {
    const calls = await ownSync(0);
    const few = await files(8);
    await makeDurable(dir, few);
    expect(synced.slice(0, 8).sort()).toEqual([...few].sort());
    expect(synced.slice(8).sort()).toEqual(folders());
    expect(await calls()).toEqual([]);
  });

  it('by one request for all, where it is much', async () => {
    const calls = await ownSync(0);
    await makeDurable(dir, await files(9));
    expect(await calls()).toEqual([`-f ${dir}`]);
    expect(synced).toEqual([]);
  });

  it.each([
    ['there is no sync', () => vi.stubEnv('PATH', join(root, 'nowhere'))],
    ['sync fails', () => ownSync(1)],
  ])('file by file, however many, where %s', async (_, prepare) => {
    await prepare();
    const many = await files(40);
    await makeDurable(dir, many);
    expect(synced.slice(0, 40).sort()).toEqual([...many].sort());
    expect(synced.slice(40).sort()).toEqual(folders());
  });

  it('by doing nothing where nothing was written', async () => {
    const calls = await ownSync(0);
    await makeDurable(dir, []);
    expect([synced, await calls()]).toEqual([[], []]);
  });
});

describe('fails', () => {
  it.each([
    ['where there are few', 3],
    ['where there are many and no sync', 30],
  ])('when a file can’t be kept %s', async (_, count) => {
    vi.stubEnv('PATH', join(root, 'nowhere'));
    const paths = await files(count);
    await rm(paths[1] ?? '');
    await expect(makeDurable(dir, paths)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it.skipIf(process.platform !== 'linux')('when the disk refuses to sync a file', async () => {
    const paths = await files(2);
    await expect(makeDurable(dir, [...paths, '/dev/full'])).rejects.toMatchObject({ syscall: 'fsync' });
  });
});
