import { join } from 'node:path';
import type { Clock, Instant } from '../core/instant.ts';
import type { Choice } from '../core/newsletter.ts';
import type { Result } from '../core/result.ts';
import { openTables, type TablesOptions } from '../store/lowdb/tables.ts';
import type { StoreFailure } from '../store/store.ts';
import type { Tables } from '../store/tables.ts';
import type { Subscriber } from './subscriber.ts';

/** What the newsletter remembers, apart from everything else: the records of each table, and what its keys are. */
export type NewsletterTables = {
  /** By the subscriber's id. */
  subscribers: Subscriber;
  /** By `addressKey`: who has the address. */
  addresses: { id: string };
  /** By the SHA-256 of the token in a confirmation link. */
  tokens: Token;
  /** By the subscriber's id: confirmations that wait to be sent. */
  outbox: Waiting;
  /** By a keyed hash of the address: who must not be written to. */
  suppressed: Suppression;
  /** By a keyed hash of the address: when confirmations were asked for. */
  asked: { at: Instant[] };
  /** By the SHA-256 of a bounce or complaint: which were counted. */
  reports: { at: Instant };
  /** By version: the words that people agreed to. */
  consentTexts: { text: string };
  /** By the name of a daily duty: when it was done last. */
  duties: { at: Instant };
};

/** What a confirmation does once its button is pressed. */
export type Token = {
  subscriberId: string;
  choice: Choice;
  language: string;
  /** The wording that the form showed. */
  textVersion: string;
  expiresAt: Instant;
  /** When it was used: once only. */
  usedAt: Instant | null;
};

export type Waiting = Pick<Token, 'choice' | 'language' | 'textVersion'> & {
  askedAt: Instant;
  /** How often it was tried in vain, and when it is tried next. */
  failures: number;
  nextAt: Instant;
  /** When somebody began to send it: it may have been sent, even if they never came back. */
  claimedAt: Instant | null;
};

/** `erased`: they asked to be forgotten; they may sign up again themselves, but no import adds them. */
export type Suppression = { at: Instant; why: 'erased' | 'complained' };

export type NewsletterStore = Tables<NewsletterTables>;

/** Opens `newsletter/` in the data folder. Commands and the server may have it open at the same time. */
export const openNewsletterStore = (
  dataDir: string,
  options: { now: Clock } & Partial<TablesOptions<NewsletterTables>>,
): Promise<Result<NewsletterStore, StoreFailure>> =>
  openTables<NewsletterTables>(join(dataDir, 'newsletter'), { files: FILES, ...options });

const FILES = {
  subscribers: 64,
  addresses: 32,
  tokens: 16,
  outbox: 4,
  suppressed: 16,
  asked: 16,
  reports: 16,
  consentTexts: 1,
  duties: 1,
};
