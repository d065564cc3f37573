// Prints how many times the processor time of rss-parser alone the built parseFeed takes for 1 MB of the feed named.
// A process of its own, as a refresh is: among other tests, what ran before would be measured, too.
import RssParser from 'rss-parser';
import { parseFeed } from '../../dist/parse/parse-feed.js';

const MEGABYTE = 1_000_000;
const ROUNDS = 22;
const paragraph =
  '<p>Of 412 patients, 12 % <a href="https://n.example/?a=1&amp;b=2">improved</a> &#8211; more than hoped.</p>';
const escaped = paragraph.replace(/&/g, '&amp;').replace(/</g, '&lt;');

const FEEDS = new Map([
  ['whole articles in CDATA', `<content:encoded><![CDATA[${paragraph.repeat(14)}]]></content:encoded>`],
  ['whole articles, escaped', `<content:encoded>${escaped.repeat(14)}</content:encoded>`],
  ['summaries', `<description>${escaped.repeat(2)}</description>`],
  ['headlines', '<description>A short text.</description>'],
]);

function feed(body) {
  const items = [];
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

async function cpuMs(work) {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const bytes = feed(FEEDS.get(process.argv[2]));
const [theirs, ours] = [[], []];
// In turns, so that both meet the same machine; the fastest is what the work takes where nothing disturbs it.
for (let round = 0; round < ROUNDS; round++) {
  theirs.push(await cpuMs(() => new RssParser().parseString(bytes.toString('utf8'))));
  ours.push(await cpuMs(() => parseFeed(bytes, { url: 'https://n.example/feed' })));
}
console.log(Math.min(...ours) / Math.min(...theirs));
