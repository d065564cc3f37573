import type { Instant } from '../core/instant.ts';
import type { Source } from '../core/source.ts';
import type { Story } from '../core/story.ts';
import type { Store } from '../store/store.ts';
import type { FeedEntry, RelatedEntry } from './edition.ts';
import { type TopicLabels, toFeedEntry, toRelated } from './entry.ts';

/** Entries of stories, newest first; those of stories asked for again within one publish are made once. */
export type EntryLoader = (stories: readonly Story[]) => Promise<FeedEntry[]>;

/** `most` bounds how many entries are kept in memory to be shown again. */
export function entryLoader(
  store: Store,
  sources: readonly Source[],
  topicLabels: TopicLabels,
  most = 10_000,
): EntryLoader {
  const byId = new Map(sources.map((source) => [source.id, source]));
  const known = new Map<string, FeedEntry | null>();

  let feedTitles: Map<string, string> | null = null;

  async function make(stories: readonly Story[]): Promise<void> {
    feedTitles ??= await feedTitlesOf(store);
    const articles = await articlesOf(store, stories);
    const related = await relatedLinks(store, stories, byId);
    for (const story of stories) {
      const own = story.articleIds.map((id) => articles.get(id)).filter((article) => article !== undefined);
      known.set(story.id, toFeedEntry(story, own, { sources: byId, feedTitles, topicLabels, related }));
    }
  }

  return async (stories) => {
    if (known.size > most) known.clear();
    await make(stories.filter(({ id }) => !known.has(id)));
    return [...stories]
      .sort(newestFirst)
      .map(({ id }) => known.get(id))
      .filter((entry) => entry !== undefined && entry !== null);
  };
}

function newestFirst(a: Story, b: Story): number {
  const [one, other] = [newsAt(a), newsAt(b)];
  if (one !== other) return one < other ? 1 : -1;
  return (b.seq ?? 0) - (a.seq ?? 0);
}

/** A retraction or correction of what was published long ago is news of the day that we learned of it. */
const newsAt = ({ sortAt, notices }: Story): Instant =>
  notices.reduce((latest, { at }) => (at > latest ? at : latest), sortAt);

export async function feedTitlesOf(store: Pick<Store, 'sources'>): Promise<Map<string, string>> {
  const states = await store.sources();
  return new Map([...states].flatMap(([id, { feed }]) => (feed?.title ? [[id, feed.title] as const] : [])));
}

async function articlesOf(store: Store, stories: readonly Story[]) {
  const articles = await store.articles([...new Set(stories.flatMap(({ articleIds }) => articleIds))]);
  return new Map(articles.map((article) => [article.id, article]));
}

/** Each story that these name as related, as they show it. */
async function relatedLinks(
  store: Store,
  stories: readonly Story[],
  sources: ReadonlyMap<string, Source>,
): Promise<Map<string, RelatedEntry>> {
  const found = await store.stories([...new Set(stories.flatMap(({ related }) => related))]);
  const leads = await articlesOf(
    store,
    found.map((story) => ({ ...story, articleIds: story.articleIds.slice(0, 1) })),
  );
  const links = found.flatMap((story) => {
    const lead = leads.get(story.articleIds[0] ?? '');
    if (story.mergedInto !== null || !lead) return [];
    const link = toRelated(story, lead, sources.get(lead.sourceId));
    return link === null ? [] : [[story.id, link] as const];
  });
  return new Map(links);
}
