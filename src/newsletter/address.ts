import { domainToASCII } from 'node:url';
import { err, ok, type Result } from '../core/result.ts';
import { sign } from './signature.ts';

/**
 * An e-mail address as it will be written to (RFC 5321 §4.1.2, RFC 6531): characters of any script, no quoted local
 * part, no address literal, nothing invisible. Fails with a sentence for the person who typed it.
 */
export function readAddress(text: string): Result<string, string> {
  const address = text.normalize('NFC').trim();
  if (address === '') return err('Please enter your e-mail address.');
  const at = address.lastIndexOf('@');
  if (at < 1) return err('An e-mail address has an @ with something before and after it: you@example.org.');
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)];
  if (!LOCAL.test(local) || Buffer.byteLength(local) > 64)
    return err('The part before the @ has a character or a length that we can’t write to.');
  if (asciiDomain(domain) === null) return err('The part after the @ is not the name of a mail server.');
  if (Buffer.byteLength(address) > 254) return err('That is longer than an e-mail address can be.');
  return ok(address);
}

/** The address as it is compared: small letters, the domain in ASCII (RFC 5890). For addresses that `readAddress` let through. */
export function addressKey(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  return `${address.slice(0, at).normalize('NFC').toLowerCase()}@${asciiDomain(domain) ?? domain}`;
}

/** What stands for an address where it must not be readable; tells nothing without the secret. */
export const addressHash = (address: string, secret: string): string =>
  sign(secret, 'address', addressKey(address)).toString('hex');

/** A dot-atom whose characters are ASCII's atext or visible ones beyond (RFC 5322 §3.2.3, RFC 6531 §3.3). */
const LOCAL = /^[\w!#$%&'*+\-/=?^`{|}~\p{L}\p{M}\p{N}]+(\.[\w!#$%&'*+\-/=?^`{|}~\p{L}\p{M}\p{N}]+)*$/u;

function asciiDomain(domain: string): string | null {
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(domain)) return null;
  const ascii = domainToASCII(domain);
  return ascii.length <= 253 && HOST.test(ascii) ? ascii : null;
}

/** Two labels or more, the last of letters or punycode. */
const HOST = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9])$/;
