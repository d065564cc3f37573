import type { Article } from '../core/article.ts';
import { type Clock, type Instant, toInstant } from '../core/instant.ts';
import type { Source } from '../core/source.ts';
import type { Story } from '../core/story.ts';
import { LEFT_SEQ, LEFT_TOPIC, type Store } from '../store/store.ts';
import { assignStories } from '../stories/assign.ts';
import { relateStories } from '../stories/relate.ts';
import type { PaperNotice } from '../stories/retraction-csv.ts';
import { type DescribeDeps, describeStory } from './describe.ts';
import { FLAGGED, fileNotices, noticesIn } from './notices.ts';
import { isHeld, waitingFor } from './waiting.ts';

export type GroupDeps = DescribeDeps & {
  store: Store;
  sources: Map<string, Source>;
  /** What the subscription document holds: a story that changes after it has left is shown anew. */
  windowSize: number;
  now: Clock;
  onGroup?(done: number, total: number): void;
};

export type Grouped = {
  new: number;
  updated: number;
  /** New articles that joined a story led by another, by source. */
  joined: Map<string, number>;
};

/** Articles grouped and committed at a time. */
const BATCH = 500;

/**
 * Puts every waiting article into a story: new ones, changed ones, those whose page was read since. Articles under
 * embargo wait on. Then finds related stories for what changed. Because what waits is part of the store, the next
 * run goes on where a killed one stopped.
 */
export async function groupPending(deps: GroupDeps): Promise<Grouped> {
  const { store } = deps;
  const at = toInstant(deps.now());
  let ready = await readyArticles(at, store);
  const notices = ready.flatMap((article) => article.notices);
  if (notices.length > 0) {
    await fileNotices(notices, store);
    ready = await readyArticles(at, store);
  }
  const grouped: Grouped = { new: 0, updated: 0, joined: new Map() };
  for (let start = 0; start < ready.length; start += BATCH) {
    const ids = ready.slice(start, start + BATCH).map(({ id }) => id);
    await groupBatch(await store.articles(ids), at, deps, grouped);
    deps.onGroup?.(Math.min(start + BATCH, ready.length), ready.length);
  }
  await relateWaiting(deps);
  return grouped;
}

/** A waiting article, without its text: many may wait. */
type Ready = Timed & { notices: PaperNotice[] };

/** Articles that wait for their story and are under no embargo, in order of time. */
async function readyArticles(at: Instant, store: Store): Promise<Ready[]> {
  const ready: Ready[] = [];
  const ids = await waitingFor('group', store);
  for (let start = 0; start < ids.length; start += BATCH) {
    for (const article of await store.articles(ids.slice(start, start + BATCH))) {
      const { id, sortAt, firstSeenAt } = article;
      if (!isHeld(article, at)) ready.push({ id, sortAt, firstSeenAt, notices: noticesIn([article], at) });
    }
  }
  return ready.sort(byTime);
}

async function groupBatch(batch: Article[], at: Instant, deps: GroupDeps, grouped: Grouped): Promise<void> {
  const { store, sources } = deps;
  const change = await assignStories(batch, store, {
    now: at,
    mintStory: () => store.mint('story'),
    rankOf: (sourceId) => sources.get(sourceId)?.rank ?? Number.MAX_SAFE_INTEGER,
  });
  const before = new Map(
    (await store.stories(storyIdsOf(batch, change.stories))).map((story) => [story.id, story]),
  );
  const retold = await storiesRetold(batch, change.stories, store);
  const articles = new Map([...batch, ...change.articles].map((article) => [article.id, article]));
  const { lastSeq } = await store.counts();
  const stories: Story[] = [];
  for (const story of [...change.stories, ...retold]) {
    const described = story.mergedInto === null ? await describeStory(story, articles, at, deps) : story;
    const shown = shownAnew(described, before.get(story.id), lastSeq - deps.windowSize);
    stories.push({ ...shown, toldRevision: null });
  }
  await store.commit({
    stories: stories.sort(byTime),
    articles: change.articles,
    keys: [...change.keys, ...flags(stories)],
    pending: {
      remove: batch.map(({ id }) => `group:${id}`),
      add: [
        ...stories.filter(({ mergedInto }) => mergedInto === null).map(({ id }) => `relate:${id}`),
        ...topicsLeft(stories, before).map((slug) => `${LEFT_TOPIC}${slug}`),
        ...seqsLeft(stories, before).map((seq) => `${LEFT_SEQ}${seq}`),
      ],
    },
  });
  tally(grouped, batch, stories, before);
}

const flags = (stories: readonly Story[]) =>
  stories.filter(({ notices }) => notices.length > 0).map(({ id }): [string, string] => [FLAGGED, id]);

/** Topics whose feeds still hold a story that has left them. */
const topicsLeft = (stories: readonly Story[], before: ReadonlyMap<string, Story>): string[] => [
  ...new Set(
    stories.flatMap(
      ({ id, topics }) => before.get(id)?.topics.filter((slug) => !topics.includes(slug)) ?? [],
    ),
  ),
];

/** Numbers whose place in the archive still shows a story that has got a new one. */
const seqsLeft = (stories: readonly Story[], before: ReadonlyMap<string, Story>): number[] =>
  stories.flatMap(({ id, seq }) => {
    const old = before.get(id)?.seq ?? null;
    return old !== null && seq === null ? [old] : [];
  });

const storyIdsOf = (batch: readonly Article[], stories: readonly Story[]) => [
  ...new Set([...stories.map(({ id }) => id), ...batch.flatMap(({ storyId }) => storyId ?? [])]),
];

/** Stories that stay as they are but whose articles have more to say now, such as a page that was read. */
async function storiesRetold(
  batch: readonly Article[],
  changed: readonly Story[],
  store: Store,
): Promise<Story[]> {
  const isChanged = new Set(changed.map(({ id }) => id));
  const ids = storyIdsOf(batch, []).filter((id) => !isChanged.has(id));
  return (await store.stories(ids)).filter(({ mergedInto }) => mergedInto === null);
}

/** A story that readers must see again (a new notice, or changed after it left the feed) asks for a new number. */
function shownAnew(story: Story, before: Story | undefined, windowStart: number): Story {
  if (!before || before.seq === null || story.updatedAt === before.updatedAt) return story;
  const noticed = story.notices.length > before.notices.length;
  return noticed || before.seq <= windowStart ? { ...story, seq: null } : story;
}

async function relateWaiting({ store }: GroupDeps): Promise<void> {
  const ids = await waitingFor('relate', store);
  for (let start = 0; start < ids.length; start += BATCH) {
    const some = ids.slice(start, start + BATCH);
    const touched = (await store.stories(some)).filter(({ mergedInto }) => mergedInto === null);
    await store.commit({
      stories: await relateStories(touched, store),
      pending: { remove: some.map((id) => `relate:${id}`) },
    });
  }
}

function tally(grouped: Grouped, batch: Article[], stories: Story[], before: Map<string, Story>): void {
  for (const story of stories) {
    const old = before.get(story.id);
    if (!old) grouped.new += 1;
    else if (old.updatedAt !== story.updatedAt) grouped.updated += 1;
  }
  const leads = new Set(stories.map(({ articleIds }) => articleIds[0]));
  for (const { id, storyId, sourceId } of batch) {
    if (storyId === null && !leads.has(id))
      grouped.joined.set(sourceId, (grouped.joined.get(sourceId) ?? 0) + 1);
  }
}

type Timed = { id: string; sortAt: Instant; firstSeenAt: Instant };

/** Where dates tie, as those of a whole day do, the order in which feeds list them stays. */
const byTime = (a: Timed, b: Timed) =>
  inOrder(a.sortAt, b.sortAt) || inOrder(a.firstSeenAt, b.firstSeenAt) || inOrder(a.id, b.id);

const inOrder = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
