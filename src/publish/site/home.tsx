import type { FeedEntry } from '../edition.ts';
import { labelOf, type SiteContext } from './context.ts';
import { FeedLinks } from './feed-links.tsx';
import { renderPage } from './layout.tsx';
import { NewsletterBox } from './newsletter-box.tsx';
import { archivePage, hrefOf, topicPage } from './paths.ts';
import { originsOf } from './security.ts';
import { imagesOf, StoriesByDay } from './story-list.tsx';

/** How many stories the home page shows. */
export const HOME_STORIES = 30;

/** The newest stories by day; `blocks` is the number of the newest archive page, 0 for none. */
export function homePage(entries: readonly FeedEntry[], blocks: number, context: SiteContext): string {
  const { site, newsletter } = context;
  const page = {
    path: '',
    title: site.title,
    description: site.description,
    isPublic: true,
    imageOrigins: originsOf(imagesOf(entries)),
  };
  return renderPage(
    site,
    page,
    <>
      <h1 class="visually-hidden">Latest stories</h1>
      <div class="with-side">
        <div>
          {entries.length === 0 && <p class="lede">There is no story yet. Come back soon.</p>}
          <StoriesByDay entries={entries} context={context} />
          {blocks > 0 && (
            <nav class="pager" aria-label="Older stories">
              <a href={hrefOf(site, archivePage(blocks))}>Older stories</a>
              <a href={hrefOf(site, 'archive/')}>Archive by date</a>
            </nav>
          )}
        </div>
        <div class="side">
          {newsletter !== null && <NewsletterBox site={site} settings={newsletter} />}
          <MainTopics entries={entries} context={context} />
          <section aria-labelledby="follow-heading">
            <h2 id="follow-heading">Follow in a feed reader</h2>
            <FeedLinks site={site} path="feed" of={site.title} />
          </section>
        </div>
      </div>
    </>,
  );
}

const MOST_TOPICS = 12;

/** The topics that the stories shown are most about. */
function MainTopics({ entries, context }: { entries: readonly FeedEntry[]; context: SiteContext }) {
  const counts = new Map<string, number>();
  for (const { slug } of entries.flatMap(({ topics }) => topics))
    counts.set(slug, (counts.get(slug) ?? 0) + 1);
  const slugs = [...counts]
    .filter(([slug]) => context.topics.has(slug))
    .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
    .slice(0, MOST_TOPICS)
    .map(([slug]) => slug);
  if (slugs.length === 0) return null;
  return (
    <section aria-labelledby="topics-heading">
      <h2 id="topics-heading">Topics now</h2>
      <ul class="tags">
        {slugs.map((slug) => (
          <li>
            <a href={hrefOf(context.site, topicPage(slug))}>{labelOf(context, slug)}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
