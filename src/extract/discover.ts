import { getDomainWithoutSuffix } from 'tldts';
import { absoluteUrl } from '../core/url.ts';
import { attribute, textOf } from './dom.ts';
import { extractLanguage } from './language.ts';
import { documentTitle, type Page, readPage } from './page.ts';
import { statedSiteName } from './site-name.ts';

/** A source as it is pasted into sources.json. */
export type Proposal = {
  id: string;
  name: string;
  url: string;
  type?: 'sitemap';
  site?: string;
  language?: string;
};

/** Answers whether there is a feed at an address; without it only what the page itself links to is proposed. */
export type Probe = (url: string) => Promise<boolean>;

const MAX_PROPOSALS = 12;

/** Feeds of a site, from its page: named in its head, linked to in its text, else, with `probe`, in the usual places. */
export async function discoverFeeds(html: string, url: string, probe?: Probe): Promise<Proposal[]> {
  const page = readPage(html, url);
  const said = [...named(page), ...linked(page)];
  const found = said.length > 0 || !probe ? said : await usual(url, probe);
  const byUrl = new Map(
    found.filter((feed) => !/comment/i.test(`${feed.url} ${feed.title}`)).map((feed) => [feed.url, feed]),
  );
  const ids = new Set<string>();
  return [...byUrl.values()].slice(0, MAX_PROPOSALS).map((feed) => proposal(page, feed, ids));
}

type FoundFeed = { url: string; title: string; type?: 'sitemap' };

const FEED_TYPE = /^\s*(?:application\/(?:rss|atom|rdf|feed)\+(?:xml|json)|text\/(?:rss|atom)\+xml)/i;

function named(page: Page): FoundFeed[] {
  return page.links.flatMap((link) => {
    const relations = attribute(link, 'rel').toLowerCase().split(/\s+/);
    const isFeed =
      relations.includes('feed') ||
      (relations.includes('alternate') && FEED_TYPE.test(attribute(link, 'type')));
    const url = isFeed ? absoluteUrl(attribute(link, 'href'), page.base) : null;
    return url ? [{ url, title: attribute(link, 'title').trim() }] : [];
  });
}

/** Links that say RSS, Atom or feed, or lead to a file that is one by its name. */
function linked(page: Page): FoundFeed[] {
  return page.all.flatMap((element) => {
    if (element.name !== 'a') return [];
    const url = absoluteUrl(attribute(element, 'href'), page.base);
    if (
      !url ||
      !/\/(?:feed|rss|atom)(?:\/|$|\.xml)|\.(?:rss|atom|rdf)$|(?:rss|feed|atom)[^/]*\.xml$/i.test(
        new URL(url).pathname,
      )
    )
      return [];
    return [{ url, title: textOf(element, 200).replace(/^(?:rss|atom|feed|xml)$/i, '') }];
  });
}

const USUAL = [
  'feed/',
  'feed',
  'rss',
  'rss.xml',
  'feed.xml',
  'atom.xml',
  'index.xml',
  'feed.json',
  'blog/feed/',
  'news/rss.xml',
  'news-sitemap.xml',
  'sitemap-news.xml',
];

async function usual(url: string, probe: Probe): Promise<FoundFeed[]> {
  for (const place of USUAL) {
    const at = absoluteUrl(`/${place}`, url);
    if (at && (await probe(at)))
      return [{ url: at, title: '', ...(place.includes('sitemap') ? { type: 'sitemap' as const } : {}) }];
  }
  return [];
}

function proposal(page: Page, feed: FoundFeed, ids: Set<string>): Proposal {
  const site = statedSiteName(page)?.value ?? (documentTitle(page).split(/\s[|–—-]\s/)[0] || page.host);
  const title = feed.title.replace(/\s*(?:[»|–—-]\s*)?(?:rss|atom)?\s*feed\s*$/i, '').trim();
  const name = title && title.length <= 100 ? title : site;
  const home = absoluteUrl('/', page.url);
  const language = extractLanguage(page)?.value;
  return {
    id: freeId(slug(name) || slug(getDomainWithoutSuffix(page.host) ?? '') || 'source', ids),
    name,
    url: feed.url,
    ...(feed.type ? { type: feed.type } : {}),
    ...(home ? { site: home } : {}),
    ...(language ? { language } : {}),
  };
}

/** Sitemaps as sources; the name is that of the publication, else of the host. */
export function proposeSitemaps(
  urls: readonly string[],
  { title, language }: { title: string | null; language: string | null },
): Proposal[] {
  const ids = new Set<string>();
  return urls.map((url) => {
    const { hostname } = new URL(url);
    const name = title ?? hostname.replace(/^www\./, '');
    const site = absoluteUrl('/', url);
    return {
      id: freeId(slug(name) || 'source', ids),
      name,
      url,
      type: 'sitemap' as const,
      ...(site && { site }),
      ...(language && { language }),
    };
  });
}

const slug = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');

function freeId(wanted: string, ids: Set<string>): string {
  let id = wanted;
  for (let number = 2; ids.has(id); number++) id = `${wanted}-${number}`;
  ids.add(id);
  return id;
}
