import type { PollingHints } from '../core/feed.ts';
import type { FetchFailureCode, Freshness } from '../core/fetch.ts';
import { after, DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../core/instant.ts';

/** When a source may be visited again, and what decided it. */
export type NextVisit = { nextVisitAt: Instant; nextVisitReason: string };

/** Whatever a source asks for or does, it is tried once a day; only its own interval may be longer. */
const longestWait = (intervalMs: number): number => Math.max(intervalMs, DAY_MS);

/**
 * After a visit that went well: never before the interval; longer where the origin (max-age, Expires) or the
 * feed (ttl, sy:updatePeriod, skipHours, skipDays) asks for it. The longest wish counts, up to 24 hours.
 */
export function afterSuccess(
  polling: (Freshness & PollingHints) | null,
  { at, intervalMs }: { at: Instant; intervalMs: number },
): NextVisit {
  const wishes: [reason: string, ms: number | null][] = [
    ['max-age', polling?.freshForMs ?? null],
    ['ttl', polling?.ttlMinutes == null ? null : polling.ttlMinutes * MINUTE_MS],
    ['sy:updatePeriod', polling?.updatePeriodMs ?? null],
  ];
  let longest = { reason: 'interval', ms: intervalMs };
  for (const [reason, ms] of wishes) {
    if (ms !== null && isPlausible(ms) && ms > longest.ms) longest = { reason, ms };
  }
  const latest = after(at, longestWait(intervalMs));
  const wanted = after(at, Math.min(longest.ms, longestWait(intervalMs)));
  const allowed = polling === null ? wanted : outsideSkipped(wanted, polling, latest);
  return {
    nextVisitAt: allowed,
    nextVisitReason: allowed > wanted ? 'skipHours or skipDays' : longest.reason,
  };
}

/** Failures that waiting rarely mends: a refusal is respected for some hours at least. */
const SLOW_HOURS: Partial<Record<FetchFailureCode, number>> = {
  forbidden: 4,
  challenge: 4,
  unauthorized: 4,
  robots: 4,
  'rate-limited': 1,
};

/**
 * After a visit that failed, for the `failures`-th time in a row: the interval (an hour for 429, four for a
 * refusal), doubled each time up to 24 hours, or the Retry-After if that is longer. `random` (0 to 1) spreads
 * sources that failed together over a tenth of the wait.
 */
export function afterFailure(
  {
    code,
    retryAfterMs,
    failures,
  }: { code: FetchFailureCode | null; retryAfterMs: number | null; failures: number },
  { at, intervalMs, random }: { at: Instant; intervalMs: number; random: number },
): NextVisit {
  const asked = Math.min(retryAfterMs ?? 0, DAY_MS);
  const hours = code === null || (code === 'rate-limited' && asked > 0) ? 0 : (SLOW_HOURS[code] ?? 0);
  const doubled = Math.max(hours * HOUR_MS, intervalMs) * 2 ** Math.min(failures - 1, 20);
  const backoff = Math.min(doubled * (1 + random / 10), longestWait(intervalMs));
  return asked > backoff
    ? { nextVisitAt: after(at, asked), nextVisitReason: 'Retry-After' }
    : { nextVisitAt: after(at, backoff), nextVisitReason: 'backing off' };
}

/** More than a year is a mistake, as is nothing or less. */
const isPlausible = (ms: number): boolean => ms > 0 && ms <= 366 * DAY_MS;

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** The first instant from `wanted` on whose hour and day (GMT) are not skipped, but no later than `latest`. */
function outsideSkipped(wanted: Instant, { skipHours, skipDays }: PollingHints, latest: Instant): Instant {
  const hours = new Set(skipHours);
  const days = new Set(skipDays);
  const skipsAll = hours.size >= 24 || days.size >= 7;
  if (skipsAll) return wanted;
  const isSkipped = (time: Date) => hours.has(time.getUTCHours()) || days.has(DAYS[time.getUTCDay()] ?? '');
  const time = new Date(wanted);
  while (isSkipped(time) && time.toISOString() < latest) time.setUTCHours(time.getUTCHours() + 1, 0, 0, 0);
  return time.toISOString() < latest ? time.toISOString() : latest;
}
