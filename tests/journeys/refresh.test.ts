import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Origin, startOrigin } from '../support/origin.ts';
import { configFor, type Workplace, workplace } from '../support/workplace.ts';

const NOON = '2026-03-01T12:00:00Z';
const LATER = '2026-03-01T14:00:00Z';
const LATEST = '2026-03-01T16:30:00Z';

const rssItem = (n: number, day = '27') =>
  `<item><title>Trial ${n} of newborn sleep</title><link>http://trials.example.org/${n}</link><guid>trial-${n}</guid>` +
  `<pubDate>Fri, ${day} Feb 2026 0${n}:00:00 GMT</pubDate><description>Group ${n} slept through.</description></item>`;
const rss = (...items: string[]) =>
  `<rss version="2.0"><channel><title>Trials</title><link>http://trials.example.org/</link><description>d</description>${items.join('')}</channel></rss>`;
const atom =
  '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Klinik</title><id>urn:k</id><updated>2026-02-26T10:00:00Z</updated>' +
  '<entry><id>urn:k:1</id><title>Impfung gegen Grippe</title><link href="http://klinik.example.org/1"/><updated>2026-02-26T10:00:00Z</updated><summary>Neue Zahlen.</summary></entry></feed>';
const json = JSON.stringify({
  version: 'https://jsonfeed.org/version/1.1',
  title: 'Agency',
  items: [
    {
      id: 'agency-1',
      url: 'http://agency.example.org/1',
      title: 'Outbreak of measles in two towns',
      content_text: 'Forty cases.',
      date_published: '2026-02-25T08:00:00Z',
    },
  ],
});

let place: Workplace;
let origins: Origin[];

beforeEach(async () => {
  place = await workplace();
  origins = await Promise.all([
    startOrigin({
      '/feed': {
        headers: { 'content-type': 'application/rss+xml', etag: '"v1"' },
        body: rss(rssItem(1), rssItem(2)),
      },
    }),
    startOrigin({ '/feed': { headers: { 'content-type': 'application/atom+xml' }, body: atom } }),
    startOrigin({ '/feed': { headers: { 'content-type': 'application/feed+json' }, body: json } }),
  ]);
  await place.configure(
    configFor(
      origins.map(({ url }, n) => ({ id: ['trials', 'klinik', 'agency'][n] ?? '', url: `${url}/feed` })),
    ),
  );
});

afterEach(async () => {
  await Promise.all(origins.map((origin) => origin.close()));
  await place.remove();
});

const [trials, klinik, agency] = [0, 1, 2].map((n) => () => origins[n] as Origin) as [
  () => Origin,
  () => Origin,
  () => Origin,
];

type Kept = { id: string | undefined; title: string | undefined };

/** What a reader keeps of an entry, from each of the three feeds. */
async function published(): Promise<Record<'atom' | 'rss' | 'json', Kept[]>> {
  const [atom, rss, json] = await Promise.all(
    ['feed.atom', 'feed.rss', 'feed.json'].map((name) => place.read(`output/${name}`)),
  );
  const ofAtom = parseAtomFeed(atom ?? '').entries ?? [];
  const ofRss = parseRssFeed(rss ?? '').items ?? [];
  const ofJson = parseJsonFeed(json ?? '').items ?? [];
  return {
    atom: ofAtom.map(({ id, title }) => ({ id, title: typeof title === 'object' ? title.value : title })),
    rss: ofRss.map(({ guid, title }) => ({ id: guid?.value, title })),
    json: ofJson.map(({ id, title }) => ({ id, title })),
  };
}

const titles = async () => (await published()).atom.map(({ title }) => title);

describe('a refresh', () => {
  it('brings three formats together, the same entries in the same order with the same ids in each', async () => {
    const report = await place.refresh(NOON);
    expect(report.sources.map(({ id, status, newItems }) => [id, status, newItems])).toEqual([
      ['trials', 'updated', 2],
      ['klinik', 'updated', 1],
      ['agency', 'updated', 1],
    ]);
    const { atom, rss, json } = await published();
    expect(atom.map(({ title }) => title)).toEqual([
      'Trial 2 of newborn sleep',
      'Trial 1 of newborn sleep',
      'Impfung gegen Grippe',
      'Outbreak of measles in two towns',
    ]);
    expect(rss).toEqual(atom);
    expect(json).toEqual(atom);
    expect(new Set(atom.map(({ id }) => id)).size).toBe(4);
    expect(atom.every(({ id }) => id?.startsWith('tag:feed.example.org,2026'))).toBe(true);
  });

  it('leaves alone what was fetched a short while ago', async () => {
    await place.refresh(NOON);
    const report = await place.refresh('2026-03-01T12:30:00Z');
    expect(report.sources.map(({ status }) => status)).toEqual(['skipped', 'skipped', 'skipped']);
    expect(origins.map(({ requests }) => requests.length)).toEqual([1, 1, 1]);
  });

  it('asks once an hour when an hourly cron line starts it some seconds earlier than the last time', async () => {
    await place.refresh('2026-03-01T12:00:40Z');
    await place.refresh('2026-03-01T12:59:30Z');
    expect(trials().requests).toHaveLength(1);
    await place.refresh('2026-03-01T13:00:20Z');
    expect(trials().requests).toHaveLength(2);
  });

  it('asks again with the validators it was given, and rewrites nothing when nothing came', async () => {
    trials().set('/feed', (request, response) => {
      const known = request.headers['if-none-match'] === '"v1"';
      response.writeHead(known ? 304 : 200, { etag: '"v1"' });
      response.end(known ? '' : rss(rssItem(1)));
    });
    await place.refresh(NOON);
    const before = await place.outputTimes();
    const report = await place.refresh(LATER);
    expect(report.sources.map(({ status, httpStatus }) => [status, httpStatus])).toEqual([
      ['unchanged', 304],
      ['unchanged', 200],
      ['unchanged', 200],
    ]);
    expect(report.output.written).toBe(0);
    expect(await place.outputTimes()).toEqual(before);
  });

  it('adds what is new above what was there, and keeps what its source dropped', async () => {
    await place.refresh(NOON);
    const before = (await published()).atom;
    trials().set('/feed', rss(rssItem(3, '28')));
    const report = await place.refresh(LATER);
    expect(report.stories).toMatchObject({ new: 1, total: 5 });
    const after = (await published()).atom;
    expect(after[0]?.title).toBe('Trial 3 of newborn sleep');
    expect(after.slice(1)).toEqual(before);
  });

  it.each([
    ['does not date', ''],
    ['dates to the day', '<pubDate>Thu, 26 Feb 2026 00:00:00 GMT</pubDate>'],
  ])('keeps the order in which a feed lists what it %s', async (_, date) => {
    const wards = 'kidney liver spleen stroke asthma eczema fever gout measles mumps rabies scurvy'.split(
      ' ',
    );
    const listed = (ward: string, n: number) =>
      `<item><title>On ${ward}</title><link>http://trials.example.org/${n}</link>${date}<description>${ward}.</description></item>`;
    trials().set('/feed', rss(...wards.map(listed)));
    await place.refresh(NOON);
    const { atom } = await published();
    const titles = atom.map(({ title }) => title).filter((title) => title?.startsWith('On '));
    expect(titles).toEqual(wards.map((ward) => `On ${ward}`));
  });

  it('takes a changed guid, an https link and tracking for the same item', async () => {
    await place.refresh(NOON);
    const moved = rssItem(1)
      .replace('trial-1', 'new-guid')
      .replace('http://trials.example.org/1', 'https://trials.example.org/1/?utm_source=rss');
    trials().set('/feed', rss(moved, rssItem(2)));
    const report = await place.refresh(LATER);
    expect(report.sources[0]).toMatchObject({ newItems: 0, updatedItems: 0 });
    expect(await titles()).toHaveLength(4);
  });

  it('changes an entry in place when its words change, and moves its updated', async () => {
    await place.refresh(NOON);
    const before = (await published()).atom;
    const updatedOf = async () =>
      /<updated>([^<]*)<\/updated>/.exec(await place.read('output/feed.atom'))?.[1];
    expect(await updatedOf()).toMatch(/^2026-02-27T02:00:00/);
    trials().set('/feed', rss(rssItem(1), rssItem(2).replace('slept through', 'did not sleep at all')));
    await place.refresh(LATER);
    expect((await published()).atom.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(await place.read('output/feed.atom')).toContain('did not sleep at all');
    expect(await updatedOf()).toMatch(/^2026-03-01T14:00:/);
  });

  it('goes on when one source is down, and says what to do', async () => {
    klinik().set('/feed', { status: 500 });
    agency().set('/feed', {
      body: '<html><body>Sorry</body></html>',
      headers: { 'content-type': 'text/html' },
    });
    const report = await place.refresh(NOON);
    expect(report.sources.map(({ status, error }) => [status, error?.code])).toEqual([
      ['updated', undefined],
      ['failed', 'server-error'],
      ['failed', 'html'],
    ]);
    expect(await titles()).toHaveLength(2);
    const { stdout, code } = await place.run('status', '--now', LATER);
    expect(code).toBe(0);
    expect(stdout).toContain('mias-feed check agency');
  });

  it('ends with 1 when every source failed, and keeps the old output', async () => {
    await place.refresh(NOON);
    for (const origin of origins) origin.set('/feed', { status: 503 });
    const { code } = await place.run('refresh', '--json', '--now', LATER);
    expect(code).toBe(1);
    expect(await titles()).toHaveLength(4);
  });

  it('with --force asks early, but never before a Retry-After', async () => {
    klinik().set('/feed', { status: 429, headers: { 'retry-after': '7200' } });
    await place.refresh(NOON);
    const report = await place.refresh('2026-03-01T12:05:00Z', '--force');
    expect(report.sources.map(({ status }) => status)).toEqual(['unchanged', 'skipped', 'unchanged']);
    expect(klinik().requests).toHaveLength(1);
  });

  it('never publishes an item twice when it is asked to publish again', async () => {
    await place.refresh(NOON);
    const before = await published();
    const { code } = await place.run('publish', '--all', '--now', LATEST);
    expect(code).toBe(0);
    expect(await published()).toEqual(before);
  });
});
