import * as nodeFs from 'node:fs/promises';
import { join, parse, resolve } from 'node:path';
import type { Clock } from '../../core/instant.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { StoreFailure } from '../store.ts';
import { StoreError, storeFailure } from '../store-error.ts';
import type { Draft, Tables, TableTypes } from '../tables.ts';
import { decodeDocument, sortRecords } from './document.ts';
import { Documents } from './documents.ts';
import type { DocumentChange } from './entry.ts';
import { type FileSystem, makeFolder, namesIn, readIfThere, remove } from './file-system.ts';
import { FollowedJournal, type News } from './followed-journal.ts';
import { hash } from './layout.ts';
import type { StoreLock } from './lock.ts';
import { documentPaths } from './recover-meta.ts';
import { redactCopies } from './redact-copies.ts';
import { draftOver, type Layer, mergeInto, readerOver } from './table-draft.ts';
import { waitForLock } from './wait-for-lock.ts';

export type TablesOptions<T extends TableTypes> = {
  /** Over how many files each table is spread. A later change of a number needs a migration. */
  files: { [N in keyof T]: number };
  now: Clock;
  fs?: FileSystem;
  lock?: (dir: string) => Promise<Result<StoreLock, StoreFailure>>;
  /** Bytes of documents that are kept in memory, about. */
  cacheSize?: number;
  /** Bytes of journal after which a change also writes the documents. */
  checkpointAt?: number;
};

/**
 * Tables in the folder `dir`, which is made if there is none, and which only this user can read. Their files are
 * like those of the stories: documents with one record a line, and a journal that is appended to and synced. The
 * lock is held only for each group of changes, so that commands can work beside a server.
 */
export async function openTables<T extends TableTypes>(
  dir: string,
  options: TablesOptions<T>,
): Promise<Result<Tables<T>, StoreFailure>> {
  const root = resolve(dir);
  const fs = options.fs ?? privateFileSystem;
  try {
    await makeFolder(fs, join(root, 'tmp'), parse(root).root);
    return ok(tablesIn(root, fs, options));
  } catch (error) {
    return err(storeFailure(error, dir));
  }
}

const privateFileSystem: FileSystem = {
  ...nodeFs,
  open: (path, flags) => nodeFs.open(path, flags, 0o600),
  mkdir: (path) => nodeFs.mkdir(path, 0o700),
};

/** One change that waits for its turn: it adds to the group's layer, and answers how to tell its caller. */
type Waiting = { run(group: Layer): Promise<() => void>; fail(error: unknown): void };

function tablesIn<T extends TableTypes>(root: string, fs: FileSystem, options: TablesOptions<T>): Tables<T> {
  const { files, now, cacheSize = 16_000_000, checkpointAt = 4_000_000 } = options;
  const warnings: string[] = [];
  const waiting: Waiting[] = [];
  /** Damage that was found without the lock, so that nothing could be done about it yet. */
  let damage: string[] = [];
  let lock: StoreLock | null = null;
  let documents = emptyDocuments();
  let working: Promise<void> | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  const journal = new FollowedJournal({
    fs,
    root,
    now,
    warnings,
    recoverLast: () => highestCommit(fs, root),
  });

  function emptyDocuments(): Documents {
    return new Documents({
      fs,
      root,
      get writable() {
        return lock !== null;
      },
      now,
      cacheSize,
      get warnings() {
        return lock === null ? damage : warnings;
      },
      repair: async () => new Map(),
      tidy: (_, records) => sortRecords(records),
    });
  }

  const nameOf = (table: string, key: string): string => `${table}/${hash(key) % (files[table] ?? 1)}`;

  /** Runs what uses the journal, one after the other. */
  function inTurn<R>(act: () => Promise<R>): Promise<R> {
    const result = turn.then(act, act);
    turn = result.catch(() => undefined);
    return result;
  }

  function take({ anew, entries }: News): void {
    if (anew) documents = emptyDocuments();
    for (const entry of entries) documents.apply(entry);
  }

  /** Learns what others have written. Whoever holds the lock knows it already. */
  async function refresh(): Promise<void> {
    if (lock === null) await inTurn(async () => lock ?? take(await journal.news()));
  }

  /** Runs `act` while nobody else writes, with everything known that was written before. */
  async function alone<R>(act: () => Promise<R>): Promise<R> {
    const taken = await waitForLock(root, options.lock);
    try {
      return await inTurn(async () => {
        lock = taken;
        try {
          if (damage.length > 0) await journal.close();
          damage = [];
          take(await journal.newsForWriting());
          return await act();
        } finally {
          lock = null;
        }
      });
    } finally {
      await taken.release();
    }
  }

  async function recordsOf(name: string): Promise<ReadonlyMap<string, string>> {
    const records = await documents.read(name);
    if (lock !== null || damage.length === 0) return records;
    return alone(() => documents.read(name));
  }

  const readRecords = (table: string, key: string) => recordsOf(nameOf(table, key));

  async function commit(group: Layer): Promise<void> {
    const changes = new Map<string, DocumentChange>();
    for (const [table, records] of group) {
      for (const [key, text] of records) {
        const name = nameOf(table, key);
        const change: DocumentChange = changes.get(name) ?? { remove: [], put: new Map(), file: [] };
        changes.set(name, change);
        if (text === null) change.remove.push(key);
        else change.put.set(key, text);
      }
    }
    if (changes.size === 0) return;
    assertHeld();
    documents.apply(await journal.append(changes));
    if (journal.size > checkpointAt) await checkpoint();
  }

  /** Writes what the journal holds to the documents, then begins a new one. A crash at any point loses nothing. */
  async function checkpoint(): Promise<void> {
    assertHeld();
    await clearDrafts(fs, root);
    await documents.writeChanged(journal.last);
    await journal.restart();
  }

  function assertHeld(): void {
    if (lock?.held()) return;
    throw new StoreError({
      code: 'locked',
      message: `${root} was taken over by another process while this one gave no sign of life. Run again; nothing that was stored is lost.`,
    });
  }

  /** Changes that come while one is being written share the next write. */
  async function workOff(): Promise<void> {
    while (waiting.length > 0) {
      let group: Waiting[] = [];
      try {
        const tellAll = await alone(async () => {
          group = waiting.splice(0);
          const layer: Layer = new Map();
          const tell: (() => void)[] = [];
          for (const { run } of group) tell.push(await run(layer));
          await commit(layer);
          return tell;
        });
        for (const tell of tellAll) tell();
      } catch (error) {
        for (const { fail } of group.length > 0 ? group : waiting.splice(0)) fail(error);
      }
    }
    working = null;
  }

  const stored = readerOver<T>(readRecords, []);

  return {
    warnings,

    async get(table, key) {
      await refresh();
      return stored.get(table, key);
    },

    async *all<N extends keyof T & string>(table: N): AsyncGenerator<[string, T[N]]> {
      await refresh();
      for (let file = 0; file < files[table]; file++) {
        for (const [key, text] of [...(await recordsOf(`${table}/${file}`))]) yield [key, JSON.parse(text)];
      }
    },

    change<R>(work: (draft: Draft<T>) => R | Promise<R>): Promise<R> {
      return new Promise<R>((resolve, reject) => {
        waiting.push({
          async run(group) {
            const own: Layer = new Map();
            try {
              const result = await work(draftOver<T>(readRecords, [group], own));
              mergeInto(group, own);
              return () => resolve(result);
            } catch (error) {
              if (error instanceof StoreError) throw error;
              return () => reject(error);
            }
          },
          fail: reject,
        });
        working ??= workOff();
      });
    },

    compact: () => alone(checkpoint),

    redactCopies(texts) {
      const folders = [root, ...Object.keys(files).map((table) => join(root, table))];
      return alone(() => redactCopies(fs, folders, { texts, temporary: join(root, 'tmp') }));
    },

    async close() {
      await working;
      await inTurn(() => journal.close());
    },
  };
}

/** Drops the drafts of processes that were killed. */
async function clearDrafts(fs: FileSystem, root: string): Promise<void> {
  const temporary = join(root, 'tmp');
  for (const name of await namesIn(fs, temporary)) await remove(fs, join(temporary, name));
}

async function highestCommit(fs: FileSystem, root: string): Promise<number> {
  let highest = 0;
  for await (const path of documentPaths(fs, root)) {
    const document = decodeDocument((await readIfThere(fs, path))?.toString('utf8') ?? '');
    highest = Math.max(highest, document?.upTo ?? 0);
  }
  return highest;
}
