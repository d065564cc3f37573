import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Story } from '../../../src/core/story.ts';
import { LEFT_SEQ } from '../../../src/store/store.ts';
import { source } from '../../store/samples.ts';
import { htmlProblems } from './html.ts';
import { config, id, type Newsroom, newsroom } from './newsroom.ts';

let room: Newsroom;
beforeEach(async () => {
  room = await newsroom();
});
afterEach(() => room.remove());

async function add(from: number, to: number, over: Partial<Story> = {}): Promise<void> {
  for (let n = from; n <= to; n += 1) await room.add(n, over);
}

/** Files of the website that a publish wrote, stories by their number. */
async function written(...args: Parameters<Newsroom['publish']>): Promise<string[]> {
  const { written: paths } = await room.publish(...args);
  return paths
    .filter((path) => !/\.(atom|rss|json|opml)$/.test(path) || path.startsWith('site/'))
    .map((path) => path.replace(/^stories\/.*-(\d+)-abc\/index\.html$/, 'story $1'))
    .sort();
}

const LISTS = [
  'index.html',
  'site/search/1.json',
  'sitemaps/1.xml',
  'sources/lancet/index.html',
  'topics/heart/index.html',
  'topics/stroke/index.html',
];

describe('the website is written anew', () => {
  it('nowhere, where nothing has happened', async () => {
    await add(1, 3);
    await room.publish();
    expect(await written()).toEqual([]);
    expect(await written({ all: true })).toEqual([]);
  });

  it('where a new story is listed, and on no other story’s page', async () => {
    await add(1, 10);
    await room.publish();
    await room.add(11, { sortAt: '2026-07-11T08:00:00.000Z' });
    expect(await written()).toEqual(
      [
        ...LISTS,
        'archive/1/index.html',
        'archive/index.html',
        'site/archive.json',
        'site/sources.json',
        'sources/index.html',
        'story 11',
      ].sort(),
    );
  });

  it('on the page of a story that has other neighbours, and nowhere else', async () => {
    await add(1, 5);
    await room.publish();
    const [old] = await room.store.stories([id(1)]);
    await room.put({ ...(old as Story), related: [id(2)] });
    expect(await written()).toEqual(['story 1']);
  });

  it('in the last block alone, when a hundred have come before; the one before names it once', async () => {
    await add(1, 100);
    await room.publish();
    const full = await room.read('archive/1/index.html');
    await room.add(101);
    expect(await written()).toEqual(expect.arrayContaining(['archive/1/index.html', 'archive/2/index.html']));
    const closed = await room.read('archive/1/index.html');
    expect(closed.match(/<h3/g)).toEqual(full.match(/<h3/g));
    await room.add(102);
    const paths = await written();
    expect(paths).toContain('archive/2/index.html');
    expect(paths.filter((path) => /archive\/1\/|\/1\.(json|xml)$/.test(path))).toEqual([]);
    expect(await room.read('archive/1/index.html')).toBe(closed);
  });

  it('in the block that a story has left for a new number', async () => {
    await add(1, 101);
    await room.publish();
    const [old] = await room.store.stories([id(5)]);
    await room.put({ ...(old as Story), seq: null, toldRevision: null });
    await room.store.commit({ pending: { add: [`${LEFT_SEQ}5`] } });
    expect(await written()).toEqual(expect.arrayContaining(['archive/1/index.html', 'archive/2/index.html']));
    expect(await room.read('archive/1/index.html')).not.toContain('Story number 5 on');
    expect(await room.read('archive/2/index.html')).toContain('Story number 5 on');
    const left = (await room.store.pending()).filter((work) => work.startsWith(LEFT_SEQ));
    expect(left).toEqual([]);
    expect(await written({ all: true })).toEqual([]);
  });

  it('in the list of sources, when one begins to fail, and not at each failure', async () => {
    const state = source('lancet', {
      url: 'https://journal.example/rss',
      lastSuccessAt: '2026-07-30T08:00:00.000Z',
    });
    await add(1, 2);
    await room.store.commit({ sources: [state] });
    await room.publish();
    const fail = (failures: number) =>
      room.store.commit({
        sources: [{ ...state, failures, lastVisitAt: `2026-07-31T0${failures}:00:00.000Z` }],
      });
    await fail(2);
    expect(await written()).toEqual([]);
    await fail(3);
    expect(await written()).toEqual(['site/sources.json', 'sources/index.html']);
    await fail(4);
    expect(await written()).toEqual([]);
    expect(await room.read('sources/index.html')).toMatch(
      /Failing<\/span>, last worked on <time[^>]*>30 July 2026/,
    );
  });

  it('where files are missing, with their bytes', async () => {
    await add(1, 3);
    await room.publish();
    const before = await room.read('archive/1/index.html');
    for (const path of ['archive', 'topics/heart', 'about', 'stories'])
      await rm(join(room.dir, path), { recursive: true });
    const paths = await written();
    expect(paths).toEqual(
      expect.arrayContaining(['about/index.html', 'topics/heart/index.html', 'story 1', 'story 3']),
    );
    expect(await room.read('archive/1/index.html')).toBe(before);
  });

  it('on the page of a source that is taken out, which says so, and keeps its stories and its feed', async () => {
    await add(1, 2);
    const feed = { title: 'The Lancet, weekly', link: null, language: null, hub: null };
    await room.store.commit({ sources: [source('lancet', { url: 'https://journal.example/rss', feed })] });
    await room.publish();
    const before = await room.read('sources/lancet.atom');
    const without = { ...config, sources: config.sources.filter(({ id }) => id !== 'lancet') };
    await written({}, without);
    const page = await room.read('sources/lancet/index.html');
    expect(page).toContain('This source is not read any more.');
    expect(page).toContain('<h1>The Lancet, weekly</h1>');
    expect(page).toContain('Story number 2 on statins');
    expect(page).not.toContain('sources/lancet.atom');
    expect(await htmlProblems(page)).toEqual([]);
    expect(await room.read('sources/index.html')).not.toContain('Lancet');
    expect(await room.read('sitemaps/pages.xml')).not.toContain('lancet');
    expect(await room.read('sources/lancet.atom')).toBe(before);
    const story = (await room.files()).find((path) => /-2-abc.index.html$/.test(path)) ?? '';
    expect(await room.read(story)).toContain('Read at The Lancet, weekly');
    // A story of it that changes later changes nothing else of this.
    await add(3, 3);
    expect(await written({}, without)).not.toContain('sources/lancet/index.html');
    await written();
    expect(await room.read('sources/lancet/index.html')).toContain('<h1>The Lancet</h1>');
  });

  it('everywhere, when the site has another name', async () => {
    await add(1, 3);
    await room.publish();
    const renamed = { ...config, site: { ...config.site, title: 'Other' } };
    const pages = (await room.files()).filter((path) => path.endsWith('.html')).length;
    expect((await written({}, renamed)).filter((path) => /html$|^story/.test(path))).toHaveLength(pages);
  });
});
