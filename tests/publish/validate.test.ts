import { describe, expect, it } from 'vitest';
import type { OutputFile } from '../../src/publish/edition.ts';
import { renderOpml } from '../../src/publish/opml.ts';
import { renderFeeds } from '../../src/publish/render-feeds.ts';
import { checkFeeds } from '../../src/publish/validate.ts';
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
  ['feed.json', 'story:2', 'story:1', /Two items have the id/],
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
