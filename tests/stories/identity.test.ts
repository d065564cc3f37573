import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/core/feed.ts';
import { entryOf } from '../../src/extract/empty-feed.ts';
import { withoutAdvertising } from '../../src/stories/advertising.ts';
import { fingerprint, identify } from '../../src/stories/identity.ts';

const entry = (parts: Partial<Entry>): Entry => entryOf('', { link: null, ...parts });

const toText = (html: string) => html.replace(/<[a-z/][^<>]*>/g, ' ');
const identified = (entries: Entry[]) => identify('who', entries, toText);
const keysOf = (parts: Partial<Entry>) => identified([entry(parts)]).items[0]?.keys ?? [];
const shareKey = (a: Partial<Entry>, b: Partial<Entry>) => keysOf(a).some((key) => keysOf(b).includes(key));

const item = {
  id: 'urn:item:1',
  link: 'https://example.org/a',
  title: 'Sleep and the heart',
  summary: 'One.',
};

describe('an item is the same', () => {
  it.each<[string, Partial<Entry>]>([
    ['when only its guid changed', { ...item, id: 'urn:item:2' }],
    ['when only its link changed', { ...item, link: 'https://example.org/b' }],
    [
      'when its link went from http to https and gained tracking',
      { ...item, id: null, link: 'http://example.org/a/?utm_source=x' },
    ],
    ['when its words changed', { ...item, title: 'Heart and sleep', summary: 'Two.' }],
  ])('%s', (_, later) => {
    expect(shareKey(item, later)).toBe(true);
  });

  it('when, without guid and link, title and text are the same', () => {
    expect(shareKey({ title: 'A  title', summary: 'Text' }, { title: 'A title', summary: ' Text ' })).toBe(
      true,
    );
  });

  it('when, without guid and link, only a counter in its text moved', () => {
    const at = (summary: string) => ({ title: 'A title', summary });
    expect(shareKey(at('Text. 3 comments'), at('Text. 14 comments'))).toBe(true);
    expect(shareKey(at('Text of 3 nurses'), at('Text of 14 nurses'))).toBe(false);
  });

  it('when a permalink guid stands in for the link', () => {
    expect(
      shareKey(
        { title: 'A', id: 'http://example.org/a', isPermaLink: true },
        { title: 'A', link: 'https://example.org/a' },
      ),
    ).toBe(true);
  });
});

describe('items are not the same', () => {
  it('when they share only a guid that the feed uses for several links', () => {
    const { items } = identified([
      entry({ id: '0', link: 'https://example.org/a', title: 'A' }),
      entry({ id: '0', link: 'https://example.org/b', title: 'B' }),
    ]);
    expect(items).toHaveLength(2);
    expect(items.flatMap(({ keys }) => keys).filter((key) => key.includes(':guid:'))).toEqual([]);
  });

  it('when they share only a guid, have no link, and their titles are not alike', () => {
    const id = '2026-02-27T06:00:00';
    const told = (title: string) => entry({ id, title, summary: title });
    const { items } = identified([told('Sleep and the heart'), told('Malaria vaccine in Ghana')]);
    expect(items).toHaveLength(2);
    expect(items.flatMap(({ keys }) => keys).filter((key) => key.includes(':guid:'))).toEqual([]);
    expect(
      identified([told('Sleep and the heart'), told('Sleep and hearts: the corrected')]).items,
    ).toHaveLength(1);
  });

  it('when they share only a link that the feed uses for several guids', () => {
    const live = (id: string) => entry({ id, link: `https://example.org/live#${id}`, title: id });
    expect(identified([live('post-1'), live('post-2'), live('post-3')]).items).toHaveLength(3);
  });

  it('when they share only the site itself as their link', () => {
    expect(
      shareKey({ title: 'A', link: 'https://example.org/' }, { title: 'B', link: 'https://example.org/' }),
    ).toBe(false);
  });

  it('when equal guids come from different sources', () => {
    const [a] = identify('who', [entry(item)], toText).items;
    const [b] = identify('cdc', [entry(item)], toText).items;
    expect(a?.keys.some((key) => b?.keys.includes(key))).toBe(false);
  });
});

it('counts an entry that stands twice in one document once, with its later words', () => {
  const { items, repeated } = identified([
    entry({ ...item, updated: '2026-01-01T00:00:00.000Z' }),
    entry({ ...item, title: 'Sleep and the heart, corrected', updated: '2026-01-02T00:00:00.000Z' }),
  ]);
  expect(repeated).toBe(1);
  expect(items.map(({ entry: { title } }) => title)).toEqual(['Sleep and the heart, corrected']);
});

it('passes over an entry that says nothing', () => {
  expect(identified([entry({ id: 'urn:empty' }), entry(item)]).items).toHaveLength(1);
});

describe('fingerprint', () => {
  const text = 'In 162 newborns, light at night made no difference.';
  it.each([
    ['white space', 'In 162  newborns,\n light at night made no difference. '],
    ['capitals and quotes', 'in 162 newborns, “light at night” made no difference'],
    ['a counter of comments', `${text} 12 Comments`],
    ['a counter of views', `${text} Views: 1,204`],
    ['an advertising label', `Advertisement ${text}`],
    ['how long ago it came', `2 hours ago ${text}`],
  ])('stays with %s', (_, other) => {
    expect(fingerprint('T', other)).toBe(fingerprint('T', text));
  });

  it.each([
    ['spaces around a sign', 'A mean of −3.2 (p<0.05), n≥30', 'A mean of -3.2 (p < 0.05), n ≥ 30'],
    ['a hyphen', 'COVID-19 in 2020-2021', 'COVID 19 in 2020 -2021'],
  ])('stays with %s', (_, before, after) => {
    expect(fingerprint('T', after)).toBe(fingerprint('T', before));
  });

  it.each([
    ['the sign of a comparison', 'No difference (p < 0.05)', 'No difference (p > 0.05)'],
    ['a limit', 'From ≥ 30 mg', 'From ≤ 30 mg'],
    ['a minus', 'A mean change of −3.2 mmHg', 'A mean change of 3.2 mmHg'],
  ])('moves with %s', (_, before, after) => {
    expect(fingerprint('T', after)).not.toBe(fingerprint('T', before));
  });

  it.each([
    ['a number', text.replace('162', '163')],
    ['a word', text.replace('no difference', 'a difference')],
    ['more text', `${text} The authors urge caution.`],
  ])('moves with %s', (_, other) => {
    expect(fingerprint('T', other)).not.toBe(fingerprint('T', text));
  });

  it('moves with the title', () => {
    expect(fingerprint('T', text)).not.toBe(fingerprint('U', text));
  });
});

describe('advertising', () => {
  it.each<[string, string, string]>([
    ['goes with its words', '<p>A</p><div class="ad">Buy</div><p>B</p>', '<p>A</p><p>B</p>'],
    ['goes with what it holds', "<div id='top-ads'><div>Buy</div> now</div>B", 'B'],
    ['goes where the class has no quotes', '<ins class=adsbygoogle data-slot="1">x</ins>B', 'B'],
    ['goes each time', '<p class="advert">1</p>A<p class="sponsored">2</p>B', 'AB'],
    ['keeps what was not closed', '<p class="ad">A', '<p class="ad">A'],
    ['is no part of another word', '<p class="head shadow adhd">A</p>', '<p class="head shadow adhd">A</p>'],
    ['is no word of the text', '<p>ads on sponsored trials</p>', '<p>ads on sponsored trials</p>'],
  ])('%s', (_, html, kept) => {
    expect(withoutAdvertising(html)).toBe(kept);
  });
});

describe('identity', () => {
  const some = fc.record({
    id: fc.option(fc.constantFrom('1', '2', 'urn:a', 'urn:b', 'https://example.org/p?x=1'), { nil: null }),
    link: fc.option(
      fc.constantFrom('https://example.org/a', 'http://example.org/a/', 'https://example.org/b'),
      { nil: null },
    ),
    title: fc.constantFrom('A', 'B'),
  });

  it('neither splits nor joins items when a feed is reordered', () => {
    const groups = (entries: Entry[]) => {
      const { items } = identified(entries);
      return items.map(({ keys }) => [...keys].sort().join(' ')).sort();
    };
    fc.assert(
      fc.property(fc.array(some, { maxLength: 8 }), (parts) => {
        const entries = parts.map(entry);
        expect(groups([...entries].reverse())).toEqual(groups(entries));
      }),
      { numRuns: 1000 },
    );
  });

  it('gives every entry a key', () => {
    fc.assert(fc.property(some, (parts) => void expect(keysOf(parts).length).toBeGreaterThan(0)));
  });
});
