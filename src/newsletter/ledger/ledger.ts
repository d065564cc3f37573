import { dirname, join } from 'node:path';
import { type Clock, toInstant } from '../../core/instant.ts';
import { err, ok, type Result } from '../../core/result.ts';
import {
  type FileSystem,
  makeFolder,
  nodeFileSystem,
  readIfThere,
  replaceFile,
  setAside,
  syncFolder,
} from '../../store/lowdb/file-system.ts';
import { type Journal, journalPath, openJournal } from '../../store/lowdb/journal.ts';
import { lockStore, type StoreLock } from '../../store/lowdb/lock.ts';
import type { StoreFailure } from '../../store/store.ts';
import { StoreError } from '../../store/store-error.ts';
import type { Period } from '../period.ts';
import { groupWrites } from './group-writes.ts';
import { decodeBatch, encodeBatch, type LedgerRecord, type Outcome } from './records.ts';
import { LedgerState, type Told } from './state.ts';

/**
 * Who was sent what. Of each subscriber and period, and of each subscriber and story, at most one claim is given
 * out, ever; with one in hand a mail may be sent, once.
 */
export type Ledger = {
  state: LedgerState;
  /** Durable when it resolves; the number to settle it by. Null: somebody has it, or the subscriber knows a story in it. */
  claim(subscriber: string, period: Period, told: Told): Promise<number | null>;
  /** What became of it. A claim that is never settled counts as a mail that may have been sent. Durable when it resolves. */
  settle(claim: number, outcome: Outcome): Promise<void>;
  /** Other records; durable when it resolves. */
  note(records: LedgerRecord[]): Promise<void>;
  /** What was found damaged, in sentences. */
  warnings: string[];
  close(): Promise<void>;
};

type Options = { now: Clock; fs?: FileSystem; lock?: typeof lockStore };

/** Opens the ledger of a data folder for sending, which one process can do at a time. Throws a StoreError where the disk fails. */
export async function openLedger(
  dataDir: string,
  { now, fs = nodeFileSystem, lock = lockStore }: Options,
): Promise<Result<Ledger, StoreFailure>> {
  const root = ledgerFolder(dataDir);
  const locked = await lock(root);
  if (!locked.ok) return locked;
  try {
    const read = await readLedger(fs, root);
    const warnings = await mend(read, { fs, root, now });
    const journal = await openJournal(fs, root, (await readIfThere(fs, journalPath(root)))?.length ?? 0);
    return ok(ledgerOf(read.state, { root, journal, lock: locked.value, now, warnings }));
  } catch (error) {
    await locked.value.release();
    if (error instanceof StoreError) return err(error.failure);
    throw error;
  }
}

/** What the ledger of a data folder holds, for those who only look. */
export async function readLedgerState(dataDir: string, fs = nodeFileSystem): Promise<LedgerState> {
  return (await readLedger(fs, ledgerFolder(dataDir))).state;
}

export const ledgerFolder = (dataDir: string): string => join(dataDir, 'newsletter', 'ledger');

type Open = { root: string; journal: Journal; lock: StoreLock; now: Clock; warnings: string[] };

function ledgerOf(state: LedgerState, { root, journal, lock, now, warnings }: Open): Ledger {
  const write = groupWrites<LedgerRecord>((records) => {
    if (!lock.held()) throw new StoreError(lostLock(root));
    return journal.append(encodeBatch(records));
  });
  /** What subscribers of this run share. */
  const mails = new Map<string, number>();

  async function note(records: LedgerRecord[]): Promise<void> {
    for (const record of records) state.add(record);
    await write(records);
  }

  return {
    state,
    note,
    warnings,
    async claim(subscriber, period, told) {
      if (state.isServed(subscriber, period) || state.toldTo(subscriber)(told.stories)) return null;
      const key = JSON.stringify([told.stories, told.retractions]);
      const shared = mails.get(key);
      const { mail, records } = shared === undefined ? state.numberMail(told) : { mail: shared, records: [] };
      mails.set(key, mail);
      const claim = state.nextClaim;
      const { frequency, key: periodKey } = period;
      const record = { claim, subscriber, frequency, key: periodKey, mail, at: toInstant(now()) };
      state.add(record);
      await write([...records, record]);
      return claim;
    },
    settle: (claim, is) => note([{ outcome: claim, is }]),
    async close() {
      try {
        await write([]);
      } finally {
        await journal.close();
        await lock.release();
      }
    },
  };
}

type Read = { state: LedgerState; bytes: number; lines: number; isTorn: boolean; damagedBytes: number };

async function readLedger(fs: FileSystem, root: string): Promise<Read> {
  const text = (await readIfThere(fs, journalPath(root)))?.toString('utf8') ?? '';
  const state = new LedgerState();
  const batches = text.split('\n').map((line) => ({ line, records: decodeBatch(line) }));
  for (const { records } of batches) for (const record of records ?? []) state.add(record);
  const last = batches.findLastIndex(({ records }) => records !== null);
  const damaged = batches.slice(0, Math.max(last, 0)).filter(({ records }) => records === null);
  return {
    state,
    bytes: text.length,
    lines: batches.length - 1,
    // What follows the last whole batch was never said to be durable, so that nothing was sent on its strength.
    isTorn: batches.slice(last + 1).some(({ line }) => line !== ''),
    damagedBytes: damaged.reduce((sum, { line }) => sum + Buffer.byteLength(line) + 1, 0),
  };
}

/** Rewrites the file where it ended in half a batch, is damaged, or holds much that is no longer needed. */
async function mend(
  { state, bytes, lines, isTorn, damagedBytes }: Read,
  { fs, root, now }: { fs: FileSystem; root: string; now: Clock },
): Promise<string[]> {
  const warnings: string[] = [];
  if (damagedBytes > 0) {
    const copy = await setAside(fs, journalPath(root), { at: now(), temporary: join(root, 'tmp') });
    state.add({ floor: toInstant(now()) });
    warnings.push(
      `${journalPath(root)} is damaged: ${damagedBytes} bytes of who was sent what can't be read. Nobody is sent anything twice: all mails due until now count as sent. A copy is kept as ${copy}; if you put back a whole one from a backup, mails since then may be sent again.`,
    );
  }
  const isLong = bytes > TIDY_BYTES && lines > TIDY_LINES;
  if (!isTorn && damagedBytes === 0 && !isLong) return warnings;
  await makeFolder(fs, join(root, 'tmp'), dirname(dirname(dirname(root))));
  await replaceFile(fs, journalPath(root), tidy(state, now()), join(root, 'tmp'));
  await syncFolder(fs, root);
  return warnings;
}

/** A tidied file has lines of 1,000 records; one that grew has a few records a line. */
const TIDY_BYTES = 4_000_000;
const TIDY_LINES = 2_000;

function tidy(state: LedgerState, now: Date): string {
  const lines: string[] = [];
  let batch: LedgerRecord[] = [];
  for (const record of state.records(now)) {
    batch.push(record);
    if (batch.length < 1000) continue;
    lines.push(encodeBatch(batch));
    batch = [];
  }
  return [...lines, encodeBatch(batch)].join('');
}

const lostLock = (root: string): StoreFailure => ({
  code: 'locked',
  message: `Another machine took over sending, because this one gave no sign of life for a minute (${root}). It goes on where we stopped.`,
});
