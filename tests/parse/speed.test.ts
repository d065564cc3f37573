import RssParser from 'rss-parser';
import { describe, expect, it } from 'vitest';
import { parseFeed } from '../../src/parse/parse-feed.ts';
import { cpuMs } from '../support/cpu-time.ts';

const MEGABYTE = 1_000_000;
const ROUNDS = 22;
const paragraph =
  '<p>Of 412 patients, 12 % <a href="https://n.example/?a=1&amp;b=2">improved</a> &#8211; more than hoped.</p>';
const escaped = paragraph.replace(/&/g, '&amp;').replace(/</g, '&lt;');

const feeds: [string, string][] = [
  ['whole articles in CDATA', `<content:encoded><![CDATA[${paragraph.repeat(14)}]]></content:encoded>`],
  ['whole articles, escaped', `<content:encoded>${escaped.repeat(14)}</content:encoded>`],
  ['summaries', `<description>${escaped.repeat(2)}</description>`],
  ['headlines', '<description>A short text.</description>'],
];

function feed(body: string): Buffer {
  const items: string[] = [];
  for (let length = 0, number = 1; length < MEGABYTE; number++) {
    const item = `<item><title>News ${number} of hearts &amp; lungs</title><link>https://n.example/${number}</link><guid isPermaLink="false">n-${number}</guid><pubDate>Tue, 24 Nov 2026 11:00:00 GMT</pubDate><dc:creator>A. One</dc:creator><category>Heart</category>${body}</item>\n`;
    length += item.length;
    items.push(item);
  }
  const namespaces =
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"';
  return Buffer.from(
    `<?xml version="1.0"?><rss version="2.0" ${namespaces}><channel><title>News</title>${items.join('')}</channel></rss>`,
  );
}

/** What the work takes where nothing else disturbs it. */
const fastest = (values: number[]): number => Math.min(...values);

describe('the time that parseFeed takes', () => {
  // Rounds alternate, so that both meet the same machine; a busy one may still need another try.
  it.each(feeds)(
    'is at most 1.5 times that of rss-parser alone: %s',
    { retry: 3, timeout: 60_000 },
    async (_, body) => {
      const bytes = feed(body);
      const [theirs, ours]: [number[], number[]] = [[], []];
      for (let round = 0; round < ROUNDS; round++) {
        theirs.push(await cpuMs(() => new RssParser().parseString(bytes.toString('utf8'))));
        ours.push(await cpuMs(() => parseFeed(bytes, { url: 'https://n.example/feed' })));
      }
      expect(fastest(ours) / fastest(theirs)).toBeLessThanOrEqual(1.5);
    },
  );
});
