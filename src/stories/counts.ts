import type { Features } from './features.ts';
import { foundBy } from './keys.ts';
import type { Counts } from './vocabulary.ts';

/** How many of these articles are found by each word. A word that finds none was not looked for. */
export function countWords(articles: readonly Features[]): Counts {
  const counts = new Map<string, number>();
  for (const article of articles) {
    for (const word of foundBy(article)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return { articles: articles.length, of: (word) => counts.get(word) };
}

/** How many of these articles have each word anywhere. */
export function countAllWords(articles: readonly Features[]): Counts {
  const counts = new Map<string, number>();
  for (const { words, address } of articles) {
    for (const word of new Set([...words.keys(), ...address])) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return { articles: articles.length, of: (word) => counts.get(word) ?? 0 };
}
