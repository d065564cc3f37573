import { showable } from '../core/characters.ts';
import type { Enclosure } from '../core/feed.ts';
import type { SafeHtml } from '../core/html.ts';
import type { Site } from '../core/source.ts';
import { categoriesOf } from './complete.ts';
import type { Edition, FeedEntry, Frame } from './edition.ts';
import type { Format } from './formats.ts';
import { feedHead, urlOf } from './head.ts';
import { studyLinks } from './study-links.ts';

/** JSON Feed 1.1, an item a line; what else we know of an entry is in `_mia` (docs/json-feed-extension.md). */
export const jsonFeed: Format = { extension: 'json', renderEntry, renderFrame };

function renderFrame(edition: Edition, site: Site): Frame {
  const { archives } = edition;
  const feed = {
    ...JSON.parse(feedHead(edition, site).json1()),
    version: 'https://jsonfeed.org/version/1.1',
    title: edition.title,
    description: edition.description || undefined,
    language: site.language,
    authors: [{ name: site.author ?? site.title, url: site.url }],
    hubs: site.hub === null || archives?.isArchive ? undefined : [{ type: 'WebSub', url: site.hub }],
    next_url: archives?.prev ? urlOf(site, `${archives.prev}.json`) : undefined,
    _mia: { about: urlOf(site, 'about/') },
    items: undefined,
  };
  const head = JSON.stringify(feed, clean, 2).replace(/\n\}$/, '');
  return { head: `${head},\n  "items": [`, between: ',', tail: '\n  ]\n}\n' };
}

function renderEntry(entry: FeedEntry, html: SafeHtml): string {
  const item = {
    id: entry.id,
    url: entry.url ?? undefined,
    title: entry.title,
    summary: entry.summary ?? undefined,
    content_html: html,
    image: entry.image?.url,
    date_published: entry.published,
    date_modified: entry.updated,
    authors: filled(entry.authors.map(({ name, url }) => ({ name, url: url ?? undefined }))),
    tags: filled(categoriesOf(entry).map(({ term, label }) => label ?? term)),
    language: entry.language ?? undefined,
    attachments: filled(entry.enclosures.map(attachment)),
    _mia: {
      source: entry.source,
      journal: entry.journal,
      studyIds: entry.studyIds,
      studyLinks: studyLinks(entry.studyIds),
      topics: entry.topics,
      evidence: entry.evidence,
      notices: entry.notices,
      coverage: entry.coverage.map(({ title, url, source }) => ({ title, url, source })),
      related: entry.related.map(({ title, url }) => ({ title, url })),
      readingMinutes: entry.readingMinutes,
      rights: entry.rights,
      license: entry.license,
    },
  };
  const text = JSON.stringify(item);
  return `\n    ${MAY_BE_UNCLEAN.test(text) ? JSON.stringify(item, clean) : text}`;
}

const attachment = ({ url, type, length }: Enclosure): object => ({
  url,
  mime_type: type ?? 'application/octet-stream',
  size_in_bytes: length ?? undefined,
});

const filled = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);

/** Escapes and characters that stand in JSON wherever `clean` would change a text. */
const MAY_BE_UNCLEAN = /\\[bfru]|[\u007f-\u009f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff]/;

/** The same text as the other formats hold. */
const clean = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? showable(value) : value;
