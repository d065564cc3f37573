import type { PageArticle } from '../core/article.ts';
import type { Instant } from '../core/instant.ts';
import { readingMinutes } from '../core/reading-time.ts';
import { sanitize } from '../core/sanitize.ts';
import type { ExtractOptions } from '../core/source.ts';
import { structuredAbstract } from './abstract.ts';
import { extractAuthors } from './authors.ts';
import { extractBlock } from './blocked.ts';
import type { Body } from './body/extract-body.ts';
import { extractCanonical } from './canonical.ts';
import type { Found } from './clues.ts';
import { extractModified, extractPublished, readDate } from './dates.ts';
import { extractDek } from './dek.ts';
import { conflictStatement, fundingStatement } from './disclosures.ts';
import { embargoEnd, embargoOnPage, mayNameEmbargo } from './embargo.ts';
import { extractImage, selectedImage } from './image.ts';
import { extractJournal } from './journal.ts';
import { extractLanguage } from './language.ts';
import { extractLimits } from './limits.ts';
import type { Page } from './page.ts';
import { splitNames } from './person-names.ts';
import { pressReleaseSign } from './press-release.ts';
import { extractRelated } from './related.ts';
import { selectTexts } from './select.ts';
import { extractSiteName } from './site-name.ts';
import type { PageParts } from './study-ids/html-parts.ts';
import { mentionsFromParts } from './study-ids.ts';
import { summarise } from './summary.ts';
import { extractTitle } from './title.ts';

/** What an extractor may look at. `found` holds what those before it found. */
export type Context = {
  html: string;
  /** When it was fetched, if that is known. */
  at: Instant | null;
  page: Page;
  /** What of the page can name a study. */
  parts: PageParts;
  selectors: Partial<ExtractOptions>;
  body: Body | null;
  found: PageArticle;
};

type Extract<K extends keyof PageArticle> = (context: Context) => Found<PageArticle[K]> | null;
export type Extractor = { [K in keyof PageArticle]: { field: K; extract: Extract<K> } }[keyof PageArticle];

const part = <K extends keyof PageArticle>(field: K, extract: Extract<K>): Extractor =>
  ({ field, extract }) as unknown as Extractor;

/** What the source's own selector names comes before everything that a page says of itself. */
const chosen = <T>(
  context: Context,
  key: keyof ExtractOptions & string,
  read: (texts: string[]) => T | null,
): Found<T> | null => {
  const selector = context.selectors[key];
  if (typeof selector !== 'string' || selector === '') return null;
  const texts = selectTexts(context.page, selector);
  const value = texts.length > 0 ? read(texts) : null;
  return value === null ? null : { value, why: `selector ${selector}` };
};

const oneText = (texts: string[]): string | null => texts[0] ?? null;
const notNull = <T>(value: T | null, why: string): Found<T> | null =>
  value === null ? null : { value, why };

/** What is known of a page before its text is looked for. */
export const HEAD: readonly Extractor[] = [
  part('limits', ({ page }) => ({ value: extractLimits(page), why: 'robots' })),
  part('siteName', ({ page }) => extractSiteName(page)),
  part('language', ({ page }) => extractLanguage(page)),
  part('canonical', ({ page }) => extractCanonical(page)),
  part('title', (c) => chosen(c, 'title', oneText) ?? extractTitle(c.page, c.found.siteName)),
  part('dek', (c) => chosen(c, 'dek', oneText) ?? extractDek(c.page, c.found.title, c.found.siteName)),
  part('authors', (c) => chosen(c, 'authors', people) ?? extractAuthors(c.page, c.found.siteName)),
  part(
    'published',
    (c) =>
      chosen(c, 'published', ([text]) => readDate(text ?? '', c.found.language)) ??
      extractPublished(c.page, c.found.language),
  ),
  part('modified', ({ page, found }) => extractModified(page, found.language)),
];

/** What needs the text, or what HEAD found. */
export const TEXT: readonly Extractor[] = [
  part('contentHtml', ({ body, page }) => body && { value: sanitize(body.html, page.base), why: body.why }),
  part('text', ({ body }) => body && { value: body.text, why: body.why }),
  part('blocked', ({ page, body, found }) => extractBlock(page, body, found.limits.noindex)),
  part(
    'image',
    ({ page, body, selectors }) => selectedImage(page, selectors.image) ?? extractImage(page, body),
  ),
  part('abstract', ({ found }) => ({
    value: structuredAbstract(found.text ?? ''),
    why: 'headings in the text',
  })),
  part(
    'summary',
    (c) =>
      chosen(c, 'summary', ([text]) => summarise(text ?? null, [], null, c.found.language)) ??
      notNull(
        summarise(c.found.dek, c.found.abstract, c.body?.prose ?? null, c.found.language),
        'dek, abstract or first paragraphs',
      ),
  ),
  part('readingMinutes', ({ body, found }) =>
    notNull(body && readingMinutes(body.count, found.language), 'text'),
  ),
  part('studies', ({ page, parts }) => ({
    value: mentionsFromParts({ ...parts, url: page.url }),
    why: 'see each',
  })),
  part('journal', ({ page }) => extractJournal(page)),
  part('related', ({ page, body, selectors }) => extractRelated(page, body, selectors.related)),
  part('pressRelease', ({ page, found }) => pressReleaseSign(page, found.text ?? '')),
  part('funding', ({ found }) => notNull(fundingStatement(found.text ?? ''), 'text')),
  part('conflicts', ({ found }) => notNull(conflictStatement(found.text ?? ''), 'text')),
  part('embargoUntil', extractEmbargo),
];

/** From the text, else from a line beside it: it often stands outside. */
function extractEmbargo({ html, at, parts, found }: Context): Found<Instant> | null {
  const inText = embargoEnd(found.text ?? '', found.published);
  if (inText || !(mayNameEmbargo(parts.text) || mayNameEmbargo(parts.referencesText))) return inText;
  return embargoOnPage(html, found.published ?? at);
}

const people = (texts: string[]): PageArticle['authors'] | null => {
  const names = [...new Set(texts.flatMap(splitNames))];
  return names.length > 0 ? names.map((name) => ({ name, email: null, url: null })) : null;
};
