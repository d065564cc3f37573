import { countAllWords } from './counts.ts';
import { type Features, featuresOf } from './features.ts';
import { type LibraryArticle, sampleOfLibrary } from './library-article.ts';
import { likeness, profileMaker } from './profile.ts';
import { createVocabulary } from './vocabulary.ts';

/** A story as other programs have it; its first article speaks for it. */
export type LibraryStory = LibraryArticle & { articles?: readonly LibraryArticle[] | null | undefined };

/**
 * Of `stories` those with anything in common with `story`, most alike first; itself left out. Counts the words of
 * `stories` anew each time, so keep the list short; a running store is better served by relateStories().
 */
export function relatedStories<T extends LibraryStory>(story: LibraryStory, stories: readonly T[]): T[] {
  const vocabulary = createVocabulary();
  const read = (each: LibraryStory): Features =>
    featuresOf(sampleOfLibrary(each.articles?.[0] ?? each), vocabulary);
  const others = stories.filter(({ id }) => id !== story.id).map((each) => ({ each, features: read(each) }));
  const own = read(story);
  const all = [own, ...others.map(({ features }) => features)];
  const profileOf = profileMaker(vocabulary.rarity(countAllWords(all)));
  const profile = profileOf(own);
  return others
    .map(({ each, features }) => ({ each, score: likeness(profile, profileOf(features)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.each.id < b.each.id ? -1 : 1))
    .map(({ each }) => each);
}
