import { startOrigin } from './origin.ts';
import type { Workplace } from './workplace.ts';

/** Some 300 words that no other test has, so that a wall does not look like an article and an article not like a wall. */
const PARAGRAPHS = [
  'Nurses on three wards weighed every newborn twice a day and wrote down how long each of them slept between two feeds. The babies who were carried for two hours in the afternoon slept longer at night than those who lay in their cots, and they cried less in the evening.',
  'The difference was small in the first week and grew in the second. After a month the carried babies slept fifty minutes longer on average, and their parents reported fewer wakings. The effect was the same for boys and girls, and for children born early.',
  'The authors warn that the families knew to which group they belonged, and that the wards were not chosen by lot. They plan a second study in six clinics, in which a simple band on the ankle will count the movements of the night instead of tired parents.',
  'Paediatricians who were not involved called the result plausible. Carrying is cheap, they said, and does no harm as long as the airway stays free. They asked for a longer follow-up, because habits of sleep change quickly in the first year of life.',
  'The hospital has meanwhile changed its routine. Volunteers come in the afternoon to carry babies whose parents cannot be there, and the night shift says that the corridor has become quieter since. A report on costs is expected in the spring of next year.',
];

export type PageParts = {
  title?: string;
  dek?: string;
  head?: string;
  /** First words of the text, to find it again by. */
  lead?: string;
  after?: string;
  paragraphs?: number;
};

/** An article's page as a small news site would send it. */
export function articlePage({
  title = 'Carried newborns sleep longer',
  dek = '',
  head = '',
  lead = '',
  after = '',
  paragraphs = 5,
}: PageParts = {}): string {
  const text = PARAGRAPHS.slice(0, paragraphs).map((words) => `<p>${words}</p>`);
  const description = dek === '' ? '' : `<meta name="description" content="${dek}">`;
  return `<!doctype html><html lang="en"><head><title>${title}</title>${description}${head}</head>
<body><nav><a href="/">Home</a> <a href="/wards">Wards</a></nav><article><h1>${title}</h1>${lead === '' ? '' : `<p>${lead}</p>`}${text.join('\n')}</article>${after}</body></html>`;
}

export type FeedItem = { path: string; title?: string; text?: string; date?: string };

/** An RSS feed whose items link to paths below `base`. */
export function feedOf(base: string, items: readonly FeedItem[]): string {
  const entries = items.map(
    ({ path, title = `Report on ${path}`, text = 'In short.', date = 'Sun, 01 Mar 2026 08:00:00 GMT' }) =>
      `<item><title>${title}</title><link>${base}${path}</link><guid>${path}</guid><pubDate>${date}</pubDate><description>${text}</description></item>`,
  );
  return `<rss version="2.0"><channel><title>Ward news</title><link>${base}/</link><description>d</description>${entries.join('')}</channel></rss>`;
}

/** An origin with a feed of these items; its pages and its robots.txt are set by the test. */
export async function startSite(items: readonly FeedItem[]) {
  const origin = await startOrigin();
  const list = (some: readonly FeedItem[]) =>
    origin.set('/feed', {
      headers: { 'content-type': 'application/rss+xml' },
      body: feedOf(origin.url, some),
    });
  list(items);
  return Object.assign(origin, {
    /** Changes what the feed lists. */
    list,
    /** Makes `path` an HTML page. */
    page: (path: string, html: string, headers: Record<string, string> = {}) =>
      origin.set(path, { headers: { 'content-type': 'text/html; charset=utf-8', ...headers }, body: html }),
    /** Paths asked for since the last call, without the feed. */
    asked: () =>
      origin.requests
        .splice(0)
        .map(({ path }) => path)
        .filter((path) => path !== '/feed'),
  });
}

export type JsonItem = {
  url: string;
  title: string;
  summary?: string;
  content_html: string;
  image?: string;
  date_published: string;
  date_modified: string;
  _mia: {
    journal: string | null;
    studyIds: Record<string, string[]>;
    related: { title: string; url: string }[];
    readingMinutes: number | null;
  };
};

/** Items of output/feed.json, newest first. */
export const jsonItems = async (place: Workplace): Promise<JsonItem[]> =>
  JSON.parse(await place.read('output/feed.json')).items;
