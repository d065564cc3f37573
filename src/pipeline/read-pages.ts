import type { Article, PageArticle, PageVisit } from '../core/article.ts';
import type { FetchFailure, FetchRequest, FetchResult } from '../core/fetch.ts';
import { after, type Clock, DAY_MS, type Instant, toInstant } from '../core/instant.ts';
import { linkKey } from '../core/link-key.ts';
import type { Network, Source } from '../core/source.ts';
import type { Change, Store } from '../store/store.ts';

export type PageDeps = {
  store: Pick<Store, 'articles' | 'pending'>;
  network: Network;
  sources: Map<string, Source>;
  fetchPage(request: FetchRequest): Promise<FetchResult>;
  mayFetch(url: string): Promise<{ allowed: boolean; reason: string; passing: boolean }>;
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
      const visited = await readPage(article, signal, deps);
      if (visited === null) return;
      await deps.commit({ articles: [visited], pending: workAfter(visited), keys: troubleWith(visited) });
      done += 1;
      deps.onPage?.(done, articles.length);
    }
  };
  await Promise.all([...byHost(articles).values()].map(oneHost));
  return { read: done };
}

async function waitingPages({ store, network, sources, now }: PageDeps): Promise<Article[]> {
  const ids = (await store.pending()).filter((work) => work.startsWith('page:')).map((work) => work.slice(5));
  const at = toInstant(now());
  const due = (await store.articles(ids.slice(-MAX_LOOKED_AT))).filter(
    ({ visit, sourceId }) => sources.has(sourceId) && (visit.notBefore === null || visit.notBefore <= at),
  );
  due.sort((a, b) => (a.sortAt < b.sortAt ? 1 : -1));
  return [...byHost(due).values()].flatMap((ofHost) => ofHost.slice(0, network.pagesPerHost));
}

/** The article after its page was asked for; null where the run ended or the host asked for quiet before it could be. */
async function readPage(article: Article, signal: AbortSignal, deps: PageDeps): Promise<Article | null> {
  const source = deps.sources.get(article.sourceId);
  if (!source || article.url === null)
    return withVisit(article, { status: 'not-wanted', reason: 'it has no page' });
  const robots = await deps.mayFetch(article.url);
  if (signal.aborted || robots.passing) return null;
  if (!robots.allowed) return withVisit(article, { status: 'blocked', reason: robots.reason });
  const result = await deps.fetchPage({ url: article.url, accept: 'page', signal });
  if (result.kind !== 'fetched') {
    if (signal.aborted || (result.kind === 'failed' && result.failure.code === 'host-held')) return null;
    return failed(article, result.kind === 'failed' ? result.failure : null, toInstant(deps.now()));
  }
  return withPage(article, await deps.readPage(result, source));
}

function withPage(article: Article, page: PageArticle): Article {
  if (page.blocked !== null)
    return withVisit(
      { ...article, page: { ...page, contentHtml: null, text: null } },
      { status: 'blocked', reason: page.blocked },
    );
  const heldUntil =
    page.embargoUntil !== null && article.storyId === null ? page.embargoUntil : article.heldUntil;
  return withVisit({ ...article, page, heldUntil }, { status: 'read', reason: null });
}

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
