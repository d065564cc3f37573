import { crc32 } from 'node:zlib';
import type { Instant } from '../../core/instant.ts';
import type { Frequency } from '../../core/newsletter.ts';

/** What became of a mail. `refused`: for good. `put off`: the server said "later". `not sent`: it took no word of it. */
export type Outcome = 'sent' | 'refused' | 'put off' | 'not sent';

/** What the ledger's file holds, in the order in which it happened. Stories and mails are named by number. */
export type LedgerRecord =
  | { story: number; id: string }
  /** What a mail tells of; all subscribers of one run who get the same share it. */
  | { mail: number; stories: number[]; retractions: number[] }
  /** Durable before the first byte goes to the mail server. Without an outcome the mail may have been sent. */
  | { claim: number; subscriber: string; frequency: Frequency; key: string; mail: number; at: Instant }
  | { outcome: number; is: Outcome }
  /** Of a subscriber, after tidying up: the last period of each frequency, and the mails with their times. */
  | { subscriber: string; last: Partial<Record<Frequency, string>>; mails: [mail: number, at: Instant][] }
  /** A story was retracted, as we learned at `at`; by its numbers under all its ids. */
  | { retracted: string; also: string[]; at: Instant }
  /** Stories up to this revision of the store were looked at for retractions. */
  | { looked: number }
  /** A part of the ledger was unreadable at this time: all that could have been sent before counts as sent. */
  | { floor: Instant };

/** Records that become durable together, as a line of JSON that begins with its checksum. */
export function encodeBatch(records: readonly LedgerRecord[]): string {
  const body = JSON.stringify(records);
  return `{"check":"${checksum(body)}","records":${body}}\n`;
}

/** Null for a line, without its line feed, that is not to the byte what encodeBatch wrote. */
export function decodeBatch(line: string): LedgerRecord[] | null {
  const [head, check] = HEAD.exec(line) ?? [];
  if (head === undefined || !line.endsWith(']}')) return null;
  const body = line.slice(head.length, -1);
  return checksum(body) === check ? JSON.parse(body) : null;
}

const HEAD = /^\{"check":"([0-9a-f]{8})","records":/;

const checksum = (text: string): string => crc32(text).toString(16).padStart(8, '0');
