import type { Entry, Feed, Image, PollingHints } from '../core/feed.ts';
import { DAY_MS, HOUR_MS } from '../core/instant.ts';
import { absoluteUrl } from '../core/url.ts';
import type { Fields } from './fields.ts';
import { linkFrom } from './link.ts';
import { distinctPeople, parsePerson } from './person.ts';
import type { FeedDocument } from './read-document.ts';
import {
  alternate,
  authorsOf,
  type Context,
  firstDate,
  firstHtml,
  firstTitle,
  RIGHTS,
  relation,
  TITLES,
  toEntry,
} from './to-entry.ts';

/** A channel and its items as a feed. */
export function toFeed(
  format: FeedDocument['format'],
  { channel, items }: { channel: Fields; items: Fields[] },
  url: string | null,
): Feed {
  const link = siteLink(channel, url);
  const context: Context = { url, site: link };
  const authors = channelAuthors(channel);
  // In Atom an entry without authors has those of its feed (RFC 4287 §4.2.1).
  const inherited = format === 'atom' ? authors : [];
  return {
    format,
    title: firstTitle(channel, TITLES),
    link,
    self: atomLink(channel, 'self'),
    description: firstHtml(channel, DESCRIPTIONS, link ?? url),
    language: channel.texts('language', 'dc:language', 'xml:lang')[0] ?? null,
    updated: firstDate(channel, UPDATED),
    rights: firstTitle(channel, RIGHTS),
    image: imageOf(channel),
    authors,
    hints: hintsOf(channel),
    entries: items.map((item) => withAuthors(toEntry(item, context), inherited)),
  };
}

const withAuthors = (entry: Entry, inherited: Entry['authors']): Entry =>
  entry.authors.length > 0 ? entry : { ...entry, authors: inherited };

const DESCRIPTIONS = [
  'atom:subtitle',
  'atom:tagline',
  'description',
  'dc:description',
  'itunes:summary',
  'itunes:subtitle',
];
const UPDATED = ['atom:updated', 'atom:modified', 'lastBuildDate', 'pubDate', 'dcterms:modified', 'dc:date'];

function siteLink(channel: Fields, url: string | null): string | null {
  const own = channel.all('link').map((link) => link.text || link.attribute('href'));
  const links = [alternate(channel), ...own].map((candidate) => linkFrom(candidate, url));
  return links.find((link) => link !== null) ?? null;
}

function atomLink(channel: Fields, rel: string): string | null {
  const links = channel.all('atom:link').filter((link) => relation(link) === rel);
  return absoluteUrl(links[0]?.attribute('href'));
}

function imageOf(channel: Fields): Image | null {
  const [image] = channel.all('image');
  const urls = [
    image?.child('url'),
    channel.all('itunes:image')[0]?.attribute('href'),
    ...channel.texts('atom:logo', 'atom:icon'),
    channel.all('media:thumbnail')[0]?.attribute('url'),
  ];
  for (const candidate of urls) {
    const url = absoluteUrl(candidate);
    if (url === null) continue;
    const pixels = (name: string): number | null => Number.parseInt(image?.child(name) ?? '', 10) || null;
    const alt = image?.child('title') ?? null;
    return { url, alt, width: pixels('width'), height: pixels('height'), license: null };
  }
  return null;
}

function channelAuthors(channel: Fields): Feed['authors'] {
  const authors = authorsOf(channel);
  return authors.length > 0 ? authors : distinctPeople(channel.texts('managingEditor').map(parsePerson));
}

const WEEK_DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

const PERIODS_MS = new Map([
  ['hourly', HOUR_MS],
  ['daily', DAY_MS],
  ['weekly', 7 * DAY_MS],
  ['monthly', 30 * DAY_MS],
  ['yearly', 365 * DAY_MS],
]);

function hintsOf(channel: Fields): PollingHints {
  const ttl = Number(channel.texts('ttl')[0] ?? Number.NaN);
  const hours = children(channel, 'skipHours', 'hour').map((hour) => Number(hour) % 24);
  const days = children(channel, 'skipDays', 'day').map((day) => day.toLowerCase());
  return {
    ttlMinutes: Number.isInteger(ttl) && ttl > 0 ? ttl : null,
    // 24 means 0 in RSS 0.91.
    skipHours: [...new Set(hours.filter((hour) => Number.isInteger(hour) && hour >= 0))],
    skipDays: [...new Set(days.filter((day) => WEEK_DAYS.includes(day)))],
    updatePeriodMs: updatePeriodMs(channel),
    hub: atomLink(channel, 'hub'),
  };
}

const children = (channel: Fields, group: string, name: string): string[] =>
  channel.all(group).flatMap((element) => (element.children[name] ?? []).map(({ text }) => text));

function updatePeriodMs(channel: Fields): number | null {
  const [period] = channel.texts('sy:updatePeriod');
  const [frequency] = channel.texts('sy:updateFrequency');
  const periodMs = period === undefined && frequency ? DAY_MS : PERIODS_MS.get(period?.toLowerCase() ?? '');
  const times = frequency === undefined ? 1 : Number(frequency);
  return periodMs !== undefined && times > 0 && Number.isFinite(times) ? Math.round(periodMs / times) : null;
}
