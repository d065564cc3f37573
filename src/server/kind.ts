import type { Site } from '../core/source.ts';
import { urlOf } from '../publish/head.ts';
import { OPEN_TO_ALL } from './headers.ts';

/** The headers that a file of the output has because of its name; `path` uses slashes. */
export function headersOfKind(path: string, site: Site): Record<string, string> {
  const isFeed = FEED.test(path);
  return {
    'content-type': isFeed && path.endsWith('.json') ? 'application/feed+json; charset=utf-8' : typeOf(path),
    'cache-control': cacheControl(path),
    ...(isFeed && { link: feedLinks(path, site) }),
    ...(path === SEARCH && { link: `<${urlOf(site, 'api/openapi.json')}>; rel="service-desc"` }),
    ...((isFeed || path.endsWith('.opml')) && OPEN_TO_ALL),
  };
}

/**
 * What a browser is told that a feed is. By its own type browsers offer it as a download, or show its source; as XML it
 * is shown by its stylesheet. Null for what has one type for all.
 */
export const typeInBrowsers = (path: string): string | null =>
  /\.(?:atom|rss)$/.test(path) ? 'application/xml; charset=utf-8' : null;

/** Feeds end in .atom or .rss; of JSON files, only those that lie where feeds do. */
const FEED = /\.(?:atom|rss)$|^(?:feed|(?:archive|sources|topics|newsletter)\/[^/]+)\.json$/;

/** From where the search in the browser begins: there it learns that there is an API to ask (RFC 8631). */
const SEARCH = 'site/search.json';

const typeOf = (path: string): string =>
  TYPES[/\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream';

const TYPES: Record<string, string> = {
  atom: 'application/atom+xml; charset=utf-8',
  rss: 'application/rss+xml; charset=utf-8',
  json: 'application/json; charset=utf-8',
  opml: 'text/x-opml; charset=utf-8',
  xml: 'application/xml; charset=utf-8',
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
  webmanifest: 'application/manifest+json; charset=utf-8',
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  avif: 'image/avif',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
};

/** A name that holds a hash of its content never means anything else. */
const HASHED = /^assets\/[^/]*-(?=[a-z]*[0-9A-Z])[0-9A-Za-z]{10}\.\w+$/;

function cacheControl(path: string): string {
  if (HASHED.test(path)) return 'public, max-age=31536000, immutable';
  return path.endsWith('.html') ? 'public, max-age=60' : 'public, max-age=300, must-revalidate';
}

/** A feed's own address, and the hub that tells of its news (WebSub §4); closed archives have no news. */
function feedLinks(path: string, site: Site): string {
  const self = `<${urlOf(site, path)}>; rel="self"`;
  return site.hub === null || path.startsWith('archive/') ? self : `${self}, <${site.hub}>; rel="hub"`;
}
