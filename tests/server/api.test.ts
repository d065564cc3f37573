import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Source } from '../../src/core/source.ts';
import type { Evidence } from '../../src/core/story.ts';
import { storiesPage, storiesQuery } from '../../src/server/story-schema.ts';
import { openStore } from '../../src/store/lowdb/open.ts';
import { aSource } from '../publish/support.ts';
import { article, articleId, story, storyId } from '../store/samples.ts';
import { type Served, served } from './support.ts';

const SOURCES: Source[] = [aSource({ id: 'one' }), aSource({ id: 'two', name: 'Ärzteblatt' })];
const now = () => new Date('2026-03-01T12:00:00Z');
const hour = (n: number) => new Date(Date.UTC(2026, 1, 1) + n * 3_600_000).toISOString();

const EVIDENCE: Evidence = {
  design: 'case report',
  subjects: 'people',
  sample: null,
  status: 'preprint',
  because: {},
};

let server: Served;

/** Stories that arrive, one an hour: number `n` is of source one if odd, on measles if divisible by three. */
async function arrive(numbers: number[], change: { title?: string; notices?: boolean } = {}): Promise<void> {
  const store = await openStore(server.dataDir, { now, random: Math.random, mode: 'write' });
  if (!store.ok) throw new Error(store.error.message);
  for (const n of numbers) {
    await store.value.commit({
      articles: [
        article(articleId(n), {
          sourceId: n % 2 ? 'one' : 'two',
          storyId: storyId(n),
          title: change.title ?? `Report ${n} on ${n % 3 ? 'aspirin' : 'Médecine'}`,
          summary: `About number${n}.`,
          url: `https://one.example/${n}`,
        }),
      ],
      stories: [
        story(storyId(n), {
          seq: null,
          articleIds: [articleId(n)],
          sourceIds: [n % 2 ? 'one' : 'two'],
          topics: n % 3 ? ['heart'] : ['measles'],
          evidence: n % 10 ? null : EVIDENCE,
          firstSeenAt: hour(n),
          sortAt: hour(n),
          updatedAt: hour(n),
          path: `stories/2026/02/report-${n}/`,
        }),
      ],
    });
  }
  await store.value.close();
  await server.serving.refreshed();
}

beforeAll(async () => {
  server = await served(
    { 'feed.atom': '<feed/>', 'sources.opml': '<opml/>' },
    {
      config: { sources: SOURCES } as never,
    },
  );
  await arrive(Array.from({ length: 30 }, (_, n) => n + 1));
});
afterAll(() => server.close());

async function ask(query: string) {
  const { status, text } = await server.get(`/api/stories${query}`);
  return { status, body: JSON.parse(text) };
}

/** The numbers of the stories of all pages. */
async function numbers(query: string): Promise<number[]> {
  const found: number[] = [];
  for (let cursor = ''; ; ) {
    const { body } = await ask(`?${query}${cursor && `&cursor=${cursor}`}`);
    const page = storiesPage.parse(body);
    found.push(...page.stories.map(({ url }) => Number(url?.split('/').at(-1))));
    if (page.next === null) return found;
    cursor = page.next;
  }
}

const down = (from: number, keep: (n: number) => boolean = () => true) =>
  Array.from({ length: from }, (_, n) => from - n).filter(keep);

describe('stories', () => {
  test('come as the schema says, the latest first', async () => {
    const { status, body } = await ask('?limit=2');
    expect(status).toBe(200);
    expect(storiesPage.parse(body)).toEqual(body);
    expect(body.stories[0]).toMatchObject({
      id: storyId(30),
      page: 'https://feed.example.org/stories/2026/02/report-30/',
      url: 'https://one.example/30',
      title: 'Report 30 on Médecine',
      source: { id: 'two' },
      news: '2026-08-01T12:00:00.000Z',
      evidence: { label: 'Case report, in people, preprint', design: 'case report' },
    });
  });

  const cases: [name: string, query: string, expected: number[]][] = [
    ['all', '', down(30)],
    ['in small pages', 'limit=7', down(30)],
    ['on a topic', 'topic=measles&limit=4', down(30, (n) => n % 3 === 0)],
    ['of a source', 'source=one', down(30, (n) => n % 2 === 1)],
    ['on a topic and of a source', 'topic=measles&source=two&limit=1', down(30, (n) => n % 6 === 0)],
    ['on a topic that there is not', 'topic=nothing', []],
    [
      'that hold a word, whatever its accents and capitals',
      'q=MEDECINE&limit=3',
      down(30, (n) => n % 3 === 0),
    ],
    ['that hold all the words', 'q=report%20number7', [7]],
    ['that hold the beginning of the last word', 'q=report+aspi&limit=9', down(30, (n) => n % 3 !== 0)],
    ['but not the beginning of an earlier one', 'q=aspi+report', []],
    ['that hold words, on a topic', 'q=report&topic=measles', down(30, (n) => n % 3 === 0)],
    ['that have the name of a source', 'q=arzteblatt+medecine', down(30, (n) => n % 6 === 0)],
    ['that have the label of a topic', 'q=report+number9+measles', [9]],
    ['on a study of a design', 'evidence=case+report', [30, 20, 10]],
    ['on a study of a status, in words', 'q=preprint&limit=2', [30, 20, 10]],
    ['of an evidence, on a topic', 'evidence=preprint&topic=heart', [20, 10]],
    ['of words that nobody wrote', 'q=zygomorphic', []],
    ['of no words at all', 'q=%3F%3F', []],
    ['since a time', `since=${hour(28).replace('.000Z', 'Z')}`, [30, 29, 28]],
    ['since a time, with words', `since=${hour(20)}&q=aspirin`, [29, 28, 26, 25, 23, 22, 20]],
  ];
  test.each(cases)('%s', async (_, query, expected) => {
    expect(await numbers(query)).toEqual(expected);
  });

  test('stay where they are on later pages when others arrive', async () => {
    const { body } = await ask('?limit=10');
    await arrive([31, 32]);
    const rest = await ask(`?limit=100&cursor=${body.next}`);
    const read = [...body.stories, ...rest.body.stories].map(({ id }: { id: string }) => id);
    expect(read).toEqual(down(30).map(storyId));
    expect(await numbers('limit=2&source=two')).toEqual(down(32, (n) => n % 2 === 0));
  });

  test('are found by their new words when they change, and no more by the old ones', async () => {
    await arrive([31], { title: 'Heparin instead' });
    expect(await numbers('q=heparin')).toEqual([31]);
    expect(await numbers('q=number31+aspirin')).toEqual([]);
  });
});

describe('what is asked wrongly is answered in words', () => {
  test.each([
    ['?topic=Not%20a%20slug', 'topic must be a topic: lower-case letters, digits and dashes.'],
    ['?limit=0', 'limit must be a whole number from 1 to 100.'],
    ['?limit=many', 'limit must be a whole number from 1 to 100.'],
    ['?since=yesterday', 'since must be a time in UTC such as 2026-01-31T12:00:00Z.'],
    ['?q=', 'q must be words to look for.'],
    [`?q=${'a'.repeat(300)}`, 'q must be at most 200 characters.'],
    [`?cursor=${'a'.repeat(65)}`, 'cursor must be what "next" of an earlier answer said.'],
    ['?limit=101', 'limit must be a whole number from 1 to 100.'],
    ['?limit=1.5', 'limit must be a whole number from 1 to 100.'],
    [
      '?evidence=hearsay',
      'evidence must be one of randomised trial, cohort, case-control, cross-sectional, case report, systematic review, meta-analysis, guideline, modelling, animal, in vitro, peer-reviewed, preprint, conference abstract, press release.',
    ],
    ['?cursor=tampered', 'cursor must be what "next" of an earlier answer said.'],
    ['?topic=a&topic=b', '"topic" must be given once.'],
    [
      '?sorce=one',
      'There is no parameter "sorce"; there are topic, source, evidence, q, since, cursor, limit.',
    ],
  ])('%s', async (query, error) => {
    expect(await ask(query)).toEqual({ status: 400, body: { error } });
  });
});

describe('openapi.json', () => {
  test('describes each parameter, and the answers', async () => {
    const { text, headers } = await server.get('/api/openapi.json');
    const { paths, openapi } = JSON.parse(text);
    const { parameters, responses } = paths['/api/stories'].get;
    expect(openapi).toBe('3.1.0');
    expect(parameters.map(({ name }: { name: string }) => name)).toEqual(Object.keys(storiesQuery.shape));
    for (const { schema, description } of parameters) {
      expect(schema.type).toMatch(/^(string|integer|number)$/);
      expect(description.length).toBeGreaterThan(10);
    }
    expect(Object.keys(responses['200'].content['application/json'].schema.properties)).toEqual([
      'stories',
      'next',
      'complete',
    ]);
    expect(headers['access-control-allow-origin']).toBe('*');
  });
});

test('other sites may ask', async () => {
  expect((await server.get('/api/stories')).headers['access-control-allow-origin']).toBe('*');
});

test('/opml is the list of sources', async () => {
  expect(await server.get('/opml')).toMatchObject({ status: 200, text: '<opml/>' });
});

describe('for those who watch', () => {
  test('/health says that it lives, and is not to be kept', async () => {
    const { status, text, headers } = await server.get('/health');
    expect([status, JSON.parse(text), headers['cache-control']]).toEqual([200, { status: 'ok' }, 'no-store']);
  });

  test('/ready says that there is something to serve', async () => {
    expect(await server.get('/ready')).toMatchObject({ status: 200, text: '{"status":"ready"}' });
  });

  test('/ready says what is missing', async () => {
    const empty = await served({});
    const { status, text } = await empty.get('/ready');
    expect([status, JSON.parse(text).missing]).toEqual([503, ['the output: nothing has been published yet']]);
    await empty.close();
  });
});
