import { aboutPage } from './about.tsx';
import { ASSETS } from './assets.ts';
import type { Build, Step } from './build.ts';
import { feedsPage } from './feeds.tsx';
import { newsletterPage, noNewsletterPage } from './newsletter-page.tsx';
import { notFoundPage } from './not-found.tsx';
import { privacyPage } from './privacy.tsx';
import { searchPage } from './search.tsx';
import { robots, sitemap } from './sitemap.ts';
import { topicsPage } from './topic.tsx';

/** Styles, scripts and icons: before the pages that name them. */
export function assetSteps({ changes, isPresent }: Build): Step[] {
  const due = Object.values(ASSETS).filter(({ path }) => changes === null || !isPresent(path));
  return due.length === 0 ? [] : [async () => due.map(({ path, bytes }) => ({ path, content: bytes }))];
}

/**
 * Pages that hold no story: due when there is a new topic, where they name topics, else only with everything. Where
 * the newsletter was switched off, its sign-up page says so from then on.
 */
export function fixedSteps({ changes, config, context, isPresent }: Build): Step[] {
  const isNew = [...context.topics].some((slug) => !isPresent(`topics/${slug}`));
  const { site, newsletter } = context;
  const due = FIXED.filter(
    ({ path, namesTopics }) => changes === null || !isPresent(path) || (isNew && namesTopics),
  ).filter(({ path }) => newsletter !== null || path !== NEWSLETTER || (changes === null && isPresent(path)));
  const contents: Record<(typeof FIXED)[number]['path'], () => string> = {
    'about/index.html': () => aboutPage(context, config.network.contact),
    'privacy/index.html': () => privacyPage(context),
    'search/index.html': () => searchPage(context),
    'feeds/index.html': () => feedsPage(context),
    'topics/index.html': () => topicsPage(context),
    'sitemaps/pages.xml': () => sitemap(pagesToFind(context), site),
    [NEWSLETTER]: () =>
      newsletter === null ? noNewsletterPage(context) : newsletterPage(context, newsletter),
    '404.html': () => notFoundPage(context),
    'robots.txt': () => robots(site),
  };
  return due.map(({ path }) => async () => [{ path, content: contents[path]() }]);
}

const NEWSLETTER = 'newsletter/index.html';

const FIXED = [
  { path: 'about/index.html', namesTopics: false },
  { path: 'privacy/index.html', namesTopics: false },
  { path: 'search/index.html', namesTopics: true },
  { path: 'feeds/index.html', namesTopics: true },
  { path: 'topics/index.html', namesTopics: true },
  { path: 'sitemaps/pages.xml', namesTopics: true },
  { path: NEWSLETTER, namesTopics: false },
  { path: '404.html', namesTopics: false },
  { path: 'robots.txt', namesTopics: false },
] as const;

const pagesToFind = ({ topics, sources, newsletter }: Build['context']): { path: string }[] =>
  [
    '',
    'about/',
    'archive/',
    'feeds/',
    ...(newsletter === null ? [] : ['newsletter/', 'newsletter/issues/']),
    'privacy/',
    'sources/',
    'topics/',
    ...[...topics].sort().map((slug) => `topics/${slug}/`),
    ...[...sources.keys()].map((id) => `sources/${id}/`),
  ].map((path) => ({ path }));
