import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Config } from '../../src/core/source.ts';
import type { Story } from '../../src/core/story.ts';
import { storyPath } from '../../src/core/story-path.ts';
import { issueShelf } from '../../src/newsletter/issue-shelf.ts';
import { publish } from '../../src/publish/publish.ts';
import { checkFeeds } from '../../src/publish/validate.ts';
import { htmlProblems } from '../publish/site/html.ts';
import { aConfig, site, someNewsletter } from '../publish/support.ts';
import { type MapStore, mapStore } from '../store/map-store.ts';
import { article, story } from '../store/samples.ts';

let dir = '';
let dataDir = '';
let store: MapStore = mapStore();
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'issues-'));
  dataDir = await mkdtemp(join(tmpdir(), 'issues-data-'));
  store = mapStore();
});
afterEach(async () => {
  for (const each of [dir, dataDir]) await rm(each, { recursive: true, force: true });
});

const shelfAt = (now: () => Date) =>
  issueShelf(dataDir, {
    now,
    onDamage(warning) {
      throw new Error(warning);
    },
  });

const config = (issuesInFeed: boolean): Config =>
  aConfig({
    site: { ...site, title: 'Test feed', url: 'https://feed.example.org/' },
    newsletter: someNewsletter({ issuesInFeed }),
  });

async function add(title: string, at: string, over: Partial<Story> = {}): Promise<string> {
  const id = `tag:feed.example.org,2026:${title.toLowerCase().replace(/\W+/g, '-')}`;
  await store.commit({
    articles: [
      article(`a-${id}`, {
        title,
        url: `https://j.example/${encodeURIComponent(title)}`,
        sortAt: at,
        storyId: id,
        sourceId: 'journal',
      }),
    ],
    stories: [
      story(id, {
        path: storyPath(id, title, at),
        articleIds: [`a-${id}`],
        sourceIds: ['journal'],
        sortAt: at,
        firstSeenAt: at,
        updatedAt: at,
        topics: [],
        ...over,
      }),
    ],
  });
  return id;
}

async function publishAt(
  now: string,
  issuesInFeed = false,
  { all = false, isOff = false } = {},
): Promise<string[]> {
  const issues = shelfAt(() => new Date(now));
  const settings = config(issuesInFeed);
  const published = await publish(store, isOff ? { ...settings, newsletter: null } : settings, {
    outputDir: dir,
    now: () => new Date(now),
    topicLabels: new Map(),
    all,
    issues,
  });
  if (!published.ok) throw new Error(published.error.message);
  return published.value.written.filter((path) => path.startsWith('newsletter/'));
}

const read = (path: string) => readFile(join(dir, path), 'utf8');

it('makes an issue of a week when it is over, and none of a week without stories', async () => {
  await add('Sleep helps', '2026-11-17T10:00:00.000Z');
  await add('Walking helps more', '2026-11-21T10:00:00.000Z', { sourceIds: ['a', 'b', 'c'] });
  await publishAt('2026-11-22T23:00:00Z');
  expect(await readdir(join(dir, 'newsletter'))).not.toContain('2026-47');
  expect(await read('newsletter/issues/index.html')).toContain('The first issue appears');

  await add('News of Monday', '2026-11-23T00:30:00.000Z');
  expect(await publishAt('2026-11-23T01:00:00Z')).toContain('newsletter/2026-47/index.html');
  const page = await read('newsletter/2026-47/index.html');
  expect(page.indexOf('Walking helps more')).toBeLessThan(page.indexOf('Sleep helps'));
  expect(page).toContain('Sleep helps');
  expect(page).not.toContain('News of Monday');
  expect(await read('newsletter/issues/index.html')).toContain('Week 47, 2026');
  expect(await readdir(join(dir, 'newsletter'))).not.toContain('2026-46');
  expect(await read('sitemaps/issues.xml')).toContain(
    '<loc>https://feed.example.org/newsletter/2026-47/</loc>',
  );
  expect(await read('sitemap.xml')).toContain('sitemaps/issues.xml');
});

it('changes no word of an issue later, whatever happens to its stories, but marks a retraction once', async () => {
  const id = await add('Vitamins cure all', '2026-11-18T10:00:00.000Z');
  await add('Sleep helps', '2026-11-17T10:00:00.000Z');
  await publishAt('2026-11-22T12:00:00Z');
  await publishAt('2026-11-23T01:00:00Z');
  const before = await read('newsletter/2026-47/index.html');

  await change(id, 'Another title', {});
  await add('Late news with an old date', '2026-11-19T10:00:00.000Z', {
    firstSeenAt: '2026-11-24T10:00:00.000Z',
  });
  expect(await publishAt('2026-11-24T12:00:00Z')).toEqual([]);
  expect(await read('newsletter/2026-47/index.html')).toBe(before);

  await change(id, null, { notices: [RETRACTION] });
  expect(await publishAt('2026-11-25T12:00:00Z')).toContain('newsletter/2026-47/index.html');
  const after = await read('newsletter/2026-47/index.html');
  expect(after).toContain('Vitamins cure all');
  expect(after).toMatch(/[Rr]etracted/);
  expect(await publishAt('2026-11-25T13:00:00Z')).toEqual([]);
});

const RETRACTION = {
  kind: 'retraction' as const,
  at: '2026-11-25T10:00:00.000Z',
  date: null,
  reason: 'made up',
  url: null,
  doi: null,
};

async function change(id: string, title: string | null, over: Partial<Story>): Promise<void> {
  const [lead] = await store.articles([`a-${id}`]);
  const [told] = await store.stories([id]);
  if (!lead || !told) throw new Error('not there');
  await store.commit({
    articles: title === null ? [] : [{ ...lead, title }],
    stories: [{ ...told, ...over, toldRevision: null }],
  });
}

it('writes every issue again, to the letter, when the output was deleted', async () => {
  const id = await add('Vitamins cure all', '2026-11-11T10:00:00.000Z');
  await publishAt('2026-11-16T01:00:00Z', true);
  await add('Sleep helps', '2026-11-17T10:00:00.000Z');
  await publishAt('2026-11-23T01:00:00Z', true);
  await change(id, 'Another title', { notices: [RETRACTION] });
  await publishAt('2026-11-25T12:00:00Z', true);
  const paths = ['2026-46/index.html', '2026-47/index.html', 'issues/index.html', 'issues.atom'];
  const readAll = () => Promise.all(paths.map((path) => read(`newsletter/${path}`)));
  const before = await readAll();
  expect(before[0]).toContain('Vitamins cure all');
  expect(before[0]).toMatch(/[Rr]etracted/);

  await rm(dir, { recursive: true });
  await publishAt('2026-11-26T12:00:00Z', true, { all: true });
  expect(await readAll()).toEqual(before);
});

it('is whole after a publish that was killed between any two files', async () => {
  const id = await add('Vitamins cure all', '2026-11-18T10:00:00.000Z');
  await publishAt('2026-11-22T12:00:00Z');
  /** A publish in which the disk fails as soon as this file is to be written. */
  const failingAt = async (now: string, path: string) => {
    await rm(join(dir, path), { recursive: true, force: true });
    await mkdir(join(dir, path), { recursive: true });
    await expect(publishAt(now)).rejects.toThrow(path);
    await rm(join(dir, path), { recursive: true });
  };
  await failingAt('2026-11-23T01:00:00Z', 'newsletter/2026-47/index.html');
  await failingAt('2026-11-23T02:00:00Z', 'newsletter/issues/index.html');
  await publishAt('2026-11-23T03:00:00Z');
  expect(await read('newsletter/2026-47/index.html')).toContain('Vitamins cure all');
  expect(await read('newsletter/issues/index.html')).toContain('Week 47, 2026');
  expect(await read('sitemaps/issues.xml')).toContain('2026-47');

  await change(id, null, { notices: [RETRACTION] });
  const page = await read('newsletter/2026-47/index.html');
  await failingAt('2026-11-25T12:00:00Z', 'newsletter/2026-47/index.html');
  await writeFile(join(dir, 'newsletter/2026-47/index.html'), page);
  await publishAt('2026-11-25T13:00:00Z');
  expect(await read('newsletter/2026-47/index.html')).toMatch(/[Rr]etracted/);
});

it('writes nothing of it when a publish brings no news', async () => {
  await add('Sleep helps', '2026-11-17T10:00:00.000Z');
  await publishAt('2026-11-22T12:00:00Z');
  await publishAt('2026-11-23T12:00:00Z');
  expect(await publishAt('2026-11-24T12:00:00Z')).toEqual([]);
});

it('has a valid feed of the issues where that is switched on', async () => {
  await add('Sleep helps & "walking" <too>', '2026-11-17T10:00:00.000Z');
  await publishAt('2026-11-22T12:00:00Z', true);
  await add('Another week', '2026-11-25T10:00:00.000Z');
  await publishAt('2026-11-30T12:00:00Z', true);
  const atom = await read('newsletter/issues.atom');
  expect(checkFeeds([{ path: 'newsletter/issues.atom', content: atom }])).toEqual([]);
  expect([...atom.matchAll(/<id>([^<]+)<\/id>/g)].map(([, id]) => id)).toEqual(
    expect.arrayContaining([
      'https://feed.example.org/newsletter/2026-48/',
      'https://feed.example.org/newsletter/2026-47/',
    ]),
  );
});

it('leaves no form that nobody takes when the newsletter is switched off, and brings it back', async () => {
  await add('Sleep helps', '2026-11-17T10:00:00.000Z');
  await publishAt('2026-11-23T12:00:00Z');
  const form = await read('newsletter/index.html');
  expect(form).toContain('<form');

  expect(await publishAt('2026-11-24T12:00:00Z', false, { isOff: true })).toContain('newsletter/index.html');
  const off = await read('newsletter/index.html');
  expect(off).toContain('There is no newsletter at the moment');
  expect(off).not.toMatch(/method="post"|name="email"/);
  expect(off).toContain('noindex');
  expect(await htmlProblems(off)).toEqual([]);
  expect(await publishAt('2026-11-25T12:00:00Z', false, { isOff: true, all: true })).toEqual([]);

  await publishAt('2026-11-26T12:00:00Z');
  expect(await read('newsletter/index.html')).toBe(form);

  await rm(dir, { recursive: true });
  await publishAt('2026-11-26T13:00:00Z', false, { isOff: true, all: true });
  expect(await readdir(dir)).not.toContain('newsletter');
});

it('is valid HTML, with whatever stories say', async () => {
  await add('Sleep helps & "walking" <too>', '2026-11-17T10:00:00.000Z');
  const id = await add('What was <b>withdrawn</b>', '2026-11-18T10:00:00.000Z', {
    topics: ['heart'],
    evidence: {
      design: 'randomised trial',
      subjects: 'people',
      sample: { size: 1620, unit: 'newborns' },
      status: 'preprint',
      because: { design: 'We randomised 1,620 newborns.', status: 'doi:10.1101/2026.01.01.1' },
    },
  });
  await publishAt('2026-11-23T12:00:00Z', true);
  await change(id, null, { notices: [{ ...RETRACTION, reason: 'Data <unreliable> & "odd"' }] });
  await publishAt('2026-11-25T12:00:00Z', true);
  const page = await read('newsletter/2026-47/index.html');
  expect(page).toContain('What was withdrawn');
  expect(page).toMatch(/[Rr]etracted/);
  for (const html of [page, await read('newsletter/issues/index.html')])
    expect(await htmlProblems(html)).toEqual([]);
});
