import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change, Store } from '../../src/store/store.ts';
import { article, host, robots, source, story } from './samples.ts';

/** An empty store to try; `reopen` closes it and opens what it kept, if it keeps anything. */
export type StoreUnderTest = { store: Store; reopen(): Promise<Store>; destroy(): Promise<void> };

/** What every implementation of Store has to do. */
export function storeContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`${name} keeps the store's contract`, () => {
    let tried: StoreUnderTest;
    let store: Store;
    beforeEach(async () => {
      tried = await open();
      store = tried.store;
    });
    afterEach(() => tried.destroy());

    const mintStories = (count: number) => Array.from({ length: count }, () => store.mint('story'));
    const changedAfter = async (revision: number) => {
      const ids: string[] = [];
      for await (const { id } of store.changedAfter(revision)) ids.push(id);
      return ids;
    };

    it('is empty at first', async () => {
      expect(await store.counts()).toEqual({ articles: 0, stories: 0, lastSeq: 0, revision: 0 });
      expect(await store.sources()).toEqual(new Map());
      expect(await store.hosts()).toEqual(new Map());
      expect(await store.robots('https://a.example')).toBeNull();
      expect(await store.articles(['1-a', 'nonsense'])).toEqual([]);
      expect(await store.stories(['1-a', 'nonsense'])).toEqual([]);
      expect(await store.lookup(['k'])).toEqual(new Map());
      expect(await store.pending()).toEqual([]);
      expect(await store.bySeq(Number.POSITIVE_INFINITY, 0)).toEqual([]);
      expect(await store.newestOf({ topic: 'none' }, 10)).toEqual([]);
      expect(await store.cursor('published')).toBe(0);
      expect(await changedAfter(0)).toEqual([]);
    });

    it('mints ids that differ, with ordinals that rise', () => {
      const ids = Array.from({ length: 100 }, () => store.mint('article'));
      expect(new Set(ids).size).toBe(100);
      for (const id of ids) expect(id).toMatch(/^[0-9a-z]+-[0-9a-z]+$/);
      const ordinals = ids.map((id) => Number.parseInt(id, 36));
      expect(ordinals).toEqual([...ordinals].sort((one, other) => one - other));
    });

    it('gives back what was committed, value for value, before and after it is opened again', async () => {
      const [a, s] = [store.mint('article'), store.mint('story')];
      const change: Change = {
        sources: [source('lancet', { listed: { k: 'f' } })],
        hosts: [host('a.example')],
        robots: [robots('https://a.example')],
        articles: [article(a)],
        stories: [story(s, { articleIds: [a] })],
        keys: [['link:x', a]],
        pending: { add: [a] },
      };
      expect(await store.commit(change)).toBe(1);
      await store.setCursors({ published: 1, 'published-files': 3 });
      for (const opened of [store, await tried.reopen()]) {
        expect((await opened.sources()).get('lancet')).toEqual(change.sources?.[0]);
        expect((await opened.hosts()).get('a.example')).toEqual(host('a.example'));
        expect(await opened.robots('https://a.example')).toEqual(robots('https://a.example'));
        expect(await opened.articles([a])).toEqual([article(a)]);
        expect(await opened.stories([s])).toEqual([story(s, { seq: 1, articleIds: [a], toldRevision: 1 })]);
        expect(await opened.lookup(['link:x', 'link:y'])).toEqual(
          new Map([['link:x', { ids: [a], count: 1 }]]),
        );
        expect(await opened.pending()).toEqual([a]);
        expect(await opened.cursor('published')).toBe(1);
        expect(await opened.cursor('published-files')).toBe(3);
        expect(await opened.counts()).toEqual({ articles: 1, stories: 1, lastSeq: 1, revision: 1 });
      }
    });

    it('goes on minting where committed ids ended', async () => {
      const id = store.mint('article');
      await store.commit({ articles: [article(id)] });
      const next = (await tried.reopen()).mint('article');
      expect(Number.parseInt(next, 36)).toBeGreaterThan(Number.parseInt(id, 36));
    });

    it('gives values that can be changed without changing the store', async () => {
      const id = store.mint('article');
      const given = article(id);
      await store.commit({ articles: [given] });
      given.title = 'changed by the giver';
      const [taken] = await store.articles([id]);
      if (taken) taken.title = 'changed by the taker';
      expect(await store.articles([id])).toEqual([article(id)]);
    });

    it('answers in the order asked, without ids that it does not know', async () => {
      const ids = [store.mint('article'), store.mint('article'), store.mint('article')];
      await store.commit({ articles: ids.map((id) => article(id)) });
      const asked = [ids[2] ?? '', 'zz-unknown', ids[0] ?? ''];
      expect((await store.articles(asked)).map(({ id }) => id)).toEqual([ids[2], ids[0]]);
    });

    it('replaces values with the same id, and counts them once', async () => {
      const [a, s] = [store.mint('article'), store.mint('story')];
      await store.commit({ articles: [article(a)], stories: [story(s)] });
      await store.commit({ articles: [article(a, { title: 'New' })], stories: [story(s, { seq: 1 })] });
      expect((await store.articles([a])).map(({ title }) => title)).toEqual(['New']);
      expect(await store.counts()).toEqual({ articles: 1, stories: 1, lastSeq: 1, revision: 2 });
    });

    it('numbers new stories in the order given, and anew when asked to', async () => {
      const [one = '', two = ''] = mintStories(2);
      await store.commit({ stories: [story(one), story(two)] });
      await store.commit({ stories: [story(one)] });
      expect((await store.bySeq(10, 1)).map(({ id, seq }) => [id, seq])).toEqual([
        [one, 3],
        [two, 2],
      ]);
      expect((await store.newestOf({ topic: 'cardiology' }, 5)).map(({ id }) => id)).toEqual([one, two]);
    });

    it('answers a range of numbers, newest first, both ends included', async () => {
      await store.commit({ stories: mintStories(700).map((id) => story(id)) });
      expect((await store.bySeq(515, 510)).map(({ seq }) => seq)).toEqual([515, 514, 513, 512, 511, 510]);
      expect(await store.bySeq(5, 6)).toEqual([]);
    });

    it('tells each changed story once, at its last revision, in order', async () => {
      const [one = '', two = '', three = ''] = mintStories(3);
      await store.commit({ stories: [story(one), story(two)] });
      await store.commit({ stories: [story(three)] });
      await store.commit({ stories: [story(one, { seq: 1 })] });
      await store.commit({ sources: [source('lancet')] });
      expect(await changedAfter(0)).toEqual([two, three, one]);
      expect(await changedAfter(1)).toEqual([three, one]);
      expect(await changedAfter(3)).toEqual([]);
    });

    it('stamps the revision that last told of a story, unless the change keeps it', async () => {
      const [one = ''] = mintStories(1);
      await store.commit({ stories: [story(one)] });
      await store.commit({ stories: [story(one, { seq: 1, toldRevision: 1, related: ['x'] })] });
      expect((await store.stories([one]))[0]?.toldRevision).toBe(1);
      await store.commit({ stories: [story(one, { seq: 1 })] });
      expect((await store.stories([one]))[0]?.toldRevision).toBe(3);
      expect(await changedAfter(2)).toEqual([one]);
    });

    it('leaves merged stories out of the lists, but finds them by id and among the changed', async () => {
      const [one = '', two = ''] = mintStories(2);
      await store.commit({ stories: [story(one), story(two)] });
      await store.commit({ stories: [story(two, { seq: 2, mergedInto: one })] });
      expect((await store.bySeq(10, 1)).map(({ id }) => id)).toEqual([one]);
      expect((await store.newestOf({ source: 'lancet' }, 5)).map(({ id }) => id)).toEqual([one]);
      expect((await store.stories([two])).map(({ mergedInto }) => mergedInto)).toEqual([one]);
      expect(await changedAfter(1)).toEqual([two]);
    });

    it('lists by topic and by source as the stories last said', async () => {
      const id = store.mint('story');
      await store.commit({ stories: [story(id, { topics: ['a', 'b'], sourceIds: ['x', 'y'] })] });
      await store.commit({ stories: [story(id, { seq: 1, topics: ['b', 'Ünï/code'], sourceIds: ['y'] })] });
      const has = async (list: { topic: string } | { source: string }) =>
        (await store.newestOf(list, 9)).length;
      expect(await has({ topic: 'a' })).toBe(0);
      expect(await has({ topic: 'b' })).toBe(1);
      expect(await has({ topic: 'Ünï/code' })).toBe(1);
      expect(await has({ source: 'x' })).toBe(0);
      expect(await has({ source: 'y' })).toBe(1);
      expect(await store.newestOf({ topic: 'b' }, 0)).toEqual([]);
    });

    it('keeps the newest 1,000 of a list', async () => {
      await store.commit({ stories: mintStories(1005).map((id) => story(id)) });
      const reopened = await tried.reopen();
      const seqs = (await reopened.newestOf({ topic: 'cardiology' }, 2000)).map(({ seq }) => seq);
      expect([seqs.length, seqs[0], seqs.at(-1)]).toEqual([1000, 1005, 6]);
    });

    it('files ids under keys, newest first, each once, at most 200, and counts on', async () => {
      await store.commit({ keys: [['k', '1-a'], ['k', '2-a'], ['k', '1-a']] }); // biome-ignore format: pairs
      expect((await store.lookup(['k'])).get('k')).toEqual({ ids: ['2-a', '1-a'], count: 2 });
      await store.commit({ keys: Array.from({ length: 300 }, (_, n) => ['k', `${n}-b`]) });
      const posting = (await store.lookup(['k'])).get('k');
      expect([posting?.ids.length, posting?.ids[0], posting?.count]).toEqual([200, '299-b', 302]);
    });

    it.each(['__proto__', 'constructor', 'a"b\\', 'line\nbreak', '\ud800', ' '])(
      'takes the key %j',
      async (key) => {
        await store.commit({ keys: [[key, '1-a']] });
        expect((await (await tried.reopen()).lookup([key])).get(key)).toEqual({ ids: ['1-a'], count: 1 });
      },
    );

    it('keeps what waits in the order in which it came', async () => {
      await store.commit({ pending: { add: ['2-b', '1-a', '3-c'] } });
      await store.commit({ pending: { add: ['4-d', '2-b'], remove: ['1-a', 'unknown'] } });
      expect(await (await tried.reopen()).pending()).toEqual(['2-b', '3-c', '4-d']);
    });

    it('takes commits that are made at once, one after the other', async () => {
      const ids = mintStories(20);
      const revisions = await Promise.all(ids.map((id) => store.commit({ stories: [story(id)] })));
      expect(revisions).toEqual(ids.map((_, index) => index + 1));
      expect((await store.bySeq(100, 1)).map(({ id }) => id)).toEqual(ids.toReversed());
    });
  });
}
