import { createHash } from 'node:crypto';
import { after, HOUR_MS, toInstant } from '../core/instant.ts';
import type { Draft } from '../store/tables.ts';
import { addressHash } from './address.ts';
import type { PeopleDeps } from './sign-up.ts';
import type { NewsletterTables, Token, Waiting } from './store.ts';
import type { Subscriber } from './subscriber.ts';
import { type Random, saveSubscriber } from './subscribers.ts';

/** `unknown`: never given, expired, or the subscriber is gone. */
export type Confirmed = 'confirmed' | 'already' | 'unknown';

/** How long a confirmation link works. */
export const CONFIRMATION_HOURS = 48;

/** A token for a confirmation link; only its hash is kept. */
export function giveToken(
  draft: Draft<NewsletterTables>,
  { subscriberId, waiting }: { subscriberId: string; waiting: Waiting },
  { now, random }: { now: Date; random: Random },
): string {
  const token = random(32).toString('base64url');
  const { choice, language, textVersion } = waiting;
  const expiresAt = after(now, CONFIRMATION_HOURS * HOUR_MS);
  draft.put('tokens', hashOf(token), {
    subscriberId,
    choice,
    language,
    textVersion,
    expiresAt,
    usedAt: null,
  });
  return token;
}

/** What the button of a confirmation link would do; changes nothing. */
export async function tokenState(
  token: string,
  { store, now }: Pick<PeopleDeps, 'store' | 'now'>,
): Promise<{ state: 'open' | 'already' | 'unknown'; token: Token | null }> {
  const found = await store.get('tokens', hashOf(token));
  if (!found || found.expiresAt <= toInstant(now())) return { state: 'unknown', token: null };
  return { state: found.usedAt === null ? 'open' : 'already', token: found };
}

/** The button: from now on the newsletter is sent, as it was asked for when the link was. */
export async function confirm(token: string, deps: PeopleDeps): Promise<Confirmed> {
  const { store, secret } = deps;
  const at = toInstant(deps.now());
  return store.change(async (draft) => {
    const found = await draft.get('tokens', hashOf(token));
    const subscriber = found && (await draft.get('subscribers', found.subscriberId));
    if (!found || !subscriber || found.expiresAt <= at) return 'unknown';
    if (found.usedAt !== null) return 'already';
    if (subscriber.stopped?.why === 'complained') return 'unknown';
    draft.put('tokens', hashOf(token), { ...found, usedAt: at });
    draft.remove('suppressed', addressHash(subscriber.email, secret));
    saveSubscriber(draft, agreed(subscriber, found, at));
    return 'confirmed';
  });
}

/** The first consent holds as long as it was not withdrawn. */
function agreed(subscriber: Subscriber, { choice, language, textVersion }: Token, at: string): Subscriber {
  const isFirst = subscriber.consent === null || subscriber.stopped !== null;
  return {
    ...subscriber,
    choice,
    language,
    consent: isFirst ? { at, textVersion, way: 'form' } : subscriber.consent,
    stopped: null,
    softBounces: isFirst ? [] : subscriber.softBounces,
  };
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
