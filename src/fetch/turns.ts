import type { Clock } from '../core/instant.ts';
import type { Network } from '../core/source.ts';

export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

export type Turns = {
  /**
   * Waits until a request to `host` may start; the caller ends its turn with the function it is given.
   * Null, without further waiting, as soon as `mayGo` says no. Rejects when `signal` aborts.
   */
  take(host: string, mayGo: () => boolean, signal?: AbortSignal): Promise<(() => void) | null>;
  /** Lengthens the time between requests to one host. */
  slowDown(host: string, delayMs: number): void;
};

/**
 * Who may ask whom, when: at most `perHost` requests to one host at a time, their starts `perHostDelayMs` apart,
 * and `concurrency` in all. Waiting for a host takes no place in the whole, so a slow host holds up nobody else.
 */
export function createTurns(
  { concurrency, perHost, perHostDelayMs }: Pick<Network, 'concurrency' | 'perHost' | 'perHostDelayMs'>,
  { now, sleep }: { now: Clock; sleep: Sleep },
): Turns {
  const everywhere = places(concurrency);
  const hosts = new Map<string, Host>();
  const hostCalled = (name: string): Host => {
    const known = hosts.get(name);
    if (known) return known;
    const host = { atOnce: places(perHost), startLine: places(1), lastStart: null, delayMs: perHostDelayMs };
    hosts.set(name, host);
    return host;
  };

  /** A place in the whole, once the host's last request is long enough ago. */
  async function start(host: Host, mayGo: () => boolean, signal?: AbortSignal): Promise<(() => void) | null> {
    if (!mayGo()) return null;
    const sinceLast = host.lastStart === null ? Number.POSITIVE_INFINITY : now().getTime() - host.lastStart;
    const waitMs = Math.min(host.delayMs - sinceLast, host.delayMs);
    if (waitMs > 0) await sleep(waitMs, signal);
    const leave = await everywhere.enter(signal);
    if (mayGo()) {
      host.lastStart = now().getTime();
      return leave;
    }
    leave();
    return null;
  }

  return {
    async take(name, mayGo, signal) {
      const host = hostCalled(name);
      const leaveHost = await host.atOnce.enter(signal);
      let leave: (() => void) | null = null;
      try {
        const leaveLine = await host.startLine.enter(signal);
        leave = await start(host, mayGo, signal).finally(leaveLine);
      } finally {
        if (leave === null) leaveHost();
      }
      if (leave === null) return null;
      const leaveAll = leave;
      return () => {
        leaveAll();
        leaveHost();
      };
    },
    slowDown(name, delayMs) {
      const host = hostCalled(name);
      host.delayMs = Math.max(host.delayMs, delayMs);
    },
  };
}

type Host = { atOnce: Places; startLine: Places; lastStart: number | null; delayMs: number };

type Places = { enter(signal?: AbortSignal): Promise<() => void> };

/** So many places, given in the order of asking; the function given frees the place again. */
function places(count: number): Places {
  let free = count;
  const waiting = new Set<() => void>();
  const leave = () => {
    const [next] = waiting;
    if (!next) free += 1;
    else {
      waiting.delete(next);
      next();
    }
  };
  return {
    async enter(signal) {
      signal?.throwIfAborted();
      if (free > 0) {
        free -= 1;
        return leave;
      }
      await new Promise<void>((resolve, reject) => {
        const give = () => {
          signal?.removeEventListener('abort', giveUp);
          resolve();
        };
        const giveUp = () => {
          waiting.delete(give);
          reject(signal?.reason);
        };
        waiting.add(give);
        signal?.addEventListener('abort', giveUp, { once: true });
      });
      return leave;
    },
  };
}
