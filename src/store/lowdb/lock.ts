import { mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import lockfile from 'proper-lockfile';
import { err, ok, type Result } from '../../core/result.ts';
import type { StoreFailure } from '../store.ts';
import { errorCode, storeFailure } from '../store-error.ts';

/** The right to write a store; others are refused until it is released or the process ends. */
export type StoreLock = {
  release(): Promise<void>;
  /** Whether the right is still ours: false when another machine took over because it saw no sign of life from us. */
  held(): boolean;
};

/**
 * Takes the lock of the store in `root`, without waiting. A lock whose process has ended on this machine is taken
 * over at once, one from another machine when it gave no sign of life for a minute.
 */
export async function lockStore(root: string): Promise<Result<StoreLock, StoreFailure>> {
  let held = true;
  const lock = {
    lockfilePath: join(root, 'lock'),
    realpath: false,
    stale: SILENCE_MS,
    update: SIGN_OF_LIFE_MS,
    onCompromised: () => {
      held = false;
    },
  };
  try {
    await mkdir(root, { recursive: true });
    // One process at a time looks at the lock and takes it, or two might take over the same dead one.
    const leave = await lockfile.lock(join(root, 'entering'), {
      lockfilePath: join(root, 'lock-entering'),
      realpath: false,
      stale: 2000,
      retries: { retries: 40, factor: 1, minTimeout: 100, maxTimeout: 100 },
      onCompromised: () => undefined,
    });
    try {
      if (hasEnded(await readOwner(root))) await rmdir(lock.lockfilePath).catch(() => undefined);
      const free = !(await lockfile.check(root, lock));
      if (free) await writeFile(ownerPath(root), `${JSON.stringify(self())}\n`);
      const release = await lockfile.lock(root, lock);
      return ok({ held: () => held, release: () => (held ? release() : Promise.resolve()) });
    } finally {
      await leave().catch(() => undefined);
    }
  } catch (error) {
    if (errorCode(error) !== 'ELOCKED') return err(storeFailure(error, lock.lockfilePath));
    const owner = await readOwner(root);
    const who = owner ? `process ${owner.pid} on ${owner.host}` : 'another process';
    return err({
      code: 'locked',
      message: `${root} is being written by ${who}. Wait until it has finished, or end it, then run again.`,
    });
  }
}

const SILENCE_MS = 60_000;
const SIGN_OF_LIFE_MS = 5000;

/** Who holds the lock, or held it last. */
type Owner = { pid: number; host: string; startedAt: number };

const ownerPath = (root: string): string => join(root, 'lock-owner.json');

const self = (): Owner => ({
  pid: process.pid,
  host: hostname(),
  startedAt: Math.round(Date.now() - process.uptime() * 1000),
});

async function readOwner(root: string): Promise<Owner | null> {
  try {
    const owner = JSON.parse(await readFile(ownerPath(root), 'utf8')) as Owner;
    return Number.isInteger(owner.pid) && owner.pid > 0 ? owner : null;
  } catch {
    return null;
  }
}

/** Whether that process is certainly gone. One with our own number but another start was in an earlier container. */
function hasEnded(owner: Owner | null): boolean {
  const me = self();
  if (!owner || owner.host !== me.host) return false;
  if (owner.pid === me.pid) return Math.abs(owner.startedAt - me.startedAt) > 2000;
  try {
    process.kill(owner.pid, 0);
    return false;
  } catch (error) {
    return errorCode(error) === 'ESRCH';
  }
}
