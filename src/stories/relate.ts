import type { Story } from '../core/story.ts';
import type { StoryDeps } from './deps.ts';

export async function relateStories(_touched: readonly Story[], _deps: StoryDeps): Promise<Story[]> {
  return [];
}
