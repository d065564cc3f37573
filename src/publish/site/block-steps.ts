import type { Story } from '../../core/story.ts';
import type { FeedEntry } from '../edition.ts';
import { type ArchiveSpan, archiveIndexPage, archiveListPage } from './archive.tsx';
import { type Build, blockOf, hasPage, type SiteFile, type Step, storiesOfBlock } from './build.ts';
import { newsAt } from './dates.tsx';
import { archivePage, fileOf } from './paths.ts';
import { searchRecord } from './search-record.ts';
import { sitemap, sitemapIndex } from './sitemap.ts';
import { pagesOf } from './story-steps.ts';

/** The newest stories that can be searched for in the browser. */
const SEARCHED = 2000;

/** What is cut into blocks: a page of the archive, a part of the search and a sitemap each; then the lists of blocks. */
export async function blockSteps(build: Build): Promise<Step[]> {
  const count = blockOf(build.lastSeq);
  const spans = await previousSpans(build);
  const all = Array.from({ length: count }, (_, index) => index + 1);
  const due = all.filter((number) => isDue(number, count, spans, build));
  const step = (number: number) => async () => {
    const stories = await storiesOfBlock(build.store, number);
    const entries = await build.load(stories);
    spans.set(number, spanOf(number, entries));
    const pages = build.changes === null || !build.isPresent('stories') ? await pagesOf(stories, build) : [];
    return [...pages, ...filesOf(number, count, stories, entries, build)];
  };
  const isAnyDue =
    due.length > 0 || !build.isPresent('archive/index.html') || !build.isPresent('sitemap.xml');
  return [...due.map(step), ...(isAnyDue ? [async () => lists(all, spans, build)] : [])];
}

function isDue(
  number: number,
  count: number,
  spans: ReadonlyMap<number, ArchiveSpan>,
  build: Build,
): boolean {
  const { changes, isPresent } = build;
  if (changes === null || changes.blocks.has(number) || !spans.has(number)) return true;
  // What was the newest page names its successor from the moment that there is one.
  if (number < count && !spans.has(number + 1)) return true;
  return ![`archive/${number}`, `site/search/${number}.json`, `sitemaps/${number}.xml`].every(isPresent);
}

function filesOf(
  number: number,
  newest: number,
  stories: readonly Story[],
  entries: readonly FeedEntry[],
  { context }: Build,
): SiteFile[] {
  const records = entries.filter(hasPage).map(searchRecord);
  const changedAt = new Map(stories.map(({ path, updatedAt }) => [path, `${updatedAt.slice(0, 19)}Z`]));
  const urls = [...changedAt].map(([path, at]) => ({ path, changedAt: at }));
  return [
    { path: fileOf(archivePage(number)), content: archiveListPage(entries, { number, newest }, context) },
    { path: `site/search/${number}.json`, content: `${JSON.stringify(records)}\n` },
    { path: `sitemaps/${number}.xml`, content: sitemap(urls, context.site) },
  ];
}

function lists(
  numbers: readonly number[],
  spans: ReadonlyMap<number, ArchiveSpan>,
  build: Build,
): SiteFile[] {
  const { context } = build;
  const known = numbers.map((number) => spans.get(number)).filter((span) => span !== undefined);
  // One more than needed: the newest may hold few.
  const searched = [...numbers].reverse().slice(0, Math.ceil(SEARCHED / 100) + 1);
  const issues = context.newsletter === null ? [] : ['sitemaps/issues.xml'];
  const sitemaps = ['sitemaps/pages.xml', ...issues, ...numbers.map((number) => `sitemaps/${number}.xml`)];
  return [
    { path: 'archive/index.html', content: archiveIndexPage(known, context) },
    { path: 'site/search.json', content: `${JSON.stringify({ blocks: searched })}\n` },
    { path: 'sitemap.xml', content: sitemapIndex(sitemaps, context.site) },
    { path: SPANS, content: `${JSON.stringify(known)}\n` },
  ];
}

const SPANS = 'site/archive.json';

const spanOf = (number: number, entries: readonly FeedEntry[]): ArchiveSpan => {
  const days = entries.map((entry) => newsAt(entry).slice(0, 10)).sort();
  return { number, from: days[0] ?? '', to: days.at(-1) ?? '', stories: entries.length };
};

/** What earlier builds found the archive's pages to span, so that one new story doesn't ask for all others. */
async function previousSpans({ changes, previous }: Build): Promise<Map<number, ArchiveSpan>> {
  const found = changes === null ? null : await previous(SPANS);
  const spans = Array.isArray(found) ? found.filter(isSpan) : [];
  return new Map(spans.map((span) => [span.number, span]));
}

const isSpan = (value: unknown): value is ArchiveSpan => {
  const { number, from, to, stories } = (value ?? {}) as Partial<ArchiveSpan>;
  return [from, to].every(isDayOrNone) && Number.isInteger(number) && Number.isInteger(stories);
};

const isDayOrNone = (text: unknown): boolean => typeof text === 'string' && /^(\d{4}-\d\d-\d\d)?$/.test(text);
