import { createHash } from 'node:crypto';
import { after, type Clock, DAY_MS, type Instant, toInstant } from '../core/instant.ts';
import type { Choice } from '../core/newsletter.ts';
import { addressHash } from './address.ts';
import type { NewsletterStore } from './store.ts';
import { newSubscriber, type Random, saveSubscriber, subscriberAt } from './subscribers.ts';

export type SignUp = {
  email: string;
  choice: Choice;
  language: string;
  /** What the form says that they agree to. */
  consentText: string;
};

export type PeopleDeps = { store: NewsletterStore; secret: string; now: Clock; random: Random };

/**
 * Notes that somebody asked for the newsletter; a confirmation waits in the outbox then. Does and answers the same
 * whether the address is known or not. Nothing is sent to an address for which three were asked in a day, or that
 * complained about us.
 */
export async function signUp(
  { email, choice, language, consentText }: SignUp,
  deps: PeopleDeps,
): Promise<void> {
  const { store, secret, random } = deps;
  const now = deps.now();
  const hash = addressHash(email, secret);
  const textVersion = versionOf(consentText, language);
  await store.change(async (draft) => {
    const suppression = await draft.get('suppressed', hash);
    const known = await subscriberAt(draft, email);
    const asked = lastDay((await draft.get('asked', hash))?.at ?? [], now);
    const mayWrite = suppression?.why !== 'complained' && known?.stopped?.why !== 'complained';
    const isWithin = asked.length < CONFIRMATIONS_A_DAY;
    draft.put('asked', hash, { at: isWithin ? [...asked, toInstant(now)] : asked });
    if (!isWithin || !mayWrite) return;
    const subscriber = known ?? newSubscriber({ email, choice, language }, { now, random });
    // Whoever asks again has seven days again.
    if (subscriber.consent === null) saveSubscriber(draft, { ...subscriber, createdAt: toInstant(now) });
    draft.put('consentTexts', textVersion, { text: consentText });
    draft.put('outbox', subscriber.id, {
      choice,
      language,
      textVersion,
      askedAt: toInstant(now),
      failures: 0,
      nextAt: toInstant(now),
      claimedAt: null,
    });
  });
}

/** Confirmation mails to one address within 24 hours. */
export const CONFIRMATIONS_A_DAY = 3;

/** Names a wording by its content, so that no change of it is missed. */
export const versionOf = (text: string, language: string): string =>
  `${language}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;

export const lastDay = (instants: readonly Instant[], now: Date): Instant[] =>
  instants.filter((at) => at > after(now, -DAY_MS));
