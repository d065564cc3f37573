import type { Article } from '../core/article.ts';
import type { Story } from '../core/story.ts';
import type { StoryDeps } from './deps.ts';

/** Asks a store for each article and story once, and answers what a merged story was merged into. */
export type Stored = {
  articles(ids: Iterable<string>): Promise<Article[]>;
  /** The stories these ids lead to now, each once. */
  stories(ids: Iterable<string>): Promise<Story[]>;
  /** The story that an id leads to, if it was asked for. */
  story(id: string): Story | undefined;
};

export function rememberStored(deps: StoryDeps): Stored {
  const articles = new Map<string, Article>();
  const stories = new Map<string, Story>();
  const current = (id: string): Story | undefined => {
    let story = stories.get(id);
    for (let hop = 0; story?.mergedInto && hop < MAX_HOPS; hop++) story = stories.get(story.mergedInto);
    return story;
  };
  return {
    story: current,
    articles: async (ids) => {
      const wanted = [...new Set(ids)];
      const missing = wanted.filter((id) => !articles.has(id));
      for (const article of missing.length > 0 ? await deps.articles(missing) : []) {
        articles.set(article.id, article);
      }
      return wanted.map((id) => articles.get(id)).filter((article) => article !== undefined);
    },
    stories: async (ids) => {
      const wanted = [...new Set(ids)];
      for (let hop = 0, missing = wanted; missing.length > 0 && hop < MAX_HOPS; hop++) {
        const found = await deps.stories(missing.filter((id) => !stories.has(id)));
        for (const story of found) stories.set(story.id, story);
        missing = found.map(({ mergedInto }) => mergedInto).filter((id) => id !== null);
      }
      return [...new Set(wanted.map(current))].filter((story) => story !== undefined);
    },
  };
}

/** Longer chains of merges don't come about; a ring, from a damaged file, must not hold us. */
const MAX_HOPS = 8;
