import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Tells whether an IP address may be connected to: one on the public internet, or in one of the `allowPrivate`
 * ranges (CIDR or single address). Everything else is refused, also IPv6 forms that merely carry an IPv4
 * address (mapped, 6to4, Teredo, NAT64), whatever they carry: only naming their own range allows them.
 */
export function guardAddresses(allowPrivate: readonly string[]): (address: string) => boolean {
  const allowed = allowPrivate.map((range) =>
    range.includes('/') ? ipaddr.parseCIDR(range) : wholeAddress(ipaddr.parse(range)),
  );
  return (address) => {
    if (isIP(address) === 0) return false;
    const parsed = ipaddr.parse(address);
    return isPublic(parsed) || allowed.some(([base, bits]) => isWithin(parsed, base, bits));
  };
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** The address at which Azure answers its machines' questions about themselves; it looks public. */
const AZURE_METADATA = '168.63.129.16';

/** RFC 4291 §2.4: all that is global unicast today. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast') return false;
  return address instanceof ipaddr.IPv6
    ? address.match(GLOBAL_UNICAST)
    : address.toString() !== AZURE_METADATA;
}

const wholeAddress = (address: Address): [Address, number] => [address, address.kind() === 'ipv4' ? 32 : 128];

const isWithin = (address: Address, base: Address, bits: number): boolean =>
  address.kind() === base.kind() && address.match(base, bits);
