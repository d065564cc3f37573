import type { Article, PageArticle, PageBlock, PageVisit } from '../core/article.ts';
import type { FetchFailure, FetchFailureCode, FetchRequest, FetchResult } from '../core/fetch.ts';
import { after, type Clock, DAY_MS, type Instant, toInstant } from '../core/instant.ts';
import { linkKey } from '../core/link-key.ts';
import type { Network, Source } from '../core/source.ts';
import type { Change, Store } from '../store/store.ts';
import { holdUntil } from '../stories/article.ts';
import { isGivenUp, isPageDue, waitingFor } from './waiting.ts';

export type PageDeps = {
  store: Pick<Store, 'articles' | 'pending'>;
  network: Network;
  /** Whose pages may be read. */
  sources: ReadonlyMap<string, Source>;
  fetchPage(request: FetchRequest): Promise<FetchResult>;
  mayFetch(url: string, signal: AbortSignal): Promise<{ allowed: boolean; reason: string; passing: boolean }>;
  readPage(fetched: FetchResult & { kind: 'fetched' }, source: Source): Promise<PageArticle>;
  commit(change: Change): Promise<void>;
  now: Clock;
  signal: AbortSignal;
  onPage?(done: number, total: number): void;
};

/** A failed page is tried at most this often in all, each time on a later day. */
const MAX_ATTEMPTS = 3;

/** So many waiting pages are looked at in one run; older ones wait for a quieter one. */
const MAX_LOOKED_AT = 5000;

/** Failures that the next page of the same host would meet as well. */
const DOWN = new Set<FetchFailureCode>(['timeout', 'refused', 'network', 'dns', 'tls', 'blocked-address']);

/**
 * Reads the pages of articles that want it: the newest first, at most `pagesPerHost` of one host, until the
 * deadline. What is not reached stays waiting for a later run; the item is published meanwhile with what its feed gave.
 */
export async function readPages(deps: PageDeps): Promise<{ read: number }> {
  const articles = await waitingPages(deps);
  const deadline = AbortSignal.timeout(deps.network.pagesDeadlineMs);
  const signal = AbortSignal.any([deps.signal, deadline]);
  let done = 0;
  const oneHost = async (ofHost: Article[]) => {
    for (const article of ofHost) {
      if (signal.aborted) return;
      const answer = await readPage(article, signal, deps);
      if (answer === null) return;
      const { article: read, isDown } = answer;
      await deps.commit({ articles: [read], pending: workAfter(read), keys: troubleWith(read) });
      done += 1;
      deps.onPage?.(done, articles.length);
      if (isDown) return;
    }
  };
  await Promise.all([...byHost(articles).values()].map(oneHost));
  return { read: done };
}

/** The pages of this run. Those that waited in vain for too long leave the list. */
async function waitingPages({ store, network, sources, now, commit }: PageDeps): Promise<Article[]> {
  const at = toInstant(now());
  const waiting = await store.articles((await waitingFor('page', store)).slice(-MAX_LOOKED_AT));
  const givenUp = waiting
    .filter((article) => isGivenUp(article, at))
    .map((article) => ({ ...article, visit: gaveUp(article.visit) }));
  if (givenUp.length > 0)
    await commit({ articles: givenUp, pending: { remove: givenUp.map(({ id }) => `page:${id}`) } });
  const due = waiting.filter((article) => !isGivenUp(article, at) && isPageDue(article, sources, at));
  due.sort((a, b) => (a.sortAt < b.sortAt ? 1 : -1));
  return [...byHost(due).values()].flatMap((ofHost) => ofHost.slice(0, network.pagesPerHost));
}

const gaveUp = (visit: PageVisit): PageVisit => ({
  ...visit,
  status: 'not-wanted',
  notBefore: null,
  reason: visit.reason ?? 'its page could not be asked for in 30 days',
});

/**
 * The article after its page was asked for; null where the run ended, or the host wanted no visit now, before it
 * could be.
 */
async function readPage(
  article: Article,
  signal: AbortSignal,
  deps: PageDeps,
): Promise<{ article: Article; isDown: boolean } | null> {
  const source = deps.sources.get(article.sourceId);
  if (!source || article.url === null)
    return visited(withVisit(article, { status: 'not-wanted', reason: 'it has no page' }));
  const robots = await deps.mayFetch(article.url, signal);
  if (signal.aborted || robots.passing) return null;
  if (!robots.allowed) return visited(withVisit(article, { status: 'blocked', reason: robots.reason }));
  const mayFollow = async (url: string) => (await deps.mayFetch(url, signal)).allowed;
  const result = await deps.fetchPage({ url: article.url, accept: 'page', signal, mayFollow });
  if (result.kind === 'fetched')
    return visited(withPage(article, await deps.readPage(result, source), toInstant(deps.now())));
  const failure = result.kind === 'failed' ? result.failure : null;
  if (signal.aborted || failure?.code === 'host-held') return null;
  return {
    article: failed(article, failure, toInstant(deps.now())),
    isDown: failure !== null && DOWN.has(failure.code),
  };
}

const visited = (article: Article) => ({ article, isDown: false });

function withPage(article: Article, page: PageArticle, at: Instant): Article {
  // What is told already can't be held any more.
  const hold = article.storyId === null ? holdUntil(page.embargoUntil, at) : null;
  const read = { ...article, page, heldUntil: hold ?? article.heldUntil };
  return page.blocked === null
    ? withVisit(read, { status: 'read', reason: null })
    : withVisit(read, { status: 'blocked', reason: REASONS[page.blocked] });
}

const REASONS: Record<PageBlock, string> = {
  paywall: 'its text is behind a paywall',
  consent: 'the site shows a consent wall first',
  challenge: 'the site wants proof of a human visitor',
  login: 'the site wants a login',
  'soft-404': 'the site says that it has no such page',
  noindex: 'the page asks not to be taken up (noindex)',
  robots: 'the robots.txt of its host does not allow it',
  'not-html': 'it is no web page',
  'no-article': 'no text was found on it',
};

function failed(article: Article, failure: FetchFailure | null, at: Instant): Article {
  const attempts = article.visit.attempts + 1;
  const final = attempts >= MAX_ATTEMPTS || failure?.code === 'gone' || failure?.code === 'blocked-address';
  const reason = failure?.message ?? 'the page could not be read';
  return {
    ...article,
    visit: {
      status: final ? 'failed' : 'wanted',
      attempts,
      notBefore: final ? null : after(at, attempts * DAY_MS),
      reason,
    },
  };
}

function withVisit(article: Article, visit: Pick<PageVisit, 'status' | 'reason'>): Article {
  return { ...article, visit: { ...visit, attempts: article.visit.attempts + 1, notBefore: null } };
}

/** The key under which the articles of a source are filed whose pages could not be taken. */
export const pageTrouble = (sourceId: string): string => `pages:not-taken:${sourceId}`;

const troubleWith = ({ id, sourceId, visit }: Article): [string, string][] =>
  visit.status === 'blocked' || visit.status === 'failed' ? [[pageTrouble(sourceId), id]] : [];

/** A page that was read gives its story more to say; one that will not be read any more is off the list. */
function workAfter({ id, visit, page }: Article): { add: string[]; remove: string[] } {
  return {
    add: page === null ? [] : [`group:${id}`],
    remove: visit.status === 'wanted' ? [] : [`page:${id}`],
  };
}

function byHost(articles: readonly Article[]): Map<string, Article[]> {
  const hosts = new Map<string, Article[]>();
  for (const article of articles) {
    const host = (linkKey(article.url) ?? '').split(/[/?]/)[0] ?? '';
    const ofHost = hosts.get(host);
    if (ofHost) ofHost.push(article);
    else hosts.set(host, [article]);
  }
  return hosts;
}
