import { setTimeout as pause } from 'node:timers/promises';
import { StoreError } from '../store-error.ts';
import { lockStore, type StoreLock } from './lock.ts';

/** Takes the lock of the store in `root` as soon as whoever has it lets go. Throws a StoreError after half a minute. */
export async function waitForLock(root: string, lock = lockStore): Promise<StoreLock> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let waitMs = 1; ; waitMs = Math.min(waitMs * 2, 32)) {
    const locked = await lock(root);
    if (locked.ok) return locked.value;
    if (locked.error.code !== 'locked' || performance.now() > deadline) throw new StoreError(locked.error);
    await pause(waitMs);
  }
}

const PATIENCE_MS = 30_000;
