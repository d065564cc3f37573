import { execFile } from 'node:child_process';
import { open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';

/**
 * Makes files below `dir`, and the names that they have now, last through a power cut. Many at once are left to
 * `sync -f`, which asks the disk once for all; where there is none, and for few, each is synced by itself.
 * Throws where the disk can't keep one.
 */
export async function makeDurable(dir: string, files: readonly string[]): Promise<void> {
  if (files.length === 0) return;
  if (files.length > FEW && (await syncFileSystem(dir))) return;
  for (let start = 0; start < files.length; start += AT_ONCE)
    await Promise.all(files.slice(start, start + AT_ONCE).map(syncFile));
  await Promise.all([...new Set(files.map((file) => dirname(file)))].map(syncFolder));
}

const FEW = 8;
const AT_ONCE = 16;

const syncFileSystem = (dir: string): Promise<boolean> =>
  promisify(execFile)('sync', ['-f', resolve(dir)]).then(
    () => true,
    () => false,
  );

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Some systems can't sync a folder, and lose nothing but a rename. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null);
  await folder?.sync().catch(() => {});
  await folder?.close();
}
