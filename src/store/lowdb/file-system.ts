import { randomUUID } from 'node:crypto';
import * as nodeFs from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode, StoreError, storeFailure } from '../store-error.ts';

/** The operations of node:fs/promises that the store uses; tests put one in that fails or loses what was not synced. */
export type FileSystem = {
  open(path: string, flags: 'a' | 'a+' | 'r' | 'wx'): Promise<OpenFile>;
  readFile(path: string): Promise<Buffer>;
  rename(from: string, to: string): Promise<void>;
  mkdir(path: string): Promise<unknown>;
  readdir(path: string): Promise<string[]>;
  stat(path: string): Promise<FileFacts>;
  rm(path: string, options: { recursive: true; force: true }): Promise<void>;
};

export type OpenFile = {
  appendFile(data: string | Uint8Array): Promise<void>;
  truncate(bytes: number): Promise<void>;
  datasync(): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
  stat(): Promise<FileFacts>;
  read(into: Uint8Array, offset: number, length: number, position: number): Promise<{ bytesRead: number }>;
};

/** `ino`: which file stands under a name; no other has the same while it is open. */
export type FileFacts = { ino: number; size: number };

export const nodeFileSystem: FileSystem = nodeFs;

/** A file's bytes; null if there is none. */
export async function readIfThere(fs: FileSystem, path: string): Promise<Buffer | null> {
  try {
    return await fs.readFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw new StoreError(storeFailure(error, path), error);
  }
}

/** Names in a folder, in order; none if there is no such folder. */
export async function namesIn(fs: FileSystem, folder: string): Promise<string[]> {
  try {
    return (await fs.readdir(folder)).sort();
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return [];
    throw new StoreError(storeFailure(error, folder), error);
  }
}

/**
 * Replaces a file: whoever reads it finds the old content or the new, whole. The data is on disk when this
 * resolves; the name is once its folder has been synced. The temporary file has a name of its own in
 * `temporary`, a folder on the same disk that may be emptied while nobody writes.
 */
export async function replaceFile(
  fs: FileSystem,
  path: string,
  data: string | Uint8Array,
  temporary: string,
): Promise<void> {
  const draft = join(temporary, `${basename(path)}.${randomUUID()}.tmp`);
  try {
    const file = await fs.open(draft, 'wx');
    try {
      await file.appendFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await fs.rename(draft, path);
  } catch (error) {
    await fs.rm(draft, { recursive: true, force: true }).catch(() => undefined);
    throw new StoreError(storeFailure(error, path), error);
  }
}

/** Removes a file, or a folder with all that is in it; nothing if there is none. */
export async function remove(fs: FileSystem, path: string): Promise<void> {
  try {
    await fs.rm(path, { recursive: true, force: true });
  } catch (error) {
    throw new StoreError(storeFailure(error, path), error);
  }
}

/** Makes the names in a folder durable. Windows has no such call and needs none. */
export async function syncFolder(fs: FileSystem, folder: string): Promise<void> {
  try {
    const handle = await fs.open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (process.platform !== 'win32') throw new StoreError(storeFailure(error, folder), error);
  }
}

/** Makes a folder and those above it, up to `root`, which is there; each name durable. */
export async function makeFolder(fs: FileSystem, folder: string, root: string): Promise<void> {
  if (folder === root) return;
  try {
    await fs.mkdir(folder);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return;
    if (errorCode(error) !== 'ENOENT' || dirname(folder) === folder) {
      throw new StoreError(storeFailure(error, folder), error);
    }
    await makeFolder(fs, dirname(folder), root);
    return makeFolder(fs, folder, root);
  }
  await syncFolder(fs, dirname(folder));
}

/** Copies a damaged file to a name of its own beside it, `NAME.damaged-<time>`, which it answers. */
export async function setAside(
  fs: FileSystem,
  path: string,
  { at, temporary }: { at: Date; temporary: string },
): Promise<string> {
  const folder = dirname(path);
  const bytes = (await readIfThere(fs, path)) ?? new Uint8Array();
  const taken = new Set(await namesIn(fs, folder));
  const name = `${basename(path)}.damaged-${at.toISOString().replaceAll(':', '-')}`;
  let free = name;
  for (let copy = 2; taken.has(free); copy++) free = `${name}-${copy}`;
  await makeFolder(fs, temporary, dirname(temporary));
  await replaceFile(fs, join(folder, free), bytes, temporary);
  await syncFolder(fs, folder);
  return free;
}
