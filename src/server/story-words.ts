import type { Article } from '../core/article.ts';
import type { Source } from '../core/source.ts';
import type { Story } from '../core/story.ts';
import type { TopicLabels } from '../publish/entry.ts';
import { evidenceWords } from '../publish/entry-html.ts';
import type { Store } from '../store/store.ts';
import { tokens } from '../stories/tokens.ts';

/** The words by which a story is found. */
export type StoryWords = (story: Story, articles: readonly Article[]) => Set<string>;

/** What its articles say (title, standfirst, journal, identifiers), and what the site says of it: sources, topics, evidence. */
export function storyWords(sources: readonly Source[], topicLabels: TopicLabels): StoryWords {
  const names = new Map(sources.map(({ id, name }) => [id, name]));
  return ({ sourceIds, topics, evidence }, articles) => {
    const texts = [
      ...articles.flatMap(textsOf),
      ...sourceIds.map((id) => names.get(id) ?? id),
      ...topics.map((slug) => topicLabels.get(slug)?.label ?? slug),
      ...(evidence === null ? [] : evidenceWords(evidence)),
    ];
    return new Set(texts.flatMap((text) => tokens(text, MAX_WORDS)));
  };
}

const textsOf = ({ title, summary, journal, studies, page }: Article): string[] => [
  title,
  page?.dek ?? summary ?? '',
  page?.journal ?? journal ?? '',
  ...[...studies, ...(page?.studies ?? [])].map(({ value }) => value),
];

/** The words of a question. */
export const wordsAsked = (text: string): string[] => [...new Set(tokens(text, MAX_ASKED))];

/** Whether these words are all among a story's own; of the last of them, the beginning is enough. */
export function holds(own: ReadonlySet<string>, words: readonly string[]): boolean {
  const last = words.at(-1) ?? '';
  return (
    words.slice(0, -1).every((word) => own.has(word)) &&
    (own.has(last) || (last.length >= MIN_BEGINNING && [...own].some((word) => word.startsWith(last))))
  );
}

export async function articlesOf(
  stories: readonly Story[],
  store: Pick<Store, 'articles'>,
): Promise<(story: Story) => Article[]> {
  const articles = await store.articles([...new Set(stories.flatMap(({ articleIds }) => articleIds))]);
  const byId = new Map(articles.map((article) => [article.id, article]));
  return ({ articleIds }) => articleIds.flatMap((id) => byId.get(id) ?? []);
}

/** A last word this short is no beginning of another. */
export const MIN_BEGINNING = 3;
const MAX_ASKED = 20;
const MAX_WORDS = 150;
