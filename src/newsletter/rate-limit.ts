import ipaddr from 'ipaddr.js';
import type { Clock } from '../core/instant.ts';

export type RateLimit = {
  /** Counts one more for this key; false when that is one too many. */
  take(key: string): boolean;
};

/** So many per key within a window. Remembers `maxKeys` of them at the most, the latest, in memory only. */
export function rateLimit(
  limit: number,
  { windowMs, maxKeys, now }: { windowMs: number; maxKeys: number; now: Clock },
): RateLimit {
  const counts = new Map<string, { from: number; count: number }>();
  return {
    take(key) {
      const at = now().getTime();
      const known = counts.get(key);
      const current =
        known && at - known.from < windowMs && at >= known.from ? known : { from: at, count: 0 };
      current.count++;
      counts.delete(key);
      counts.set(key, current);
      for (const [oldest] of counts) {
        if (counts.size <= maxKeys) break;
        counts.delete(oldest);
      }
      return current.count <= limit;
    },
  };
}

/** The network that an address belongs to, as one customer of a provider has it: /24 of IPv4, /64 of IPv6. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  const bits = parsed.kind() === 'ipv4' ? 24 : 64;
  const bytes = parsed.toByteArray().slice(0, bits / 8);
  return `${bytes.join('.')}/${bits}`;
}
