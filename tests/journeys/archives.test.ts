import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readChain } from '../support/feed-chain.ts';
import { type Origin, startOrigin } from '../support/origin.ts';
import { configFor, type Workplace, workplace } from '../support/workplace.ts';

const SITE = 'https://feed.example.org/';
const start = Date.parse('2026-03-01T00:00:00Z');
const SIZE = 5;

let place: Workplace;
let origin: Origin;
beforeEach(async () => {
  place = await workplace();
  origin = await startOrigin();
});
afterEach(async () => {
  await origin.close();
  await place.remove();
});

const nonce = (n: number, k: number) =>
  `w${Math.abs(Math.imul(n * 104_729 + k * 1_299_709 + 1, 2_654_435_761))
    .toString(36)
    .replace(/\d/g, 'q')}`;
const titleOf = (n: number) => `Report ${n} ${nonce(n, 1)} ${nonce(n, 2)}`;

/** A feed that lists its ten newest items, of which `last` is the newest. */
function feedOf(last: number): string {
  const numbers = Array.from({ length: Math.min(10, last) }, (_, n) => last - n);
  const items = numbers.map(
    (n) =>
      `<item><guid isPermaLink="false">r${n}</guid><link>http://r.example.org/${n}</link><title>${titleOf(n)}</title>` +
      `<pubDate>${new Date(start + n * 60_000).toUTCString()}</pubDate><description>${[3, 4, 5, 6, 7, 8].map((k) => nonce(n, k)).join(' ')}</description></item>`,
  );
  return `<rss version="2.0"><channel><title>R</title><link>http://r.example.org/</link><description>d</description>${items.join('')}</channel></rss>`;
}

/** Documents of a format from the newest to the oldest, by whatever link leads on from each. */
async function walk(extension: string, next: RegExp): Promise<string[]> {
  const texts: string[] = [];
  let path: string | undefined = `feed.${extension}`;
  while (path !== undefined) {
    const text: string = await place.read(`output/${path}`);
    texts.push(text);
    path = next.exec(text)?.[1];
  }
  return texts;
}

const WAYS: [extension: string, next: RegExp, id: RegExp][] = [
  [
    'atom',
    /rel="prev-archive"[^>]*href="https:\/\/feed\.example\.org\/([^"]+)"/,
    /<entry[\s\S]*?<id>([^<]+)<\/id>/g,
  ],
  [
    'rss',
    /rel="prev-archive"[^>]*href="https:\/\/feed\.example\.org\/([^"]+)"/,
    /<guid[^>]*>([^<]+)<\/guid>/g,
  ],
  ['json', /"next_url":\s*"https:\/\/feed\.example\.org\/([^"]+)"/, /"id":\s*"(tag:[^"]+)"/g],
];

it('keeps every entry reachable in all three formats, and never touches an archive that is closed', async () => {
  await place.configure(configFor([{ id: 'r', url: `${origin.url}/feed` }], { feed: { items: SIZE } }));
  const closed = new Map<string, { bytes: string; mtimeMs: number }>();
  for (const [round, last] of [4, 8, 13, 14, 24, 33].entries()) {
    origin.set('/feed', feedOf(last));
    await place.refresh(new Date(start + (round + 1) * 24 * 3_600_000).toISOString());
    const chain = await readChain(place.output, SITE);
    expect(chain.map(({ title }) => title).sort()).toEqual(
      Array.from({ length: last }, (_, n) => titleOf(n + 1)).sort(),
    );
    for (const [path, { bytes, mtimeMs }] of closed) {
      expect(await readFile(path, 'utf8')).toBe(bytes);
      expect((await stat(path)).mtimeMs).toBe(mtimeMs);
    }
    const names = await readdir(join(place.output, 'archive')).catch(() => []);
    for (const name of names.filter((each) => /\.(atom|rss|json)$/.test(each))) {
      const path = join(place.output, 'archive', name);
      const isClosed = (await readFile(path.replace(/\w+$/, 'atom'), 'utf8')).includes('next-archive');
      if (isClosed)
        closed.set(path, { bytes: await readFile(path, 'utf8'), mtimeMs: (await stat(path)).mtimeMs });
    }
  }
  expect(closed.size).toBe(5 * 3);

  for (const [extension, next, id] of WAYS) {
    const texts = await walk(extension, next);
    const ids = texts.flatMap((text) => [...text.matchAll(id)].map(([, found]) => found));
    expect([extension, texts.length, new Set(ids).size, ids.length]).toEqual([extension, 7, 33, 33]);
    for (const archive of extension === 'json' ? [] : texts.slice(1)) {
      expect(archive).toContain('http://purl.org/syndication/history/1.0');
      expect(archive).toMatch(/<(?:fh|history):archive ?\/>/);
      expect(archive).toMatch(/rel="current"/);
    }
  }
});
