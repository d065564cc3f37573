import { isIP } from 'node:net';
import { languageTag } from '../core/language.ts';

/** A BCP 47 language tag in good form, of a language that there is. */
export const isLanguage = (tag: string): boolean => languageTag(tag) !== null;

/** `10.0.0.0/8`, `fd00::/8`: an address and how many of its bits count (RFC 4632). */
export function isCidr(range: string): boolean {
  const [address = '', bits = '', ...rest] = range.split('/');
  const version = isIP(address);
  return (
    rest.length === 0 && version !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)
  );
}

/** Where an operator can be reached: a web or e-mail address that fits into a header. */
export const isContact = (contact: string): boolean =>
  /^(https?:\/\/[^\s()<>]+|(mailto:)?[^\s()<>@:/]+@[^\s()<>@:/]+\.[^\s()<>@:/]+)$/.test(contact) &&
  /^[\x21-\x7e]{1,200}$/.test(contact);

/** `mia@example.org` or `Mia <mia@example.org>` (RFC 5322 mailbox, on one line). */
export const isMailbox = (mailbox: string): boolean => {
  const bracketed = /^[^<>@\x00-\x1f\x7f]*<([^<>]*)>$/.exec(mailbox);
  return /^[^\s<>@",;:()[\]\\]+@[^\s<>@",;:()[\]\\]+$/.test(bracketed?.[1] ?? mailbox);
};

/** A time zone that this machine knows (IANA). */
export function isTimeZone(timezone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: timezone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** A header name (RFC 9110 §5.6.2) that is the operator's to set. */
export const hasHeaderName = (name: string): boolean =>
  /^[!#$%&'*+.^_`|~0-9a-z-]{1,100}$/i.test(name) && !OUR_HEADERS.has(name.toLowerCase());

/** Headers that belong to the connection, or that say what we know or who we are. */
const OUR_HEADERS = new Set(
  'host connection keep-alive content-length transfer-encoding te trailer upgrade expect accept-encoding user-agent if-none-match if-modified-since'.split(
    ' ',
  ),
);
