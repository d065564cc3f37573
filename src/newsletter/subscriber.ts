import type { Instant } from '../core/instant.ts';
import type { Choice } from '../core/newsletter.ts';

/** How and when somebody agreed: what the law wants to be shown. */
export type Consent = {
  /** When the button in the confirmation was pressed, or the list imported. */
  at: Instant;
  /** Which wording they agreed to. */
  textVersion: string;
  /** `form`, or what the operator wrote at an import. */
  way: string;
};

/** Why nothing is sent any more. */
export type Stop = { at: Instant; why: 'unsubscribed' | 'bounced' | 'complained' };

/** One reader of the newsletter. Kept apart from everything else; the address is never logged or published. */
export type Subscriber = {
  /** Random, unguessable by order; stands in links and the ledger instead of the address. */
  id: string;
  /** As they wrote it; compared by `addressKey`. */
  email: string;
  choice: Choice;
  /** BCP 47. */
  language: string;
  createdAt: Instant;
  /** Null: not confirmed yet, and nothing may be sent but the confirmation. */
  consent: Consent | null;
  stopped: Stop | null;
  /** When each soft bounce of the last 14 days came. */
  softBounces: Instant[];
};

/** Receives mail. */
export const isActive = ({ consent, stopped }: Subscriber): boolean => consent !== null && stopped === null;
