import { dirname, join } from 'node:path';
import type { Clock } from '../../core/instant.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Store, StoreFailure } from '../store.ts';
import { StoreError, storeFailure } from '../store-error.ts';
import { Documents } from './documents.ts';
import { emptyMeta, type Meta } from './entry.ts';
import {
  type FileSystem,
  makeFolder,
  namesIn,
  nodeFileSystem,
  remove,
  replaceFile,
  setAside,
  syncFolder,
} from './file-system.ts';
import { type JournalContent, journalPath, openJournal, readJournal } from './journal.ts';
import { keyIndex } from './keys.ts';
import { lockStore, type StoreLock } from './lock.ts';
import { lowdbStore } from './lowdb-store.ts';
import { metaPath, readMeta, writeMeta } from './meta.ts';
import { type Migration, migrate, migrations, newestSchema } from './migrations.ts';
import { recoverMeta, skipLost } from './recover-meta.ts';
import { type Filing, repairDocument } from './repair.ts';
import { tidy } from './retention.ts';

export type StoreDeps = {
  now: Clock;
  /** From 0 up to 1, for ids. */
  random: () => number;
  /** `read` takes no lock and writes nothing: what it answers may be a commit older or newer from call to call. */
  mode?: 'write' | 'read';
  /** Makes ids of stories `tag:` URIs (RFC 4151): `news.example.org,2026` gives `tag:news.example.org,2026:1a-4k2x9c`. */
  tagAuthority?: string;
  /** What the pipeline files articles under, so that a damaged index can be made anew. Asked for only then. */
  filing?: () => Promise<Filing>;
  fs?: FileSystem;
  lock?: (dir: string) => Promise<Result<StoreLock, StoreFailure>>;
  migrations?: readonly Migration[];
  limits?: Partial<StoreLimits>;
};

export type StoreLimits = {
  /** Bytes of journal after which a commit also writes the documents. */
  checkpointRunning: number;
  /** Bytes of journal above which closing does. */
  checkpointClosing: number;
  /** Bytes of documents kept in memory, about. */
  cacheSize: number;
  /** Characters of keys that are not yet merged into the older ones. */
  recentKeys: number;
  /** Characters of older keys in one file, about: what a look-up of one key reads. */
  keyShare: number;
};

/** `warnings`: what was found damaged, in sentences; grows while the store is read. */
export type OpenStore = Store & { warnings: string[] };

/** Opens the store in `dir`, and makes it if there is none. Only one process at a time may write. */
export async function openStore(dir: string, deps: StoreDeps): Promise<Result<OpenStore, StoreFailure>> {
  const writable = deps.mode !== 'read';
  const locked = writable ? await (deps.lock ?? lockStore)(dir) : ok(null);
  if (!locked.ok) return locked;
  try {
    return ok(await openLocked(dir, deps, locked.value));
  } catch (error) {
    await locked.value?.release().catch(() => undefined);
    if (error instanceof StoreError) return err(error.failure);
    return err(storeFailure(error, dir));
  }
}

const plainFiling = async (): Promise<Filing> => ({
  entriesOf: ({ id, keys }) => keys.map((key) => [key, id]),
  workOf: ({ id, storyId }) => (storyId === null ? [id] : []),
});

const LIMITS: StoreLimits = {
  checkpointRunning: 8_000_000,
  checkpointClosing: 1_000_000,
  cacheSize: 32_000_000,
  recentKeys: 4_000_000,
  keyShare: 48_000,
};

async function openLocked(root: string, deps: StoreDeps, lock: StoreLock | null): Promise<OpenStore> {
  const { now, fs = nodeFileSystem, filing = plainFiling } = deps;
  const limits = { ...LIMITS, ...deps.limits };
  const warnings: string[] = [];
  const schema = newestSchema(deps.migrations ?? migrations);
  if (lock) await prepareFolder(fs, root);

  // A reader reads the journal first: a checkpoint may move what is in it, but only to what is read later.
  const journalBefore = lock ? null : await readJournal(fs, root);
  const stored = await loadMeta(root, { fs, deps, writable: lock !== null, schema, warnings });
  const content = journalBefore ?? (await readJournal(fs, root));
  const meta = replayedMeta(stored, content);
  await mendJournal(root, content, { fs, now, warnings, writable: lock !== null });

  const documents: Documents = new Documents({
    fs,
    root,
    writable: lock !== null,
    now,
    cacheSize: limits.cacheSize,
    warnings,
    repair: (name) => repairDocument(name, { fs, root, documents, filing }),
    tidy: (name, records) => tidy(name, records, now()),
  });
  for (const entry of content.entries) documents.apply(entry);

  const store = lowdbStore({
    documents,
    keys: keyIndex(documents, { fs, root, recentSize: limits.recentKeys, shareSize: limits.keyShare }),
    meta,
    now,
    random: deps.random,
    storyPrefix: deps.tagAuthority ? `tag:${deps.tagAuthority}:` : '',
    writing: lock && {
      journal: await openJournal(fs, root, Buffer.byteLength(content.intact)),
      assertHeld: () => assertHeld(lock, root),
      saveMeta: (latest) => writeMeta(fs, root, { schema, meta: latest }),
      release: () => lock.release(),
      checkpointAt: { running: limits.checkpointRunning, closing: limits.checkpointClosing },
    },
    refuseWriting: () => {
      throw new StoreError({
        code: 'read-only',
        message: `${root} was opened for reading only; nothing was written.`,
      });
    },
  });
  return Object.assign(store, { warnings });
}

/** Makes the folder, and drops the drafts of a process that was killed. */
async function prepareFolder(fs: FileSystem, root: string): Promise<void> {
  await makeFolder(fs, root, dirname(root));
  const temporary = join(root, 'tmp');
  await makeFolder(fs, temporary, root);
  for (const name of await namesIn(fs, temporary)) {
    await remove(fs, join(temporary, name));
  }
}

type LoadOptions = {
  fs: FileSystem;
  deps: StoreDeps;
  writable: boolean;
  schema: number;
  warnings: string[];
};

/** The totals as of the last checkpoint, from a store in the newest schema. */
async function loadMeta(root: string, options: LoadOptions): Promise<Meta> {
  const { fs, deps, writable, schema, warnings } = options;
  const stored = await readMeta(fs, root);
  if (stored.kind !== 'none') refuseSchema(root, stored.schema ?? schema, options);
  if (stored.kind === 'read') {
    if (stored.schema < schema) {
      await migrate(fs, root, { from: stored.schema, steps: deps.migrations ?? migrations });
      return loadMeta(root, options);
    }
    return stored.meta;
  }
  if (stored.kind === 'damaged' && writable) {
    await setAside(fs, metaPath(root), { at: deps.now(), temporary: join(root, 'tmp') });
  }
  const meta = await recoverMeta(fs, root);
  if (stored.kind === 'damaged' || meta.entry > 0) {
    warnings.push(
      `${metaPath(root)} is ${stored.kind === 'damaged' ? 'damaged' : 'missing'}; totals were counted anew from the other files, and everything is published again.`,
    );
  }
  if (writable) await writeMeta(fs, root, { schema, meta });
  return meta;
}

function refuseSchema(root: string, found: number, { schema, writable }: LoadOptions): void {
  if (found > schema) {
    throw new StoreError({
      code: 'newer-schema',
      message: `${metaPath(root)} was written by a newer version of this program (schema ${found}; this version knows up to ${schema}). Install the newer version again, or name another folder with --data.`,
    });
  }
  if (found < schema && !writable) {
    throw new StoreError({
      code: 'read-only',
      message: `${metaPath(root)} was written by an older version of this program (schema ${found}) and is brought up to date by the next refresh. Run that first.`,
    });
  }
}

function replayedMeta(stored: Meta, { entries, damagedBytes }: JournalContent): Meta {
  const last = entries.at(-1)?.meta ?? emptyMeta();
  return skipLost(last.entry >= stored.entry ? last : stored, damagedBytes);
}

async function mendJournal(
  root: string,
  { intact, clean, damagedBytes, entries }: JournalContent,
  { fs, now, warnings, writable }: Pick<LoadOptions, 'fs' | 'warnings' | 'writable'> & Pick<StoreDeps, 'now'>,
): Promise<void> {
  if (clean) return;
  const path = journalPath(root);
  const temporary = join(root, 'tmp');
  const copy = writable && damagedBytes > 0 ? await setAside(fs, path, { at: now(), temporary }) : null;
  if (damagedBytes > 0) {
    const kept = copy ? ` A copy is kept as ${copy}; compare it with a backup if you have one.` : '';
    warnings.push(
      `${path} is damaged: ${damagedBytes} bytes can't be read, and what was stored with them is lost; its other ${entries.length} commits are used.${kept}`,
    );
  }
  if (!writable) return;
  await replaceFile(fs, path, intact, temporary);
  await syncFolder(fs, root);
}

function assertHeld(lock: StoreLock, root: string): void {
  if (lock.held()) return;
  throw new StoreError({
    code: 'locked',
    message: `${root} was taken over by another process while this one gave no sign of life. Run again; nothing that was stored is lost.`,
  });
}
