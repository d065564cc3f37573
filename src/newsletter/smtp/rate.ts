/** Resolves when the next mail may go out: at most `perSecond` in a second, evenly. */
export function rateLimit(
  perSecond: number,
  { nowMs, sleep }: { nowMs(): number; sleep(ms: number): Promise<void> },
): () => Promise<void> {
  const interval = 1000 / perSecond;
  let next = nowMs();
  return async () => {
    const now = nowMs();
    // What was not used for a while is not made up for in a burst, but a timer that was late is.
    next = Math.max(next, now - LATE_MS);
    const wait = next - now;
    next += interval;
    if (wait >= SHORTEST_MS) await sleep(wait);
  };
}

const LATE_MS = 100;
/** Timers are no more exact than this. */
const SHORTEST_MS = 4;
