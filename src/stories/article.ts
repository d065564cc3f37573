import type { Article, PageVisit } from '../core/article.ts';
import type { Entry } from '../core/feed.ts';
import { isForm } from '../core/form-text.ts';
import type { SafeHtml } from '../core/html.ts';
import { after, DAY_MS, type Instant } from '../core/instant.ts';
import { linkKey } from '../core/link-key.ts';
import type { Source } from '../core/source.ts';
import type { StudyMention } from '../core/study.ts';
import { firstSentences, oneLine, words } from '../core/text.ts';
import { type Identified, kindOf, withoutCounters } from './identity.ts';

/** How entries become articles; the stages that read HTML are passed in. */
export type ArticleDeps = {
  sanitize(html: string, base: string | null): SafeHtml;
  toText(html: string): string;
  mentions(entry: Entry): StudyMention[];
  /** The instant before which a text that names one may not be told; `near`: what a date without a year is near to. */
  embargoEnd(text: string, near: Instant): Instant | null;
};

/** An article for an item that was never seen before. */
export function newArticle(
  id: string,
  item: Identified,
  source: Source,
  at: Instant,
  deps: ArticleDeps,
): Article {
  const parts = said(item.entry, source, deps);
  const given = wordsOf(parts, deps);
  const updated = plausible(item.entry.updated, at);
  const published = plausible(item.entry.published, at) ?? updated;
  return {
    id,
    sourceId: source.id,
    keys: item.keys,
    ...parts,
    published,
    updated,
    firstSeenAt: at,
    changedAt: updated ?? published ?? at,
    sortAt: published ?? at,
    fingerprint: item.fingerprint,
    visit: firstVisit(item.entry, source, given),
    page: null,
    heldUntil: holdOf(parts, at, deps),
    storyId: null,
  };
}

/**
 * An article whose item came again. Keys grow, its address is where the item leads now, and how its title is written,
 * its authors and its studies are as the item says. Other words are taken over when a reader would see them; then
 * `changedAt` moves. Dates and id never change. Null: nothing to keep.
 */
export function updatedArticle(
  article: Article,
  item: Identified,
  source: Source,
  at: Instant,
  deps: ArticleDeps,
): Article | null {
  const keys = article.keys.length < MOST_KEYS ? [...new Set([...article.keys, ...item.keys])] : article.keys;
  const parts = said(item.entry, source, deps);
  if (article.fingerprint === item.fingerprint) {
    const next = {
      ...article,
      keys,
      url: newAddress(article, item) ?? article.url,
      ...corrected(article, parts),
    };
    return SILENT.every((part) => JSON.stringify(next[part]) === JSON.stringify(article[part])) ? null : next;
  }
  const isUntold = article.storyId === null;
  return {
    ...article,
    keys,
    ...parts,
    url: parts.url ?? article.url,
    heldUntil: (isUntold ? holdOf(parts, at, deps) : null) ?? article.heldUntil,
    updated: plausible(item.entry.updated, at) ?? article.updated,
    changedAt: at,
    fingerprint: item.fingerprint,
  };
}

const SILENT = ['keys', 'url', 'title', 'authors', 'studies'] as const;

/** What the source put right without other words; a counter in a title is nothing of the kind. */
function corrected(
  article: Article,
  { title, authors, studies }: Said,
): Pick<Article, 'title' | 'authors' | 'studies'> {
  const isSame = withoutCounters(title) === withoutCounters(article.title);
  return {
    title: isSame ? article.title : title,
    authors: authors.length > 0 ? authors : article.authors,
    studies: studies.length > 0 ? studies : article.studies,
  };
}

/** Far more than an item comes by; a feed that makes new guids at each visit would add to them for ever. */
const MOST_KEYS = 100;

/** Where the item's own page is now; null: where it was, or where its link is no page of its own. */
function newAddress({ url }: Article, { entry, keys }: Identified): string | null {
  const hasPage = keys.some((key) => kindOf(key) === 'link');
  return hasPage && linkKey(entry.link) !== linkKey(url) ? entry.link : null;
}

type Said = Pick<
  Article,
  | 'guid'
  | 'url'
  | 'title'
  | 'authors'
  | 'summary'
  | 'contentHtml'
  | 'categories'
  | 'enclosures'
  | 'image'
  | 'language'
  | 'rights'
  | 'journal'
  | 'studies'
>;

function said(entry: Entry, source: Source, deps: ArticleDeps): Said {
  const base = entry.link ?? source.site ?? source.url;
  const summary = entry.summary === null ? '' : deps.toText(entry.summary).trim();
  const contentHtml = entry.contentHtml === null ? null : deps.sanitize(entry.contentHtml, base);
  return {
    guid: entry.id,
    url: entry.link,
    title: titleOf(entry, summary || deps.toText(entry.contentHtml ?? '')),
    authors: entry.authors,
    summary: summary === '' ? null : summary,
    contentHtml,
    categories: entry.categories,
    enclosures: entry.enclosures,
    image: entry.image,
    language: entry.language ?? source.language,
    rights: entry.rights,
    journal: entry.journal,
    studies: deps.mentions(entry),
  };
}

/** Summary and text as the feed gives them. */
const wordsOf = ({ summary, contentHtml }: Said, { toText }: ArticleDeps): string =>
  `${summary ?? ''}\n${toText((contentHtml ?? '').slice(0, 20_000))}`;

const holdOf = (parts: Said, at: Instant, deps: ArticleDeps): Instant | null =>
  holdUntil(deps.embargoEnd(`${parts.title}\n${wordsOf(parts, deps)}`, at), at);

/** Embargoes last days; a date further away is that of another kind of embargo. */
const LONGEST_EMBARGO_MS = 31 * DAY_MS;

/** The embargo's end where that is one to wait for, else null. */
export function holdUntil(embargoEnd: Instant | null, at: Instant): Instant | null {
  const isAhead = embargoEnd !== null && embargoEnd > at && embargoEnd <= after(at, LONGEST_EMBARGO_MS);
  return isAhead ? embargoEnd : null;
}

/** An item without a title is called by its first words. */
function titleOf(entry: Entry, text: string): string {
  const first = isForm(oneLine(text)) ? '' : firstSentences(text, 16);
  return oneLine(entry.title ?? '') || first || entry.link || 'Untitled';
}

/** Below this many words a feed is taken to give only a teaser. */
const TEASER_WORDS = 80;

function firstVisit(entry: Entry, source: Source, text: string): PageVisit {
  const wanted = entry.link !== null && wants(source.extract.pages, text);
  return { status: wanted ? 'wanted' : 'not-wanted', attempts: 0, notBefore: null, reason: null };
}

function wants(pages: Source['extract']['pages'], text: string): boolean {
  return pages === 'auto' ? words(text).length < TEASER_WORDS : pages === 'always';
}

const EARLIEST = '1990-01-01T00:00:00.000Z';

/** A date that is neither in the future nor before news went online; else null, for a date is never invented. */
function plausible(date: Instant | null, now: Instant): Instant | null {
  return date !== null && date >= EARLIEST && date <= now ? date : null;
}
