import type { Enclosure } from '../core/feed.ts';
import type { SafeHtml } from '../core/html.ts';
import type { Site } from '../core/source.ts';
import { absoluteUrl } from '../core/url.ts';
import { categoriesOf, frameOf, rightsOf, setText } from './complete.ts';
import type { Edition, EntrySource, FeedEntry, Frame } from './edition.ts';
import type { Format } from './formats.ts';
import { archiveLinks, feedHead, feedStylesheet, urlOf } from './head.ts';
import { element, textElement, writeFragment, writeFrame, type XmlElement } from './xml.ts';

/** Atom 1.0 (RFC 4287), archives by RFC 5005. */
export const atom: Format = { extension: 'atom', renderEntry, renderFrame };

function renderFrame(edition: Edition, site: Site): Frame {
  const feed = frameOf(feedHead(edition, site).atom1());
  feed.attributes['xml:lang'] = site.language;
  setText(feed, 'title', edition.title);
  if (edition.description !== '') setText(feed, 'subtitle', edition.description);
  const links = archiveLinks(edition, site, 'atom').map((link) => element('link', link));
  if (edition.archives) feed.attributes['xmlns:fh'] = 'http://purl.org/syndication/history/1.0';
  feed.children.push(
    element('author', {}, element('name', {}, site.author ?? site.title), element('uri', {}, site.url)),
    ...links,
    ...(edition.archives?.isArchive ? [element('fh:archive')] : []),
  );
  return writeFrame(feed, 1, { stylesheet: feedStylesheet(site) });
}

function renderEntry(entry: FeedEntry, html: SafeHtml, site: Site): string {
  const { url } = entry;
  const topics = urlOf(site, 'topics/');
  const license = absoluteUrl(entry.license);
  const node = element(
    'entry',
    { 'xml:lang': entry.language },
    element('id', {}, entry.id),
    element('title', {}, entry.title),
    url === null
      ? null
      : element('link', { rel: 'alternate', type: 'text/html', href: url, hreflang: entry.language }),
    element('published', {}, entry.published),
    element('updated', {}, entry.updated),
    ...entry.authors.map(({ name, url: uri }) =>
      element('author', {}, element('name', {}, name), textElement('uri', uri)),
    ),
    ...categoriesOf(entry).map(({ term, label, topic }) =>
      element('category', { term, scheme: topic ? topics : null, label }),
    ),
    textElement('summary', entry.summary),
    element('content', { type: 'html' }, { cdata: html }),
    ...entry.enclosures.map(renderEnclosure),
    ...entry.coverage.map(({ url: href, title }) => element('link', { rel: 'related', href, title })),
    license === null ? null : element('link', { rel: 'license', href: license }),
    textElement('rights', rightsOf(entry)),
    renderSource(entry.source, site),
  );
  return writeFragment(node, 1);
}

const renderEnclosure = ({ url: href, type, length }: Enclosure): XmlElement =>
  element('link', { rel: 'enclosure', href, type, length: length === null ? null : String(length) });

/** The feed that the entry was taken from (RFC 4287 §4.2.11). Its own id is not kept; its address is as unique. */
function renderSource({ id, title, feedUrl, siteUrl, updated }: EntrySource, site: Site): XmlElement {
  return element(
    'source',
    {},
    element('id', {}, feedUrl ?? urlOf(site, `sources/${id}.atom`)),
    element('title', {}, title),
    element('updated', {}, updated),
    feedUrl === null ? null : element('link', { rel: 'self', href: feedUrl }),
    siteUrl === null ? null : element('link', { rel: 'alternate', href: siteUrl }),
  );
}
