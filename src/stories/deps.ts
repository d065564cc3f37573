import type { Article } from '../core/article.ts';
import type { Story } from '../core/story.ts';

/** What is filed under a key, newest first, at most 200 of it; `count` is how much there ever was. */
export type Posting = { ids: string[]; count: number };

/** What grouping needs of a store: look-ups only, so that it costs the same at any size. */
export type StoryDeps = {
  /** Only the keys that exist. */
  lookup(keys: readonly string[]): Promise<Map<string, Posting>>;
  /** In the order asked; unknown ids are left out. */
  articles(ids: readonly string[]): Promise<Article[]>;
  /** In the order asked; unknown ids are left out. A merged story comes as itself. */
  stories(ids: readonly string[]): Promise<Story[]>;
};
