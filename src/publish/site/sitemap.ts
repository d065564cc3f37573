import type { Site } from '../../core/source.ts';
import { urlOf } from '../head.ts';
import { element, textElement, writeXml } from '../xml.ts';

const NAMESPACE = { xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9' };

/** A sitemap of pages; `changedAt` only where it is true (sitemaps.org protocol 0.9). */
export const sitemap = (pages: readonly { path: string; changedAt?: string }[], site: Site): string =>
  writeXml(
    element(
      'urlset',
      NAMESPACE,
      ...pages.map(({ path, changedAt }) =>
        element('url', {}, element('loc', {}, urlOf(site, path)), textElement('lastmod', changedAt ?? null)),
      ),
    ),
  );

/** The list of sitemaps. */
export const sitemapIndex = (paths: readonly string[], site: Site): string =>
  writeXml(
    element(
      'sitemapindex',
      NAMESPACE,
      ...paths.map((path) => element('sitemap', {}, element('loc', {}, urlOf(site, path)))),
    ),
  );

/** Everybody may read everything. Crawlers look for it at the root of the host only, so below a path it is a copy to move there. */
export const robots = (site: Site): string =>
  `User-agent: *\nDisallow:\n\nSitemap: ${urlOf(site, 'sitemap.xml')}\n`;
