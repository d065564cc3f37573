import { absoluteUrl } from '../core/url.ts';
import { Entities } from './entities.ts';

/** Feeds that a page names by `<link rel="alternate">`, absolute, in its order; read from its first 512 KB. */
export function linkedFeeds(html: string, url: string | null): string[] {
  const head = html.slice(0, 524_288);
  const base = absoluteUrl(attribute(/<base\s[^<>]*>/i.exec(head)?.[0] ?? '', 'href'), url) ?? url;
  const feeds = new Set<string>();
  for (const [tag] of head.matchAll(/<(?:link|a)\s[^<>]*>/gi)) {
    const relations = (attribute(tag, 'rel') ?? '').toLowerCase().split(/\s+/);
    if (!relations.includes('alternate') && !relations.includes('feed')) continue;
    if (!relations.includes('feed') && !FEED_TYPE.test(attribute(tag, 'type') ?? '')) continue;
    const feed = absoluteUrl(attribute(tag, 'href'), base);
    if (feed !== null && feeds.size < 20) feeds.add(feed);
  }
  return [...feeds];
}

const FEED_TYPE = /^\s*(?:application\/(?:rss|atom|rdf|feed)\+(?:xml|json)|text\/(?:rss|atom)\+xml)/i;

function attribute(tag: string, name: string): string | null {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'<>]+))`, 'i').exec(tag);
  return found ? new Entities().decode(found[1] ?? found[2] ?? found[3] ?? '') : null;
}
