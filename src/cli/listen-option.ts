import type { Address } from '../server/listen.ts';

/** What `--listen` says: HOST:PORT (an IPv6 address in brackets), `off`, or null for what is neither. */
export function listenOption(text: string): Address | 'off' | null {
  if (text === 'off') return 'off';
  const [, ipv6, name, digits] = /^(?:\[([0-9a-f:.]+)\]|([\w.-]+)):(\d{1,5})$/i.exec(text) ?? [];
  const host = ipv6 ?? name;
  const port = Number(digits);
  return host === undefined || port > 65_535 ? null : { host, port };
}
