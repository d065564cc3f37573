import { toInstant } from '../core/instant.ts';
import type { Choice } from '../core/newsletter.ts';
import type { Draft, TableReader } from '../store/tables.ts';
import { addressKey } from './address.ts';
import type { NewsletterStore, NewsletterTables } from './store.ts';
import { isActive, type Subscriber } from './subscriber.ts';

export type Random = (bytes: number) => Buffer;

/** Who may be sent the newsletter, one after the other, however many there are. */
export async function* activeSubscribers(store: NewsletterStore): AsyncGenerator<Subscriber> {
  for await (const [, subscriber] of store.all('subscribers')) if (isActive(subscriber)) yield subscriber;
}

/** Who has this address, however it is written. */
export async function subscriberAt(
  reader: TableReader<NewsletterTables>,
  email: string,
): Promise<Subscriber | null> {
  const found = await reader.get('addresses', addressKey(email));
  return found && reader.get('subscribers', found.id);
}

/** Saves a subscriber, and that the address is theirs. */
export function saveSubscriber(draft: Draft<NewsletterTables>, subscriber: Subscriber): void {
  draft.put('subscribers', subscriber.id, subscriber);
  draft.put('addresses', addressKey(subscriber.email), { id: subscriber.id });
}

/** Removes everything that is kept with a subscriber's name. */
export function removeSubscriber(
  draft: Draft<NewsletterTables>,
  { id, email }: Pick<Subscriber, 'id' | 'email'>,
): void {
  draft.remove('subscribers', id);
  draft.remove('addresses', addressKey(email));
  draft.remove('outbox', id);
}

/** What their records can be known by in a file: each holds one of these. */
export const tracesOf = ({ id, email }: Pick<Subscriber, 'id' | 'email'>): string[] => [
  id,
  email,
  addressKey(email),
];

/** Somebody who has not confirmed yet. */
export const newSubscriber = (
  { email, choice, language }: { email: string; choice: Choice; language: string },
  { now, random }: { now: Date; random: Random },
): Subscriber => ({
  id: random(16).toString('hex'),
  email,
  choice,
  language,
  createdAt: toInstant(now),
  consent: null,
  stopped: null,
  softBounces: [],
});
