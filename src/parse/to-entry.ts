import { parseDate } from '../core/date.ts';
import type { Enclosure, Entry, Image } from '../core/feed.ts';
import type { Instant } from '../core/instant.ts';
import { absoluteUrl } from '../core/url.ts';
import type { Element } from './element.ts';
import type { Fields } from './fields.ts';
import { linkFrom } from './link.ts';
import { distinctPeople, parsePerson, person } from './person.ts';
import { plainLine, toHtml, toTitle, withAbsoluteLinks } from './rich-text.ts';

/** What an item is read with. */
export type Context = {
  /** The document's address. */
  url: string | null;
  /** The site's page. */
  site: string | null;
};

export function toEntry(item: Fields, context: Context): Entry {
  const id = item.texts('guid', 'atom:id', 'rdf:about')[0] ?? null;
  const isPermaLink = permaLink(item);
  const link = entryLink(item, isPermaLink, context);
  const base = link !== null && sameSite(link, context.site) ? link : context.url;
  const contentHtml = firstHtml(item, CONTENTS, base);
  return {
    id,
    isPermaLink,
    title: firstTitle(item, TITLES),
    link,
    published: firstDate(item, PUBLISHED),
    updated: firstDate(item, UPDATED),
    authors: authorsOf(item),
    summary: firstHtml(item, contentHtml === null ? SUMMARIES : SUMMARIES_OF_TEXTS, base),
    contentHtml,
    categories: categoriesOf(item),
    enclosures: enclosuresOf(item),
    language: item.texts('dc:language', 'language', 'xml:lang')[0] ?? null,
    rights: firstTitle(item, RIGHTS) ?? item.all('cc:license')[0]?.attribute('resource') ?? null,
    image: imageOf(item),
    identifiers: [...new Set(item.texts('dc:identifier', 'dcterms:identifier', 'prism:doi', 'arxiv:doi'))],
    journal: item.texts('prism:publicationName', 'dc:source')[0] ?? null,
  };
}

export const TITLES = ['atom:title', 'title', 'dc:title', 'itunes:title', 'media:title'];
export const RIGHTS = ['atom:rights', 'copyright', 'dc:rights', 'atom:copyright'];
const SUMMARIES = [
  'description',
  'atom:summary',
  'dc:description',
  'dcterms:abstract',
  'itunes:summary',
  'media:description',
  'itunes:subtitle',
];
/** Beside a text it describes a picture. */
const SUMMARIES_OF_TEXTS = SUMMARIES.filter((name) => name !== 'media:description');
const CONTENTS = ['content:encoded', 'atom:content', 'xhtml:body', 'body', 'fullitem', 'content'];
const PUBLISHED = [
  'atom:published',
  'atom:issued',
  'pubDate',
  'dcterms:issued',
  'dc:date',
  'prism:publicationDate',
  'dcterms:created',
  'atom:created',
];
const UPDATED = ['atom:updated', 'atom:modified', 'dcterms:modified'];

export function firstTitle(fields: Fields, names: string[]): string | null {
  return first(names, fields, ({ rich }) => rich && toTitle(rich));
}

/** `base`: what links are relative to where the document does not say. */
export function firstHtml(fields: Fields, names: string[], base: string | null): string | null {
  return first(names, fields, ({ rich }) => {
    const html = rich && toHtml(rich);
    return html && withAbsoluteLinks(html, (link) => absoluteUrl(link, rich.base ?? base));
  });
}

/** The first readable date, so that an unreadable one does not hide another. */
export function firstDate(fields: Fields, names: string[]): Instant | null {
  return first(names, fields, ({ text }) => parseDate(text));
}

function first<T>(names: string[], fields: Fields, read: (element: Element) => T | null): T | null {
  for (const name of names) {
    for (const element of fields.all(name)) {
      const value = read(element);
      if (value !== null) return value;
    }
  }
  return null;
}

/** RSS says yes unless it says no; other formats have no such thing. */
function permaLink(item: Fields): boolean | null {
  const guid = item.all('guid').find(({ text }) => text !== '');
  return guid ? guid.attribute('ispermalink')?.toLowerCase() !== 'false' : null;
}

function entryLink(item: Fields, isPermaLink: boolean | null, context: Context): string | null {
  const own = item.texts('link').concat(item.all('link').map((link) => link.attribute('href') ?? ''));
  const content = item.all('atom:content').map(({ rich }) => rich?.src);
  const candidates = [alternate(item), ...own, ...content];
  const link = candidates
    .map((candidate) => linkFrom(candidate, context.url))
    .find((found) => found !== null);
  // A guid is no relative link: `12345` would lead anywhere.
  return link ?? (isPermaLink ? absoluteUrl(item.texts('guid')[0]) : null);
}

/** The page that an Atom link leads to: HTML before other types, the first before later ones. */
export function alternate(fields: Fields): string | null {
  const links = fields
    .all('atom:link')
    .filter((link) => relation(link) === 'alternate' && link.attribute('href'));
  const page = links.find((link) => /html/i.test(link.attribute('type') ?? 'html')) ?? links[0];
  return page?.attribute('href') ?? null;
}

export const relation = (link: Element): string =>
  (link.attribute('rel') ?? 'alternate')
    .toLowerCase()
    .replace('http://www.iana.org/assignments/relation/', '');

/** The first kind of author that is given; each kind speaks for all authors. */
export function authorsOf(fields: Fields): Entry['authors'] {
  const atom = fields.all('atom:author').map((author) => {
    const name = author.child('atom:name', 'name') ?? author.text;
    return person(name, author.child('atom:email', 'email'), author.child('atom:uri', 'atom:url', 'url'));
  });
  const rss = fields.all('author').map((author) => {
    const name = author.child('name');
    return name ? person(name, author.child('email'), author.child('url')) : parsePerson(author.text);
  });
  const named = (...names: string[]) => fields.texts(...names).map(parsePerson);
  const kinds = [atom, named('dc:creator', 'dcterms:creator', 'dc:author'), rss, named('itunes:author')];
  return kinds.map(distinctPeople).find((people) => people.length > 0) ?? [];
}

function categoriesOf(item: Fields): string[] {
  const terms = item
    .all('atom:category')
    .map((category) => category.attribute('term') ?? category.attribute('label') ?? category.text);
  const itunes = item.all('itunes:category').map((category) => category.attribute('text') ?? category.text);
  const keywords = item.texts('itunes:keywords').flatMap((words) => words.split(','));
  const all = [...terms, ...item.texts('category', 'dc:subject'), ...itunes, ...keywords];
  return [...new Set(all.map(plainLine))].filter((text) => text !== '');
}

function enclosuresOf(item: Fields): Enclosure[] {
  const links = item.all('atom:link').filter((link) => relation(link) === 'enclosure');
  const media = item.all('media:content').filter((content) => !isImage(content));
  const byUrl = new Map<string, Enclosure>();
  for (const element of [...item.all('enclosure'), ...links, ...media]) {
    const url = absoluteUrl(element.attribute('url') ?? element.attribute('href'));
    if (url === null || byUrl.has(url)) continue;
    const length = Number(element.attribute('length') ?? element.attribute('filesize') ?? Number.NaN);
    byUrl.set(url, {
      url,
      type: element.attribute('type')?.toLowerCase() ?? null,
      length: Number.isSafeInteger(length) && length >= 0 ? length : null,
    });
  }
  return [...byUrl.values()];
}

function isImage(media: Element): boolean {
  const type = media.attribute('type') ?? '';
  if (media.attribute('medium') === 'image' || /^image\//i.test(type)) return true;
  return type === '' && /\.(?:jpe?g|png|gif|webp|avif)(?:\?|$)/i.test(media.attribute('url') ?? '');
}

function imageOf(item: Fields): Image | null {
  const elements = [
    ...item.all('media:content').filter(isImage),
    ...item.all('media:thumbnail'),
    ...item.all('itunes:image'),
    ...item.all('enclosure').filter(isImage),
    ...item.all('atom:link').filter((link) => relation(link) === 'enclosure' && isImage(link)),
    ...item.all('image'),
  ];
  for (const element of elements) {
    const url = absoluteUrl(
      element.attribute('url') ?? element.attribute('href') ?? element.child('url') ?? element.text,
    );
    if (url === null) continue;
    const pixels = (name: string): number | null =>
      Number.parseInt(element.attribute(name) ?? '', 10) || null;
    return { url, alt: null, width: pixels('width'), height: pixels('height'), license: null };
  }
  return null;
}

function sameSite(link: string, site: string | null): boolean {
  const [own, other] = [absoluteUrl(link), absoluteUrl(site)];
  return own !== null && other !== null && new URL(own).host === new URL(other).host;
}
