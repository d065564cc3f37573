import { SECOND_MS } from '../core/instant.ts';
import { parseHttpDate } from './retry-after.ts';

/**
 * How long an answer stays fresh, in ms from `now`: max-age less Age, or else Expires (RFC 9111 §4.2).
 * Null where the origin asks for no patience: nothing said, unreadable, already stale, no-cache, no-store.
 */
export function freshFor(headers: Record<string, string>, now: Date): number | null {
  const directives = headers['cache-control']?.toLowerCase() ?? '';
  if (/\bno-(?:cache|store)\b/.test(directives)) return null;
  const maxAge = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,12})\b/.exec(directives)?.[1];
  if (maxAge !== undefined) return positive((Number(maxAge) - ageOf(headers)) * SECOND_MS);
  const expires = parseHttpDate(headers.expires);
  if (expires === null) return null;
  return positive(expires - (parseHttpDate(headers.date) ?? now.getTime()) - ageOf(headers) * SECOND_MS);
}

const ageOf = ({ age }: Record<string, string>): number => (age && /^\d{1,12}$/.test(age) ? Number(age) : 0);

const positive = (ms: number): number | null => (ms > 0 ? ms : null);
