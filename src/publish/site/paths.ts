import type { Site } from '../../core/source.ts';

/** The path part of the site's address: `/`, or `/mia/` where the site lies below its host. */
export const basePath = (site: Site): string => new URL(site.url).pathname;

/** A link to a path of the output folder, from any page: `/mia/topics/heart/`. */
export const hrefOf = (site: Site, path: string): string => `${basePath(site)}${path}`;

export const topicPage = (slug: string): string => `topics/${slug}/`;
export const sourcePage = (id: string): string => `sources/${id}/`;
export const archivePage = (number: number): string => `archive/${number}/`;

/** The file that a page is kept in. */
export const fileOf = (path: string): string =>
  path === '' || path.endsWith('/') ? `${path}index.html` : path;
