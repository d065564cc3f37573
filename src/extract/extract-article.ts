import type { PageArticle, PageBlock } from '../core/article.ts';
import type { Instant } from '../core/instant.ts';
import type { ExtractOptions } from '../core/source.ts';
import { ownStudyIds, type StudyIds } from '../core/study.ts';
import { extractBody } from './body/extract-body.ts';
import { emptyPage } from './empty-page.ts';
import { readPage } from './page.ts';
import { type Context, type Extractor, HEAD, TEXT } from './registry.ts';
import { select } from './select.ts';
import { treeParts } from './study-ids/html-parts.ts';

export type ExtractArticleOptions = {
  /** Where the page was fetched from. */
  url: string;
  /** CSS selectors of the source; each comes before what is found without it. */
  selectors?: Partial<ExtractOptions>;
  /** Response headers: `X-Robots-Tag` counts. */
  headers?: Record<string, string>;
  /** When it was fetched: what an embargo's day without a year is near to, where the page has no date. */
  at?: Instant;
};

export type ExtractedArticle = PageArticle & {
  /** Identifiers of the work that the page is, or is about. */
  studyIds: StudyIds;
};

/**
 * What an article's page says: title, text, authors, dates and the rest, each with where it came from in `why`.
 * Takes any text and never throws; reads the first 15 million characters in time linear in their number. Behind
 * a wall (`blocked`) nothing of the wall is taken for text.
 */
export function extractArticle(html: string, options: ExtractArticleOptions): ExtractedArticle {
  const { selectors = {}, headers = {}, at = null } = options;
  const page = readPage(html, options.url, headers);
  drop(page, selectors.remove);
  const parts = treeParts(page.root);
  const context: Context = { html, at, page, parts, selectors, body: null, found: emptyPage() };
  for (const extractor of HEAD) apply(extractor, context);
  context.body = extractBody(page, context.found, selectors.article);
  for (const extractor of TEXT) apply(extractor, context);
  const found = isWall(context.found.blocked) ? withoutText(context.found) : context.found;
  return { ...found, studyIds: ownStudyIds(found.studies) };
}

function apply<K extends keyof PageArticle>(extractor: Extractor & { field: K }, context: Context): void {
  const result = extractor.extract(context);
  if (result === null) return;
  (context.found as Record<string, unknown>)[extractor.field] = result.value;
  const value: unknown = result.value;
  if (!Array.isArray(value) || value.length > 0) context.found.why[extractor.field] = result.why;
}

function drop(page: ReturnType<typeof readPage>, selector: string | undefined): void {
  for (const element of select(page, selector)) {
    const facts = page.measures.get(element);
    if (facts) facts.out = true;
  }
}

/** The page is a wall and no article; a paywall leaves its teaser, `noindex` the whole text, for the caller to judge. */
const isWall = (blocked: PageBlock | null): boolean =>
  blocked !== null && !['paywall', 'noindex', 'no-article'].includes(blocked);

function withoutText(found: PageArticle): PageArticle {
  const { blocked, limits, language, siteName, canonical, studies, embargoUntil, why } = found;
  const kept = ['blocked', 'limits', 'language', 'siteName', 'canonical', 'studies', 'embargoUntil'];
  return {
    ...emptyPage(),
    blocked,
    limits,
    language,
    siteName,
    canonical,
    embargoUntil,
    // The address says as much behind a wall as before it.
    studies: studies.filter(({ from }) => from === 'url'),
    why: Object.fromEntries(Object.entries(why).filter(([field]) => kept.includes(field))),
  };
}
