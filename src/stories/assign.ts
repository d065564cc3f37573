import type { Article } from '../core/article.ts';
import type { Instant } from '../core/instant.ts';
import type { Story } from '../core/story.ts';
import { agglomerate } from './agglomerate.ts';
import type { StoryDeps } from './deps.ts';
import { keysOf } from './keys.ts';
import { byLead } from './lead.ts';
import { setScene } from './scene.ts';
import { rememberStored, type Stored } from './stored.ts';
import { extendStory, mergeStories, newStory } from './tell.ts';

export type StoryContext = {
  now: Instant;
  /** A new story's whole id. */
  mintStory(): string;
  /** Position in sources.json: settles ties. */
  rankOf(sourceId: string): number;
};

/** What a commit makes durable together. */
export type StoryChange = {
  /** New and changed ones, those merged away included. */
  stories: Story[];
  /** Those whose story is new or another. */
  articles: Article[];
  keys: [key: string, entry: string][];
};

/**
 * Puts each of these articles into a story: a new one, or a stored one that is about the same thing. An article
 * that has a story stays in it; the story may be merged into another. The answer does not depend on the order
 * of the articles, and to ask again changes nothing.
 */
export async function assignStories(
  pending: readonly Article[],
  deps: StoryDeps,
  ctx: StoryContext,
): Promise<StoryChange> {
  const stored = rememberStored(deps);
  const unique = [...new Map(pending.map((article) => [article.id, article])).values()];
  const scene = await setScene(unique, deps, stored);
  const change: StoryChange = { stories: [], articles: [], keys: scene.newcomers.flatMap(keysOf) };
  const isPending = new Set(unique.map(({ id }) => id));
  for (const { members, stories } of agglomerate(scene.groups, scene.evidence)) {
    const articles = members
      .map((member) => scene.articles.get(scene.features[member]?.id ?? ''))
      .filter((article) => article !== undefined);
    if (!articles.some(({ id }) => isPending.has(id))) continue;
    const told = await tell(articles, stories, isPending, stored, ctx);
    change.stories.push(...told.stories);
    change.articles.push(...told.articles);
  }
  return change;
}

type Told = { stories: Story[]; articles: Article[] };

async function tell(
  members: readonly Article[],
  storyIds: readonly string[],
  isPending: ReadonlySet<string>,
  stored: Stored,
  ctx: StoryContext,
): Promise<Told> {
  const before = (await stored.stories(storyIds)).sort(byAge);
  const [oldest, ...younger] = before;
  const newcomers = members.filter(({ id }) => isPending.has(id)).sort(byLead(ctx.rankOf));
  if (!oldest) {
    const story = newStory(newcomers, ctx);
    return { stories: [story], articles: newcomers.map((article) => ({ ...article, storyId: story.id })) };
  }
  const moved = await stored.articles(younger.flatMap(({ articleIds }) => articleIds));
  const fresh = new Map([...moved, ...newcomers].map((article) => [article.id, article]));
  const merged = mergeStories(oldest, younger);
  const [lead] = await stored.articles(oldest.articleIds.slice(0, 1));
  const story = extendStory(merged, fresh.get(lead?.id ?? '') ?? lead, [...fresh.values()], ctx);
  const changed = [story, ...younger.map((each) => mergedAway(each, story.id))].filter(
    (each, index) => JSON.stringify(each) !== JSON.stringify(before[index]),
  );
  const articles = [...fresh.values()].filter(({ storyId }) => storyId !== story.id);
  return { stories: changed, articles: articles.map((article) => ({ ...article, storyId: story.id })) };
}

const mergedAway = (story: Story, into: string): Story => ({
  ...story,
  mergedInto: into,
  articleIds: [],
  sourceIds: [],
  related: [],
});

/** The one that readers have known longest first. */
function byAge(a: Story, b: Story): number {
  const [one, other] = [a.seq ?? Number.POSITIVE_INFINITY, b.seq ?? Number.POSITIVE_INFINITY];
  if (one !== other) return one - other;
  if (a.firstSeenAt !== b.firstSeenAt) return a.firstSeenAt < b.firstSeenAt ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
