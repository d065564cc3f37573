import type { Article } from '../core/article.ts';
import { after, DAY_MS, type Instant } from '../core/instant.ts';
import type { Source } from '../core/source.ts';
import { PING, type Store } from '../store/store.ts';

/** Ids of what waits for one kind of work, the longest waiting first. */
export async function waitingFor(
  kind: 'page' | 'group' | 'relate',
  store: Pick<Store, 'pending'>,
): Promise<string[]> {
  const prefix = `${kind}:`;
  return (await store.pending())
    .filter((work) => work.startsWith(prefix))
    .map((work) => work.slice(prefix.length));
}

/** Under embargo at this instant. */
export const isHeld = ({ heldUntil }: Article, at: Instant): boolean => heldUntil !== null && heldUntil > at;

/** Waited for its page so long that it is no news any more: whatever stood in the way is not waited for. */
export const isGivenUp = ({ firstSeenAt }: Article, at: Instant): boolean =>
  after(firstSeenAt, 30 * DAY_MS) <= at;

/** May be read on its page now, as one of these sources. */
export const isPageDue = (
  { sourceId, visit }: Article,
  sources: ReadonlyMap<string, Source>,
  at: Instant,
): boolean => sources.get(sourceId)?.enabled === true && (visit.notBefore === null || visit.notBefore <= at);

/** Whether anything that waits could be done now; what is under embargo or to be tried another day could not. */
export async function hasWork(
  store: Pick<Store, 'pending' | 'articles'>,
  sources: ReadonlyMap<string, Source>,
  at: Instant,
): Promise<boolean> {
  const work = (await store.pending()).filter((each) => !each.startsWith(PING));
  if (work.length === 0) return false;
  const pages = await waitingFor('page', store);
  const groups = await waitingFor('group', store);
  if (pages.length + groups.length < work.length) return true;
  if ((await store.articles(groups)).some((article) => !isHeld(article, at))) return true;
  return (await store.articles(pages)).some(
    (article) => isGivenUp(article, at) || isPageDue(article, sources, at),
  );
}
