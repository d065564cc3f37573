import { dirname, join } from 'node:path';
import { StoreError, storeFailure } from '../store-error.ts';
import { decodeEntry, type Entry } from './entry.ts';
import { type FileSystem, type OpenFile, readIfThere, syncFolder } from './file-system.ts';

/** What the journal holds. */
export type JournalContent = {
  entries: Entry[];
  /** Its readable lines. */
  intact: string;
  /** Whether the file is exactly that; if not, it ends in a commit that nobody was told had happened, or is damaged. */
  clean: boolean;
  /** Bytes of finished lines that can't be read. */
  damagedBytes: number;
};

/** Where commits become durable: a line each, appended and synced. */
export type Journal = {
  bytes(): number;
  append(line: string): Promise<void>;
  /** Empties it: all documents hold what it held. */
  clear(): Promise<void>;
  close(): Promise<void>;
};

export const journalPath = (root: string): string => join(root, 'journal.jsonl');

export async function readJournal(fs: FileSystem, root: string): Promise<JournalContent> {
  const text = (await readIfThere(fs, journalPath(root)))?.toString('utf8') ?? '';
  const entries: Entry[] = [];
  const kept: string[] = [];
  let damagedBytes = 0;
  const lines = text.split('\n');
  lines.forEach((line, index) => {
    const entry = decodeEntry(line);
    if (entry) {
      entries.push(entry);
      kept.push(`${line}\n`);
    } else if (index < lines.length - 1) damagedBytes += line.length + 1;
  });
  const intact = kept.join('');
  return { entries, intact, clean: intact === text, damagedBytes };
}

/** `bytes`: what is in it. After a failure it takes nothing more, because nobody can tell what the disk holds. */
export async function openJournal(fs: FileSystem, root: string, bytes: number): Promise<Journal> {
  const path = journalPath(root);
  let size = bytes;
  let failed: StoreError | null = null;

  const attempt = async <T>(act: () => Promise<T>): Promise<T> => {
    if (failed) throw failed;
    try {
      return await act();
    } catch (error) {
      failed = new StoreError(storeFailure(error, path), error);
      throw failed;
    }
  };
  const file: OpenFile = await attempt(() => fs.open(path, 'a'));
  if (bytes === 0) await syncFolder(fs, dirname(path));

  return {
    bytes: () => size,
    append: (line) =>
      attempt(async () => {
        try {
          await file.appendFile(line);
          await file.datasync();
        } catch (error) {
          await file.truncate(size).catch(() => undefined);
          throw error;
        }
        size += Buffer.byteLength(line);
      }),
    clear: () =>
      attempt(async () => {
        await file.truncate(0);
        size = 0;
        await file.datasync();
      }),
    close: () => file.close(),
  };
}
