import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { HOUR_MS } from '../core/instant.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { OutputFile } from './edition.ts';

export type WriteFailure = {
  code: 'no-space' | 'read-only' | 'bad-path' | 'io';
  /** A sentence for a person: which file, why, what to do. */
  message: string;
};

export type Written = { written: string[]; unchanged: number };

/**
 * Files on their way to the output folder. `add` writes those whose bytes differ beside their places, under
 * names of their own, and resolves while the last of them are still being written, so that the next are rendered
 * meanwhile; `commit` puts all of them there, feeds last. Until then the old output is whole.
 */
export type Staging = {
  add(files: readonly OutputFile[]): Promise<Result<null, WriteFailure>>;
  commit(): Promise<Result<Written, WriteFailure>>;
  discard(): Promise<void>;
};

/** All files or, if the disk is full or read-only, none. */
export async function writeOutput(
  dir: string,
  files: readonly OutputFile[],
): Promise<Result<Written, WriteFailure>> {
  const staging = stageOutput(dir);
  const added = await staging.add(files);
  return added.ok ? staging.commit() : added;
}

export function stageOutput(dir: string): Staging {
  const staged: Staged[] = [];
  const writing = new Set<Promise<void>>();
  const folders = new Set<string>();
  let unchanged = 0;
  let failure: WriteFailure | null = null;

  async function add(files: readonly OutputFile[]): Promise<Result<null, WriteFailure>> {
    for (const file of files) {
      while (writing.size >= AT_ONCE) await Promise.race(writing);
      if (failure) return fail(failure);
      const task: Promise<void> = stage(file).finally(() => writing.delete(task));
      writing.add(task);
    }
    return ok(null);
  }

  async function stage({ path, content }: OutputFile): Promise<void> {
    if (!SAFE_PATH.test(path)) {
      failure ??= writeFailure(path, null);
      return;
    }
    const target = join(dir, path);
    const folder = dirname(target);
    const temporary = join(folder, `.${basename(target)}.${randomUUID()}.tmp`);
    try {
      const bytes = Buffer.from(content, 'utf8');
      if (await holds(target, bytes)) {
        unchanged += 1;
        return;
      }
      if (!folders.has(folder)) await mkdir(folder, { recursive: true });
      folders.add(folder);
      staged.push({ path, target, temporary });
      await writeDurably(temporary, bytes);
    } catch (error) {
      failure ??= writeFailure(target, error);
    }
  }

  async function commit(): Promise<Result<Written, WriteFailure>> {
    await Promise.all(writing);
    if (failure) return fail(failure);
    const others = staged.filter(({ path }) => !isFeed(path));
    const feeds = staged.filter(({ path }) => isFeed(path));
    for (const some of [...batches(others), feeds]) {
      await Promise.all(some.map(putInPlace));
      if (failure) return fail(failure);
    }
    await Promise.all([...folders].map(syncFolder));
    return ok({ written: [...others, ...feeds].map(({ path }) => path), unchanged });
  }

  async function putInPlace({ target, temporary }: Staged): Promise<void> {
    try {
      await rename(temporary, target);
    } catch (error) {
      failure ??= writeFailure(target, error);
    }
  }

  async function fail(why: WriteFailure): Promise<Result<never, WriteFailure>> {
    await discard();
    return err(why);
  }

  async function discard(): Promise<void> {
    await Promise.all(writing);
    await Promise.all(staged.map(({ temporary }) => unlink(temporary).catch(() => {})));
    staged.length = 0;
  }

  return { add, commit, discard };
}

type Staged = { path: string; target: string; temporary: string };

/** So many files are written, synced or renamed at a time: disks make many names durable as fast as one. */
const AT_ONCE = 16;

function* batches(files: readonly Staged[]): Generator<Staged[]> {
  for (let start = 0; start < files.length; start += AT_ONCE) yield files.slice(start, start + AT_ONCE);
}

/** Paths of the files in the output folder and its subfolders; what a killed run left half-written is removed. */
export async function listOutput(dir: string, folders: readonly string[], now: Date): Promise<Set<string>> {
  const found = new Set<string>();
  for (const folder of folders) {
    for (const name of await readdir(join(dir, folder)).catch(() => [])) {
      if (TEMPORARY.test(name)) await removeIfOld(join(dir, folder, name), now);
      else found.add(folder === '' ? name : `${folder}/${name}`);
    }
  }
  return found;
}

/** Names that start with a letter, digit or underscore, in folders of such names: none leads out of the folder. */
export const SAFE_PATH = /^\w[\w.-]*(?:\/\w[\w.-]*)*$/;

const TEMPORARY = /^\..+\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

/** Feeds lead to everything else, so what they name is there before them; the combined ones come last. */
const isFeed = (path: string): boolean => /^feed\.\w+$/.test(path);

async function holds(path: string, bytes: Buffer): Promise<boolean> {
  const size = await stat(path).then(
    (found) => (found.isFile() ? found.size : null),
    () => null,
  );
  return size === bytes.length && bytes.equals(await readFile(path));
}

async function writeDurably(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o644);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes renames last through a power cut; some systems can't sync a folder, and lose nothing but that. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null);
  await folder?.sync().catch(() => {});
  await folder?.close();
}

/** A younger one may belong to another process that is still writing. */
async function removeIfOld(path: string, now: Date): Promise<void> {
  const modified = await stat(path).catch(() => null);
  if (modified && now.getTime() - modified.mtimeMs > HOUR_MS) await unlink(path).catch(() => {});
}

function writeFailure(path: string, error: unknown): WriteFailure {
  if (error === null)
    return {
      code: 'bad-path',
      message: `"${path}" is not a path inside the output folder, so nothing was written.`,
    };
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return {
      code: 'no-space',
      message: `${path} could not be written because the disk is full (${code}). The output is as it was before. Free some space and run again.`,
    };
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
    return {
      code: 'read-only',
      message: `${path} may not be written (${code}). The output is as it was before. Give the user that runs this program write access to its folder, or name another with --output.`,
    };
  const why = error instanceof Error ? error.message : String(error);
  return {
    code: 'io',
    message: `${path} could not be written: ${why}. Check the output folder, then run again.`,
  };
}
