import { dirname, join } from 'node:path';
import { Low } from 'lowdb';
import type { Clock } from '../../core/instant.ts';
import { DamagedFile, documentAdapter, documentPath } from './adapter.ts';
import { Document, type Records, recordSize } from './document.ts';
import type { DocumentChange, Entry, Numbered } from './entry.ts';
import { type FileSystem, namesIn, setAside, syncFolder } from './file-system.ts';
import { fileUnder } from './posting.ts';

export type DocumentsOptions = {
  fs: FileSystem;
  root: string;
  writable: boolean;
  now: Clock;
  /** Bytes of documents that are kept in memory, about. */
  cacheSize: number;
  warnings: string[];
  /** What can be told of a damaged document from the others. */
  repair: (name: string) => Promise<Records>;
  /** The records as they are to be written. */
  tidy: (name: string, records: Records) => Records;
};

type Loaded = { low: Low<Document>; found: boolean; size: number; materialised: boolean };

/**
 * The documents of a store: a document is its file and the commits made since that file was written, so any of
 * them can be forgotten and loaded again. Commits are added in memory once the journal has them.
 */
export class Documents {
  readonly #options: DocumentsOptions;
  /** Least recently used first. */
  readonly #loaded = new Map<string, Loaded>();
  readonly #loading = new Map<string, Promise<Loaded>>();
  readonly #changes = new Map<string, { entry: number; change: DocumentChange }[]>();
  #size = 0;

  constructor(options: DocumentsOptions) {
    this.#options = options;
  }

  /** A document's records as of the last commit; empty if there is none. Not to be changed, and not to be kept. */
  async read(name: string): Promise<Records> {
    const loaded = await this.#load(name);
    const { records } = loaded.low.data;
    this.#resize(name, loaded);
    return records;
  }

  /** Some records of a document of keys, in the order asked; null if there is no such document. */
  async find(name: string, keys: readonly string[]): Promise<(string | undefined)[] | null> {
    const { low, found } = await this.#load(name);
    return found || this.#changes.has(name) ? keys.map((key) => low.data.find(key)) : null;
  }

  apply({ meta: { entry }, documents }: Entry<Numbered>): void {
    for (const [name, change] of documents) {
      const changes = this.#changes.get(name);
      if (changes) changes.push({ entry, change });
      else this.#changes.set(name, [{ entry, change }]);
      const loaded = this.#loaded.get(name);
      if (!loaded) continue;
      const { records } = loaded.low.data;
      this.#grow(loaded, applyChange(records, change));
    }
    this.#evict();
  }

  hasChanged(name: string): boolean {
    return this.#changes.has(name);
  }

  /** Writes every document that commits have changed. All of it is durable when this resolves. */
  async writeChanged(upTo: number): Promise<void> {
    const names = [...this.#changes.keys()];
    const folders = new Set<string>();
    const writeNext = async (): Promise<void> => {
      for (let name = names.pop(); name !== undefined; name = names.pop()) {
        const loaded = await this.#load(name);
        loaded.low.data = new Document(upTo, this.#options.tidy(name, loaded.low.data.records));
        await loaded.low.write();
        loaded.found = true;
        folders.add(dirname(documentPath(this.#options.root, name)));
      }
    };
    await together([writeNext(), writeNext(), writeNext(), writeNext()]);
    for (const folder of folders) await syncFolder(this.#options.fs, folder);
    // Whoever began to read a file before it was replaced still needs these commits.
    await Promise.allSettled(this.#loading.values());
    this.#changes.clear();
  }

  /** Replaces a document by one that holds all commits so far. Durable when it resolves. */
  async replace(name: string, document: Document): Promise<void> {
    const low = new Low(this.#adapter(name), document);
    await this.#write(low, documentPath(this.#options.root, name));
    await this.#loading.get(name);
    this.#changes.delete(name);
    this.#remember(name, { low, found: true });
  }

  /** Writes a document that nobody has read yet. Durable once its folder is synced. */
  async create(name: string, document: Document): Promise<void> {
    await new Low(this.#adapter(name), document).write();
  }

  /** A document that is read for the last time. */
  async readLast(name: string): Promise<Document> {
    const { low } = await this.#load(name);
    this.forget(name);
    return low.data;
  }

  /** Names of the documents whose names begin so, in order of their numbers. */
  async namesUnder(folder: string): Promise<string[]> {
    const names = new Set([...this.#changes.keys()].filter((name) => name.startsWith(`${folder}/`)));
    const { fs, root } = this.#options;
    for (const below of await namesIn(fs, join(root, folder))) {
      for (const file of await namesIn(fs, join(root, folder, below))) {
        if (file.endsWith('.json')) names.add(`${folder}/${below}/${file.slice(0, -'.json'.length)}`);
      }
    }
    return [...names].sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
  }

  /** Forgets what was read of a document, so that it's read anew. */
  forget(name: string): void {
    const loaded = this.#loaded.get(name);
    if (!loaded) return;
    this.#loaded.delete(name);
    this.#size -= loaded.size;
  }

  async #load(name: string): Promise<Loaded> {
    const loaded = this.#loaded.get(name);
    if (loaded) {
      this.#loaded.delete(name);
      this.#loaded.set(name, loaded);
      return loaded;
    }
    let loading = this.#loading.get(name);
    if (!loading) {
      loading = this.#readFromDisk(name).finally(() => this.#loading.delete(name));
      this.#loading.set(name, loading);
    }
    return loading;
  }

  async #readFromDisk(name: string): Promise<Loaded> {
    const low = new Low(this.#adapter(name), new Document(-1, new Map()));
    try {
      await low.read();
    } catch (error) {
      if (!(error instanceof DamagedFile)) throw error;
      await this.#recover(name, low);
    }
    const found = low.data.upTo >= 0;
    for (const { entry, change } of this.#changes.get(name) ?? []) {
      if (entry > low.data.upTo) applyChange(low.data.records, change);
    }
    return this.#remember(name, { low, found });
  }

  /** Puts in a damaged document's place what can be told of it, once a copy of it is safe. */
  async #recover(name: string, low: Low<Document>): Promise<void> {
    const { fs, root, writable, now, warnings, repair } = this.#options;
    const path = documentPath(root, name);
    const what = `${path} is damaged (its text does not match its checksum)`;
    const instead = 'What can be told from the other files is used instead';
    const aside = writable ? await setAside(fs, path, { at: now(), temporary: join(root, 'tmp') }) : null;
    // All commits of the journal come on top.
    low.data = new Document(0, this.#options.tidy(name, await repair(name)));
    if (aside) await this.#write(low, path);
    warnings.push(
      aside
        ? `${what}: a copy is kept as ${aside}. ${instead}; compare it with a backup if you have one.`
        : `${what}. ${instead}.`,
    );
  }

  async #write(low: Low<Document>, path: string): Promise<void> {
    await low.write();
    await syncFolder(this.#options.fs, dirname(path));
  }

  #adapter(name: string) {
    const { fs, root } = this.#options;
    return documentAdapter({ fs, root, path: documentPath(root, name), temporary: join(root, 'tmp') });
  }

  #remember(name: string, { low, found }: Pick<Loaded, 'low' | 'found'>): Loaded {
    this.forget(name);
    const loaded = { low, found, size: low.data.size(), materialised: false };
    this.#loaded.set(name, loaded);
    this.#size += loaded.size;
    this.#evict();
    return loaded;
  }

  #resize(name: string, loaded: Loaded): void {
    if (loaded.materialised || this.#loaded.get(name) !== loaded) return;
    loaded.materialised = true;
    this.#grow(loaded, loaded.low.data.size() - loaded.size);
    this.#evict();
  }

  #grow(loaded: Loaded, by: number): void {
    loaded.size += by;
    this.#size += by;
  }

  #evict(): void {
    for (const [name, { size }] of this.#loaded) {
      if (this.#size <= this.#options.cacheSize || this.#loaded.size === 1) return;
      this.#loaded.delete(name);
      this.#size -= size;
    }
  }
}

/** Resolves or fails when all of them have ended, so that none goes on behind the caller's back. */
export async function together(tasks: Promise<void>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(tasks)) {
    if (outcome.status === 'rejected') throw outcome.reason;
  }
}

/** Answers by how many bytes the records grew. */
function applyChange(records: Records, { remove, put, file }: DocumentChange): number {
  let grown = 0;
  const set = (key: string, text: string) => {
    const old = records.get(key);
    grown += recordSize(key, text) - (old === undefined ? 0 : recordSize(key, old));
    records.set(key, text);
  };
  for (const key of remove) {
    const old = records.get(key);
    if (old !== undefined) grown -= recordSize(key, old);
    records.delete(key);
  }
  for (const [key, text] of put) set(key, text);
  for (const [key, id] of file) set(key, fileUnder(records.get(key), id));
  return grown;
}
