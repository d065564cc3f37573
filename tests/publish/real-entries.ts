import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFeed } from 'feedsmith';
import type { Person } from '../../src/core/feed.ts';
import { htmlToText } from '../../src/core/html-text.ts';
import { sanitize } from '../../src/core/sanitize.ts';
import type { Source } from '../../src/core/source.ts';
import { oneLine } from '../../src/core/text.ts';
import { absoluteUrl } from '../../src/core/url.ts';
import { decodeBytes } from '../../src/parse/decode-bytes.ts';
import type { FeedEntry } from '../../src/publish/edition.ts';
import { toFeedEntry } from '../../src/publish/entry.ts';
import { article, story } from '../store/samples.ts';
import { aSource } from './support.ts';

/** Entries of real feeds as they come: whatever feedsmith makes of the files in `dir`, as stories of one article. */
export function realEntries(dir: string): FeedEntry[] {
  const entries: FeedEntry[] = [];
  for (const file of readdirSync(dir).sort()) {
    const source = aSource({ id: file, name: file, content: 'full', license: 'CC-BY-4.0' });
    for (const item of itemsOf(decodeBytes(readFileSync(join(dir, file)), null, 'xml'))) {
      const entry = toEntry(item, entries.length + 1, source);
      if (entry) entries.push(entry);
    }
  }
  return entries;
}

type Loose = { [key: string]: Loose | undefined } & Loose[] & string;

function itemsOf(text: string): Loose[] {
  try {
    const { feed } = parseFeed(text) as unknown as { feed: { items?: Loose[]; entries?: Loose[] } };
    return (feed.items ?? feed.entries ?? []).slice(0, 60);
  } catch {
    return [];
  }
}

function toEntry(item: Loose, seq: number, source: Source): FeedEntry | null {
  const html = first(
    item.content?.encoded,
    item.content?.value,
    item.content,
    item.content_html,
    item.description,
    item.summary,
  );
  const url = absoluteUrl(first(item.link, item.links?.[0]?.href, item.url));
  const date = Date.parse(
    first(item.pubDate, item.published, item.updated, item.dc?.date, item.date_published) ?? '',
  );
  const at =
    Number.isNaN(date) || date > Date.now() ? '2026-01-01T00:00:00.123Z' : new Date(date).toISOString();
  const own = article(`a${seq}`, {
    sourceId: source.id,
    url,
    title: oneLine(htmlToText(first(item.title, item.title?.value) ?? '')),
    authors: people(item),
    sortAt: at,
    changedAt: at,
    summary: html === null ? null : htmlToText(html),
    contentHtml: html === null ? null : sanitize(html, url),
    categories: list(item.categories).map((category) => first(category.name, category.term, category) ?? ''),
    enclosures: list(item.enclosures).flatMap(({ url: href }) => {
      const absolute = absoluteUrl(typeof href === 'string' ? href : null);
      return absolute ? [{ url: absolute, type: null, length: null }] : [];
    }),
    language: first(item.dc?.language, item.language),
    rights: first(item.dc?.rights, item.rights),
  });
  return toFeedEntry(
    story(`tag:feed.example,2026:real-${seq}`, { seq, articleIds: [own.id], sortAt: at, updatedAt: at }),
    [own],
    {
      sources: new Map([[source.id, source]]),
      feedTitles: new Map(),
      topicLabels: new Map(),
      related: new Map(),
    },
  );
}

const list = (value: Loose | undefined): Loose[] => (Array.isArray(value) ? value : []);

function people(item: Loose): Person[] {
  const names = [...list(item.authors), ...list(item.dc?.creators)].map((author) =>
    first(author.name, author),
  );
  return names.flatMap((name) => (name === null ? [] : [{ name, email: null, url: null }]));
}

const first = (...values: unknown[]): string | null =>
  values.find((value): value is string => typeof value === 'string' && value.trim() !== '') ?? null;
