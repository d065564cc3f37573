import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip } from 'node:zlib';
import { SAFE_PATH } from '../publish/write.ts';
import type { Encoding } from './negotiate.ts';

/** A file of the output, as it was at one moment, in the codings in which it lies there. */
export type LoadedFile = {
  /** Changes whenever the file, or what lies compressed beside it, is another one. */
  stamp: string;
  modifiedMs: number;
  /** The path that it leads to for good, below the site's own; null for nearly all. */
  movedTo: string | null;
  /** A hash of the content. */
  hash: string;
  codings: { encoding: Encoding; bytes: Buffer }[];
};

/** Where a file really lies, through all links; null if that is outside of `root`, or no file. */
export async function placeInside(root: string, path: string): Promise<string | null> {
  const [inside, place] = await Promise.all([realpath(root), realpath(join(root, path))]).catch(() => []);
  if (inside === undefined || place === undefined || !place.startsWith(inside + sep)) return null;
  return (await stat(place).catch(() => null))?.isFile() ? place : null;
}

/** The file at `place`, which holds no link; null if it's gone. A compressed one counts only if it is this very content. */
export async function loadFile(place: string): Promise<LoadedFile | null> {
  const stamp = await stampOf(place);
  const plain = await readPlain(place);
  if (stamp === null || plain === null) return null;
  const { bytes, modifiedMs } = plain;
  const compressed = await Promise.all(COMPRESSED.map((coding) => readCompressed(place, coding, bytes)));
  return {
    stamp,
    modifiedMs,
    movedTo: await readRedirect(place),
    hash: createHash('sha256').update(bytes).digest('base64url').slice(0, 22),
    codings: [...compressed.filter((coding) => coding !== null), { encoding: 'identity', bytes }],
  };
}

/** Beside the page of a story that became part of another: where that is (docs/notes/website.md). */
const REDIRECT = 'redirect.json';
const STORY_PAGE = /[\\/]stories[\\/].+[\\/]index\.html$/;

const neighbour = (place: string): string => join(dirname(place), REDIRECT);

async function readRedirect(place: string): Promise<string | null> {
  const file = STORY_PAGE.test(place) ? await readPlain(neighbour(place)) : null;
  if (file === null) return null;
  try {
    const { to } = JSON.parse(file.bytes.toString('utf8'));
    return typeof to === 'string' && SAFE_PATH.test(to.replace(/\/$/, '')) ? to : null;
  } catch {
    return null;
  }
}

/** What is told of a file and its neighbours without reading them; null if there is no such file. */
export async function stampOf(place: string): Promise<string | null> {
  const paths = [place, ...COMPRESSED.map(({ extension }) => place + extension)];
  if (STORY_PAGE.test(place)) paths.push(neighbour(place));
  const [plain, ...others] = await Promise.all(paths.map((path) => stat(path).catch(() => null)));
  if (!plain?.isFile()) return null;
  return [plain, ...others]
    .map((found) => (found ? `${found.ino}:${found.size}:${found.mtimeMs}` : '-'))
    .join(' ');
}

type Coding = {
  encoding: Encoding;
  extension: string;
  expand: (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;
};

const COMPRESSED: readonly Coding[] = [
  { encoding: 'br', extension: '.br', expand: promisify(brotliDecompress) },
  { encoding: 'gzip', extension: '.gz', expand: promisify(gunzip) },
];

async function readCompressed(place: string, { encoding, extension, expand }: Coding, plain: Buffer) {
  const file = await readPlain(place + extension);
  if (file === null || file.bytes.length >= plain.length) return null;
  const { bytes } = file;
  const expanded = await expand(bytes, { maxOutputLength: plain.length }).catch(() => null);
  return expanded?.equals(plain) ? { encoding, bytes } : null;
}

/** Opened so that neither a link nor a pipe put there meanwhile leads or holds us anywhere. */
async function readPlain(place: string): Promise<{ bytes: Buffer; modifiedMs: number } | null> {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  let file: FileHandle | null = null;
  try {
    file = await open(place, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    const found = await file.stat();
    if (!found.isFile()) return null;
    return { bytes: await file.readFile(), modifiedMs: Math.floor(found.mtimeMs / 1000) * 1000 };
  } catch {
    return null;
  } finally {
    await file?.close();
  }
}
