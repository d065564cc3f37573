import { MINUTE_MS } from '../core/instant.ts';

/** Sources whose hubs say that there is news, each looked at soon, but not too often. */
export type Pushes = {
  /** A hub speaks of a source. */
  note(sourceId: string): void;
  /** Who looks at a source; told again of those noted before. */
  onDue(look: (sourceId: string) => void): void;
  /** Those of these sources that are to be looked at because of their hubs; they are not named again. */
  take(sourceIds: readonly string[]): string[];
  stop(): void;
};

/** A source is looked at when its hub speaks, and at most once in `everyMs`, however often it speaks. */
export function createPushes({ everyMs = 5 * MINUTE_MS, clock = () => performance.now() } = {}): Pushes {
  const due = new Set<string>();
  const lookedAt = new Map<string, number>();
  const timers = new Map<string, NodeJS.Timeout>();
  let look: (sourceId: string) => void = () => {};

  function fire(sourceId: string): void {
    timers.delete(sourceId);
    lookedAt.set(sourceId, clock());
    due.add(sourceId);
    look(sourceId);
  }

  return {
    note(sourceId) {
      if (timers.has(sourceId) || due.has(sourceId)) return;
      const waitMs = (lookedAt.get(sourceId) ?? Number.NEGATIVE_INFINITY) + everyMs - clock();
      if (waitMs <= 0) fire(sourceId);
      else timers.set(sourceId, setTimeout(fire, waitMs, sourceId));
    },
    onDue(callback) {
      look = callback;
      for (const sourceId of due) look(sourceId);
    },
    take(sourceIds) {
      const taken = sourceIds.filter((id) => due.has(id));
      for (const id of taken) due.delete(id);
      return taken;
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
