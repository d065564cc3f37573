import { isIP } from 'node:net';
import { guardAddresses } from '../../fetch/address.ts';

/** Whether hubs can reach an address, as far as its name tells: one on the public internet, or in a range that is allowed. */
export function isReachable(url: string, allowPrivate: readonly string[]): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) return guardAddresses(allowPrivate)(host);
  return host.includes('.') && !RESERVED.test(host);
}

/** RFC 6761, RFC 6762, RFC 8375 and what people use at home. */
const RESERVED =
  /(?:^|\.)(?:localhost|local|internal|home\.arpa|lan|test|invalid|example|example\.(?:com|net|org))\.?$/i;
