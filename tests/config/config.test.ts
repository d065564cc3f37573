import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatProblem } from '../../src/config/problem.ts';
import { configWarnings } from '../../src/config/warnings.ts';
import { loadConfig, readConfig } from '../../src/config.ts';
import type { Config } from '../../src/core/source.ts';

const SITE = { title: 'News', url: 'https://feed.example.org' };
const SOURCE = { id: 'one', name: 'One', url: 'https://one.example/feed' };

const read = (json: unknown, env = {}) => readConfig(JSON.stringify(json, null, 1), 'sources.json', env);
const withSource = (more: object) => ({ site: SITE, sources: [{ ...SOURCE, ...more }] });

async function complete(json: unknown, env = {}): Promise<Config> {
  const result = await read(json, env);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

describe('a good file', () => {
  test('needs only site.title, site.url and the id, name and url of each source', async () => {
    const config = await complete({ site: SITE, sources: [SOURCE] });
    expect(config).toMatchObject({
      site: { title: 'News', url: 'https://feed.example.org/', language: 'en', author: null, hub: null },
      network: {
        timeoutMs: 30_000,
        maxBytes: 15_000_000,
        concurrency: 16,
        perHost: 1,
        perHostDelayMs: 1000,
        minIntervalMs: 3_600_000,
        allowPrivate: [],
        pagesPerHost: 20,
      },
      feed: { items: 100, content: 'excerpt' },
      newsletter: null,
    });
    expect(config.network.userAgent).toMatch(
      /^MiasFeed\/\d+\.\d+\.\d+ \(\+https:\/\/feed\.example\.org\/\)$/,
    );
    expect(config.sources).toEqual([
      {
        ...SOURCE,
        type: 'feed',
        site: null,
        schedule: '*/15 * * * *',
        enabled: true,
        topics: [],
        language: null,
        content: 'excerpt',
        license: null,
        extract: { pages: 'auto' },
        headers: {},
        rank: 0,
      },
    ]);
  });

  test('gives every source the defaults that it does not override', async () => {
    const config = await complete({
      site: SITE,
      defaults: {
        schedule: '5 * * * *',
        language: 'pt-br',
        topics: ['oncology'],
        extract: { pages: 'never' },
      },
      sources: [SOURCE, { ...SOURCE, id: 'two', schedule: '0 6 * * *', extract: { article: 'main' } }],
    });
    expect(config.sources).toMatchObject([
      { schedule: '5 * * * *', language: 'pt-BR', topics: ['oncology'], extract: { pages: 'never' } },
      { schedule: '0 6 * * *', extract: { pages: 'never', article: 'main' }, rank: 1 },
    ]);
  });

  test('takes header values from the environment', async () => {
    const config = await complete(withSource({ headers: { Authorization: `Bearer \${FEED_TOKEN}` } }), {
      FEED_TOKEN: 's3cret',
    });
    expect(config.sources[0]?.headers).toEqual({ Authorization: 'Bearer s3cret' });
  });

  test.each([
    ['publishes full texts of licensed sources when the feed says so', { license: 'CC-BY' }, 'full'],
    ['never publishes full texts of a source without a licence', {}, 'excerpt'],
    ['lets a source keep its excerpt', { license: 'CC-BY', content: 'excerpt' }, 'excerpt'],
  ])('%s', async (_, more, content) => {
    const config = await complete({ ...withSource(more), feed: { content: 'full' } });
    expect(config.sources[0]?.content).toBe(content);
  });

  test('may begin with a byte order mark, but has to be UTF-8', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mia-config-'));
    const file = join(folder, 'sources.json');
    const text = `\ufeff${JSON.stringify({ site: { ...SITE, title: 'Grüße' }, sources: [] })}`;
    await writeFile(file, text);
    expect((await loadConfig(file, {})).ok).toBe(true);
    for (const encoding of ['utf16le', 'latin1'] as const) {
      await writeFile(file, Buffer.from(encoding === 'latin1' ? text.slice(1) : text, encoding));
      expect(await loadConfig(file, {})).toMatchObject({ error: [{ found: 'is not in UTF-8', line: null }] });
    }
    await writeFile(file, Buffer.from(text.slice(1).replace('ü', 'u').replace('ß', 's'), 'utf16le'));
    expect(await loadConfig(file, {})).toMatchObject({ error: [{ found: 'is not in UTF-8' }] });
    await rm(folder, { recursive: true });
  });
});

describe('a broken file names the place, what is there and what is allowed', () => {
  const cases: [name: string, json: object, place: string, words: string[]][] = [
    ['a missing title', { site: { url: SITE.url }, sources: [] }, 'site.title', ['is missing', 'a title']],
    ['a missing list of sources', { site: SITE }, 'sources', ['is missing', 'a list of sources']],
    ['an unknown key', withSource({ licence: 'x' }), 'sources[0].licence', ['did you mean "license"?']],
    ['an unknown key like no other', withSource({ zzz: 1 }), 'sources[0].zzz', ['known here: id, name']],
    ['an unknown key at the top', { site: SITE, sources: [], netwrok: {} }, 'netwrok', ['"network"?']],
    ['an id with capitals', withSource({ id: 'One' }), 'sources[0].id', ['is "One"', 'lower-case']],
    ['an id that climbs folders', withSource({ id: '../x' }), 'sources[0].id', ['is "../x"']],
    ['a URL of another kind', withSource({ url: 'ftp://one.example/' }), 'sources[0].url', ['ftp:', 'http']],
    [
      'a URL with a password',
      withSource({ url: 'https://a:b@one.example/' }),
      'sources[0].url',
      ['password'],
    ],
    ['a schedule in words', withSource({ schedule: 'hourly' }), 'sources[0].schedule', ['"hourly"', 'cron']],
    ['an impossible minute', withSource({ schedule: '61 * * * *' }), 'sources[0].schedule', ['61', 'minute']],
    [
      'a bad default schedule',
      { ...withSource({}), defaults: { schedule: 'x' } },
      'defaults.schedule',
      ['"x"'],
    ],
    ['a broken selector', withSource({ extract: { article: 'p[' } }), 'sources[0].extract.article', ['"p["']],
    [
      'a broken selector of a list',
      withSource({ type: 'page', extract: { list: { item: 'li:nope' } } }),
      'sources[0].extract.list.item',
      ['"li:nope"', 'pseudo-class'],
    ],
    ['a page without a list', withSource({ type: 'page' }), 'sources[0].extract.list', ['"item"']],
    ['full text without licence', withSource({ content: 'full' }), 'sources[0].content', ['"license"']],
    [
      'an unknown kind of content',
      withSource({ content: 'all' }),
      'sources[0].content',
      ['"excerpt" or "full"'],
    ],
    [
      'a range that is none',
      { ...withSource({}), network: { allowPrivate: ['10.0.0.0/40'] } },
      'network.allowPrivate[0]',
      ['10.0.0.0/40'],
    ],
    [
      'an interval below 5 minutes',
      { ...withSource({}), network: { minIntervalMinutes: 4 } },
      'network.minIntervalMinutes',
      ['is 4', 'from 5 to'],
    ],
    [
      'a header that is ours',
      withSource({ headers: { Host: 'x' } }),
      'sources[0].headers.Host',
      ['not allowed'],
    ],
    [
      'a header name with a space',
      withSource({ headers: { 'X Y': 'x' } }),
      'sources[0].headers["X Y"]',
      ['not allowed'],
    ],
    [
      'a variable that is not set',
      withSource({ headers: { A: `\${NOPE}` } }),
      'sources[0].headers.A',
      [`\${NOPE}`, 'environment'],
    ],
    [
      'a topic that is no slug',
      withSource({ topics: ['Heart Failure'] }),
      'sources[0].topics[0]',
      ['dashes'],
    ],
    ['a language that is none', withSource({ language: 'English!' }), 'sources[0].language', ['BCP 47']],
    ['a language by its name', withSource({ language: 'hindi' }), 'sources[0].language', ['BCP 47']],
    ['a source that is a string', { site: SITE, sources: ['x'] }, 'sources[0]', ['is "x"', 'an object']],
  ];
  test.each(cases)('%s', async (_, json, place, words) => {
    const result = await read(json);
    if (result.ok) throw new Error('it was accepted');
    const found = result.error.filter((problem) => problem.place === place);
    expect(found, JSON.stringify(result.error)).toHaveLength(1);
    for (const word of words) expect(found[0]?.message).toContain(word);
    expect(result.error).toHaveLength(1);
  });

  test('reports all problems at once, each with its line', async () => {
    const text = `{
  "site": { "title": "News" },
  "sources": [
    { "id": "one", "name": "One", "url": "https://one.example/" },
    {
      "id": "one",
      "name": "",
      "url": "https://two.example/",
      "schedule": "never"
    }
  ]
}`;
    const result = await readConfig(text, 'sources.json', {});
    expect(result.ok ? [] : result.error.map(({ place, line }) => [place, line])).toEqual([
      ['site.url', 2],
      ['sources[1].id', 6],
      ['sources[1].name', 7],
      ['sources[1].schedule', 9],
    ]);
    expect(result.ok ? '' : formatProblem('sources.json', result.error[1] as never)).toBe(
      'sources.json:6:7: sources[1].id is "one", like that of sources[0]; each source needs an id of its own.',
    );
  });

  test.each([
    ['a comma too many', '{\n "site": {},\n}', 3, 'comma too many'],
    ['a comma missing', '{\n "a": 1\n "b": 2\n}', 3, 'a comma is missing'],
    ['a comment', '{}\n// notes', 2, 'no comments'],
    ['a file that breaks off', '{\n "a": [1, 2', 2, 'missing'],
    ['an empty file', '', 1, 'a value must stand here'],
    ['a string that is not closed', '{ "a": "b }', 1, 'closing quote'],
    ['nesting without end', '['.repeat(100_000), 1, 'is not JSON'],
  ])('says where JSON ends to be JSON: %s', async (_, text, line, words) => {
    const result = await readConfig(text, 'sources.json', {});
    expect(result.ok ? [] : result.error).toMatchObject([{ place: '', line }]);
    expect(result.ok ? '' : result.error[0]?.message).toContain(words);
  });

  test('never shows what stands in headers, from the file or from the environment', async () => {
    const headers = { Authorization: `Bearer \${FEED_TOKEN}\n`, 'X Key': 'hunter2', Cookie: 12345678 };
    const result = await read(withSource({ headers, nope: true }), { FEED_TOKEN: 's3cret' });
    const shown = JSON.stringify(result);
    expect(result.ok).toBe(false);
    for (const secret of ['s3cret', 'hunter2', '12345678']) expect(shown).not.toContain(secret);
  });

  test('points at a key that stands twice in one object when asked to be strict', async () => {
    const text = '{"site":{"title":"a","title":"b","url":"https://feed.example.org"},"sources":[]}';
    const result = await readConfig(text, 'sources.json', {}, { strict: true });
    expect(result.ok ? [] : result.error.map(({ place }) => place)).toContain('site.title');
  });

  test('says what to do about a file that is not there', async () => {
    const result = await loadConfig('/nonexistent/sources.json', {});
    expect(result.ok ? '' : result.error[0]?.message).toBe(
      'the file is not there; create it, or name another one with --config FILE',
    );
  });
});

describe('whatever the file holds', () => {
  const anyConfig = fc.oneof(
    fc.json({ maxDepth: 6 }),
    fc.string(),
    fc
      .record({ site: fc.jsonValue(), network: fc.jsonValue(), sources: fc.array(fc.jsonValue()) })
      .map((value) => JSON.stringify(value)),
  );
  test('it is read or refused with places and lines, and never throws', async () => {
    await fc.assert(
      fc.asyncProperty(anyConfig, async (text) => {
        const result = await readConfig(text, 'sources.json', {});
        if (result.ok) return;
        expect(result.error.length).toBeGreaterThan(0);
        for (const { line, message } of result.error) {
          expect(line).toBeGreaterThan(0);
          expect(message).not.toContain('undefined');
        }
      }),
    );
  });
});

test('warns of what is allowed but seldom meant', async () => {
  const config = await complete({
    site: SITE,
    sources: [SOURCE, { ...SOURCE, id: 'two', topics: ['oncolgy', 'zzz'] }],
  });
  expect(configWarnings(config, ['oncology'])).toEqual([
    '"two" and "one" read the same URL: readers get its news under both.',
    '"two" has the topic "oncolgy", which there is not. Did you mean "oncology"?',
    '"two" has the topic "zzz", which there is not.',
    'site.url is still https://feed.example.org/: write the address at which output/ will be served.',
  ]);
});
