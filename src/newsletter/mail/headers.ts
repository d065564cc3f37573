import { domainToASCII } from 'node:url';
import type { NewsletterSettings } from '../../core/newsletter.ts';
import { mailLinks, unsubscribeMailto } from '../links.ts';
import type { Period } from '../period.ts';
import { clip, plainLine } from './plain.ts';

export type HeaderParts = {
  site: { title: string; url: string };
  settings: Pick<NewsletterSettings, 'from' | 'replyTo'>;
  secret: string;
  subscriberId: string;
  period: Period;
};

/** RFC 2919: its id stays the same for ever, so that readers can file by it. */
export function listOf({ title, url }: HeaderParts['site']): { id: string; name: string } {
  // Filters look for the first angle bracket, whether it's quoted or not.
  const name = clip(plainLine(title.replace(/[<>]/g, ' ')), 70);
  const isShort = /^[\x20-\x7e]*$/.test(name) || Buffer.byteLength(name) <= ENCODED_WORD_BYTES;
  return { id: `newsletter.${new URL(url).hostname}`, name: isShort ? name : '' };
}

/** What fits into one encoded word in any case: 75 characters, of which 12 are its frame, and three for a byte (RFC 2047 §2). */
const ENCODED_WORD_BYTES = 21;

/** The header fields of a newsletter's mail, beside those that every mail has. */
export function newsletterHeaders({ site, settings, secret, subscriberId, period }: HeaderParts) {
  const { hostname } = new URL(site.url);
  const { oneClick } = mailLinks(subscriberId, { site, secret });
  const mailto = unsubscribeMailto(subscriberId, addressIn(settings.replyTo ?? settings.from), secret);
  return {
    /** RFC 2369 and RFC 8058: a button of the mail program, for which nobody has to open a page. */
    'List-Unsubscribe': `<${oneClick}>, <${mailto}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    /** Gmail's complaint reports are by these: period, frequency, kind, sender; never by subscriber. */
    'Feedback-ID': `${period.key}:${period.frequency}:newsletter:${senderId(hostname)}`,
    /** RFC 3834: nobody answers that they are on holiday. Older programs and Exchange only know the other two. */
    'Auto-Submitted': 'auto-generated',
    Precedence: 'bulk',
    'X-Auto-Response-Suppress': 'OOF, AutoReply',
  };
}

/** `mia@example.org` of `Mia <mia@example.org>`. */
export const addressIn = (mailbox: string): string => /<([^<>]+)>\s*$/.exec(mailbox)?.[1] ?? mailbox.trim();

/** What stands behind the @ of a mailbox, as DNS and header fields have it: in small letters and ASCII (RFC 5890). */
export const domainOf = (mailbox: string): string => {
  const address = addressIn(mailbox);
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return domainToASCII(domain) || domain;
};

/** Gmail wants 5 to 15 characters that stay. */
const senderId = (hostname: string): string =>
  hostname
    .replace(/[^a-z0-9]/gi, '')
    .slice(0, 15)
    .padEnd(5, '0');
