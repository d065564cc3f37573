import { after, DAY_MS, HOUR_MS, type Instant } from '../core/instant.ts';
import type { HostState } from '../core/source-state.ts';

/** The host[:port] that holds and turns are counted by, lower case; empty for what is no URL. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}

/**
 * What an answer changes about its host as a whole; null: nothing. A Retry-After with 429 or 503 holds it that
 * long, a 429 without one for an hour, doubling with each in a row; never longer than 24 hours, and never
 * shorter than it was held already. An answer that is no error ends the doubling.
 */
export function holdAfter(
  known: HostState | null,
  { host, status, retryAfterMs, at }: HostAnswer,
): HostState | null {
  const last = known?.host === host ? known : null;
  const hold = (ms: number, strikes: number, reason: string): HostState => {
    const until = after(at, Math.min(ms, DAY_MS));
    const heldLonger = last !== null && last.until > until && last.until <= after(at, DAY_MS);
    return { host, until: heldLonger ? last.until : until, strikes, reason };
  };
  if ((status === 429 || status === 503) && retryAfterMs)
    return hold(retryAfterMs, 0, `it answered ${status} with a Retry-After`);
  if (status === 429) {
    const strikes = (last?.strikes ?? 0) + 1;
    return hold(HOUR_MS * 2 ** Math.min(strikes - 1, 5), strikes, 'it answered 429 (too many requests)');
  }
  const recovered = status < 400 && last !== null && last.strikes > 0;
  return recovered ? { host, until: at, strikes: 0, reason: 'it answers again' } : null;
}

export type HostAnswer = { host: string; status: number; retryAfterMs: number | null; at: Instant };

/**
 * Until when a host is not to be asked; null: it may be. A wait of our own making gives way to `force`,
 * a Retry-After never. A hold beyond 24 hours comes from a clock that was wrong.
 */
export function heldUntil(host: HostState | null, now: Instant, force = false): Instant | null {
  if (host === null || (force && host.strikes > 0)) return null;
  return host.until > now && host.until <= after(now, DAY_MS) ? host.until : null;
}
