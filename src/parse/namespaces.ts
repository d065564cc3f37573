import { type Attributes, NO_ATTRIBUTES } from './read-xml.ts';

/** Prefix → namespace in effect, '' being the default namespace. */
export type Scope = ReadonlyMap<string, string>;

export const NO_SCOPE: Scope = new Map();

/** More than any feed has; keeps the copying of scopes cheap. */
const MAX_PREFIXES = 40;

/** The scope inside an element with these attributes; the same object if they declare nothing. */
export function scopeWithin(scope: Scope, attributes: Attributes): Scope {
  if (attributes === NO_ATTRIBUTES) return scope;
  let inner: Map<string, string> | null = null;
  for (const name in attributes) {
    if (!name.startsWith('xmlns')) continue;
    inner ??= new Map(scope);
    if (inner.size >= MAX_PREFIXES) break;
    inner.set(name.slice(6).toLowerCase(), attributes[name] ?? '');
  }
  return inner ?? scope;
}

/**
 * An element's name with its vocabulary's usual prefix, in lower case: `dc:creator`, `atom:entry`, and no
 * prefix for RSS in all its namespaces. `home` is the prefix of the feed's own vocabulary, which names
 * without a known namespace belong to. Null: a vocabulary that is none of ours.
 */
export function usualName(name: string, scope: Scope, home: string): string | null {
  const colon = name.indexOf(':');
  const local = name.slice(colon + 1).toLowerCase();
  const prefix = name.slice(0, Math.max(0, colon)).toLowerCase();
  const namespace = scope.get(prefix);
  const known = namespace === undefined ? undefined : PREFIXES.get(spelling(namespace));
  if (known !== undefined) return known + local;
  if (prefix === '') return namespace === undefined || namespace === '' ? home + local : null;
  return USUAL.has(`${prefix}:`) ? `${prefix}:${local}` : null;
}

/** Namespaces are written with any scheme, in any case, with or without a slash at the end. */
function spelling(namespace: string): string {
  return namespace
    .slice(0, 200)
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, '')
    .replace(/[/#]+$/, '');
}

const NAMESPACES: Record<string, string> = {
  '':
    'purl.org/rss/1.0 my.netscape.com/rdf/simple/0.9 channel.netscape.com/rdf/simple/0.9 purl.org/net/rss1.1 ' +
    'backend.userland.com/rss backend.userland.com/rss2 backend.userland.com/rss091 blogs.law.harvard.edu/tech/rss ' +
    'cyber.law.harvard.edu/rss/rss.html purl.org/rss/2.0 my.netscape.com/publish/formats/rss-0.91.dtd',
  'atom:': 'w3.org/2005/atom purl.org/atom/ns purl.org/atom purl.org/pie',
  'rdf:': 'w3.org/1999/02/22-rdf-syntax-ns',
  'xhtml:': 'w3.org/1999/xhtml w3.org/tr/xhtml1',
  'dc:': 'purl.org/dc/elements/1.1 purl.org/dc/elements/1.0 purl.org/metadata/dublin_core purl.org/dc',
  'dcterms:': 'purl.org/dc/terms purl.org/rss/1.0/modules/dcterms',
  'content:': 'purl.org/rss/1.0/modules/content',
  'sy:': 'purl.org/rss/1.0/modules/syndication',
  'media:':
    'search.yahoo.com/mrss tools.search.yahoo.com/mrss video.search.yahoo.com/mrss rssboard.org/media-rss',
  'itunes:': 'itunes.com/dtds/podcast-1.0.dtd example.com/dtds/podcast-1.0.dtd',
  'prism:':
    'prismstandard.org/namespaces/basic/1.0 prismstandard.org/namespaces/basic/1.2 prismstandard.org/namespaces/basic/2.0 ' +
    'prismstandard.org/namespaces/basic/2.1 prismstandard.org/namespaces/basic/2.2 prismstandard.org/namespaces/basic/3.0 ' +
    'prismstandard.org/namespaces/1.2/basic prismstandard.org/namespaces/2.0/basic prismstandard.org/namespaces/2.1/basic ' +
    'prismstandard.org/namespaces/3.0/basic purl.org/rss/1.0/modules/prism',
  'arxiv:': 'arxiv.org/schemas/atom',
  'cc:':
    'backend.userland.com/creativecommonsrssmodule web.resource.org/cc cyber.law.harvard.edu/rss/creativecommonsrssmodule.html',
};

const PREFIXES = new Map(
  Object.entries(NAMESPACES).flatMap(([prefix, uris]) =>
    uris.split(' ').map((uri): [string, string] => [uri, prefix]),
  ),
);

const USUAL = new Set(Object.keys(NAMESPACES));
