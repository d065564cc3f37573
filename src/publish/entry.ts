import type { Article } from '../core/article.ts';
import { isForm, isNoTitle } from '../core/form-text.ts';
import type { SafeHtml } from '../core/html.ts';
import { htmlToText } from '../core/html-text.ts';
import { type Instant, msBetween } from '../core/instant.ts';
import { languageTag } from '../core/language.ts';
import { linkKey } from '../core/link-key.ts';
import { countWords, readingMinutes } from '../core/reading-time.ts';
import type { Source } from '../core/source.ts';
import type { Notice, Story } from '../core/story.ts';
import { ownStudyIds } from '../core/study.ts';
import { firstSentences, oneLine } from '../core/text.ts';
import { absoluteUrl } from '../core/url.ts';
import type { Coverage, EntrySource, FeedEntry, RelatedEntry } from './edition.ts';

/** A topic of the tree, by slug. */
export type TopicLabels = ReadonlyMap<string, { label: string; parent: string | null }>;

/** What an entry takes from outside its story. */
export type EntryContext = {
  sources: ReadonlyMap<string, Source>;
  /** What each source's feed calls itself. */
  feedTitles: ReadonlyMap<string, string>;
  topicLabels: TopicLabels;
  /** Title, page and first words of the stories that others name as related, by story id. */
  related: ReadonlyMap<string, RelatedEntry>;
};

/** A story as feeds may show it; `articles` are its own, lead first. Null where none of them is left. */
export function toFeedEntry(
  story: Story,
  articles: readonly Article[],
  context: EntryContext,
): FeedEntry | null {
  const [lead, ...others] = articles;
  if (!lead) return null;
  const source = context.sources.get(lead.sourceId);
  const language = languageOf(lead, source);
  const license = source?.license ?? null;
  const mayShowAll = source?.content === 'full' && license !== null;
  const summary = summaryOf(lead, language);
  const contentHtml = mayShowAll ? wholeText(lead) : null;
  return {
    id: story.id,
    seq: story.seq ?? 0,
    url: absoluteUrl(lead.url),
    path: story.path,
    title: titleOf(lead),
    summary,
    contentHtml,
    authors: lead.page?.authors.length ? lead.page.authors : lead.authors,
    ...datesOf(story, lead),
    topics: story.topics.map((slug) => ({ slug, label: context.topicLabels.get(slug)?.label ?? slug })),
    categories: lead.categories,
    enclosures: lead.enclosures,
    image: imageOf(lead, mayShowAll),
    language,
    rights: lead.rights,
    license,
    source: sourceOf(lead, source, context),
    studyIds: ownStudyIds(
      articles.flatMap((article) => [...article.studies, ...(article.page?.studies ?? [])]),
    ),
    journal: lead.page?.journal ?? lead.journal,
    coverage: coverageOf(lead, others, context),
    related: relatedOf(story, lead, context),
    evidence: story.evidence,
    notices: [...story.notices].sort((a, b) => SEVERITY.indexOf(a.kind) - SEVERITY.indexOf(b.kind)),
    readingMinutes: lead.page ? lead.page.readingMinutes : minutesOf(contentHtml, language),
  };
}

/** A story as others name it; null for one whose page nobody can go to. */
export function toRelated(story: Story, lead: Article, source: Source | undefined): RelatedEntry | null {
  const url = absoluteUrl(lead.url);
  if (url === null) return null;
  const language = languageOf(lead, source);
  const dek = summaryOf(lead, language);
  const notices = [...new Set(story.notices.map(({ kind }) => kind))];
  return { title: titleOf(lead) || url, url, path: story.path, dek, language, notices };
}

/** The feed's, but where it is none at all. */
function titleOf({ title, page }: Article): string {
  return oneLine(isNoTitle(title) ? (page?.title ?? title) : title);
}

const languageOf = (lead: Article, source: Source | undefined): string | null =>
  languageTag(lead.page?.language) ?? languageTag(lead.language) ?? languageTag(source?.language);

/**
 * `updated` differs between the entries of a feed, as RFC 4287 readers expect, although all that one visit
 * brings has the same instant: its milliseconds count arrivals.
 */
function datesOf(story: Story, lead: Article): { published: Instant; updated: Instant } {
  const latest = msBetween(lead.sortAt, story.updatedAt) > 0 ? story.updatedAt : lead.sortAt;
  const milliseconds = String((story.seq ?? 0) % 1000).padStart(3, '0');
  return {
    published: `${lead.sortAt.slice(0, 19)}.000Z`,
    updated: `${latest.slice(0, 19)}.${milliseconds}Z`,
  };
}

const MAX_SUMMARY_WORDS = 60;

const SEVERITY: Notice['kind'][] = ['retraction', 'expression of concern', 'correction'];

/** What the page says of itself, else what the feed says; of a page that limits snippets no more than it allows. */
function summaryOf(lead: Article, language: string | null): string | null {
  const limits = lead.page?.limits;
  const maxSnippet = limits?.nosnippet ? 0 : (limits?.maxSnippet ?? null);
  const ofPage = firstText([lead.page?.dek, lead.page?.summary], lead.title);
  const ofFeed = firstText([lead.summary, lead.contentHtml && htmlToText(lead.contentHtml)], lead.title);
  const ofBody = firstText([lead.page?.text], lead.title);
  const candidates = [within(ofPage, maxSnippet), ofFeed, within(ofBody, maxSnippet)];
  const chosen = candidates.find((text) => text !== null) ?? null;
  return chosen === null ? null : firstSentences(chosen, MAX_SUMMARY_WORDS, language ?? 'en');
}

/** The first that says something, and something other than the title or a form's fields. */
function firstText(texts: readonly (string | null | undefined)[], title: string): string | null {
  const lines = texts.map((text) => withoutRunInHeading(oneLine((text ?? '').slice(0, MAX_READ))));
  return lines.find((line) => line !== '' && !saysTitleAgain(line, oneLine(title)) && !isForm(line)) ?? null;
}

/** Also "Title - Full Text View", as registers describe their pages. */
const saysTitleAgain = (line: string, title: string): boolean =>
  line === title ||
  (title.length > 20 && line.startsWith(title) && /^\s*[-–—|:]\s.{1,40}$/.test(line.slice(title.length)));

/**
 * "BackgroundCue reactivity studies…", "Abstract Cue reactivity studies…": an abstract's heading that lost what
 * parted it from the text says nothing in a summary.
 */
const withoutRunInHeading = (text: string): string =>
  text.replace(
    /^(?:(?:Abstract|Aims?|Background|Context|Importance|Introduction|Objectives?|Purpose)(?=\p{Lu})|Abstract:?\s+(?=\p{Lu}))/u,
    '',
  );

/** More than 60 words ever take. */
const MAX_READ = 5000;

function within(text: string | null, maxLength: number | null): string | null {
  if (text === null || maxLength === null || maxLength < 0 || text.length <= maxLength) return text;
  const cut = text.slice(0, maxLength).replace(/\s*\S*$/, '');
  return cut === '' ? null : `${cut}…`;
}

function wholeText(lead: Article): SafeHtml | null {
  const { page } = lead;
  const pageAllows =
    page && !page.limits.noarchive && !page.limits.nosnippet && page.limits.maxSnippet === null;
  const text = (pageAllows ? page.contentHtml : null) ?? lead.contentHtml;
  return text === '' ? null : text;
}

/** Of a text whose page was not read. */
const minutesOf = (html: SafeHtml | null, language: string | null): number | null =>
  html === null ? null : readingMinutes(countWords(htmlToText(html)), language);

/** Pictures have rights of their own: shown where theirs, or all of the source's content, is licensed. */
function imageOf(lead: Article, mayShowAll: boolean): FeedEntry['image'] {
  const image = lead.page?.image ?? lead.image;
  return image && (mayShowAll || image.license !== null) ? image : null;
}

/** As configured; of a source that was taken out as its feed called itself. */
export function sourceName(
  id: string,
  { sources, feedTitles }: Pick<EntryContext, 'sources' | 'feedTitles'>,
) {
  return sources.get(id)?.name ?? (oneLine(feedTitles.get(id) ?? '') || id);
}

function sourceOf(lead: Article, source: Source | undefined, context: EntryContext): EntrySource {
  const name = sourceName(lead.sourceId, context);
  return {
    id: lead.sourceId,
    name,
    title: oneLine(context.feedTitles.get(lead.sourceId) ?? '') || name,
    feedUrl: absoluteUrl(source?.url),
    siteUrl: absoluteUrl(source?.site),
    updated: lead.changedAt,
  };
}

function coverageOf(lead: Article, others: readonly Article[], context: EntryContext): Coverage[] {
  const byUrl = new Map<string, Coverage>();
  for (const other of others) {
    const { url: href, title, sourceId } = other;
    const url = absoluteUrl(href);
    if (url === null || url === lead.url || byUrl.has(url)) continue;
    const language = languageOf(other, context.sources.get(sourceId));
    byUrl.set(url, { title: oneLine(title), url, source: sourceName(sourceId, context), language });
  }
  return [...byUrl.values()];
}

const MAX_RELATED = 4;

/** Stories of ours first, then what the lead's own page names. */
function relatedOf(story: Story, lead: Article, { related }: EntryContext): RelatedEntry[] {
  const ours = story.related.map((id) => related.get(id)).filter((link) => link !== undefined);
  const byPage = new Map<string | null, RelatedEntry>();
  for (const link of [...ours, ...(lead.page?.related ?? [])]) {
    const key = linkKey(link.url);
    if (key !== linkKey(lead.url) && !byPage.has(key)) byPage.set(key, link);
  }
  return [...byPage.values()].slice(0, MAX_RELATED);
}
