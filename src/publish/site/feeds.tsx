import { labelOf, type SiteContext } from './context.ts';
import { FeedLinks } from './feed-links.tsx';
import { renderPage } from './layout.tsx';
import { hrefOf } from './paths.ts';

/** What feeds are, and all that there are. */
export function feedsPage(context: SiteContext): string {
  const { site, sources, topics } = context;
  const page = {
    path: 'feeds/',
    title: 'Feeds',
    description: `Follow ${site.title} in a feed reader: everything, one topic, or one source.`,
    isPublic: true,
  };
  const byName = [...topics]
    .map((slug) => ({ slug, label: labelOf(context, slug) }))
    .sort((one, other) => one.label.localeCompare(other.label, 'en'));
  const bySource = [...sources.values()].sort((one, other) => one.name.localeCompare(other.name, 'en'));
  return renderPage(
    site,
    page,
    <div class="narrow prose">
      <h1>Feeds</h1>
      <p>
        A feed tells a feed reader what is new, without an account and without being watched. Copy the address
        of one of these into the reader of your choice; all formats hold the same.
      </p>
      <h2>Everything</h2>
      <FeedLinks site={site} path="feed" of={site.title} />
      <p>
        Older entries follow through the archive feeds that this one links to (RFC 5005). The list of what we
        read is there as <a href={hrefOf(site, 'sources.opml')}>OPML</a>.
      </p>
      {byName.length > 0 && <h2>By topic</h2>}
      <ul class="feed-list">
        {byName.map(({ slug, label }) => (
          <li>
            <span>{label}</span>
            <FeedLinks site={site} path={`topics/${slug}`} of={label} />
          </li>
        ))}
      </ul>
      <h2>By source</h2>
      <ul class="feed-list">
        {bySource.map(({ id, name }) => (
          <li>
            <span>{name}</span>
            <FeedLinks site={site} path={`sources/${id}`} of={name} />
          </li>
        ))}
      </ul>
    </div>,
  );
}
