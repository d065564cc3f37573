import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '../core/result.ts';
import type { OpenStore } from '../store/lowdb/open.ts';
import type { StoreFailure } from '../store/store.ts';
import { StoreError } from '../store/store-error.ts';

/** A store that others write, as the server reads it. */
export type Reading = {
  /** Works with the store as it was a moment ago. The failure is a sentence. */
  use<T>(work: (store: OpenStore) => Promise<T>): Promise<Result<T, StoreFailure>>;
  /** Something was committed: the next use sees it. */
  changed(): void;
  /** While our own refresh writes, its half-finished work is neither looked at nor for. */
  pause(isPaused: boolean): void;
};

export type ReadingOptions = {
  dataDir: string;
  open(): Promise<Result<OpenStore, StoreFailure>>;
  /** Milliseconds of a clock that never goes back. */
  clock?: () => number;
};

/**
 * A reader knows the commits that there were when it was opened, so it's opened anew once there are more: when told
 * so, and, for those of other processes, when the store's two files of news look different.
 */
export function readingStore({ dataDir, open, clock = () => performance.now() }: ReadingOptions): Reading {
  let opened: Promise<Result<OpenStore, StoreFailure>> | null = null;
  let stamp = '';
  let lookedAt = Number.NEGATIVE_INFINITY;
  let isPaused = false;

  async function current(): Promise<Result<OpenStore, StoreFailure>> {
    if (opened !== null && (isPaused || clock() - lookedAt < LOOK_MS)) return opened;
    lookedAt = clock();
    const seen = await stampOf(dataDir);
    if (opened === null || seen !== stamp) {
      stamp = seen;
      opened = open();
    }
    return opened;
  }

  const forget = (): void => {
    opened = null;
  };

  return {
    async use(work) {
      const store = await current();
      if (!store.ok) {
        forget();
        return store;
      }
      try {
        return ok(await work(store.value));
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        forget();
        return err(error.failure);
      }
    },
    changed: forget,
    pause(paused) {
      isPaused = paused;
    },
  };
}

const LOOK_MS = 5000;

/** Every commit grows the journal, and a checkpoint that empties it rewrites meta.json. */
async function stampOf(dataDir: string): Promise<string> {
  const files = ['meta.json', 'journal.jsonl'].map((name) => stat(join(dataDir, name)).catch(() => null));
  return (await Promise.all(files))
    .map((file) => (file ? `${file.ino}:${file.size}:${file.mtimeMs}` : '-'))
    .join(' ');
}
