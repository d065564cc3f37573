import type { PageArticle } from '../core/article.ts';
import type { Entry, Feed, ParseFailure } from '../core/feed.ts';
import type { Fetcher, FetchResult } from '../core/fetch.ts';
import { type Clock, toInstant } from '../core/instant.ts';
import type { Source } from '../core/source.ts';
import type { VisitError } from '../core/source-state.ts';
import { ownStudyIds, type StudyIds } from '../core/study.ts';
import { discoverFeeds, type Proposal } from '../extract/discover.ts';
import type { Store } from '../store/store.ts';
import { newArticle } from '../stories/article.ts';
import { type Identified, identify, recognise } from '../stories/identity.ts';
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
  /** What its page gave; or why that was not read. */
  page?: PageArticle | { skipped: string };
};

export type CheckReport = {
  id: string;
  url: string;
  status: 'ok' | 'failed';
  httpStatus?: number;
  error?: VisitError;
  feed?: Pick<Feed, 'title' | 'link' | 'description' | 'language' | 'updated'> & { format: Feed['format'] };
  entries: CheckedEntry[];
  /** Entries that repeat another one. */
  repeated: number;
  /** For an address that is a web page: the sources that could be pasted into sources.json, and the page read as an article. */
  proposals?: Proposal[];
  page?: PageArticle;
};

export type CheckDeps = Readers & {
  fetcher: Fetcher;
  mayFetch(url: string): Promise<{ allowed: boolean; reason: string }>;
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
  const blank = { id, url, entries: [], repeated: 0 };
  const result = await deps.fetcher.fetch({ url, accept: 'feed', headers });
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
      ...(await aboutPage(read.error, result, source, deps)),
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

async function checkedEntries(items: Identified[], source: Source, deps: CheckDeps): Promise<CheckedEntry[]> {
  const entries: CheckedEntry[] = [];
  let pagesLeft = deps.maxPages;
  for (const item of items) {
    const article = newArticle('', item, source, toInstant(deps.now()), deps);
    const wantsPage = article.visit.status === 'wanted' && article.url !== null;
    const page = wantsPage ? await pageOf(article.url, pagesLeft, source, deps) : null;
    if (wantsPage) pagesLeft -= 1;
    const read = page !== null && 'studies' in page ? page.studies : [];
    entries.push({
      ...shown(item.entry),
      contentHtml: article.contentHtml,
      studyIds: ownStudyIds([...article.studies, ...read]),
      would: await wouldBe(item, deps),
      keys: item.keys,
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
): Promise<PageArticle | { skipped: string } | null> {
  if (url === null) return null;
  if (pagesLeft <= 0) return { skipped: `only ${deps.maxPages} pages are read in one check` };
  const robots = await deps.mayFetch(url);
  if (!robots.allowed) return { skipped: robots.reason };
  const result = await deps.fetcher.fetch({ url, accept: 'page' });
  if (result.kind === 'fetched') return deps.readPage(result, source);
  return { skipped: result.kind === 'failed' ? result.failure.message : 'it was answered with 304' };
}

/** An address that turned out to be a web page: the feeds that it names, and what it would give as an article. */
async function aboutPage(
  failure: ParseFailure,
  fetched: Fetched,
  source: Source,
  deps: CheckDeps,
): Promise<Pick<CheckReport, 'proposals' | 'page'>> {
  if (failure.code !== 'html') return {};
  return {
    proposals: await discoverFeeds(deps.decode(fetched), fetched.url),
    page: await deps.readPage(fetched, source),
  };
}
