import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Article } from '../../src/core/article.ts';
import { groupPending } from '../../src/pipeline/group.ts';
import { fileNotices } from '../../src/pipeline/notices.ts';
import type { Change, Store } from '../../src/store/store.ts';
import { loadTopics } from '../../src/stories/topics.ts';
import { type MapStore, mapStore } from '../store/map-store.ts';
import { cases } from '../stories/assign-cases.ts';
import { tell } from '../stories/support/newsroom.ts';

const topics = await loadTopics();
const now = () => new Date('2026-05-20T12:00:00Z');

const group = (store: Store) => groupPending({ store, sources: new Map(), topics, windowSize: 10, now });

/** What a visit leaves behind: articles that wait for their story. */
const arrive = (store: Store, articles: readonly Article[]) =>
  store.commit({ articles: [...articles], pending: { add: articles.map(({ id }) => `group:${id}`) } });

type Shown = { articleIds: string[]; topics: string[]; notices: string[]; related: string[][] };

/** What readers see, without the ids and numbers that stories happened to be given. */
async function shown(store: Store): Promise<Shown[]> {
  const { lastSeq } = await store.counts();
  const stories = await store.bySeq(lastSeq, 1);
  const articlesOf = new Map(stories.map(({ id, articleIds }) => [id, [...articleIds].sort()]));
  return stories
    .map((story) => ({
      articleIds: story.articleIds,
      topics: [...story.topics].sort(),
      notices: story.notices.map(({ kind }) => kind),
      related: story.related.map((id) => articlesOf.get(id) ?? [id]),
    }))
    .sort((a, b) => ((a.articleIds[0] ?? '') < (b.articleIds[0] ?? '') ? -1 : 1));
}

const withoutRelated = ({ related, ...rest }: Shown) => rest;

/** Finds related stories for all in one pass. */
async function relateAll(store: Store): Promise<void> {
  const { lastSeq } = await store.counts();
  const stories = await store.bySeq(lastSeq, 1);
  await store.commit({ pending: { add: stories.map(({ id }) => `relate:${id}`).sort() } });
  await group(store);
}

/** Works until the `n`-th commit, which fails before (or after) it is durable. */
function failing(store: MapStore, n: number, isDurable: boolean): Store {
  let commits = 0;
  return {
    ...store,
    commit: async (change) => {
      commits += 1;
      if (commits !== n) return store.commit(change);
      if (isDurable) await store.commit(change);
      throw new Error('killed');
    },
  };
}

const all = cases.flatMap(([, articles], number) =>
  articles.map((article) => tell({ ...article, id: `${number}-${article.id}` })),
);
const some = fc.shuffledSubarray(all, { minLength: 4, maxLength: 30 });

const retractionOf = (doi: string) => ({
  doi,
  pmid: null,
  notice: { kind: 'retraction' as const, at: '', date: null, reason: null, url: null, doi },
});

describe('grouping what waits in the store', () => {
  it('shows the same in whatever order articles came within a refresh', async () => {
    await fc.assert(
      fc.asyncProperty(some, async (articles) => {
        const [one, other] = [mapStore(), mapStore()];
        await arrive(one, articles);
        await arrive(other, [...articles].reverse());
        await group(one);
        await group(other);
        expect((await shown(one)).map(withoutRelated)).toEqual((await shown(other)).map(withoutRelated));
      }),
      { numRuns: 25 },
    );
  });

  it('changes nothing when the same articles wait again, and shows each article once', async () => {
    await fc.assert(
      fc.asyncProperty(some, async (articles) => {
        const store = mapStore();
        await arrive(store, articles);
        await group(store);
        const before = await shown(store);
        await store.commit({ pending: { add: articles.map(({ id }) => `group:${id}`) } });
        expect(await group(store)).toMatchObject({ new: 0, updated: 0 });
        expect(await shown(store)).toEqual(before);
        expect(before.flatMap(({ articleIds }) => articleIds).sort()).toEqual(
          articles.map(({ id }) => id).sort(),
        );
        expect(await store.pending()).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it('comes to the same when it is killed before or after any commit and run again', async () => {
    await fc.assert(
      fc.asyncProperty(
        some,
        fc.integer({ min: 1, max: 6 }),
        fc.boolean(),
        async (articles, nth, isDurable) => {
          const doi = articles.flatMap(({ studies }) => studies).find(({ type }) => type === 'doi')?.value;
          const half = Math.floor(articles.length / 2);
          const work = async (store: Store) => {
            await group(store);
            await arrive(store, articles.slice(half));
            if (doi !== undefined) await fileNotices([retractionOf(doi)], store);
            await group(store);
          };
          const [whole, broken] = [mapStore(), mapStore()];
          for (const store of [whole, broken]) await arrive(store, articles.slice(0, half));
          await work(whole);
          await work(failing(broken, nth, isDurable)).catch(() => undefined);
          // What a killed run left undone is done by the next: the same visits find the same articles again.
          const kept = await broken.articles(articles.map(({ id }) => id));
          if (kept.length < articles.length) {
            await group(broken);
            await arrive(broken, articles.slice(half));
          }
          if (doi !== undefined) await fileNotices([retractionOf(doi)], broken);
          await group(broken);
          expect((await shown(broken)).map(withoutRelated)).toEqual((await shown(whole)).map(withoutRelated));
          // How like two stories are is judged by the words of all that are looked at together, and after a kill those
          // are others. Looked at together once more, the same stories are related.
          for (const store of [whole, broken]) await relateAll(store);
          expect(await shown(broken)).toEqual(await shown(whole));
          expect(await broken.pending()).toEqual(await whole.pending());
        },
      ),
      { numRuns: 60 },
    );
  });

  it('forgets that related stories are wanted in the very commit that holds them', async () => {
    const store = mapStore();
    await arrive(store, all);
    const commits: Change[] = [];
    await group({
      ...store,
      commit: (change) => {
        commits.push(change);
        return store.commit(change);
      },
    });
    const done = commits.filter(({ pending }) => pending?.remove?.some((work) => work.startsWith('relate:')));
    expect(done.map(({ stories }) => stories?.some(({ related }) => related.length > 0))).toEqual([true]);
  });
});
