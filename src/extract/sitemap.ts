import { Parser } from 'htmlparser2';
import { parseDate } from '../core/date.ts';
import type { Entry, Feed, ParseFailure } from '../core/feed.ts';
import { err, ok, type Result } from '../core/result.ts';
import { oneLine } from '../core/text.ts';
import { absoluteUrl } from '../core/url.ts';
import { entryOf, feedOf } from './empty-feed.ts';

/** Newest ones kept: a sitemap may list 50,000 pages, most of them old. */
const MAX_ENTRIES = 1000;
const MAX_CHARS = 15_000_000;

/**
 * The pages of a sitemap (sitemaps.org 0.9), newest first: of a news sitemap all with title and date, of a plain
 * one those with `lastmod`, their title from the address. Fails with 'not-a-feed' for an index, naming its sitemaps.
 */
export function readSitemap(xml: string, { url }: { url: string }): Result<Feed, ParseFailure> {
  const { root, pages, sitemaps } = readLocations(xml.slice(0, MAX_CHARS), url);
  if (sitemaps.length > 0)
    return failure(
      'not-a-feed',
      `This is an index of sitemaps. Use one of them: ${sitemaps.slice(0, 3).join(' , ')}.`,
      sitemaps.slice(0, 20),
    );
  if (root !== 'urlset')
    return failure('not-a-feed', 'This is no sitemap (there is no urlset element). Check the address.');
  const entries = new Map<string, Entry>();
  for (const page of pages) {
    const entry = toEntry(page, url);
    if (entry?.link && !entries.has(entry.link)) entries.set(entry.link, entry);
  }
  if (entries.size === 0)
    return failure(
      'empty',
      'No page of this sitemap has a date (news:publication_date or lastmod), so what is new can’t be told.',
    );
  const newest = [...entries.values()].sort((a, b) => (when(a) < when(b) ? 1 : when(a) > when(b) ? -1 : 0));
  const named = pages.find((page) => page.name);
  return ok(
    feedOf('sitemap', newest.slice(0, MAX_ENTRIES), {
      title: named?.name ?? null,
      language: named?.language ?? null,
      self: absoluteUrl(url),
    }),
  );
}

const when = ({ published, updated }: Entry): string => published ?? updated ?? '';

type Field = 'loc' | 'lastmod' | 'publication_date' | 'title' | 'name' | 'language' | 'keywords' | 'image';
type Location = Partial<Record<Field, string>>;

const FIELDS: Record<string, Field> = {
  'url/loc': 'loc',
  'url/lastmod': 'lastmod',
  'news/publication_date': 'publication_date',
  'news/title': 'title',
  'publication/name': 'name',
  'publication/language': 'language',
  'news/keywords': 'keywords',
  'image/loc': 'image',
  'sitemap/loc': 'loc',
};

/** Streams through the elements, whatever their prefixes are, up to one that is deeper than any in a sitemap. */
function readLocations(
  xml: string,
  url: string,
): { root: string | null; pages: Location[]; sitemaps: string[] } {
  const pages: Location[] = [];
  const sitemaps: string[] = [];
  const path: string[] = [];
  let root: string | null = null;
  let current: Location = {};
  let text = '';
  const parser = new Parser(
    {
      onopentag(name) {
        const local = name.replace(/^.*:/, '').toLowerCase();
        root ??= local;
        path.push(local);
        if (path.length > MAX_DEPTH) throw TOO_DEEP;
        text = '';
        if (local === 'url' || local === 'sitemap') current = {};
      },
      ontext(data) {
        if (text.length < 10_000) text += data;
      },
      onclosetag() {
        const local = path.pop();
        const field = FIELDS[`${path.at(-1)}/${local}`];
        if (field) current[field] ??= oneLine(text);
        if (local === 'url' && pages.length < 100_000) pages.push(current);
        const map = local === 'sitemap' ? absoluteUrl(current.loc, url) : null;
        if (map) sitemaps.push(map);
        text = '';
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  try {
    parser.end(xml);
  } catch (error) {
    if (error !== TOO_DEEP) throw error;
  }
  return { root, pages, sitemaps };
}

/** The parser takes time quadratic in the depth. */
const MAX_DEPTH = 50;
const TOO_DEEP = Symbol('too deep');

function toEntry(page: Location, url: string): Entry | null {
  const link = absoluteUrl(page.loc, url);
  const published = page.publication_date ? parseDate(page.publication_date) : null;
  const updated = page.lastmod ? parseDate(page.lastmod) : null;
  if (!link || (published === null && updated === null)) return null;
  const image = absoluteUrl(page.image, url);
  return entryOf(link, {
    title: page.title || titleFromAddress(link),
    published,
    updated,
    language: page.language ?? null,
    categories: page.keywords ? page.keywords.split(',').map(oneLine).filter(Boolean).slice(0, 20) : [],
    image: image ? { url: image, alt: null, width: null, height: null, license: null } : null,
  });
}

/** /news/2024/new-vaccine-works.html → "New vaccine works"; null where the address has fewer than three words. */
function titleFromAddress(link: string): string | null {
  const last = new URL(link).pathname.split('/').filter(Boolean).at(-1) ?? '';
  const words = safeDecode(last)
    .replace(/\.[a-z]{3,5}$/i, '')
    .split(/[-_+]+/)
    .filter((word) => /\p{L}/u.test(word));
  const text = words.join(' ');
  return words.length >= 3 ? text.charAt(0).toUpperCase() + text.slice(1) : null;
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const failure = (
  code: ParseFailure['code'],
  message: string,
  feeds: string[] = [],
): Result<Feed, ParseFailure> => err({ code, message, feeds });
