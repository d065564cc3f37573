import type { Article } from '../../src/core/article.ts';
import type { HostState, RobotsState, SourceState } from '../../src/core/source-state.ts';
import type { Story } from '../../src/core/story.ts';
import type { Change, Posting, Store } from '../../src/store/store.ts';

export type MapStore = Store & { snapshot(): MapStore };

/** The plainest store that keeps the contract: Maps, and nothing durable. What others are compared with. */
export function mapStore(): MapStore {
  return mapStoreOf({
    sources: new Map(),
    hosts: new Map(),
    robots: new Map(),
    articles: new Map(),
    stories: new Map(),
    keys: new Map(),
    pending: new Set(),
    cursors: new Map(),
    revision: 0,
    lastSeq: 0,
    minted: 0,
  });
}

type State = {
  sources: Map<string, SourceState>;
  hosts: Map<string, HostState>;
  robots: Map<string, RobotsState>;
  articles: Map<string, Article>;
  stories: Map<string, { revision: number; story: Story }>;
  keys: Map<string, Posting>;
  pending: Set<string>;
  cursors: Map<string, number>;
  revision: number;
  lastSeq: number;
  minted: number;
};

function mapStoreOf(state: State): MapStore {
  const listed = () => [...state.stories.values()].filter(({ story }) => story.mergedInto === null);
  const newestFirst = (stories: Story[]) => stories.sort((one, other) => (other.seq ?? 0) - (one.seq ?? 0));
  const ofIds = <T>(ids: readonly string[], values: Map<string, T>) =>
    ids.flatMap((id) => structuredClone(values.get(id) ?? []) as T | []);

  return {
    snapshot: () => mapStoreOf(structuredClone(state)),
    mint: () => `${(state.minted++).toString(36)}-x`,
    sources: async () => structuredClone(state.sources),
    hosts: async () => structuredClone(state.hosts),
    robots: async (origin) => state.robots.get(origin) ?? null,
    articles: async (ids) => ofIds(ids, state.articles),
    stories: async (ids) => ofIds(ids, state.stories).map(({ story }) => story),
    lookup: async (keys) =>
      new Map(
        keys.flatMap((key) => (state.keys.has(key) ? [[key, structuredClone(state.keys.get(key))]] : [])),
      ) as Map<string, Posting>,
    pending: async () => [...state.pending],
    async *changedAfter(revision) {
      const changed = [...state.stories.values()].filter((stored) => stored.revision > revision);
      for (const { story } of changed.sort((one, other) => one.revision - other.revision)) yield story;
    },
    bySeq: async (from, to) =>
      newestFirst(
        listed()
          .map(({ story }) => story)
          .filter(({ seq }) => seq !== null && seq <= from && seq >= to),
      ),
    newestOf: async (list, limit) =>
      newestFirst(
        listed()
          .map(({ story }) => story)
          .filter((story) =>
            'topic' in list ? story.topics.includes(list.topic) : story.sourceIds.includes(list.source),
          ),
      ).slice(0, Math.min(limit, 1000)),
    counts: async () => ({
      articles: state.articles.size,
      stories: state.stories.size,
      lastSeq: state.lastSeq,
      revision: state.revision,
    }),
    cursor: async (name) => state.cursors.get(name) ?? 0,
    setCursors: async (values) => {
      for (const [name, value] of Object.entries(values)) state.cursors.set(name, value);
    },
    commit: async (change) => apply(structuredClone(change), state),
    close: async () => undefined,
  };
}

function apply(change: Change, state: State): number {
  state.revision++;
  for (const source of change.sources ?? []) state.sources.set(source.id, source);
  for (const host of change.hosts ?? []) state.hosts.set(host.host, host);
  for (const robots of change.robots ?? []) state.robots.set(robots.origin, robots);
  for (const article of change.articles ?? []) state.articles.set(article.id, article);
  for (const given of new Map((change.stories ?? []).map((story) => [story.id, story])).values()) {
    const story = {
      ...given,
      seq: given.seq ?? state.lastSeq + 1,
      toldRevision: given.toldRevision ?? state.revision,
    };
    state.lastSeq = Math.max(state.lastSeq, story.seq);
    state.stories.delete(story.id);
    state.stories.set(story.id, { revision: state.revision, story });
  }
  for (const [key, id] of change.keys ?? []) {
    const { ids, count } = state.keys.get(key) ?? { ids: [], count: 0 };
    if (!ids.includes(id)) state.keys.set(key, { ids: [id, ...ids].slice(0, 200), count: count + 1 });
  }
  for (const id of change.pending?.add ?? []) state.pending.add(id);
  for (const id of change.pending?.remove ?? []) state.pending.delete(id);
  return state.revision;
}
