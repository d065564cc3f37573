/**
 * Runs so many tasks at a time; some more may wait for their turn. Null for a task beyond those.
 */
export function atMost(running: number, waiting: number): <T>(task: () => Promise<T>) => Promise<T | null> {
  let free = running;
  const queue: (() => void)[] = [];
  return async (task) => {
    if (free > 0) free -= 1;
    else if (queue.length >= waiting) return null;
    else await new Promise<void>((resolve) => queue.push(resolve));
    try {
      return await task();
    } finally {
      const next = queue.shift();
      if (next) next();
      else free += 1;
    }
  };
}
