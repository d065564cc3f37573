import { join } from 'node:path';
import { errorCode, StoreError, storeFailure } from '../store-error.ts';
import { decodeEntry, type Entry, encodeEntry, type Numbered } from './entry.ts';
import { type FileSystem, type OpenFile, replaceFile, setAside, syncFolder } from './file-system.ts';
import { journalPath } from './journal.ts';

/** Commits found in the journal. `anew`: all there are, because it's another file than before. */
export type News = { anew: boolean; entries: Entry<Numbered>[] };

export type FollowedJournalOptions = {
  fs: FileSystem;
  root: string;
  now: () => Date;
  warnings: string[];
  /** The number of the last commit, told from the documents: asked for where there is no journal. */
  recoverLast: () => Promise<number>;
};

/** What was read: `intact` is the text of its whole lines, `clean` whether the file held nothing else. */
type Read = News & { intact: string; clean: boolean; damagedBytes: number };

/**
 * The journal of a folder that several processes write, one at a time under the folder's lock, while others read.
 * Each of them knows how far it has read. The file is appended to, and replaced when its commits are in their
 * documents; it begins with a commit that changes nothing and bears the number of the last one before it.
 */
export class FollowedJournal {
  readonly #options: FollowedJournalOptions;
  readonly #path: string;
  #open: { file: OpenFile; ino: number } | null = null;
  #size = 0;
  #last = 0;
  /** After a failed append nobody can tell what the disk holds, until it's written anew. */
  #doubtful = false;

  constructor(options: FollowedJournalOptions) {
    this.#options = options;
    this.#path = journalPath(options.root);
  }

  /** Bytes that it holds, as far as it was read. */
  get size(): number {
    return this.#size;
  }

  /** Number of the last commit. */
  get last(): number {
    return this.#last;
  }

  /** What has come since the last call; nothing of a commit that is being written. */
  async news(): Promise<News> {
    return this.#doubtful ? { anew: false, entries: [] } : this.#attempt(() => this.#read());
  }

  /** The same with the lock held: also repairs what a killed process or a bad disk has left. `append` needs it first. */
  async newsForWriting(): Promise<News> {
    return this.#attempt(async () => {
      if (this.#doubtful) await this.close();
      const read = await this.#read();
      if (this.#open && read.clean && this.#size > 0 && !this.#doubtful) return read;
      // Whatever was read before is read again, so that all of it can be written anew.
      await this.close();
      const whole = await this.#read();
      await this.#mend(whole);
      this.#doubtful = false;
      return { anew: true, entries: whole.entries };
    });
  }

  /** Durable when it resolves. */
  async append(documents: Entry['documents']): Promise<Entry<Numbered>> {
    const entry = { meta: { entry: this.#last + 1 }, documents };
    const line = encodeEntry(entry);
    return this.#attempt(async () => {
      if (!this.#open || this.#doubtful) throw new Error('it was not read before');
      this.#doubtful = true;
      await this.#open.file.appendFile(line);
      await this.#open.file.datasync();
      this.#doubtful = false;
      this.#size += Buffer.byteLength(line);
      this.#last = entry.meta.entry;
      return entry;
    });
  }

  /** Begins a new file, with the lock held: all documents hold what this one held. */
  async restart(): Promise<void> {
    await this.#attempt(() => this.#replace(firstLine(this.#last)));
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    this.#size = 0;
    await open?.file.close();
  }

  async #read(): Promise<Read> {
    const anew = !(await this.#isSame());
    if (anew) await this.close();
    const open = this.#open ?? (await this.#openIfThere());
    if (!open) return { anew, entries: [], intact: '', clean: true, damagedBytes: 0 };
    const { size } = await open.file.stat();
    const bytes = new Uint8Array(Math.max(size - this.#size, 0));
    let filled = 0;
    for (let read = 1; filled < bytes.length && read > 0; filled += read)
      read = (await open.file.read(bytes, filled, bytes.length - filled, this.#size + filled)).bytesRead;
    return { anew, ...this.#take(Buffer.from(bytes.subarray(0, filled)).toString('utf8')) };
  }

  /** Reads on behind what was read. A last line without its end is not there yet. */
  #take(text: string): Omit<Read, 'anew'> {
    const end = text.lastIndexOf('\n') + 1;
    const entries: Entry<Numbered>[] = [];
    const intact: string[] = [];
    let damagedBytes = 0;
    for (const line of text.slice(0, end).split('\n').slice(0, -1)) {
      const entry = decodeEntry<Numbered>(line);
      if (entry) {
        entries.push(entry);
        intact.push(`${line}\n`);
        this.#last = Math.max(this.#last, entry.meta.entry);
      } else damagedBytes += Buffer.byteLength(line) + 1;
    }
    this.#size += Buffer.byteLength(text.slice(0, end));
    return {
      entries,
      intact: intact.join(''),
      clean: damagedBytes === 0 && end === text.length,
      damagedBytes,
    };
  }

  async #mend({ entries, intact, damagedBytes }: Read): Promise<void> {
    const { fs, root, now, warnings, recoverLast } = this.#options;
    if (entries.length === 0) this.#last = Math.max(this.#last, await recoverLast());
    if (damagedBytes > 0) {
      const copy = await setAside(fs, this.#path, { at: now(), temporary: join(root, 'tmp') });
      warnings.push(
        `${this.#path} is damaged: ${damagedBytes} bytes can't be read, and what was stored with them is lost; its other ${entries.length} commits are used. A copy is kept as ${copy}; compare it with a backup if you have one.`,
      );
      // Beyond any number that the lost commits can have had, since documents may hold them.
      this.#last += Math.ceil(damagedBytes / 32);
    }
    const numbered = entries.length > 0 && damagedBytes === 0;
    await this.#replace(numbered ? intact : intact + firstLine(this.#last));
  }

  async #replace(text: string): Promise<void> {
    const { fs, root } = this.#options;
    await replaceFile(fs, this.#path, text, join(root, 'tmp'));
    await syncFolder(fs, root);
    await this.close();
    await this.#openIfThere();
    this.#size = Buffer.byteLength(text);
  }

  async #isSame(): Promise<boolean> {
    if (!this.#open) return false;
    const facts = await this.#facts();
    return facts !== null && facts.ino === this.#open.ino && facts.size >= this.#size;
  }

  async #openIfThere(): Promise<{ file: OpenFile; ino: number } | null> {
    if ((await this.#facts()) === null) return null;
    const file = await this.#options.fs.open(this.#path, 'a+');
    this.#open = { file, ino: (await file.stat()).ino };
    return this.#open;
  }

  async #facts(): Promise<{ ino: number; size: number } | null> {
    try {
      return await this.#options.fs.stat(this.#path);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return null;
      throw error;
    }
  }

  async #attempt<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      throw error instanceof StoreError ? error : new StoreError(storeFailure(error, this.#path), error);
    }
  }
}

const firstLine = (last: number): string => encodeEntry({ meta: { entry: last }, documents: new Map() });
