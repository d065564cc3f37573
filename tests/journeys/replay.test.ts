import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkFeeds } from '../../src/publish/validate.ts';
import { readChain } from '../support/feed-chain.ts';
import { type Origin, startOrigin } from '../support/origin.ts';
import { sharedDir } from '../support/shared.ts';
import { configFor, type Workplace, workplace } from '../support/workplace.ts';

type Case = { name: string; file: string; contentType: string | null; tags: string[] };

/** Real feeds as they were captured, each served by an origin with an address of its own. */
async function startCaptures(dir: string): Promise<{ origin: Origin; name: string }[]> {
  const lines = (await readFile(join(dir, 'feeds/cases.jsonl'), 'utf8')).trim().split('\n');
  const cases = lines.map((line): Case => JSON.parse(line));
  return Promise.all(
    cases.map(async ({ name, file, contentType }) => {
      const body = await readFile(join(dir, 'feeds/files', file));
      const headers = contentType === null ? {} : { 'content-type': contentType };
      return { name, origin: await startOrigin({ '/feed': { headers, body } }) };
    }),
  );
}

describe.skipIf(sharedDir === null)('all captured feeds, through the command line', () => {
  let place: Workplace;
  let captures: { origin: Origin; name: string }[] = [];

  beforeAll(async () => {
    place = await workplace({ built: true });
    captures = await startCaptures(sharedDir ?? '');
    const sources = captures.map(({ origin }, n) => ({ id: `capture-${n}`, url: `${origin.url}/feed` }));
    await place.configure(configFor(sources, { feed: { items: 100 } }));
  });

  afterAll(async () => {
    await Promise.all(captures.map(({ origin }) => origin.close()));
    await place?.remove();
  });

  it('are each stored or refused with a reason, and published as valid feeds', {
    timeout: 600_000,
  }, async () => {
    const report = await place.refresh('2026-03-01T12:00:00Z');
    expect(report.sources).toHaveLength(captures.length);
    const refused = report.sources.filter(({ status }) => status === 'failed');
    for (const { error } of refused) expect(error?.message.length).toBeGreaterThan(20);
    expect(refused.length).toBeLessThan(captures.length * 0.1);
    const items = report.sources.reduce((sum, { newItems }) => sum + newItems, 0);
    console.info(
      `${captures.length} captures: ${items} items, ${report.stories.total} stories, ${refused.length} refused`,
    );

    const names = (await readdir(place.output, { recursive: true })).filter((name) =>
      /^(feed|(archive|sources|topics)\/[\w-]+)\.(atom|rss|json)$/.test(name),
    );
    const files = await Promise.all(
      names.map(async (path) => ({ path, content: await readFile(join(place.output, path), 'utf8') })),
    );
    expect(checkFeeds(files)).toEqual([]);
    const chain = await readChain(place.output, 'https://feed.example.org/');
    expect(chain).toHaveLength(report.stories.total);
    expect(new Set(chain.map(({ id }) => id)).size).toBe(chain.length);
  });

  it('can be searched in the browser by at most 1 MB, of which the newest 2,000 stories are made', async () => {
    const { blocks } = JSON.parse(await place.read('output/site/search.json'));
    const parts = blocks.map((number: number) => `output/site/search/${number}.json`);
    const stories = (await Promise.all(parts.map(place.read))).flatMap((text) => JSON.parse(text));
    const sizes = await Promise.all(parts.map((path: string) => stat(join(place.dir, `${path}.gz`))));
    const bytes = sizes.reduce((sum, { size }) => sum + size, 0);
    console.info(
      `${stories.length} stories to search in the browser: ${Math.ceil(bytes / 1000)} KB with gzip`,
    );
    expect(stories.length).toBeGreaterThanOrEqual(2000);
    expect(bytes).toBeLessThanOrEqual(1_000_000);
  });

  it('write nothing when they come a second time', { timeout: 600_000 }, async () => {
    const before = await place.outputTimes();
    const report = await place.refresh('2026-03-03T12:00:00Z');
    expect(report.sources.filter(({ newItems, updatedItems }) => newItems + updatedItems > 0)).toEqual([]);
    expect(report.output.written).toBe(0);
    expect(await place.outputTimes()).toEqual(before);
  });
});

if (sharedDir === null) console.warn('Skipped: the captured feeds are not on this machine.');
