import { readFile } from 'node:fs/promises';
import { buildMatcher, findTerms, type Match, type Matcher, termOf } from './topics/matcher.ts';
import { type Word, wordKey, wordsOf } from './topics/words.ts';

export type Topic = {
  slug: string;
  label: string;
  parent: string | null;
  /** Disease Ontology. */
  doId: string | null;
  /** MeSH unique ID. */
  mesh: string | null;
  /** A subject that most medical texts touch: a mention makes it a topic only in prominent places. */
  broad?: boolean;
  /** Further names that sources and categories use. */
  aliases?: string[];
  /** Terms; a trailing "!" means exactly so written, "?" only in medical context. */
  synonyms: string[];
};

export type Topics = {
  bySlug: ReadonlyMap<string, Topic>;
  /** Slugs, labels and aliases; what topics are called otherwise is in `matcher`. */
  names: ReadonlyMap<string, string>;
  matcher: Matcher;
  context: ReadonlySet<string>;
};

export type TopicInput = {
  title: string;
  summary?: string | null;
  text?: string | null;
  /** Of the feed's entry. */
  categories?: readonly string[];
  /** Of the source, as configured: they always count. */
  sourceTopics?: readonly string[];
};

type TopicFile = {
  topics: Topic[];
  /** Everyday phrases with a medical word in them. */
  nothing: string[];
  /** Term → words that show another meaning. */
  against: Record<string, string[]>;
  /** Words that medical texts have in common. */
  context: string[];
};

/** The topics, read and compiled once by whoever needs them. Throws where the file that comes with the code is missing. */
export async function loadTopics(): Promise<Topics> {
  const text = await readFile(new URL('./data/topics.json', import.meta.url), 'utf8');
  const { topics, nothing, against, context } = JSON.parse(text) as TopicFile;
  const terms: [string, string | null][] = nothing.map((phrase) => [phrase, null]);
  const names = new Map<string, string>();
  const byAlias: [string, string][] = [];
  for (const { slug, label, aliases = [], synonyms } of topics) {
    for (const term of synonyms) terms.push([term, slug]);
    for (const name of [slug, label]) names.set(nameKey(name), slug);
    for (const alias of aliases) byAlias.push([nameKey(alias), slug]);
  }
  for (const [name, slug] of byAlias) names.set(name, slug);
  return {
    bySlug: new Map(topics.map((topic) => [topic.slug, topic])),
    names,
    matcher: buildMatcher(terms, against),
    context: new Set(context.map(wordKey)),
  };
}

/** The topic that a source or category calls so: by slug, label or synonym; null for a name that is none. */
export function resolveTopic(name: string, topics: Topics): string | null {
  return topics.names.get(nameKey(name)) ?? termOf(wordsOf(name.replaceAll('&amp;', '&')), topics.matcher);
}

/**
 * What a text is about: slugs of topics and of those above them, the weightiest first. A topic is what the
 * title names, or what the lead names and the text returns to; a mention in passing is none.
 */
export function topicsOf(input: TopicInput, topics: Topics): string[] {
  const found: string[] = [];
  for (const name of [...(input.sourceTopics ?? []), ...(input.categories ?? []).slice(0, 30)]) {
    const slug = resolveTopic(name, topics);
    if (slug) found.push(slug);
  }
  found.push(...subjects(input, topics));
  const all = new Set<string>();
  for (const slug of found) all.add(slug);
  for (const slug of found) for (const above of ancestors(slug, topics)) all.add(above);
  return [...all];
}

/** Words of the summary (or the text's beginning) that count as the lead. */
const LEAD_WORDS = 60;
/** With fewer words than these behind the lead, nothing could have come back to a subject. */
const SHORT_REST = 15;
const MAX_SUBJECTS = 6;

type Count = { title: number; first: number; lead: number; body: number };

function subjects({ title, summary, text }: TopicInput, topics: Topics): string[] {
  const titleWords = wordsOf(title);
  const summaryWords = wordsOf(summary ?? '');
  const textWords = withoutCopy(text === summary ? summaryWords : wordsOf(text ?? ''), summaryWords);
  const opening = summaryWords.length > 0 ? summaryWords : textWords;
  const rest =
    summaryWords.length > 0 ? [...summaryWords.slice(LEAD_WORDS), ...textWords] : textWords.slice(LEAD_WORDS);
  const lead = opening.slice(0, LEAD_WORDS);
  const all = [titleWords, lead, rest];
  const terms = all.map((words) => findTerms(words, topics.matcher));
  const counts = new Map<string, Count>();
  const isMeant = sense(all, terms.flat(), topics);
  terms.forEach((matches, place) => {
    for (const { meaning, start } of matches) {
      if (meaning.slug === null || !isMeant(meaning)) continue;
      const count = counts.get(meaning.slug) ?? { title: 0, first: 0, lead: 0, body: 0 };
      if (place === 0) count.title += 1;
      else if (place === 1) {
        count.lead += 1;
        if (start < FIRST_WORDS) count.first += 1;
      } else count.body += 1;
      counts.set(meaning.slug, count);
    }
  });
  const total = [...counts.values()].reduce((sum, { lead: inLead, body }) => sum + inLead + body, 0);
  const titled = [...counts.values()].some((count) => count.title > 0);
  const isShort = rest.length < SHORT_REST;
  return [...counts]
    .filter(([slug, count]) =>
      isSubject(count, { broad: topics.bySlug.get(slug)?.broad === true, titled, isShort, total }),
    )
    .sort(([, a], [, b]) => weight(b) - weight(a))
    .slice(0, MAX_SUBJECTS)
    .map(([slug]) => slug);
}

/** About one sentence. */
const FIRST_WORDS = 30;

const weight = ({ title, first, lead, body }: Count): number =>
  8 * title + first + 2 * lead + Math.min(body, 8);

type Setting = { broad: boolean; titled: boolean; isShort: boolean; total: number };

function isSubject({ title, first, lead, body }: Count, { broad, titled, isShort, total }: Setting): boolean {
  if (title > 0) return true;
  if (broad) return lead >= 2 && lead + body >= 4;
  if (lead >= 2 || (lead >= 1 && body >= 2)) return true;
  if (first > 0 && !titled && isShort) return true;
  return body >= 5 && body >= total / 4;
}

/** Whether a term has its medical meaning in this text. */
function sense(
  texts: readonly Word[][],
  matches: readonly Match[],
  topics: Topics,
): (meaning: Match['meaning']) => boolean {
  if (matches.length === 0) return () => false;
  const keys = new Set<string>();
  for (const words of texts) for (const { key } of words) keys.add(key);
  const isAgainst = (words: ReadonlySet<string>): boolean => {
    for (const word of words) if (keys.has(word)) return true;
    return false;
  };
  const sure = matches.some(
    ({ meaning }) => meaning.slug !== null && !meaning.weak && !meaning.exact && !isAgainst(meaning.against),
  );
  let common = 0;
  for (const key of keys) if (topics.context.has(key)) common += 1;
  const isMedical = sure || common >= 2;
  return ({ weak, against }) => (!weak || isMedical) && !isAgainst(against);
}

/** The text without a beginning that repeats the summary. */
function withoutCopy(text: Word[], summary: readonly Word[]): Word[] {
  const length = Math.min(summary.length, 20);
  const isCopy = length > 4 && summary.slice(0, length).every(({ key }, index) => text[index]?.key === key);
  return isCopy ? text.slice(summary.length) : text;
}

function ancestors(slug: string, topics: Topics): string[] {
  const found: string[] = [];
  let parent = topics.bySlug.get(slug)?.parent;
  while (parent && !found.includes(parent)) {
    found.push(parent);
    parent = topics.bySlug.get(parent)?.parent;
  }
  return found;
}

const nameKey = (name: string): string =>
  wordsOf(name.replace(/&amp;|&/g, ' and '))
    .map(({ key }) => key)
    .join(' ');
