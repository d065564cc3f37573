import { Feed } from 'feed';
import type { Site } from '../core/source.ts';
import type { Edition } from './edition.ts';

/**
 * The frame of a feed in each format, as the `feed` library writes it, without title, texts and entries:
 * those hold what others wrote, and the library does not escape all of it. Each format puts them in itself.
 */
export function feedHead(edition: Edition, site: Site): Feed {
  const subscription = edition.archives?.current ?? edition.path;
  return new Feed({
    id: urlOf(site, `${subscription}.atom`),
    title: 'title',
    link: edition.homeUrl,
    updated: new Date(edition.updated),
    generator: "Mia's Feed",
    docs: 'https://www.rssboard.org/rss-specification',
    language: site.language,
    ttl: edition.ttlMinutes,
    feedLinks: {
      atom: urlOf(site, `${edition.path}.atom`),
      rss: urlOf(site, `${edition.path}.rss`),
      json: urlOf(site, `${edition.path}.json`),
    },
    ...(hasHub(edition, site) ? { hub: site.hub } : {}),
  });
}

/** The public address of a file of the output folder. */
export const urlOf = (site: Site, path: string): string => new URL(path, site.url).href;

/**
 * What browsers show feeds with (src/publish/site/assets/feed.css), without the host: a browser takes styles only from
 * where the feed came from. Its name stays, as closed archives have it too.
 */
export const feedStylesheet = (site: Site): string => new URL('assets/feed.css', site.url).pathname;

/** Hubs announce changes; archives don't change. */
const hasHub = (edition: Edition, site: Site): site is Site & { hub: string } =>
  site.hub !== null && !edition.archives?.isArchive;

/** Links of RFC 5005 with their addresses in the format of `extension`. */
export function archiveLinks(
  edition: Edition,
  site: Site,
  extension: string,
): { rel: string; href: string }[] {
  const { archives } = edition;
  if (!archives) return [];
  const links = [
    { rel: 'prev-archive', path: archives.prev },
    { rel: 'next-archive', path: archives.next },
    { rel: 'current', path: archives.isArchive ? archives.current : null },
  ];
  return links.flatMap(({ rel, path }) =>
    path === null ? [] : [{ rel, href: urlOf(site, `${path}.${extension}`) }],
  );
}
