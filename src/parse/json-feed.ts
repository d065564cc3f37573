import type { JsonFeed } from 'feedsmith';
import { parseDate } from '../core/date.ts';
import type { Enclosure, Entry, Feed, Image } from '../core/feed.ts';
import { htmlToText } from '../core/html-text.ts';
import { oneLine } from '../core/text.ts';
import { absoluteUrl } from '../core/url.ts';
import { escapeMarkup } from './leaf.ts';
import { distinctPeople, person } from './person.ts';
import { plainLine, withAbsoluteLinks } from './rich-text.ts';

/** A JSON Feed 1.0 or 1.1 (jsonfeed.org), read by feedsmith; null if this JSON is none. Items without content are left out. */
export async function parseJson(json: unknown, url: string | null): Promise<Feed | null> {
  const { parseJsonFeed } = await import('feedsmith');
  let feed: JsonFeed.Feed<string>;
  try {
    feed = parseJsonFeed(json);
  } catch {
    return null;
  }
  const site = absoluteUrl(feed.home_page_url, url);
  const authors = people(feed.authors);
  return {
    format: 'json',
    title: title(feed.title),
    link: site,
    self: absoluteUrl(feed.feed_url, url),
    description: escaped(feed.description),
    language: feed.language ?? null,
    updated: null,
    rights: null,
    image: image(feed.icon ?? feed.favicon, url),
    authors,
    hints: {
      ttlMinutes: null,
      skipHours: [],
      skipDays: [],
      updatePeriodMs: null,
      hub: absoluteUrl(feed.hubs?.find(({ type }) => /websub|pubsubhubbub/i.test(type ?? ''))?.url, url),
    },
    // An item without authors has those of its feed (JSON Feed 1.1).
    entries: (feed.items ?? []).map((item) => {
      const entry = toEntry(item, url);
      return entry.authors.length > 0 ? entry : { ...entry, authors };
    }),
  };
}

function toEntry(item: JsonFeed.Item<string>, url: string | null): Entry {
  const link = absoluteUrl(item.url, url) ?? absoluteUrl(item.external_url, url) ?? absoluteUrl(item.id);
  const html = item.content_html?.trim() || null;
  return {
    id: item.id ?? null,
    isPermaLink: null,
    title: title(item.title),
    link,
    published: parseDate(item.date_published ?? ''),
    updated: parseDate(item.date_modified ?? ''),
    authors: people(item.authors),
    summary: escaped(item.summary),
    contentHtml: html
      ? withAbsoluteLinks(html, (href) => absoluteUrl(href, link ?? url))
      : escaped(item.content_text),
    categories: [...new Set(item.tags?.map(plainLine).filter((tag) => tag !== ''))],
    enclosures: (item.attachments ?? []).flatMap((attachment) => enclosure(attachment, url)),
    language: item.language ?? null,
    rights: null,
    image: image(item.image ?? item.banner_image, url),
    identifiers: [],
    journal: null,
  };
}

/** Plain text by definition; many write entities all the same. */
const title = (text: string | undefined): string | null =>
  (/&[#\w]+;/.test(text ?? '') ? oneLine(htmlToText(text ?? '')) : oneLine(text ?? '')) || null;

const escaped = (text: string | undefined): string | null => escapeMarkup(text?.trim() ?? '') || null;

const people = (authors: JsonFeed.Author[] | undefined): Feed['authors'] =>
  distinctPeople((authors ?? []).map(({ name, url }) => person(name ?? null, null, url ?? null)));

function enclosure(attachment: JsonFeed.Attachment, base: string | null): Enclosure[] {
  const url = absoluteUrl(attachment.url, base);
  if (url === null) return [];
  return [{ url, type: attachment.mime_type ?? null, length: attachment.size_in_bytes ?? null }];
}

function image(href: string | undefined, base: string | null): Image | null {
  const url = absoluteUrl(href, base);
  return url === null ? null : { url, alt: null, width: null, height: null, license: null };
}
