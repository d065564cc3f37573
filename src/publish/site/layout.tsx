import type { Child } from 'hono/jsx';
import { OUR_LANGUAGE } from '../../core/language.ts';
import type { Site } from '../../core/source.ts';
import { ASSETS } from './assets.ts';
import { langOf } from './lang.ts';
import { hrefOf } from './paths.ts';
import { pagePolicy } from './security.ts';

export type Page = {
  /** Path below `site.url`, ends in a slash unless it is a file: ``, `topics/heart/`, `404.html`. */
  path: string;
  title: string;
  /** `lang` of the title, where it is a text of others. */
  titleLang?: string | undefined;
  /** One or two sentences for search engines and for sharing. */
  description: string;
  /** False keeps it out of search engines: preferences, confirmations. */
  isPublic: boolean;
  /** The address that search engines should name instead: the origin's, for what is an excerpt. */
  canonical?: string | null;
  /** Feeds of what the page shows, beside the main one; paths without extension. */
  feeds?: readonly { title: string; path: string }[];
  /** Open Graph and JSON-LD of an article. */
  article?: { published: string; modified: string; image: string | null; jsonLd: object };
  /** Origins of the pictures that are not ours. */
  imageOrigins?: readonly string[];
  script?: 'share' | 'search';
};

/** The frame of every page: head, header with the site's title and tagline, main, footer. */
export function Layout({ site, page, children }: { site: Site; page: Page; children?: Child }) {
  const to = (path: string) => hrefOf(site, path);
  return (
    <html lang={OUR_LANGUAGE}>
      <Head site={site} page={page} />
      <body>
        <a class="skip" href="#content">
          Skip to content
        </a>
        <header class="site-header">
          <div class="frame">
            <p class="brand">
              <a href={to('')}>
                <Mark />
                <span lang={langOf(null, site)}>{site.title}</span>
              </a>
            </p>
            {site.description !== '' && (
              <p class="tagline" lang={langOf(null, site)}>
                {site.description}
              </p>
            )}
            <nav aria-label="Main">
              <ul>
                {NAVIGATION.map(({ path, label }) => (
                  <li>
                    <a href={to(path)} aria-current={page.path === path ? 'page' : undefined}>
                      {label}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
          </div>
        </header>
        <main id="content" tabindex={-1}>
          {children}
        </main>
        <footer class="site-footer">
          <div class="frame">
            <p>
              Topics and evidence labels are made automatically and can be wrong. Nothing here is medical
              advice. <a href={to('about/')}>How this works</a>
            </p>
            <nav aria-label="More">
              <ul>
                {MORE.map(({ path, label }) => (
                  <li>
                    <a href={to(path)}>{label}</a>
                  </li>
                ))}
              </ul>
            </nav>
          </div>
        </footer>
      </body>
    </html>
  );
}

/** A page as it is written: `<!DOCTYPE html>` and the layout. */
export const renderPage = (site: Site, page: Page, children: Child): string =>
  `<!DOCTYPE html>\n${(
    (
      <Layout site={site} page={page}>
        {children}
      </Layout>
    )
  ).toString()}\n`;

const NAVIGATION = [
  { path: '', label: 'Latest' },
  { path: 'topics/', label: 'Topics' },
  { path: 'sources/', label: 'Sources' },
  { path: 'search/', label: 'Search' },
  { path: 'about/', label: 'About' },
];

const MORE = [
  { path: 'feeds/', label: 'Feeds' },
  { path: 'archive/', label: 'Archive' },
  { path: 'privacy/', label: 'Privacy' },
];

const FEED_TYPES = [
  { extension: 'atom', type: 'application/atom+xml', name: 'Atom' },
  { extension: 'rss', type: 'application/rss+xml', name: 'RSS' },
  { extension: 'json', type: 'application/feed+json', name: 'JSON Feed' },
];

function Head({ site, page }: { site: Site; page: Page }) {
  const { article } = page;
  const address = new URL(page.path, site.url).href;
  const feeds = [...(page.feeds ?? []), { title: site.title, path: 'feed' }];
  return (
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content={pagePolicy(page.imageOrigins)} />
      <title lang={page.titleLang}>
        {page.title === site.title ? site.title : `${page.title} – ${site.title}`}
      </title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="description" content={page.description || page.title} />
      <meta name="color-scheme" content="light dark" />
      <meta name="theme-color" content="#fbfaf7" media="(prefers-color-scheme: light)" />
      <meta name="theme-color" content="#14191b" media="(prefers-color-scheme: dark)" />
      <meta name="referrer" content="strict-origin-when-cross-origin" />
      {page.isPublic ? (
        <link rel="canonical" href={page.canonical ?? address} />
      ) : (
        <meta name="robots" content="noindex" />
      )}
      <meta property="og:type" content={article ? 'article' : 'website'} />
      <meta property="og:title" content={page.title} />
      <meta property="og:description" content={page.description || page.title} />
      <meta property="og:url" content={address} />
      <meta property="og:site_name" content={site.title} />
      {article?.image && <meta property="og:image" content={article.image} />}
      {article && <meta property="article:published_time" content={article.published} />}
      {article && <meta property="article:modified_time" content={article.modified} />}
      <link rel="stylesheet" href={hrefOf(site, ASSETS.style.path)} />
      <link rel="icon" href={hrefOf(site, ASSETS.iconBitmap.path)} sizes="32x32" />
      <link rel="icon" href={hrefOf(site, ASSETS.icon.path)} type="image/svg+xml" />
      <link rel="apple-touch-icon" href={hrefOf(site, ASSETS.touchIcon.path)} />
      {feeds.flatMap(({ title, path }) =>
        FEED_TYPES.map(({ extension, type, name }) => (
          <link
            rel="alternate"
            type={type}
            title={`${title} (${name})`}
            href={hrefOf(site, `${path}.${extension}`)}
          />
        )),
      )}
      {article && <JsonLd data={article.jsonLd} />}
      {page.script && <script type="module" src={hrefOf(site, ASSETS[page.script].path)}></script>}
    </head>
  );
}

/** JSON inside HTML: no `<` is left that could end the element or begin a comment. */
function JsonLd({ data }: { data: object }) {
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />;
}

/** The site's mark: a leaf that is a pulse. The same as favicon.svg. */
const Mark = () => (
  <svg class="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
    <rect width="32" height="32" rx="8" />
    <path d="M5 17h5l3-8 5 15 3.5-10 1.5 3h4" />
  </svg>
);
