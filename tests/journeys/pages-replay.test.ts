import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { linkKey } from '../../src/core/link-key.ts';
import type { CheckReport } from '../../src/pipeline/check.ts';
import { type FeedItem, feedOf, type JsonItem } from '../support/article-page.ts';
import { type Origin, startOrigin } from '../support/origin.ts';
import { sharedDir } from '../support/shared.ts';
import { configFor, workplace } from '../support/workplace.ts';

type Captured = {
  file: string;
  url: string;
  tags: string[];
  expect: { doi?: string | string[]; related?: unknown[]; bodyText?: string };
};

/** Pages replayed, spread over the collection; more of those that say what study or related articles they have. */
const SAMPLE = 120;
const SITES = 12;
const NOON = '2026-03-01T12:00:00Z';

async function capturedPages(): Promise<Captured[]> {
  const lines = (await readFile(join(sharedDir ?? '', 'pages/pages.jsonl'), 'utf8')).trim().split('\n');
  const pages = lines.map((line): Captured => JSON.parse(line));
  const telling = pages.filter(
    ({ expect }) => (expect.doi?.length ?? 0) > 0 || (expect.related?.length ?? 0) > 0,
  );
  const others = pages.filter((page) => !telling.includes(page));
  const every = (some: Captured[], count: number) =>
    some.filter(
      (_, n) => Math.floor((n * count) / some.length) !== Math.floor(((n - 1) * count) / some.length),
    );
  return [...every(telling, SAMPLE / 2), ...every(others, SAMPLE / 2)].slice(0, SAMPLE);
}

const bytesOf = async ({ file }: Captured): Promise<Uint8Array> => {
  const bytes = await readFile(join(sharedDir ?? '', 'pages', file));
  return file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
};

/** An origin whose feed lists these pages; each is at a path of its own, with what its address said kept for the eye. */
async function replay(pages: Captured[], first: number): Promise<Origin> {
  const origin = await startOrigin({ '/robots.txt': 'User-agent: *\nDisallow: /private/' });
  const items: FeedItem[] = [];
  for (const [n, page] of pages.entries()) {
    const path = `/${first + n}${new URL(page.url).pathname.replace(/[^\w/.-]/g, '-')}`;
    origin.set(path, { headers: { 'content-type': 'text/html' }, body: await bytesOf(page) });
    items.push({ path, title: `Item ${first + n} of the feed`, text: `Feed text ${first + n}.` });
  }
  origin.set('/feed', feedOf(origin.url, items));
  return origin;
}

test.skipIf(sharedDir === null)(
  'captured pages give bodies, identifiers and related links, are asked for after robots.txt, and once',
  { timeout: 600_000 },
  async () => {
    const pages = await capturedPages();
    const each = Math.ceil(pages.length / SITES);
    const chunks = Array.from({ length: SITES }, (_, n) => pages.slice(n * each, (n + 1) * each));
    const origins = await Promise.all(chunks.map((chunk, n) => replay(chunk, n * each)));
    const place = await workplace({ built: true });
    try {
      const sources = origins.map(({ url }, n) => ({
        id: `site-${n}`,
        url: `${url}/feed`,
        extract: { pages: 'always' },
        ...(n % 2 === 0 && { content: 'full', license: 'CC-BY' }),
      }));
      // No deadline for pages: a busy machine must not decide how many are read.
      const network = {
        allowPrivate: ['127.0.0.0/8'],
        perHostDelaySeconds: 0,
        contact: 'https://feed.example.org/about/',
        pagesDeadlineSeconds: 3600,
      };
      await place.configure(configFor(sources, { network, feed: { items: 500 } }));
      const report = await place.refresh(NOON);
      expect(report.sources.map(({ status }) => status)).toEqual(sources.map(() => 'updated'));
      for (const { requests } of origins) {
        const paths = requests.map(({ path }) => path).filter((path) => path !== '/feed');
        expect(paths[0]).toBe('/robots.txt');
        expect(new Set(paths).size).toBe(paths.length);
        expect(paths).toHaveLength(1 + each);
      }

      const items: JsonItem[] = JSON.parse(await place.read('output/feed.json')).items;
      const read = items.filter(({ _mia }) => _mia.readingMinutes !== null);
      expect(read.length).toBeGreaterThan(pages.length * 0.8);
      expect(items.filter(({ _mia }) => _mia.related.length > 0).length).toBeGreaterThan(10);
      const dois = pages.flatMap(({ expect }) => expect.doi ?? []).map((doi) => doi.toLowerCase());
      const shown = new Set(items.flatMap(({ _mia }) => _mia.studyIds.doi ?? []));
      expect(dois.length).toBeGreaterThan(10);
      expect(dois.filter((doi) => shown.has(doi)).length / dois.length).toBeGreaterThan(0.9);
      for (const name of ['feed.atom', 'feed.rss', 'feed.json'])
        expect(await place.read(`output/${name}`)).not.toMatch(/<script|&lt;script|javascript:/i);

      for (const origin of origins) origin.requests.length = 0;
      await place.refresh('2026-03-01T14:00:00Z');
      expect(origins.flatMap(({ requests }) => requests.map(({ path }) => path))).toEqual(
        origins.map(() => '/feed'),
      );

      const ran = await place.run('check', 'site-0', '--json', '--now', '2026-03-01T14:00:00Z');
      const checked: CheckReport = JSON.parse(ran.stdout);
      const taken = checked.entries.flatMap(({ page }) => (page && 'why' in page ? [page] : []));
      expect(taken.length).toBeGreaterThan(0);
      for (const page of taken)
        expect(Object.keys(page)).toEqual(expect.arrayContaining(['related', 'why', 'text']));
      for (const { link, page } of checked.entries.filter(({ page }) => page && 'why' in page)) {
        const item = items.find(({ url }) => linkKey(url) === linkKey(link));
        expect(item, link ?? '').toBeDefined();
        if (page && 'why' in page && page.readingMinutes !== null)
          expect(item?._mia.readingMinutes).toBe(page.readingMinutes);
      }
    } finally {
      await Promise.all(origins.map((origin) => origin.close()));
      await place.remove();
    }
  },
);
