import { join } from 'node:path';
import {
  type FileSystem,
  namesIn,
  nodeFileSystem,
  readIfThere,
  remove,
  replaceFile,
  syncFolder,
} from './file-system.ts';

/**
 * Takes out of the copies of damaged files in these folders each line that holds one of the texts, in capitals or not,
 * and each that can't be read, because nobody can tell whom it is about. A copy without a record left is deleted.
 * Durable when it resolves. Only while nobody else writes.
 */
export async function redactCopies(
  fs: FileSystem,
  folders: readonly string[],
  { texts, temporary }: { texts: readonly string[]; temporary: string },
): Promise<void> {
  const wanted = texts.map((text) => text.toLowerCase());
  const mayStay = (line: string): boolean =>
    isRecord(line) && !wanted.some((text) => line.toLowerCase().includes(text));
  for (const folder of folders) {
    const copies = (await namesIn(fs, folder)).filter(isCopy);
    for (const name of copies) {
      const path = join(folder, name);
      const lines = ((await readIfThere(fs, path))?.toString('utf8') ?? '').split('\n');
      const kept = lines.filter((line) => isFrame(line) || mayStay(line));
      if (kept.every(isFrame)) await remove(fs, path);
      else if (kept.length < lines.length) await replaceFile(fs, path, kept.join('\n'), temporary);
    }
    if (copies.length > 0) await syncFolder(fs, folder);
  }
}

/** The copies of damaged files below a folder, as paths. */
export async function copiesIn(folder: string, fs: FileSystem = nodeFileSystem): Promise<string[]> {
  const found: string[] = [];
  for (const name of await namesIn(fs, folder)) {
    if (isCopy(name)) found.push(join(folder, name));
    else found.push(...(await copiesIn(join(folder, name), fs)));
  }
  return found;
}

/** As `setAside` names them. */
const isCopy = (name: string): boolean => /\.damaged-\d{4}-/.test(name);

/** A record of a document, or an entry of a journal. */
function isRecord(line: string): boolean {
  const text = line.replace(/,$/, '');
  return isJson(text) || isJson(`{${text}}`);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** How a document begins and ends. */
const isFrame = (line: string): boolean =>
  /^(?:|\}\}|\{"upTo":\d+,"check":"[0-9a-f]{8}","records":\{)$/.test(line);
