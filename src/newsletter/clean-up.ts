import { after, DAY_MS, type Instant, msBetween, toInstant } from '../core/instant.ts';
import type { Draft } from '../store/tables.ts';
import { lastDay, type PeopleDeps } from './sign-up.ts';
import type { NewsletterStore, NewsletterTables } from './store.ts';
import type { Subscriber } from './subscriber.ts';
import { removeSubscriber, tracesOf } from './subscribers.ts';

/** How long an address is kept that nobody has confirmed. */
export const UNCONFIRMED_DAYS = 7;

/** Soft bounces within so many days are counted together. */
export const BOUNCE_DAYS = 14;

/**
 * The clean-up, where none was within a day, whoever does it: the server, or a run that sends. Answers how many
 * unconfirmed addresses went.
 */
export async function cleanUpDaily(deps: Pick<PeopleDeps, 'store' | 'now'>): Promise<number> {
  const { store, now } = deps;
  const at = toInstant(now());
  const isDone = (last: { at: Instant } | null): boolean =>
    last !== null && Math.abs(msBetween(last.at, at)) < DAY_MS;
  if (isDone(await store.get('duties', 'clean-up'))) return 0;
  const isOurs = await store.change(async (draft) => {
    if (isDone(await draft.get('duties', 'clean-up'))) return false;
    draft.put('duties', 'clean-up', { at });
    return true;
  });
  return isOurs ? cleanUp(deps) : 0;
}

/** Deletes what has outlived its purpose; answers how many unconfirmed addresses went. */
export async function cleanUp({ store, now }: Pick<PeopleDeps, 'store' | 'now'>): Promise<number> {
  const at = now();
  const isUnconfirmed = ({ consent, createdAt }: Subscriber) =>
    consent === null && createdAt <= after(at, -UNCONFIRMED_DAYS * DAY_MS);
  const traces: string[] = [];
  const deleted = await removeWhere(store, 'subscribers', isUnconfirmed, (draft, subscriber) => {
    removeSubscriber(draft, subscriber);
    traces.push(...tracesOf(subscriber));
  });
  await removeWhere(store, 'tokens', ({ expiresAt }) => expiresAt <= toInstant(at));
  await removeWhere(store, 'asked', (asked) => lastDay(asked.at, at).length === 0);
  await removeWhere(store, 'reports', (report) => report.at <= after(at, -BOUNCE_DAYS * DAY_MS));
  await store.compact();
  if (traces.length > 0) await store.redactCopies(traces);
  return deleted;
}

/** Removes the records that are such, some hundred in one change; answers how many. */
async function removeWhere<N extends keyof NewsletterTables>(
  store: NewsletterStore,
  table: N,
  isOver: (record: NewsletterTables[N]) => boolean,
  remove?: (draft: Draft<NewsletterTables>, record: NewsletterTables[N]) => void,
): Promise<number> {
  let removed = 0;
  const removeAll = (keys: readonly string[]) =>
    store.change(async (draft) => {
      for (const key of keys) {
        const record = await draft.get(table, key);
        if (record === null || !isOver(record)) continue;
        if (remove) remove(draft, record);
        else draft.remove(table, key);
        removed++;
      }
    });
  let keys: string[] = [];
  for await (const [key, record] of store.all(table)) {
    if (isOver(record)) keys.push(key);
    if (keys.length < 200) continue;
    await removeAll(keys);
    keys = [];
  }
  if (keys.length > 0) await removeAll(keys);
  return removed;
}
