import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { HOUR_MS } from '../core/instant.ts';
import { err, ok, type Result } from '../core/result.ts';
import { COMPRESSED_EXTENSIONS, compress, isCompressible } from './compress.ts';
import { makeDurable } from './durable.ts';
import { type WriteFailure, writeFailure } from './write-failure.ts';

export type { WriteFailure };

/** `created` counts those of `written` that were not there before. */
export type Written = { written: string[]; created: number; unchanged: number };

/** A file to write; `path` is relative to the output folder and uses slashes. */
export type FileToWrite = { path: string; content: string | Uint8Array };

/**
 * Files on their way to the output folder. `add` writes those whose bytes differ beside their places, under
 * names of their own, and resolves while the last of them are still being written, so that the next are rendered
 * meanwhile; `commit` puts all of them there, feeds last. Until then the old output is whole.
 */
export type Staging = {
  add(files: readonly FileToWrite[]): Promise<Result<null, WriteFailure>>;
  /** `beforeChange` is told what will change once all of it is written and nothing has changed yet. */
  commit(beforeChange?: (paths: readonly string[]) => Promise<void>): Promise<Result<Written, WriteFailure>>;
  discard(): Promise<void>;
};

/**
 * All files or, if the disk is full or read-only, none. With `durable: false` they last through a power cut only once
 * the caller has seen to it (`keepOutput`), which is cheaper for many at once.
 */
export async function writeOutput(
  dir: string,
  files: readonly FileToWrite[],
  options: { durable?: boolean } = {},
): Promise<Result<Written, WriteFailure>> {
  const staging = stageOutput(dir, options);
  const added = await staging.add(files);
  return added.ok ? staging.commit() : added;
}

/** Makes files that were written with `durable: false` last, with their compressed ones. */
export async function keepOutput(dir: string, paths: readonly string[]): Promise<Result<null, WriteFailure>> {
  try {
    const targets = paths.map((path) => join(dir, path));
    const compressed = await Promise.all(
      targets.flatMap((target) =>
        COMPRESSED_EXTENSIONS.map(async (extension) => {
          const path = target + extension;
          return (await exists(path)) ? [path] : [];
        }),
      ),
    );
    await makeDurable(dir, [...targets, ...compressed.flat()]);
    return ok(null);
  } catch (error) {
    return err(writeFailure(dir, error));
  }
}

export function stageOutput(dir: string, { durable = true }: { durable?: boolean } = {}): Staging {
  const staged: Staged[] = [];
  const writing = new Set<Promise<void>>();
  const folders = new Set<string>();
  let unchanged = 0;
  let created = 0;
  let failure: WriteFailure | null = null;

  async function add(files: readonly FileToWrite[]): Promise<Result<null, WriteFailure>> {
    for (const file of files) {
      while (writing.size >= AT_ONCE) await Promise.race(writing);
      if (failure) return fail(failure);
      const task: Promise<void> = stage(file).finally(() => writing.delete(task));
      writing.add(task);
    }
    return ok(null);
  }

  async function stage({ path, content }: FileToWrite): Promise<void> {
    if (!SAFE_PATH.test(path)) {
      failure ??= writeFailure(path, null);
      return;
    }
    const target = join(dir, path);
    const folder = dirname(target);
    try {
      const bytes = Buffer.from(content);
      const there = await compare(target, bytes);
      const isThere = there === 'same';
      if (isThere) unchanged += 1;
      if (there === 'none') created += 1;
      if (isThere && !(await lacksCompressed(target, bytes.length))) return;
      if (!folders.has(folder)) await mkdir(folder, { recursive: true });
      folders.add(folder);
      const file: Staged = { path, target, temporary: isThere ? null : temporaryFor(target), compressed: [] };
      staged.push(file);
      if (file.temporary !== null) await writeNew(file.temporary, bytes);
      if (isCompressible(target, bytes.length)) await stageCompressed(file, bytes);
    } catch (error) {
      failure ??= writeFailure(target, error);
    }
  }

  async function commit(
    beforeChange?: (paths: readonly string[]) => Promise<void>,
  ): Promise<Result<Written, WriteFailure>> {
    await Promise.all(writing);
    if (failure) return fail(failure);
    const drafts = staged.flatMap(draftsOf);
    if (durable && !(await lasts(drafts)) && failure) return fail(failure);
    const others = staged.filter(({ path }) => !isFeed(path));
    const feeds = staged.filter(({ path }) => isFeed(path));
    const written = [...others, ...feeds].flatMap(({ path, temporary }) => (temporary === null ? [] : path));
    await beforeChange?.(written);
    for (const some of [...batches(others), feeds]) {
      await Promise.all(some.map(put));
      if (failure) return fail(failure);
    }
    if (durable && !(await lasts(staged.flatMap(placesOf))) && failure) return err(failure);
    return ok({ written, created, unchanged });
  }

  /** Whether these files last; if not, `failure` says why. */
  async function lasts(files: readonly string[]): Promise<boolean> {
    try {
      await makeDurable(dir, files);
      return true;
    } catch (error) {
      failure ??= writeFailure(dir, error);
      return false;
    }
  }

  async function put(file: Staged): Promise<void> {
    try {
      await putInPlace(file);
    } catch (error) {
      failure ??= writeFailure(file.target, error);
    }
  }

  async function fail(why: WriteFailure): Promise<Result<never, WriteFailure>> {
    await discard();
    return err(why);
  }

  async function discard(): Promise<void> {
    await Promise.all(writing);
    await Promise.all(staged.flatMap(draftsOf).map(removeIfThere));
    staged.length = 0;
  }

  return { add, commit, discard };
}

/** So many files are written or renamed at a time. */
const AT_ONCE = 16;

function* batches(files: readonly Staged[]): Generator<Staged[]> {
  for (let start = 0; start < files.length; start += AT_ONCE) yield files.slice(start, start + AT_ONCE);
}

/** What is written beside its place. `temporary` is null where the file itself stays, and only lacks its compressed ones. */
type Staged = {
  path: string;
  target: string;
  temporary: string | null;
  compressed: { target: string; temporary: string }[];
};

const draftsOf = ({ temporary, compressed }: Staged): string[] => [
  ...(temporary === null ? [] : [temporary]),
  ...compressed.map((packed) => packed.temporary),
];

const placesOf = ({ target, compressed }: Staged): string[] => [
  target,
  ...compressed.map((packed) => packed.target),
];

async function stageCompressed(file: Staged, bytes: Buffer): Promise<void> {
  for (const { extension, bytes: packed } of await compress(bytes)) {
    const target = file.target + extension;
    const temporary = temporaryFor(target);
    file.compressed.push({ target, temporary });
    await writeNew(temporary, packed);
  }
}

/** The old compressed ones go before the file changes, and the new ones come after: at no moment is one of another content there. */
async function putInPlace({ target, temporary, compressed }: Staged): Promise<void> {
  if (temporary !== null) {
    for (const extension of COMPRESSED_EXTENSIONS) await removeIfThere(target + extension);
    await rename(temporary, target);
  }
  for (const packed of compressed) await rename(packed.temporary, packed.target);
}

/** A run that was killed may have left a file without them. */
async function lacksCompressed(target: string, size: number): Promise<boolean> {
  if (!isCompressible(target, size)) return false;
  const found = await Promise.all(COMPRESSED_EXTENSIONS.map((extension) => exists(target + extension)));
  return found.includes(false);
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

/** Whether what lies there is the same, other, or nothing. */
async function compare(path: string, bytes: Buffer): Promise<'same' | 'other' | 'none'> {
  const found = await stat(path).catch(() => null);
  if (found === null) return 'none';
  const isSame = found.isFile() && found.size === bytes.length && bytes.equals(await readFile(path));
  return isSame ? 'same' : 'other';
}

const temporaryFor = (target: string): string =>
  join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);

const removeIfThere = (path: string): Promise<void> => unlink(path).catch(() => {});

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const writeNew = (path: string, bytes: Buffer): Promise<void> =>
  writeFile(path, bytes, { flag: 'wx', mode: 0o644 });

/** A younger one may belong to another process that is still writing. */
async function removeIfOld(path: string, now: Date): Promise<void> {
  const modified = await stat(path).catch(() => null);
  if (modified && now.getTime() - modified.mtimeMs > HOUR_MS) await unlink(path).catch(() => {});
}
