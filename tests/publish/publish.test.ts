import { mkdtemp, readdir, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Story } from '../../src/core/story.ts';
import { type PublishDeps, type Published, publish } from '../../src/publish/publish.ts';
import { checkFeeds } from '../../src/publish/validate.ts';
import { mapStore } from '../store/map-store.ts';
import { article, now, story } from '../store/samples.ts';
import { aConfig, aSource, site } from './support.ts';

const config = aConfig({
  feed: { items: 3, content: 'excerpt' },
  sources: [aSource({ id: 'lancet' }), aSource({ id: 'quiet' })],
});

const topicLabels = new Map([
  ['cardiology', { label: 'Cardiology', parent: null }],
  ['oncology', { label: 'Oncology', parent: null }],
]);

let dir: string;
let store: ReturnType<typeof mapStore>;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'publish-'));
  store = mapStore();
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('publish', () => {
  it('writes the feeds of all and of each source, and the list of sources, even before the first story', async () => {
    const { written } = await run();
    expect(feedsIn(written)).toEqual(
      [...['feed', 'sources/lancet', 'sources/quiet'].flatMap(formats), 'sources.opml'].sort(),
    );
    expect(await problems()).toEqual([]);
  });

  it('has no files for a topic that nothing was written on', async () => {
    await add(1);
    const { written } = await run();
    expect(feedsIn(written).filter((path) => path.startsWith('topics/'))).toEqual(
      formats('topics/cardiology').sort(),
    );
  });

  it('writes nothing where nothing changed', async () => {
    await add(1, 2);
    await run();
    const before = await stat(join(dir, 'feed.atom'));
    expect(await run()).toMatchObject({ written: [], unchanged: await filesThere() });
    expect((await stat(join(dir, 'feed.atom'))).mtimeMs).toBe(before.mtimeMs);
  });

  it('asks for the stories of no topic where nothing changed and no file has gone', async () => {
    await add(1);
    await run();
    const asked: unknown[] = [];
    const { newestOf } = store;
    store.newestOf = (list, limit) => {
      asked.push(list);
      return newestOf(list, limit);
    };
    await run();
    expect(asked).toEqual([]);
    for (const path of formats('topics/cardiology')) await unlink(join(dir, path));
    expect((await run()).written.sort()).toEqual(formats('topics/cardiology').sort());
  });

  it('writes nothing again where all is looked at', async () => {
    await add(1, 2);
    await run();
    expect(await run({ all: true })).toMatchObject({ written: [], unchanged: await filesThere() });
  });

  it('writes only the feeds that a new story is in', async () => {
    await add(1);
    await run();
    await add(2);
    expect(feedsIn((await run()).written)).toEqual(
      [...formats('feed'), ...formats('sources/lancet'), ...formats('topics/cardiology')].sort(),
    );
  });

  it('brings back a file that is missing, with its bytes', async () => {
    await add(1);
    await run();
    const bytes = await readFile(join(dir, 'topics/cardiology.rss'), 'utf8');
    await unlink(join(dir, 'topics/cardiology.rss'));
    await unlink(join(dir, 'sources.opml'));
    expect((await run()).written).toEqual(['sources.opml', 'topics/cardiology.rss']);
    expect(await readFile(join(dir, 'topics/cardiology.rss'), 'utf8')).toBe(bytes);
  });

  it('writes everything anew when the site changes its name', async () => {
    await add(1);
    await run();
    const renamed = { ...config, site: { ...site, title: 'Other' } };
    expect(feedsIn((await run({}, renamed)).written)).toHaveLength(13);
    expect((await run({}, renamed)).written).toHaveLength(0);
  });

  it('shows the newest by arrival, in the order of their dates', async () => {
    await add(1, 2, 3, 4);
    await put(story(id(5), { articleIds: ['a5'], sortAt: '2026-01-01T00:00:00.000Z' }));
    await run();
    expect(await ids('feed.json')).toEqual([4, 3, 5].map(id));
    expect(await ids('archive/0001.json')).toEqual([2, 1].map(id));
  });

  it('never touches a closed archive again, unless it is missing', async () => {
    await add(1, 2, 3, 4, 5, 6, 7);
    await run();
    const closed = await readFile(join(dir, 'archive/0001.atom'), 'utf8');
    const [first] = await store.stories([id(1)]);
    await put({ ...(first as Story), updatedAt: '2026-09-01T00:00:00.000Z' });
    await run({ all: true });
    expect(await readFile(join(dir, 'archive/0001.atom'), 'utf8')).toBe(closed);
    await unlink(join(dir, 'archive/0001.atom'));
    expect((await run()).written).toContain('archive/0001.atom');
    expect(await readFile(join(dir, 'archive/0001.atom'), 'utf8')).toContain('2026-09-01');
  });

  it('chains archives so that a reader who follows them has every story once', async () => {
    for (const arrived of [[1, 2], [3, 4], [5, 6, 7, 8, 9, 10], [11], [12], [13], [14, 15, 16, 17]]) {
      await add(...arrived);
      await run();
    }
    const seen: string[] = [];
    for (let file: string | undefined = 'feed.json'; file; ) {
      const feed = JSON.parse(await readFile(join(dir, file), 'utf8'));
      seen.push(...feed.items.map((item: { id: string }) => item.id));
      file = feed.next_url?.slice(site.url.length);
    }
    expect(seen).toEqual(Array.from({ length: 17 }, (_, index) => id(17 - index)));
    for (const page of [1, 2, 3, 4]) {
      const archive = await readFile(join(dir, `archive/000${page}.atom`), 'utf8');
      expect(archive).toContain(`rel="next-archive" href="${site.url}archive/000${page + 1}.atom"`);
    }
    expect(await problems()).toEqual([]);
  });

  it('writes closed archives anew when the site moves to another address, so that the chain stays there', async () => {
    await add(1, 2, 3, 4, 5, 6, 7);
    await run();
    const moved = { ...config, site: { ...site, url: 'https://moved.example.org/news/' } };
    await run({}, moved);
    for (const file of ['feed', 'archive/0001', 'archive/0002'].flatMap(formats))
      expect(await readFile(join(dir, file), 'utf8')).not.toContain(site.url);
    expect((await run({}, moved)).written).toEqual([]);
  });

  it('writes no feed for a story that only has other neighbours now', async () => {
    await add(1, 2);
    await run();
    const [old] = await store.stories([id(1)]);
    await put({ ...(old as Story), related: [id(2)] });
    expect((await run()).written).toEqual([`${old?.path}index.html`]);
  });

  it('shows a story that arrives anew on top, and keeps its id', async () => {
    await add(1, 2, 3, 4);
    await run();
    const [old] = await store.stories([id(1)]);
    await put({
      ...(old as Story),
      seq: null,
      toldRevision: null,
      notices: [
        { kind: 'retraction', at: now().toISOString(), date: null, reason: null, url: null, doi: null },
      ],
    });
    await run();
    expect((await ids('feed.json')).sort()).toEqual([1, 3, 4].map(id));
  });

  it('leaves out merged stories, and those without articles', async () => {
    await add(1, 2);
    const [gone] = await store.stories([id(1)]);
    await put({ ...(gone as Story), mergedInto: id(2) });
    await put(story(id(3), { articleIds: ['nowhere'] }));
    await run();
    expect(await ids('feed.json')).toEqual([id(2)]);
  });

  it('completes what a crash cut short', async () => {
    await add(1);
    await run();
    await add(2);
    const crashing = { ...store, setCursors: () => Promise.reject(new Error('killed')) };
    await expect(publish(crashing, config, deps())).rejects.toThrow('killed');
    expect(await run()).toMatchObject({ written: [] });
    expect(await store.cursor('published')).toBe((await store.counts()).revision);
  });

  it('says why it could not write, and keeps the rest as it was', async () => {
    await add(1);
    await run();
    const before = await readFile(join(dir, 'feed.atom'), 'utf8');
    await rm(join(dir, 'sources'), { recursive: true });
    await writeFile(join(dir, 'sources'), 'in the way');
    await add(2);
    const result = await publish(store, config, deps());
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'io', message: expect.stringContaining('sources') },
    });
    expect(await readFile(join(dir, 'feed.atom'), 'utf8')).toBe(before);
  });
});

const id = (n: number): string => `tag:feed.example,2026:story:${n}`;
const formats = (path: string): string[] =>
  ['atom', 'rss', 'json'].map((extension) => `${path}.${extension}`);
/** Those of these files that are feeds, or the list of sources. */
const feedsIn = (paths: readonly string[]): string[] =>
  paths.filter((path) => FEED.test(path) || path === 'sources.opml').sort();
const FEED = /^(feed|(archive|sources|topics)\/[\w-]+)\.(atom|rss|json)$/;

/** How many files the output folder holds. */
const filesThere = async (): Promise<number> => {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && !/\.(br|gz)$/.test(entry.name)).length;
};

const deps = (): PublishDeps => ({ outputDir: dir, now, topicLabels });

async function add(...numbers: number[]): Promise<void> {
  for (const n of numbers) await put(story(id(n), { articleIds: [`a${n}`] }));
}

async function put(changed: Story): Promise<void> {
  const articles = changed.articleIds.filter((each) => each !== 'nowhere').map((each) => article(each));
  await store.commit({ articles, stories: [changed] });
}

async function run(options: Partial<PublishDeps> = {}, settings = config): Promise<Published> {
  const result = await publish(store, settings, { ...deps(), ...options });
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

async function ids(file: string): Promise<string[]> {
  const feed = JSON.parse(await readFile(join(dir, file), 'utf8'));
  return feed.items.map((item: { id: string }) => item.id);
}

async function problems() {
  const names = await readdir(dir, { recursive: true });
  const files = feedsIn(names);
  return checkFeeds(
    await Promise.all(
      files.map(async (path) => ({ path, content: await readFile(join(dir, path), 'utf8') })),
    ),
  );
}
