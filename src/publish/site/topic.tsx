import type { FeedEntry } from '../edition.ts';
import { labelOf, type SiteContext } from './context.ts';
import { Follow } from './feed-links.tsx';
import { renderPage } from './layout.tsx';
import { hrefOf, topicPage } from './paths.ts';
import { originsOf } from './security.ts';
import { imagesOf, Newest } from './story-list.tsx';

/** How many stories a topic's page and a source's page list. */
export const LISTED = 100;

/** The newest stories on a topic, and the topics above and below it. */
export function topicListPage(slug: string, entries: readonly FeedEntry[], context: SiteContext): string {
  const { site } = context;
  const label = labelOf(context, slug);
  const feed = `topics/${slug}`;
  const page = {
    path: topicPage(slug),
    title: label,
    description: `The newest on ${label}, collected by ${site.title}.`,
    isPublic: true,
    feeds: [{ title: `${label} – ${site.title}`, path: feed }],
    imageOrigins: originsOf(imagesOf(entries)),
  };
  return renderPage(
    site,
    page,
    <div class="narrow">
      <header class="page-head">
        <Ancestors slug={slug} context={context} />
        <h1>{label}</h1>
        <Children slug={slug} context={context} />
        <Follow site={site} path={feed} of={label} byMail={context.newsletter !== null} />
      </header>
      <Newest
        entries={entries}
        context={context}
        about={{ topic: slug }}
        none="No story is about this topic at present."
        all={{ path: 'topics/', label: 'All topics' }}
      />
    </div>,
  );
}

/** Every topic that something was written on, as the tree has them. */
export function topicsPage(context: SiteContext): string {
  const { site } = context;
  const page = {
    path: 'topics/',
    title: 'Topics',
    description: `The topics that ${site.title} sorts medical news into, each with its feeds.`,
    isPublic: true,
  };
  const roots = [...context.topics].filter((slug) => parentOf(slug, context) === null);
  return renderPage(
    site,
    page,
    <>
      <header class="page-head">
        <h1>Topics</h1>
        <p class="lede">
          Stories are sorted by rules from their words, so now and then one is in the wrong place.
        </p>
      </header>
      {roots.length === 0 && <p>There is no story yet.</p>}
      <ul class="tree">
        {byLabel(roots, context).map((slug) => (
          <Branch slug={slug} context={context} />
        ))}
      </ul>
    </>,
  );
}

function Branch({ slug, context }: { slug: string; context: SiteContext }) {
  const children = childrenOf(slug, context);
  return (
    <li>
      <a href={hrefOf(context.site, topicPage(slug))}>{labelOf(context, slug)}</a>
      {children.length > 0 && (
        <ul>
          {children.map((child) => (
            <Branch slug={child} context={context} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Ancestors({ slug, context }: { slug: string; context: SiteContext }) {
  const above: string[] = [];
  for (
    let next = parentOf(slug, context);
    next !== null && !above.includes(next);
    next = parentOf(next, context)
  )
    above.unshift(next);
  return (
    <nav aria-label="Breadcrumb">
      <ul class="meta">
        <li>
          <a href={hrefOf(context.site, 'topics/')}>Topics</a>
        </li>
        {above.map((each) => (
          <li>
            <a href={hrefOf(context.site, topicPage(each))}>{labelOf(context, each)}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Children({ slug, context }: { slug: string; context: SiteContext }) {
  const children = childrenOf(slug, context);
  if (children.length === 0) return null;
  return (
    <nav aria-label="Narrower topics">
      <ul class="tags">
        {children.map((child) => (
          <li>
            <a href={hrefOf(context.site, topicPage(child))}>{labelOf(context, child)}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The topic above, if it has a page. */
function parentOf(slug: string, { topicLabels, topics }: SiteContext): string | null {
  const parent = topicLabels.get(slug)?.parent ?? null;
  return parent !== null && topics.has(parent) ? parent : null;
}

const childrenOf = (slug: string, context: SiteContext): string[] =>
  byLabel(
    [...context.topics].filter((child) => parentOf(child, context) === slug),
    context,
  );

const byLabel = (slugs: readonly string[], context: SiteContext): string[] =>
  [...slugs].sort((one, other) => labelOf(context, one).localeCompare(labelOf(context, other), 'en'));
