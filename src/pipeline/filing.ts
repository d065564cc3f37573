import type { Article } from '../core/article.ts';
import type { Filing } from '../store/lowdb/repair.ts';
import { featuresOf } from '../stories/features.ts';
import { keysOf } from '../stories/keys.ts';
import { sampleOf } from '../stories/sample.ts';
import { createVocabulary } from '../stories/vocabulary.ts';

/** What has to be done with an article that has just come or changed: be read on its page, be grouped. */
export const workFor = ({ id, visit: { status } }: Article): string[] =>
  status === 'wanted' ? [`page:${id}`, `group:${id}`] : [`group:${id}`];

/** What a stored article is filed under and waits for, so that a damaged index can be made anew from the articles. */
export function filing(): Filing {
  const vocabulary = createVocabulary();
  return {
    entriesOf: (article) => [
      ...article.keys.map((key): [string, string] => [key, article.id]),
      ...keysOf(featuresOf(sampleOf(article), vocabulary)),
    ],
    workOf: ({ id, storyId, visit: { status } }) => [
      ...(status === 'wanted' ? [`page:${id}`] : []),
      ...(storyId === null ? [`group:${id}`] : []),
    ],
  };
}
