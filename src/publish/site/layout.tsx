import type { Child } from 'hono/jsx';
import type { Site } from '../../core/source.ts';

export type Page = {
  /** Path below `site.url`, ends in a slash unless it is a file: ``, `topics/heart/`, `404.html`. */
  path: string;
  title: string;
  /** One or two sentences for search engines and for sharing. */
  description: string;
  /** False keeps it out of search engines: preferences, confirmations. */
  isPublic: boolean;
};

/** The frame of every page: head, header with the site's title and tagline, main, footer. */
export function Layout({ site, page, children }: { site: Site; page: Page; children?: Child }) {
  return (
    <html lang={site.language}>
      <head>
        <meta charset="utf-8" />
        <title>{page.title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="description" content={page.description} />
        {!page.isPublic && <meta name="robots" content="noindex" />}
      </head>
      <body>
        <main id="content">{children}</main>
      </body>
    </html>
  );
}

/** A page as it is written: `<!doctype html>` and the layout. */
export const renderPage = (site: Site, page: Page, children: Child): string =>
  `<!doctype html>${(
    (
      <Layout site={site} page={page}>
        {children}
      </Layout>
    )
  ).toString()}\n`;
