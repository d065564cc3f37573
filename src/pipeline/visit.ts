import { createHash } from 'node:crypto';
import type { Article } from '../core/article.ts';
import type { Feed, ParseFailure } from '../core/feed.ts';
import type { FetchRequest, FetchResult } from '../core/fetch.ts';
import { after, type Clock, toInstant } from '../core/instant.ts';
import type { Result } from '../core/result.ts';
import type { Config, Source } from '../core/source.ts';
import type { HostState, SourceState } from '../core/source-state.ts';
import { linkInHeader } from '../fetch/link-header.ts';
import { afterVisit, isReadAs, requestFor } from '../fetch/plan.ts';
import type { Change, Store } from '../store/store.ts';
import { type ArticleDeps, newArticle, updatedArticle } from '../stories/article.ts';
import { type Identified, identify, recognise } from '../stories/identity.ts';
import { workFor } from './filing.ts';
import type { SourceReport } from './report.ts';

export type VisitDeps = ArticleDeps & {
  config: Config;
  store: Pick<Store, 'lookup' | 'articles' | 'mint'>;
  fetchSource(request: FetchRequest): Promise<FetchResult>;
  readSource(fetched: FetchResult & { kind: 'fetched' }, source: Source): Promise<Result<Feed, ParseFailure>>;
  now: Clock;
  random(): number;
};

export type Visit = { report: SourceReport; change: Change };

/**
 * One visit to one source: ask, read, recognise. Nothing is kept here; the change it answers holds articles and
 * the source's state together, so that a crash can never turn into a 304 that hides news.
 */
export async function visit(
  source: Source,
  known: { state: SourceState | null; host: HostState | null },
  deps: VisitDeps,
): Promise<Visit> {
  const now = toInstant(deps.now());
  const request = requestFor(source, known.state, now);
  const result = await deps.fetchSource(request);
  const seenBefore =
    result.kind === 'fetched' &&
    known.state?.bodyHash === hashOf(result.body) &&
    isReadAs(source, known.state);
  const read = result.kind === 'fetched' && !seenBefore ? await deps.readSource(result, source) : null;
  const news = read?.ok ? await recogniseAll(read.value, source, known.state, deps) : noNews(known.state);

  const { state, host } = afterVisit({
    source,
    state: known.state,
    host: known.host,
    request,
    result,
    read,
    at: toInstant(deps.now()),
    network: deps.config.network,
    random: deps.random,
  });
  const isNews = news.newItems + news.updatedItems > 0;
  const next: SourceState = {
    ...state,
    bodyHash: result.kind === 'fetched' && (seenBefore || read?.ok) ? hashOf(result.body) : state.bodyHash,
    lastResult: state.lastError ? 'failed' : isNews ? 'updated' : 'unchanged',
    items: (known.state?.items ?? 0) + news.newItems,
    listed: news.listed,
    feed: read?.ok && result.kind === 'fetched' ? aboutFeed(read.value, result) : state.feed,
  };
  return {
    change: {
      sources: [next],
      ...(host && { hosts: [host] }),
      articles: news.articles,
      keys: news.articles.flatMap(({ id, keys }) => keys.map((key): [string, string] => [key, id])),
      pending: { add: news.articles.flatMap(workFor) },
    },
    report: {
      id: source.id,
      status: next.lastResult ?? 'unchanged',
      ...(next.httpStatus !== null && { httpStatus: next.httpStatus }),
      ...(result.kind === 'fetched' && { bytes: result.body.length }),
      newItems: news.newItems,
      updatedItems: news.updatedItems,
      duplicateItems: news.repeated,
      nextFetchAt: next.nextVisitAt,
      ...(next.lastError && { error: next.lastError }),
      ...(next.nextVisitReason && { reason: next.nextVisitReason }),
    },
  };
}

type News = {
  articles: Article[];
  newItems: number;
  updatedItems: number;
  repeated: number;
  listed: Record<string, string>;
};

const noNews = (state: SourceState | null): News => ({
  articles: [],
  newItems: 0,
  updatedItems: 0,
  repeated: 0,
  listed: state?.listed ?? {},
});

/** The articles that are new or changed since the last visit; an entry listed before with the same words costs no look-up. */
async function recogniseAll(
  feed: Feed,
  source: Source,
  state: SourceState | null,
  deps: VisitDeps,
): Promise<News> {
  const { items, repeated } = identify(source.id, feed.entries, deps.toText);
  const saysOf = ({ fingerprint, details }: Identified) => `${fingerprint}.${details}`;
  const listed = Object.fromEntries(items.map((item) => [listingKey(item), saysOf(item)]));
  const fresh = items.filter((item) => state?.listed[listingKey(item)] !== saysOf(item));
  const postings = await deps.store.lookup(fresh.flatMap(({ keys }) => keys));
  const now = toInstant(deps.now());
  const articles: Article[] = [];
  let newItems = 0;
  let updatedItems = 0;
  for (const [index, item] of fresh.entries()) {
    // Entries without dates keep the order of their feed, whose first is its newest.
    const at = after(now, fresh.length - 1 - index);
    const ids = [...new Set(item.keys.flatMap((key) => postings.get(key)?.ids ?? []))];
    const known = ids.length > 0 ? recognise(item, await deps.store.articles(ids)) : null;
    const article = known
      ? updatedArticle(known, item, source, at, deps)
      : newArticle(deps.store.mint('article'), item, source, at, deps);
    if (article === null) continue;
    articles.push(article);
    if (!known) newItems += 1;
    else if (article.fingerprint !== known.fingerprint) updatedItems += 1;
  }
  return { articles, newItems, updatedItems, repeated, listed };
}

/** All keys of an item in short, so that one which gains or loses a key is looked at again. */
const listingKey = ({ keys }: Identified) => hashOf(keys.join(' ')).slice(0, 14);

/** A hub may be named in the answer's headers, too, and comes before the feed's there (WebSub §4). */
const aboutFeed = (
  { title, link, language, hints, self }: Feed,
  { headers, url }: FetchResult & { kind: 'fetched' },
) => ({
  title,
  link,
  language,
  hub: linkInHeader(headers.link, 'hub', url) ?? hints.hub,
  self: linkInHeader(headers.link, 'self', url) ?? self,
});

const hashOf = (body: Uint8Array | string) =>
  createHash('sha256').update(body).digest('base64url').slice(0, 22);
