import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Article } from '../../../src/core/article.ts';
import type { Config } from '../../../src/core/source.ts';
import type { Story } from '../../../src/core/story.ts';
import { type Published, publish } from '../../../src/publish/publish.ts';
import { mapStore } from '../../store/map-store.ts';
import { article, now, source, story } from '../../store/samples.ts';
import { memoryShelf } from '../../support/memory-shelf.ts';
import { aConfig, aSource, safe, someNewsletter } from '../support.ts';

export const config = aConfig({
  newsletter: someNewsletter(),
  sources: [
    aSource({ id: 'lancet', name: 'The Lancet' }),
    aSource({ id: 'open', name: 'Open & Free', content: 'full', license: 'CC-BY-4.0' }),
    aSource({ id: 'quiet', name: 'Quiet' }),
    aSource({ id: 'broken', name: 'Broken', site: null }),
  ],
});

export const topicLabels = new Map([
  ['heart', { label: 'Heart & vessels', parent: null }],
  ['stroke', { label: 'Stroke', parent: 'heart' }],
  ['cancer', { label: 'Cancer', parent: null }],
]);

export const id = (n: number): string => `tag:feed.example,2026:${n}-abc`;

/** A newsroom whose stories a test adds, and the folder that it publishes to. */
export async function newsroom(settings: Config = config) {
  const dir = await mkdtemp(join(tmpdir(), 'site-'));
  const store = mapStore();
  const issues = memoryShelf();

  async function put(changed: Story, ...articles: Article[]): Promise<void> {
    await store.commit({ articles, stories: [changed] });
  }

  return {
    dir,
    store,
    put,
    /** Story `n`, of an article that says so. */
    async add(n: number, over: Partial<Story> = {}, articleOver: Partial<Article> = {}): Promise<Story> {
      const date = `2026-07-${String(1 + (n % 28)).padStart(2, '0')}T08:00:00.000Z`;
      const lead = article(`a${n}`, {
        title: `Story number ${n} on statins`,
        summary: `What story ${n} says of statins after a stroke.`,
        sortAt: date,
        ...articleOver,
      });
      const added = story(id(n), {
        articleIds: [lead.id],
        topics: ['heart', 'stroke'],
        sortAt: date,
        ...over,
      });
      await put(added, lead);
      return added;
    },
    async publish(options: { all?: boolean } = {}, other = settings): Promise<Published> {
      const published = await publish(store, other, { outputDir: dir, now, topicLabels, issues, ...options });
      if (!published.ok) throw new Error(published.error.message);
      return published.value;
    },
    read: (path: string) => readFile(join(dir, path), 'utf8'),
    /** Paths of all files, compressed ones left out. */
    async files(): Promise<string[]> {
      const entries = await readdir(dir, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile() && !/\.(br|gz)$/.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
        .sort();
    },
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}

export type Newsroom = Awaited<ReturnType<typeof newsroom>>;

/** A newsroom with a story of every sort: plain, whole text, retracted, covered by many, merged, in another script. */
export async function variedNewsroom(
  settings: Config = config,
  picture = 'https://journal.example/i.png',
): Promise<Newsroom> {
  const room = await newsroom(settings);
  for (let n = 1; n <= 105; n += 1) await room.add(n, n > 1 ? { related: [id(n - 1)] } : {});
  await room.add(
    201,
    { sourceIds: ['open'], related: [id(105), id(202)] },
    {
      sourceId: 'open',
      title: 'The whole text of a trial in 162 newborns',
      authors: [{ name: 'Ana Ñandú', email: null, url: null }],
      language: 'en-GB',
      rights: '© Open & Free',
      contentHtml: safe(
        `<h3>Results</h3><p>They slept. <img src="${picture}" alt="A ward" width="640" height="360"></p><h6>Small</h6><p>More.</p><table><tr><th>a</th><td>b</td></tr></table><h2>End</h2><p><a href="/more?utm_source=rss&amp;a=1&amp;b=2">More</a></p>`,
      ),
      summary: 'Newborns slept longer when they were carried.',
      studies: [
        { type: 'doi', value: '10.1000/a(b)', role: 'is', version: null, from: 'link' },
        { type: 'nct', value: 'NCT01234567', role: 'about', version: null, from: 'text' },
      ],
      journal: 'Journal of Sleep',
    },
  );
  await room.put(
    story(id(202), {
      articleIds: ['a202', 'b202', 'c202'],
      topics: ['heart'],
      evidence: {
        design: 'randomised trial',
        subjects: 'people',
        sample: { size: 1620, unit: 'newborns' },
        status: 'preprint',
        because: {
          design: 'We randomised 1,620 newborns.',
          sample: 'We randomised 1,620 newborns.',
          status: 'doi:10.1101/2026.01.01.1',
        },
      },
      notices: [
        {
          kind: 'retraction',
          at: '2026-08-02T08:00:00.000Z',
          date: '2026-07-29T00:00:00.000Z',
          reason: 'Data <unreliable>.',
          url: null,
          doi: '10.1000/retraction',
        },
      ],
    }),
    article('a202', { title: 'A trial that was withdrawn', summary: 'It was withdrawn.' }),
    article('b202', {
      sourceId: 'open',
      title: 'Dasselbe & mehr',
      url: 'https://journal.example/b202?utm_source=rss&id=7',
      language: 'de',
    }),
    article('c202', { sourceId: 'broken', title: 'Once more' }),
  );
  await room.add(
    203,
    {},
    {
      title: '新生児の睡眠',
      language: 'ja',
      summary: '新生児は長く眠る。',
      url: 'https://journal.example/a203?utm_medium=feed',
    },
  );
  await room.add(204, {}, { title: 'What was part of another story' });
  const [gone] = await room.store.stories([id(204)]);
  const [into] = await room.store.stories([id(203)]);
  if (!gone || !into) throw new Error('no stories');
  await room.put({ ...gone, mergedInto: id(203), articleIds: [], sourceIds: [] });
  await room.put({ ...into, aliases: [id(204)] });
  await room.add(205, {}, { title: 'No address at all', url: null, summary: null });
  await room.add(
    206,
    { sourceIds: ['gone'] },
    { sourceId: 'gone', title: 'Of a source that is not followed any more' },
  );
  await room.store.commit({
    sources: [
      source('lancet', { url: 'https://journal.example/rss' }),
      source('broken', { url: 'https://journal.example/rss', failures: 5, lastSuccessAt: null }),
    ],
  });
  return room;
}
