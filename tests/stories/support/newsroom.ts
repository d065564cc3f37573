import type { Article } from '../../../src/core/article.ts';
import type { Story } from '../../../src/core/story.ts';
import type { StudyIdType, StudyMention, StudyRole } from '../../../src/core/study.ts';
import { emptyPage } from '../../../src/extract/empty-page.ts';
import { assignStories, type StoryChange } from '../../../src/stories/assign.ts';
import type { Posting, StoryDeps } from '../../../src/stories/deps.ts';
import { relateStories } from '../../../src/stories/relate.ts';

/** A store in memory that groups what is published in it. */
export type Newsroom = StoryDeps & {
  publish(articles: readonly Article[]): Promise<StoryChange>;
  relate(stories: readonly Story[]): Promise<Story[]>;
  /** Stories that readers see. */
  shown(): Story[];
  allStories(): Story[];
  article(id: string): Article;
  /** The stories as sets of article ids: what grouping came to, whatever the ids of stories. */
  partition(): string[][];
};

export function openNewsroom(now = '2026-05-01T12:00:00.000Z'): Newsroom {
  const articles = new Map<string, Article>();
  const stories = new Map<string, Story>();
  const keys = new Map<string, Posting>();
  let minted = 0;
  let seq = 0;
  const known = <T>(map: Map<string, T>, ids: readonly string[]): T[] =>
    ids.map((id) => map.get(id)).filter((each) => each !== undefined);

  const commit = (change: Partial<StoryChange>): void => {
    for (const article of change.articles ?? []) articles.set(article.id, article);
    for (const story of change.stories ?? []) stories.set(story.id, { ...story, seq: story.seq ?? ++seq });
    for (const [key, entry] of change.keys ?? []) {
      const posting = keys.get(key) ?? { ids: [], count: 0 };
      if (posting.ids.includes(entry)) continue;
      keys.set(key, { ids: [entry, ...posting.ids].slice(0, 200), count: posting.count + 1 });
    }
  };
  const room: Newsroom = {
    articles: async (ids) => known(articles, ids),
    stories: async (ids) => known(stories, ids),
    lookup: async (asked) => {
      const found = asked.map((key): [string, Posting | undefined] => [key, keys.get(key)]);
      return new Map(found.filter((each): each is [string, Posting] => each[1] !== undefined));
    },
    publish: async (batch) => {
      for (const article of batch) articles.set(article.id, article);
      const ctx = { now, mintStory: () => `tag:example.org,2026:${++minted}`, rankOf: () => 0 };
      const change = await assignStories(batch, room, ctx);
      commit(change);
      return change;
    },
    relate: async (touched) => {
      const changed = await relateStories(touched, room);
      commit({ stories: changed });
      return changed;
    },
    shown: () => [...stories.values()].filter(({ mergedInto }) => mergedInto === null),
    allStories: () => [...stories.values()],
    article: (id) => {
      const article = articles.get(id);
      if (!article) throw new Error(`No article ${id}`);
      return article;
    },
    partition: () =>
      room
        .shown()
        .map(({ articleIds }) => [...articleIds].sort())
        .sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1)),
  };
  return room;
}

export type Told = {
  id: string;
  title: string;
  text?: string;
  source?: string;
  /** Day and hour of May 2026, `3` or `3.5`. */
  day?: number;
  studies?: `${StudyRole} ${StudyIdType} ${string}`[];
  url?: string;
  related?: string[];
};

export function tell({
  id,
  title,
  text = '',
  source,
  day = 1,
  studies = [],
  url,
  related = [],
}: Told): Article {
  const at = new Date(Date.UTC(2026, 4, 1) + (day - 1) * 86_400_000).toISOString();
  return {
    id,
    sourceId: source ?? `source-of-${id}`,
    keys: [],
    guid: null,
    url: url ?? `https://${source ?? id}.example.org/${id}`,
    title,
    authors: [],
    published: at,
    updated: null,
    firstSeenAt: at,
    changedAt: at,
    sortAt: at,
    summary: text,
    contentHtml: null,
    categories: [],
    enclosures: [],
    image: null,
    language: 'en',
    rights: null,
    journal: null,
    studies: studies.map(mention),
    fingerprint: id,
    visit: { status: 'not-wanted', attempts: 0, notBefore: null, reason: null },
    page: related.length === 0 ? null : pageWith(related),
    heldUntil: null,
    storyId: null,
  };
}

function mention(text: string): StudyMention {
  const [role, type, value] = text.split(' ') as [StudyRole, StudyIdType, string];
  return { role, type, value, version: null, from: 'test' };
}

const pageWith = (related: readonly string[]): NonNullable<Article['page']> => ({
  ...emptyPage(),
  related: related.map((url) => ({ title: 'Read also', url })),
});
