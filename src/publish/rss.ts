import type { Enclosure } from '../core/feed.ts';
import type { SafeHtml } from '../core/html.ts';
import type { Site } from '../core/source.ts';
import { categoriesOf, frameOf, rightsOf, setText } from './complete.ts';
import type { Edition, FeedEntry, Frame } from './edition.ts';
import type { Format } from './formats.ts';
import { archiveLinks, feedHead, feedStylesheet, urlOf } from './head.ts';
import { tag, text } from './html.ts';
import { childrenOf, element, textElement, writeFragment, writeFrame, type XmlElement } from './xml.ts';

/** RSS 2.0.11 by the RSS Advisory Board's profile, archives by RFC 5005. */
export const rss: Format = { extension: 'rss', renderEntry, renderFrame };

function renderFrame(edition: Edition, site: Site): Frame {
  const root = frameOf(feedHead(edition, site).rss2());
  Object.assign(root.attributes, NAMESPACES);
  const channel = childrenOf(root, 'channel')[0];
  if (!channel) throw new Error('The frame of an RSS feed has no channel');
  setText(channel, 'title', edition.title);
  setText(channel, 'description', edition.description || edition.title);
  const links = archiveLinks(edition, site, 'rss').map((link) => element('atom:link', link));
  channel.children.push(...links, ...(edition.archives?.isArchive ? [element('fh:archive')] : []));
  return writeFrame(root, 2, { stylesheet: feedStylesheet(site) });
}

const NAMESPACES = {
  'xmlns:atom': 'http://www.w3.org/2005/Atom',
  'xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:fh': 'http://purl.org/syndication/history/1.0',
};

function renderEntry(entry: FeedEntry, html: SafeHtml, site: Site): string {
  const { source } = entry;
  const topics = urlOf(site, 'topics/');
  const content = { cdata: html };
  const node = element(
    'item',
    {},
    element('title', {}, entry.title),
    textElement('link', entry.url),
    element('guid', { isPermaLink: 'false' }, entry.id),
    element('pubDate', {}, new Date(entry.published).toUTCString()),
    element('atom:updated', {}, entry.updated),
    ...entry.authors.map(({ name }) => element('dc:creator', {}, name)),
    ...categoriesOf(entry).map(({ term, label, topic }) =>
      element('category', { domain: topic ? topics : null }, label ?? term),
    ),
    // A description is HTML to readers: plain text has to be escaped once more.
    element('description', {}, entry.summary === null ? content : { cdata: tag('p', text(entry.summary)) }),
    entry.summary === null ? null : element('content:encoded', {}, content),
    renderEnclosure(entry.enclosures),
    textElement('dc:language', entry.language),
    textElement('dc:rights', rightsOf(entry)),
    source.feedUrl === null ? null : element('source', { url: source.feedUrl }, source.title),
  );
  return writeFragment(node, 2);
}

/** One at most: readers differ in which of several they take. Its length is required; 0 means unknown. */
function renderEnclosure([enclosure]: readonly Enclosure[]): XmlElement | null {
  if (!enclosure) return null;
  const { url, type, length } = enclosure;
  return element('enclosure', { url, length: String(length ?? 0), type: type ?? 'application/octet-stream' });
}
