import { DAY_MS, SECOND_MS } from '../core/instant.ts';

/**
 * Delay asked for by a Retry-After header, in ms, from `now`; at most 24 hours.
 * Seconds or an HTTP-date (RFC 9110 §10.2.3); null when absent or unreadable.
 * A date in the past gives 0.
 */
export function parseRetryAfter(value: string | null | undefined, now: Date): number | null {
  const text = value?.trim() ?? '';
  if (/^\d{1,15}(?:\.\d{1,9})?$/.test(text)) return Math.min(Math.ceil(Number(text) * SECOND_MS), DAY_MS);
  const at = parseHttpDate(text);
  return at === null ? null : Math.min(Math.max(at - now.getTime(), 0), DAY_MS);
}

/** Milliseconds since 1970 of an HTTP-date in any of its three forms (RFC 9110 §5.6.7). */
export function parseHttpDate(text: string | null | undefined): number | null {
  if (!text || text.length > 40 || !/^[A-Z][a-z]+,? /.test(text)) return null;
  const at = Date.parse(/(?:GMT|UTC)$/.test(text) ? text : `${text} GMT`);
  return Number.isNaN(at) ? null : at;
}
