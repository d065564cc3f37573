import { toInstant } from '../core/instant.ts';
import type { Choice } from '../core/newsletter.ts';
import { addressHash, addressKey } from './address.ts';
import { type PeopleDeps, versionOf } from './sign-up.ts';
import type { Stop, Subscriber } from './subscriber.ts';
import { removeSubscriber, saveSubscriber, tracesOf } from './subscribers.ts';

/** Changes what a subscriber gets. Null where there is none any more. */
export async function changeChoice(
  id: string,
  choice: Choice,
  { store }: Pick<PeopleDeps, 'store'>,
): Promise<Subscriber | null> {
  return store.change(async (draft) => {
    const subscriber = await draft.get('subscribers', id);
    if (!subscriber) return null;
    const changed = { ...subscriber, choice };
    saveSubscriber(draft, changed);
    return changed;
  });
}

/** Sends nothing more. The same however often it's asked, and for somebody who was never there. */
export async function stop(
  id: string,
  why: Stop['why'],
  { store, now }: Pick<PeopleDeps, 'store' | 'now'>,
): Promise<void> {
  const at = toInstant(now());
  await store.change(async (draft) => {
    const subscriber = await draft.get('subscribers', id);
    if (!subscriber) return;
    draft.remove('outbox', id);
    if (subscriber.stopped === null || (why === 'complained' && subscriber.stopped.why !== why))
      saveSubscriber(draft, { ...subscriber, stopped: { at, why } });
  });
}

/** Takes back an unsubscription: whoever holds the link of a mail reads that mailbox. */
export async function startAgain(
  id: string,
  consentText: string,
  language: string,
  { store, now }: Pick<PeopleDeps, 'store' | 'now'>,
): Promise<Subscriber | null> {
  const at = toInstant(now());
  const textVersion = versionOf(consentText, language);
  return store.change(async (draft) => {
    const subscriber = await draft.get('subscribers', id);
    if (subscriber?.stopped?.why !== 'unsubscribed' || subscriber.consent === null) return subscriber;
    const back = { ...subscriber, stopped: null, consent: { at, textVersion, way: 'preferences' } };
    saveSubscriber(draft, back);
    draft.put('consentTexts', textVersion, { text: consentText });
    return back;
  });
}

/**
 * Forgets a subscriber, also whose record was lost or stands in the copy of a damaged file only. What stays is a hash
 * of the address that only the secret can make, so that no import adds it again. Goes on after a kill if repeated.
 */
export async function erase(id: string, { store, secret, now }: PeopleDeps): Promise<void> {
  const email = (await store.get('subscribers', id))?.email ?? (await indexedAddress(id, store));
  if (email !== null)
    await store.change(async (draft) => {
      const found = await draft.get('subscribers', id);
      if (!found && (await draft.get('addresses', addressKey(email)))?.id !== id) return;
      const hash = addressHash(email, secret);
      const before = (await draft.get('suppressed', hash))?.why;
      const complained = found?.stopped?.why === 'complained' || before === 'complained';
      removeSubscriber(draft, { id, email });
      draft.put('suppressed', hash, { at: toInstant(now()), why: complained ? 'complained' : 'erased' });
    });
  // Links that were never pressed hold what was chosen.
  const tokens: string[] = [];
  for await (const [hash, { subscriberId }] of store.all('tokens'))
    if (subscriberId === id) tokens.push(hash);
  if (tokens.length > 0)
    await store.change((draft) => {
      for (const hash of tokens) draft.remove('tokens', hash);
    });
  await store.compact();
  await store.redactCopies(email === null ? [id] : tracesOf({ id, email }));
}

/** What the index of addresses says of somebody whose record was in a file that was damaged. */
async function indexedAddress(id: string, store: PeopleDeps['store']): Promise<string | null> {
  for await (const [key, { id: whose }] of store.all('addresses')) if (whose === id) return key;
  return null;
}

/** All that is known of a subscriber, for themselves; null where nothing is. */
export async function ownData(id: string, { store }: Pick<PeopleDeps, 'store'>): Promise<object | null> {
  const subscriber = await store.get('subscribers', id);
  if (!subscriber) return null;
  const { consent, ...rest } = subscriber;
  const text = consent && (await store.get('consentTexts', consent.textVersion))?.text;
  return { ...rest, consent: consent && { ...consent, text: text ?? null } };
}
