import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FeedFile, type OutputFile, textOfFeed } from '../../src/publish/edition.ts';
import { renderOpml } from '../../src/publish/opml.ts';
import { renderFeeds } from '../../src/publish/render-feeds.ts';
import { checkFeeds, feedChecker } from '../../src/publish/validate.ts';
import { anEdition, anEntry, aSource, fullEntry, site } from './support.ts';

const files: OutputFile[] = [
  ...renderFeeds(anEdition([fullEntry(), anEntry()]), site),
  renderOpml([aSource()], site),
];

const broken: [path: string, find: string, replace: string, expected: RegExp][] = [
  ['feed.atom', '</feed>', '', /not well-formed XML/],
  ['feed.atom', '&#x26;', '&nbsp;', /not well-formed XML/],
  ['feed.atom', '<content type="html">', '<x:content xmlns:y="z">', /not well-formed XML/],
  ['feed.atom', 'story:2', 'story:1', /Two entries have the id/],
  ['feed.atom', '2026-11-01T08:00:00.000Z', 'Sunday', /"Sunday" in entry\/published is not a date/],
  ['feed.atom', '2026-11-01T08:00:00.000Z', '2026-13-01T08:00:00.000Z', /is not a date/],
  [
    'feed.atom',
    'href="https://journal.example/a?',
    'href="/a?',
    /leads to "\/a\?b=1&c=2", which is not an absolute/,
  ],
  ['feed.atom', '<title>p &#x3C; 0.05 &#x26; "sleep" in newborns</title>', '', /story:2 has no title/],
  ['feed.atom', '<feed ', '<food ', /not well-formed XML/],
  ['feed.rss', '<guid isPermaLink="false">tag:feed.example,2026:story:2</guid>', '', /has no guid/],
  ['feed.rss', 'Sun, 01 Nov 2026 08:00:00 GMT', '2026-11-01', /item\/pubDate is not a date/],
  [
    'feed.rss',
    '<link>https://journal.example/a',
    '<link>javascript:a',
    /The link of item leads to "javascript:a/,
  ],
  ['feed.rss', 'url="https://journal.example/a.mp3', 'url="a.mp3', /An enclosure leads to "a.mp3/],
  ['feed.json', '"version"', '"edition"', /^version: /],
  [
    'feed.json',
    '"date_published":"2026-11-01T08:00:00.000Z"',
    '"date_published":"now"',
    /items\.0\.date_published/,
  ],
  ['feed.json', 'story:2', 'story:1', /Two entries have the id/],
  ['feed.json', '{', '', /^It: /],
  ['sources.opml', 'https://journal.example/rss', 'rss', /The outline The Journal leads to "rss"/],
];

describe('checkFeeds', () => {
  it('finds nothing in what is right', () => {
    expect(checkFeeds(files)).toEqual([]);
  });

  it.each(broken)('finds %s with %j replaced by %j', (path, find, replace, expected) => {
    const file = files.find((each) => each.path === path);
    expect(file?.content).toContain(find);
    const content = (file?.content ?? '').replace(find, replace);
    const problems = checkFeeds([{ path, content }]);
    expect(problems.map(({ message }) => message).join('\n')).toMatch(expected);
    expect(problems[0]?.path).toBe(path);
  });
});

describe('feedChecker', () => {
  it('finds in feeds that share entries what it finds in each of them read whole', () => {
    fc.assert(
      fc.property(feedsThatShare, (feeds) => {
        const check = feedChecker();
        for (const { path, content, parts } of feeds)
          expect(check([{ path, content, parts }])).toEqual(checkFeeds([{ path, content }]));
      }),
      { numRuns: 300 },
    );
  });

  it('reads an entry in the first feed that holds it, and says of which feed it speaks', () => {
    const [first] = renderFeeds(anEdition([fullEntry()]), site);
    const check = feedChecker();
    expect(first && check([first])).toEqual([]);
    const unreadable = first && { ...first, path: 'topics/a.atom', content: 'not looked at again' };
    expect(unreadable && check([unreadable])).toEqual([]);
    const other = unreadable && { ...unreadable, parts: { ...unreadable.parts, tail: '' } };
    expect(other && check([other])).toMatchObject([{ path: 'topics/a.atom' }]);
  });
});

/** What makes an entry's text bad, alone or together with the next one. */
const damages: [find: string, replace: string][] = [
  ['<title>', '<title>&nope;'],
  ['<entry', '<entry><entry'],
  ['</entry>', '</entry><entry/>'],
  ['</entry>', ''],
  ['</item>', '<![CDATA['],
  ['<item>', ']]></item><item>'],
  ['tag:feed.example,2026:story:', 'tag:feed.example,2026:story:1'],
  ['"id"', '"it"'],
  ['<guid', '<link>/x</link><guid'],
];

/** Feeds of one format that hold some of the same entries, some of them damaged. */
const feedsThatShare = fc
  .record({
    format: fc.nat(2),
    damaged: fc.array(fc.tuple(fc.nat(4), fc.constantFrom(...damages)), { maxLength: 2 }),
    choices: fc.array(fc.array(fc.nat(4), { maxLength: 5 }), { minLength: 1, maxLength: 4 }),
  })
  .map(({ format, damaged, choices }): FeedFile[] => {
    const entries = [1, 2, 3, 4, 5].map((n) => anEntry({ id: `tag:feed.example,2026:story:${n}` }));
    const file = renderFeeds(anEdition(entries), site)[format];
    if (!file) throw new Error('There is no such format');
    const written = file.parts.entries.map(({ text }) => ({ text }));
    for (const [index, [find, replace]] of damaged) {
      const entry = written[index];
      if (entry) entry.text = entry.text.replace(find, replace);
    }
    return choices.map((indexes) => {
      const parts = { ...file.parts, entries: indexes.flatMap((index) => written[index] ?? []) };
      return { path: file.path, content: textOfFeed(parts), parts };
    });
  });
