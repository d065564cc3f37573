import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from '../core/instant.ts';

/** "3 min ago", "in 2 h", "now"; a dash where there is no time. */
export function relativeTime(at: Instant | null, now: Date): string {
  if (at === null) return '–';
  const ms = Date.parse(at) - now.getTime();
  const span = formatSpan(Math.abs(ms));
  if (Math.abs(ms) < SECOND_MS) return 'now';
  return ms < 0 ? `${span} ago` : `in ${span}`;
}

/** A length of time in its largest fitting unit: `45 s`, `12 min`, `3 h`, `9 days`. */
export function formatSpan(ms: number): string {
  if (ms < 90 * SECOND_MS) return `${Math.round(ms / SECOND_MS)} s`;
  if (ms < 90 * MINUTE_MS) return `${Math.round(ms / MINUTE_MS)} min`;
  if (ms < 36 * HOUR_MS) return `${Math.round(ms / HOUR_MS)} h`;
  return `${Math.round(ms / DAY_MS)} days`;
}
