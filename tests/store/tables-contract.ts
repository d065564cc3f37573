import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Tables } from '../../src/store/tables.ts';

export type Pets = { cats: { name: string; lives: number }; dogs: { name: string } };

/** An empty store to try; `reopen` closes it and opens what it kept; `second` opens it once more beside the first. */
export type TablesUnderTest = {
  tables: Tables<Pets>;
  reopen(): Promise<Tables<Pets>>;
  second(): Promise<Tables<Pets>>;
  destroy(): Promise<void>;
};

/** What every implementation of Tables has to do. */
export function tablesContract(name: string, open: () => Promise<TablesUnderTest>): void {
  describe(`${name} keep the contract of tables`, () => {
    let tried: TablesUnderTest;
    let tables: Tables<Pets>;
    beforeEach(async () => {
      tried = await open();
      tables = tried.tables;
    });
    afterEach(() => tried.destroy());

    const catsOf = async (store: Tables<Pets>) => {
      const found: string[] = [];
      for await (const [key, cat] of store.all('cats')) found.push(`${key}=${cat.lives}`);
      return found.sort();
    };
    const put = (store: Tables<Pets>, key: string, lives = 9) =>
      store.change((draft) => draft.put('cats', key, { name: key, lives }));

    it('are empty at first', async () => {
      expect(await tables.get('cats', 'tom')).toBeNull();
      expect(await catsOf(tables)).toEqual([]);
    });

    it('keep what was put, each table for itself, over a reopening', async () => {
      await put(tables, 'tom');
      await tables.change((draft) => draft.put('dogs', 'tom', { name: 'a dog' }));
      for (const store of [tables, await tried.reopen()]) {
        expect(await store.get('cats', 'tom')).toEqual({ name: 'tom', lives: 9 });
        expect(await store.get('dogs', 'tom')).toEqual({ name: 'a dog' });
        expect(store.warnings).toEqual([]);
      }
    });

    it.each([
      ['any characters', 'ü"\\\n,}:\u2028 𝒳'],
      ['names that objects have', '__proto__'],
      ['an empty key', ''],
    ])('take keys and values of %s', async (_, text) => {
      await tables.change((draft) => draft.put('cats', text, { name: text, lives: 1 }));
      await tables.compact();
      expect(await (await tried.reopen()).get('cats', text)).toEqual({ name: text, lives: 1 });
    });

    it('replace and remove', async () => {
      await put(tables, 'tom', 9);
      await put(tables, 'tom', 8);
      expect(await catsOf(tables)).toEqual(['tom=8']);
      await tables.change((draft) => draft.remove('cats', 'tom'));
      expect(await catsOf(await tried.reopen())).toEqual([]);
    });

    it('read in a change what the change has written', async () => {
      await put(tables, 'a/1');
      const seen = await tables.change(async (draft) => {
        draft.put('cats', 'a/2', { name: 'two', lives: 2 });
        draft.remove('cats', 'a/1');
        return [await draft.get('cats', 'a/1'), (await draft.get('cats', 'a/2'))?.lives];
      });
      expect(seen).toEqual([null, 2]);
    });

    it('drop a change that throws, alone', async () => {
      const outcomes = await Promise.allSettled([
        put(tables, 'before'),
        tables.change((draft) => {
          draft.put('cats', 'never', { name: '', lives: 0 });
          throw new Error('thought better of it');
        }),
        put(tables, 'after'),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(await catsOf(await tried.reopen())).toEqual(['after=9', 'before=9']);
    });

    it('run changes one after the other, also those of somebody else', async () => {
      const other = await tried.second();
      await put(tables, 'counter', 0);
      const increase = (store: Tables<Pets>) =>
        store.change(async (draft) => {
          const lives = (await draft.get('cats', 'counter'))?.lives ?? 0;
          draft.put('cats', 'counter', { name: '', lives: lives + 1 });
        });
      await Promise.all(Array.from({ length: 40 }, (_, n) => increase(n % 2 === 0 ? tables : other)));
      expect((await tables.get('cats', 'counter'))?.lives).toBe(40);
      expect((await other.get('cats', 'counter'))?.lives).toBe(40);
      await other.close();
    });

    it('show what somebody else has written, also after they compacted', async () => {
      const other = await tried.second();
      for (let lives = 1; lives <= 6; lives++) {
        await put(other, 'tom', lives);
        if (lives % 2 === 0) await other.compact();
        expect(await catsOf(tables)).toEqual([`tom=${lives}`]);
        await put(tables, `cat${lives}`);
        expect(await other.get('cats', `cat${lives}`)).not.toBeNull();
        await tables.change((draft) => draft.remove('cats', `cat${lives}`));
      }
      await other.close();
    });
  });
}
