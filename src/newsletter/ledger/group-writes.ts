/**
 * A durable write for many callers at once: while one is on its way to the disk, what others bring gathers and goes
 * together into the next, in the order in which it came. After a failed write every later one fails alike.
 */
export function groupWrites<T>(
  write: (together: T[]) => Promise<void>,
): (some: readonly T[]) => Promise<void> {
  let waiting: T[] = [];
  let next: Promise<void> | null = null;
  let last: Promise<void> = Promise.resolve();

  return (some) => {
    if (some.length === 0) return last;
    waiting.push(...some);
    if (next === null) {
      next = last.then(() => {
        const together = waiting;
        waiting = [];
        next = null;
        return write(together);
      });
      last = next;
      last.catch(() => undefined);
    }
    return next;
  };
}
