import type { Article } from '../core/article.ts';
import type { Instant } from '../core/instant.ts';
import type { Story } from '../core/story.ts';
import { storyPath } from '../core/story-path.ts';
import type { StoryContext } from './assign.ts';
import { byLead, isCopy } from './lead.ts';

/** A story of these articles, the one that should lead first. */
export function newStory(articles: readonly Article[], { now, mintStory }: StoryContext): Story {
  const [lead] = articles;
  const id = mintStory();
  const firstSeenAt = earliest(articles.map((article) => article.firstSeenAt)) ?? now;
  return {
    id,
    seq: null,
    path: storyPath(id, lead?.title ?? '', firstSeenAt),
    aliases: [],
    mergedInto: null,
    articleIds: articles.map(({ id }) => id),
    sourceIds: [...new Set(articles.map(({ sourceId }) => sourceId))],
    sortAt: lead?.sortAt ?? now,
    firstSeenAt,
    updatedAt: lead?.changedAt ?? now,
    topics: [],
    evidence: null,
    notices: [],
    related: [],
    toldRevision: null,
  };
}

/** The oldest of some stories with what the others had; theirs are its aliases now. */
export function mergeStories(oldest: Story, younger: readonly Story[]): Story {
  if (younger.length === 0) return oldest;
  const all = [oldest, ...younger];
  return {
    ...oldest,
    aliases: union(oldest.aliases, ...younger.map(({ id, aliases }) => [id, ...aliases])),
    articleIds: union(...all.map(({ articleIds }) => articleIds)),
    sourceIds: union(...all.map(({ sourceIds }) => sourceIds)),
    firstSeenAt: earliest(all.map(({ firstSeenAt }) => firstSeenAt)) ?? oldest.firstSeenAt,
    updatedAt: latest([oldest.updatedAt, ...noticeTimes(younger)]),
    topics: union(...all.map(({ topics }) => topics)),
    evidence: all.map(({ evidence }) => evidence).find((evidence) => evidence !== null) ?? null,
    notices: all.flatMap(({ notices }) => notices),
    related: union(...all.map(({ related }) => related))
      .filter((id) => !all.some((story) => story.id === id))
      .slice(0, oldest.related.length),
  };
}

/**
 * A story with more articles, and with its lead as it now is. Its lead stays unless it is a copy and an original
 * has come. Coverage alone does not make it newer.
 */
export function extendStory(
  story: Story,
  lead: Article | undefined,
  fresh: readonly Article[],
  { now, rankOf }: StoryContext,
): Story {
  const sorted = [...fresh].sort(byLead(rankOf));
  const better = lead && isCopy(lead) ? sorted.find((article) => !isCopy(article)) : undefined;
  const articleIds = union(
    better ? [better.id] : [],
    story.articleIds,
    sorted.map(({ id }) => id),
  );
  const sourceIds = union(
    better ? [better.sourceId] : [],
    story.sourceIds,
    sorted.map(({ sourceId }) => sourceId),
  );
  const changedLead = fresh.find(({ id }) => id === articleIds[0])?.changedAt ?? story.updatedAt;
  return {
    ...story,
    articleIds,
    sourceIds,
    updatedAt: better ? now : latest([story.updatedAt, changedLead]),
  };
}

function noticeTimes(stories: readonly Story[]): Instant[] {
  return stories.flatMap(({ notices }) => notices.map(({ at }) => at));
}

const union = (...lists: readonly (readonly string[])[]): string[] => [...new Set(lists.flat())];

/** Instants sort as text. */
const earliest = (instants: readonly Instant[]): Instant | undefined => [...instants].sort()[0];
const latest = (instants: readonly Instant[]): Instant => [...instants].sort().at(-1) ?? '';
