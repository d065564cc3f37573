import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Agent } from 'undici';
import type { Fetcher, FetchRequest, FetchResult } from '../core/fetch.ts';
import { type Clock, msBetween, toInstant } from '../core/instant.ts';
import type { Network } from '../core/source.ts';
import type { HostState } from '../core/source-state.ts';
import { guardAddresses } from './address.ts';
import { createDispatcher, type Lookup } from './dispatcher.ts';
import { exchange, stopped } from './exchange.ts';
import { FetchError } from './failure.ts';
import { type Ask, follow } from './follow.ts';
import { heldUntil, holdAfter } from './host-hold.ts';
import { parseRetryAfter } from './retry-after.ts';
import { createTurns, type Sleep } from './turns.ts';

export type FetcherDeps = {
  now: Clock;
  sleep?: Sleep;
  /** Hosts that asked for quiet in earlier runs. */
  held?: Iterable<HostState>;
  /** Overrides of these all but a Retry-After. */
  force?: boolean;
  lookup?: Lookup;
};

export type GuestFetcher = Fetcher & {
  /** What answers changed about hosts since this fetcher was made, for the store. */
  hosts(): HostState[];
  /** Lengthens the time between requests to one host[:port] (robots.txt's crawl-delay). */
  slowDown(host: string, delayMs: number): void;
};

/**
 * Asks other people's servers, as a guest: says who it is, a few requests at a time, no more bytes or time than
 * agreed, nowhere but the public internet. Every failure is a value. Equal requests at the same time cost one.
 */
export function createFetcher(network: Network, deps: FetcherDeps): GuestFetcher {
  const { now, sleep = waitFor } = deps;
  const turns = createTurns(network, { now, sleep });
  const held = new Map([...(deps.held ?? [])].map((host) => [host.host, host]));
  const changed = new Map<string, HostState>();
  const running = new Map<string, Running>();
  const mayConnect = guardAddresses(network.allowPrivate);
  let opened: Promise<Agent> | null = null;
  let closed = false;
  const connections = () => {
    opened ??= import('undici').then((undici) =>
      createDispatcher(undici, {
        mayConnect,
        timeoutMs: network.timeoutMs,
        perHost: network.perHost,
        lookup: deps.lookup,
      }),
    );
    return opened;
  };

  const ask: Ask = async (url, headers, options) => {
    const { host } = url;
    const until = () => {
      const force = deps.force === true && !changed.has(host);
      return heldUntil(held.get(host) ?? null, toInstant(now()), force);
    };
    const mayGo = () => !closed && until() === null;
    // Before the turn, whose beginning counts as the request's.
    const agent = await connections();
    const leave = await takeTurn(turns.take(host, mayGo, options.signal), host);
    try {
      const quietUntil = until();
      if (quietUntil !== null)
        throw new FetchError('host-held', quietUntil, msBetween(toInstant(now()), quietUntil));
      if (leave === null) throw stopped(host);
      const startedMs = performance.now();
      const answer = await exchange(url, headers, { ...options, agent });
      remember(host, answer);
      return { ...answer, tookMs: performance.now() - startedMs };
    } finally {
      leave?.();
    }
  };

  /** Before the turn ends, so that those who wait for this host see it. */
  function remember(host: string, { status, headers }: Awaited<ReturnType<typeof exchange>>): void {
    const retryAfterMs = parseRetryAfter(headers['retry-after'], now());
    const hold = holdAfter(held.get(host) ?? null, { host, status, retryAfterMs, at: toInstant(now()) });
    if (hold === null) return;
    held.set(host, hold);
    changed.set(host, hold);
  }

  return {
    fetch(request) {
      // One signal may end a whole run of requests.
      if (request.signal) setMaxListeners(0, request.signal);
      const key = keyOf(request);
      const same = running.get(key);
      if (same && same.signal === request.signal) return same.result;
      const result = follow(request, { ask, network, now }).finally(() => {
        if (running.get(key)?.result === result) running.delete(key);
      });
      running.set(key, { result, signal: request.signal });
      return result;
    },
    async close() {
      closed = true;
      await (await opened)?.destroy();
    },
    hosts: () => [...changed.values()],
    slowDown: turns.slowDown,
  };
}

type Running = { result: Promise<FetchResult>; signal: AbortSignal | undefined };

const keyOf = ({ signal: _, ...request }: FetchRequest): string => JSON.stringify(request);

const waitFor: Sleep = (ms, signal) => wait(ms, undefined, signal ? { signal } : {});

/** Waiting for a turn ends early only where the caller's signal ends it. */
async function takeTurn<T>(turn: Promise<T>, host: string): Promise<T> {
  try {
    return await turn;
  } catch {
    throw stopped(host);
  }
}
