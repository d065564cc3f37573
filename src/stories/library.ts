import { agglomerate } from './agglomerate.ts';
import { weigh } from './compare.ts';
import { countWords } from './counts.ts';
import { findEvidence } from './edges.ts';
import { featuresOf } from './features.ts';
import { creditOf } from './lead.ts';
import { type LibraryArticle, sampleOfLibrary } from './library-article.ts';
import { byTime } from './order.ts';
import { pairsWithin } from './pairs.ts';
import { createVocabulary } from './vocabulary.ts';

export type { LibraryArticle } from './library-article.ts';
export { type LibraryStory, relatedStories } from './library-related.ts';

/** Articles grouped into stories, the earliest story first; of each the article that should lead it first. */
export function groupStories<T extends LibraryArticle>(articles: readonly T[]): { articles: T[] }[] {
  const vocabulary = createVocabulary();
  const features = articles.map((article) => featuresOf(sampleOfLibrary(article), vocabulary));
  const order = features.map((_, index) => index).sort((x, y) => byTime(at(features, x), at(features, y)));
  const sorted = order.map((index) => at(features, index));
  const rarity = vocabulary.rarity(countWords(sorted));
  const weighed = sorted.map((each) => weigh(each, rarity));
  const groups = sorted.map((_, index) => ({ members: [index], stories: [] }));
  const evidence = findEvidence(weighed, pairsWithin(sorted, rarity), rarity);
  return agglomerate(groups, evidence).map(({ members }) => {
    const texts = members.map((member) => at(articles, at(order, member)));
    return { articles: texts.sort((x, y) => Number(isCopy(x)) - Number(isCopy(y))) };
  });
}

function isCopy(article: LibraryArticle): boolean {
  return creditOf(sampleOfLibrary(article).text) !== null;
}

function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new Error(`No element ${index}`);
  return value;
}
