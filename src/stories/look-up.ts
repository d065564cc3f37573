import { countWords } from './counts.ts';
import type { Posting, StoryDeps } from './deps.ts';
import type { Features } from './features.ts';
import { ALL_ARTICLES, around, contentKeys, dayKey, dayOf, foundBy, studyKey, wordKey } from './keys.ts';
import { type Clues, readPostings, type Window } from './pairs.ts';
import type { Counts } from './vocabulary.ts';

/** What the store has filed under the keys of some articles. */
export type Index = {
  postings: Clues;
  /** How many articles have a word: stored ones, and new ones among these. */
  counts: Counts;
  /** The studies that these articles name. */
  studies: ReadonlySet<string>;
  /** Ids of the stored articles that name a study. */
  sharers(study: string): readonly string[];
  /** How many stored articles there are of a day. */
  storedOn(day: number): number;
  /** Looks up how often these words are met. */
  learn(words: readonly string[]): Promise<void>;
};

export async function askIndex(
  articles: readonly Features[],
  isNew: ReadonlySet<string>,
  deps: StoryDeps,
  window: Window,
): Promise<Index> {
  const studies = new Set(articles.flatMap((article) => article.studies));
  const days = new Set(articles.flatMap(({ at }) => (at === null ? [] : around(dayOf(at)))));
  const keys = new Set([
    ALL_ARTICLES,
    ...[...days].map(dayKey),
    ...[...studies].map(studyKey),
    ...articles.flatMap(contentKeys),
  ]);
  const found = await deps.lookup([...keys]);
  const stored = (key: string): number => found.get(key)?.count ?? 0;
  const newcomers = articles.filter(({ id }) => isNew.has(id));
  const here = countWords(newcomers);
  const learned = new Map<string, number>();
  for (const word of articles.flatMap(foundBy)) learned.set(word, stored(wordKey(word)));
  return {
    postings: readPostings(found, window),
    studies,
    sharers: (study) => found.get(studyKey(study))?.ids ?? [],
    storedOn: (day) => stored(dayKey(day)),
    counts: {
      articles: stored(ALL_ARTICLES) + newcomers.length,
      of: (word) => {
        const before = learned.get(word);
        return before === undefined ? undefined : before + (here.of(word) ?? 0);
      },
    },
    learn: async (words) => {
      const unknown = [...new Set(words)].filter((word) => !learned.has(word));
      const answers: Map<string, Posting> =
        unknown.length > 0 ? await deps.lookup(unknown.map(wordKey)) : new Map();
      for (const word of unknown) learned.set(word, answers.get(wordKey(word))?.count ?? 0);
    },
  };
}
