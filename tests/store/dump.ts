import type { Store } from '../../src/store/store.ts';

export type Asked = {
  articles: string[];
  stories: string[];
  keys: string[];
  topics: string[];
  sources: string[];
  origins: string[];
};

/** Everything that a store answers, to compare two of them. */
export async function dump(store: Store, asked: Asked): Promise<Record<string, unknown>> {
  const changed: string[] = [];
  for await (const { id } of store.changedAfter(0)) changed.push(id);
  const seqs = async (list: { topic: string } | { source: string }) =>
    (await store.newestOf(list, 1000)).map(({ seq }) => seq);
  return {
    counts: await store.counts(),
    cursor: await store.cursor('published'),
    sources: sorted(await store.sources()),
    hosts: sorted(await store.hosts()),
    robots: await Promise.all(asked.origins.map((origin) => store.robots(origin))),
    articles: await store.articles(asked.articles),
    stories: await store.stories(asked.stories),
    keys: sorted(await store.lookup(asked.keys)),
    pending: await store.pending(),
    changed,
    bySeq: await store.bySeq(Number.POSITIVE_INFINITY, 0),
    topics: await Promise.all(asked.topics.map((topic) => seqs({ topic }))),
    lists: await Promise.all(asked.sources.map((source) => seqs({ source }))),
  };
}

const sorted = <T>(values: Map<string, T>): [string, T][] =>
  [...values].sort(([one], [other]) => (one < other ? -1 : 1));
