import type { PageArticle } from '../core/article.ts';
import type { Entry, Feed, ParseFailure } from '../core/feed.ts';
import type { Fetcher, FetchResult } from '../core/fetch.ts';
import { type Clock, type Instant, toInstant } from '../core/instant.ts';
import type { Source } from '../core/source.ts';
import type { VisitError } from '../core/source-state.ts';
import { ownStudyIds, type StudyIds } from '../core/study.ts';
import { discoverFeeds, type Proposal, proposeSitemaps } from '../extract/discover.ts';
import type { Robots } from '../fetch/robots.ts';
import type { Store } from '../store/store.ts';
import { holdUntil, newArticle } from '../stories/article.ts';
import { type Identified, identify, recognise } from '../stories/identity.ts';
import { askFirst } from './ask-first.ts';
import type { Readers } from './readers.ts';

type Shown =
  | 'id'
  | 'title'
  | 'link'
  | 'published'
  | 'updated'
  | 'authors'
  | 'summary'
  | 'contentHtml'
  | 'categories'
  | 'enclosures';

/** An entry as it would be stored, and why. */
export type CheckedEntry = Pick<Entry, Shown> & {
  studyIds: StudyIds;
  would: 'be new' | 'be known' | 'change words';
  /** The keys that recognise it, strongest first. */
  keys: string[];
  /** The end of an embargo that its feed or its page names; absent where there is none to wait for. */
  heldUntil?: Instant;
  /** What would be kept of its page; or why that was not read. */
  page?: CheckedPage;
};

export type CheckedPage = PageArticle | { skipped: string };

export type CheckReport = {
  id: string;
  url: string;
  status: 'ok' | 'failed';
  httpStatus?: number;
  error?: VisitError;
  /** All null where no feed was read. */
  feed: Pick<Feed, 'title' | 'link' | 'description' | 'language' | 'updated'> & {
    format: Feed['format'] | null;
  };
  entries: CheckedEntry[];
  /** Entries that repeat another one. */
  repeated: number;
  /** For an address that is a web page or a sitemap: the sources that could be pasted into sources.json, and of a page what it gives as an article. */
  proposals?: Proposal[];
  page?: CheckedPage;
};

export type CheckDeps = Readers & {
  fetcher: Fetcher;
  mayFetch: Robots['mayFetch'];
  /** Null where nothing was ever stored. */
  store: Pick<Store, 'lookup' | 'articles'> | null;
  /** Pages read at most. */
  maxPages: number;
  now: Clock;
};

type Fetched = FetchResult & { kind: 'fetched' };

/** Fetches a source anew and says what a refresh would make of it. Keeps nothing. */
export async function checkSource(source: Source, deps: CheckDeps): Promise<CheckReport> {
  const { id, url, headers } = source;
  const blank = { id, url, feed: NO_FEED, entries: [], repeated: 0 };
  const accept = source.type === 'page' ? 'page' : 'feed';
  const fetch = askFirst(deps.fetcher.fetch, deps.mayFetch, deps.now);
  const result = await fetch({ url, accept, headers });
  if (result.kind === 'failed') {
    const { code, message, httpStatus } = result.failure;
    return {
      ...blank,
      status: 'failed',
      ...(httpStatus !== null && { httpStatus }),
      error: { code, message },
    };
  }
  if (result.kind === 'unchanged') throw new Error('A request without validators was answered with 304');
  const { httpStatus } = result;
  const read = await deps.readSource(result, source);
  if (!read.ok) {
    const { code, message } = read.error;
    return {
      ...blank,
      status: 'failed',
      httpStatus,
      error: { code, message },
      ...(source.type === 'feed' && (await aboutOther(read.error, result, source, deps))),
    };
  }
  const { items, repeated } = identify(id, read.value.entries, deps.toText);
  const { title, link, description, language, updated, format } = read.value;
  return {
    id,
    url,
    status: 'ok',
    httpStatus,
    feed: { title, link, description, language, updated, format },
    entries: await checkedEntries(items, source, deps),
    repeated,
  };
}

const NO_FEED = { title: null, link: null, description: null, language: null, updated: null, format: null };

async function checkedEntries(items: Identified[], source: Source, deps: CheckDeps): Promise<CheckedEntry[]> {
  const entries: CheckedEntry[] = [];
  const at = toInstant(deps.now());
  let pagesLeft = deps.maxPages;
  for (const item of items) {
    const article = newArticle('', item, source, at, deps);
    const wantsPage = article.visit.status === 'wanted' && article.url !== null;
    const page = wantsPage ? await pageOf(article.url, pagesLeft, source, deps) : null;
    if (wantsPage) pagesLeft -= 1;
    const read = page === null || 'skipped' in page ? null : page;
    const heldUntil = holdUntil(read?.embargoUntil ?? null, at) ?? article.heldUntil;
    entries.push({
      ...shown(item.entry),
      contentHtml: article.contentHtml,
      studyIds: ownStudyIds([...article.studies, ...(read?.studies ?? [])]),
      would: await wouldBe(item, deps),
      keys: item.keys,
      ...(heldUntil !== null && { heldUntil }),
      ...(page !== null && { page }),
    });
  }
  return entries;
}

function shown(entry: Entry): Pick<Entry, Shown> {
  const { id, title, link, published, updated, authors, summary, contentHtml, categories, enclosures } =
    entry;
  return { id, title, link, published, updated, authors, summary, contentHtml, categories, enclosures };
}

async function wouldBe(item: Identified, { store }: CheckDeps): Promise<CheckedEntry['would']> {
  if (store === null) return 'be new';
  const postings = await store.lookup(item.keys);
  const ids = item.keys.flatMap((key) => postings.get(key)?.ids ?? []);
  const known = recognise(item, await store.articles([...new Set(ids)]));
  if (known === null) return 'be new';
  return known.fingerprint === item.fingerprint ? 'be known' : 'change words';
}

async function pageOf(
  url: string | null,
  pagesLeft: number,
  source: Source,
  deps: CheckDeps,
): Promise<CheckedPage | null> {
  if (url === null) return null;
  if (pagesLeft <= 0) return { skipped: `only ${deps.maxPages} pages are read in one check` };
  const result = await askFirst(deps.fetcher.fetch, deps.mayFetch, deps.now)({ url, accept: 'page' });
  if (result.kind === 'fetched') return deps.readPage(result, source);
  return { skipped: result.kind === 'failed' ? result.failure.message : 'it was answered with 304' };
}

/** What an address is that turned out to be no feed: a web page, or a sitemap. */
const aboutOther = (failure: ParseFailure, fetched: Fetched, source: Source, deps: CheckDeps) =>
  failure.code === 'html' ? aboutPage(fetched, source, deps) : aboutSitemap(fetched, source, deps);

/** A sitemap as a source; of an index those that can be read, such as name news in their address first. */
async function aboutSitemap(
  fetched: Fetched,
  source: Source,
  deps: CheckDeps,
): Promise<Pick<CheckReport, 'proposals'>> {
  const read = await deps.readSource(fetched, { ...source, type: 'sitemap' });
  if (read.ok) return { proposals: proposeSitemaps([fetched.url], read.value) };
  const isNews = (url: string): number => (/news/i.test(url) ? 0 : 1);
  const listed = read.error.feeds.toSorted((a, b) => isNews(a) - isNews(b));
  const readable: string[] = [];
  for (const url of listed.slice(0, MAX_SITEMAPS)) if (await isSitemap(url, source, deps)) readable.push(url);
  const proposals = proposeSitemaps(readable, { title: null, language: null });
  return proposals.length > 0 ? { proposals } : {};
}

/** Sitemaps of an index that are asked for. */
const MAX_SITEMAPS = 3;

/** A web page: the feeds that its site has, and what it would give as an article. */
async function aboutPage(
  fetched: Fetched,
  source: Source,
  deps: CheckDeps,
): Promise<Pick<CheckReport, 'proposals' | 'page'>> {
  const { allowed, reason } = await deps.mayFetch(fetched.url);
  const isFrontPage = new URL(fetched.url).pathname.split('/').filter(Boolean).length < 2;
  const probe = (url: string) =>
    /sitemap/.test(url) ? isSitemap(url, source, deps) : canBeRead(url, { ...source, type: 'feed' }, deps);
  return {
    proposals: await discoverFeeds(deps.decode(fetched), fetched.url, isFrontPage ? probe : undefined),
    page: allowed ? await deps.readPage(fetched, source) : { skipped: reason },
  };
}

const isSitemap = (url: string, source: Source, deps: CheckDeps): Promise<boolean> =>
  canBeRead(url, { ...source, type: 'sitemap' }, deps);

async function canBeRead(url: string, as: Source, { fetcher, readSource }: CheckDeps): Promise<boolean> {
  const result = await fetcher.fetch({ url, accept: 'feed' });
  return result.kind === 'fetched' && (await readSource(result, as)).ok;
}
