import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Origin, startOrigin } from '../support/origin.ts';
import { configFor, type Workplace, workplace } from '../support/workplace.ts';

const FIRST = '2026-03-01T12:00:00Z';
const SECOND = '2026-03-01T14:00:00Z';
const THIRD = '2026-03-01T16:00:00Z';

type Item = { guid?: string; link?: string; title?: string; date?: string; html?: string };

/** Stands for words that no other feed uses, so that no item joins another's story. */
const TEXT = 'WORD0 WORD1, WORD2 WORD3 WORD4 WORD5 WORD6 WORD7 WORD8 WORD9.';
const DATE = 'Fri, 27 Feb 2026 06:00:00 GMT';

const PLAIN: Item = {
  guid: 'g-1',
  link: 'https://NAME.example.org/a/1',
  title: 'First WORD0 WORD1',
  date: DATE,
};

/** What a feed lists on two visits, and what that means: the same entry, a changed one, or one more. */
const cases: [name: string, before: Item[], after: Item[], outcome: 'same' | 'changed' | 'moved' | 'new'][] =
  [
    ['another guid at the same link', [PLAIN], [{ ...PLAIN, guid: 'g-2' }], 'same'],
    ['https', [{ ...PLAIN, link: 'http://NAME.example.org/a/1' }], [{ ...PLAIN, guid: 'g-2' }], 'same'],
    [
      'slash and tracking',
      [PLAIN],
      [{ ...PLAIN, guid: 'g-2', link: 'https://NAME.example.org/a/1/?utm_source=rss&fbclid=abc' }],
      'same',
    ],
    ['AMP', [PLAIN], [{ ...PLAIN, guid: 'g-2', link: 'https://NAME.example.org/a/1/amp/' }], 'same'],
    [
      'the AMP cache',
      [PLAIN],
      [
        {
          ...PLAIN,
          guid: 'g-2',
          link: 'https://NAME-example-org.cdn.ampproject.org/c/s/NAME.example.org/a/1',
        },
      ],
      'same',
    ],
    ['the mobile site', [PLAIN], [{ ...PLAIN, guid: 'g-2', link: 'https://m.NAME.example.org/a/1' }], 'same'],
    [
      'a parameter that means something',
      [{ ...PLAIN, guid: 'g-1', link: 'https://NAME.example.org/show?id=1' }],
      [{ ...PLAIN, guid: 'g-2', link: 'https://NAME.example.org/show?id=2', title: 'Second WORD5 WORD6' }],
      'new',
    ],
    [
      'a number used again as guid',
      [{ ...PLAIN, guid: '1' }],
      [
        {
          ...PLAIN,
          guid: '1',
          link: 'https://NAME.example.org/b/2',
          title: 'Other WORD7 WORD8',
          html: '<p>WORD11 WORD12 WORD13 WORD14.</p>',
        },
      ],
      'new',
    ],
    [
      'a new address under the same guid',
      [{ ...PLAIN, guid: 'urn:uuid:4f1c' }],
      [{ ...PLAIN, guid: 'urn:uuid:4f1c', link: 'https://NAME.example.org/moved/1' }],
      'moved',
    ],
    [
      'a name used again as guid',
      [{ ...PLAIN, guid: 'https://NAME.example.org/latest' }],
      [
        {
          ...PLAIN,
          guid: 'https://NAME.example.org/latest',
          link: 'https://NAME.example.org/b/2',
          title: 'Other WORD7 WORD8',
          html: '<p>WORD11 WORD12 WORD13 WORD14.</p>',
        },
      ],
      'new',
    ],
    [
      'neither guid nor link',
      [{ title: 'First WORD0 WORD1', date: DATE }],
      [{ title: 'First  WORD0 WORD1', date: DATE }],
      'same',
    ],
    [
      'white space and counters',
      [{ ...PLAIN, html: `<p>${TEXT}</p><p>12 comments</p>` }],
      [{ ...PLAIN, html: `<p>${TEXT.replace(', ', ',\n  ')}</p>\n<p>134 comments</p>` }],
      'same',
    ],
    [
      'image sizes',
      [{ ...PLAIN, html: `<img src="https://NAME.example.org/i.jpg?w=300" width="300"><p>${TEXT}</p>` }],
      [
        {
          ...PLAIN,
          html: `<img src="https://NAME.example.org/i.jpg?w=600" width="600" height="400"><p>${TEXT}</p>`,
        },
      ],
      'same',
    ],
    [
      'ad markup',
      [
        {
          ...PLAIN,
          html: `<p>${TEXT}</p><div class="ad">Buy pills<iframe src="https://ads.example/1"></iframe></div>`,
        },
      ],
      [
        {
          ...PLAIN,
          html: `<p>${TEXT}</p><script>ad(2)</script><a href="https://ads.example/9"><img src="https://ads.example/9.gif"></a>`,
        },
      ],
      'same',
    ],
    [
      'tags alone',
      [{ ...PLAIN, html: `<b>${TEXT}</b>` }],
      [{ ...PLAIN, html: `<p><i>${TEXT}</i></p>` }],
      'same',
    ],
    ['a bumped date', [PLAIN], [{ ...PLAIN, date: 'Sun, 01 Mar 2026 13:00:00 GMT' }], 'same'],
    ['a date that comes later', [{ ...PLAIN, date: '' }], [PLAIN], 'same'],
    ['a date in the future', [{ ...PLAIN, date: 'Fri, 27 Feb 2037 06:00:00 GMT' }], [PLAIN], 'same'],
    ['an item that has left', [PLAIN], [], 'same'],
    ['other words', [PLAIN], [{ ...PLAIN, html: '<p>WORD0 WORD1 WORD15 WORD16.</p>' }], 'changed'],
    ['another title', [PLAIN], [{ ...PLAIN, title: 'First WORD0 WORD1, corrected' }], 'changed'],
  ];

const nonce = (feed: number, n: number) =>
  `w${Math.abs(Math.imul(feed * 7919 + n * 104_729 + 1, 2_654_435_761))
    .toString(36)
    .replace(/\d/g, 'q')}`;

const idOf = (name: string) => name.replaceAll(/\W+/g, '-').toLowerCase();

const escaped = (html: string) => html.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function feedOf(name: string, items: readonly Item[]): string {
  const host = idOf(name);
  const xml = items.map(({ guid, link, title, date, html = `<p>${TEXT}</p>` }) =>
    [
      '<item>',
      guid ? `<guid isPermaLink="false">${guid}</guid>` : '',
      link ? `<link>${escaped(link)}</link>` : '',
      `<title>${title}</title>`,
      date ? `<pubDate>${date}</pubDate>` : '',
      `<description>${escaped(html)}</description></item>`,
    ].join(''),
  );
  const rank = cases.findIndex(([each]) => each === name);
  const text = xml
    .join('')
    .replaceAll('NAME', host)
    .replaceAll(/WORD(\d+)/g, (_, n) => nonce(rank, Number(n)));
  return `<rss version="2.0"><channel><title>${host}</title><link>https://${host}.example.org/</link><description>d</description>${text}</channel></rss>`;
}

type Published = Record<'id' | 'url' | 'title' | 'summary' | 'date_published' | 'date_modified', string>;

let place: Workplace;
let origin: Origin;
const config = (title: string) =>
  configFor(
    cases.map(([name]) => ({ id: idOf(name), url: `${origin.url}/${idOf(name)}` })),
    { site: { title, url: 'https://feed.example.org/' } },
  );
/** The source's feed, but for its related stories. */
const published = async (source: string): Promise<Published[]> => {
  const items: Published[] = JSON.parse(await place.read(`output/sources/${source}.json`)).items;
  return items.map(({ id, url, title, summary, date_published, date_modified }) => {
    return { id, url, title, summary, date_published, date_modified };
  });
};

const before = new Map<string, Published[]>();
const after = new Map<string, Published[]>();

beforeAll(async () => {
  place = await workplace();
  origin = await startOrigin();
  await place.configure(config('One'));
  for (const [name, items] of cases) origin.set(`/${idOf(name)}`, feedOf(name, items));
  await place.refresh(FIRST);
  for (const [name] of cases) before.set(name, await published(idOf(name)));
  for (const [name, , items] of cases) origin.set(`/${idOf(name)}`, feedOf(name, items));
  await place.refresh(SECOND);
  for (const [name] of cases) after.set(name, await published(idOf(name)));
});

afterAll(async () => {
  await origin.close();
  await place.remove();
});

describe('on the second visit', () => {
  it.each(cases)('%s', (name, _before, _after, outcome) => {
    const [first, ...others] = before.get(name) ?? [];
    expect(others).toEqual([]);
    const now = after.get(name) ?? [];
    const same = now.find(({ id }) => id === first?.id);
    expect(now).toHaveLength(outcome === 'new' ? 2 : 1);
    expect(same?.date_published).toBe(first?.date_published);
    if (outcome === 'moved')
      expect(same).toEqual({ ...first, url: `https://${idOf(name)}.example.org/moved/1` });
    else if (outcome === 'changed') expect(same?.date_modified).toMatch(/^2026-03-01T14:00:/);
    else expect(same).toEqual(first);
  });

  it.each([['a date that comes later'], ['a date in the future']])(
    '%s is that of the first sight',
    (name) => {
      expect(after.get(name)?.[0]?.date_published).toMatch(/^2026-03-01T12:00:/);
    },
  );
});

describe('ids', () => {
  const all = async () =>
    JSON.parse(await place.read('output/feed.json')).items.map(({ id }: Published) => id) as string[];

  it('stay for ever: published anew, after output/ was lost, under another name of the site', async () => {
    const ids = await all();
    expect(ids).toHaveLength(cases.length + cases.filter(([, , , outcome]) => outcome === 'new').length);
    await place.run('publish', '--all', '--now', SECOND);
    expect(await all()).toEqual(ids);
    await rm(place.output, { recursive: true });
    await place.run('publish', '--now', SECOND);
    expect(await all()).toEqual(ids);
    await place.configure(config('Another name'));
    await place.refresh(THIRD);
    expect(await all()).toEqual(ids);
    expect(JSON.parse(await place.read('output/feed.json')).title).toBe('Another name');
  });
});
