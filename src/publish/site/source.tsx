import type { Source } from '../../core/source.ts';
import { absoluteUrl } from '../../core/url.ts';
import type { FeedEntry } from '../edition.ts';
import type { SiteContext } from './context.ts';
import { Day } from './dates.tsx';
import { Follow } from './feed-links.tsx';
import { renderPage } from './layout.tsx';
import { hrefOf, sourcePage } from './paths.ts';
import { originsOf } from './security.ts';
import type { SourceHealth } from './source-health.ts';
import { imagesOf, Newest } from './story-list.tsx';

/** The newest stories that a source has a part in, also of one that is not read any more. */
export function sourceListPage(
  source: Pick<Source, 'id' | 'name' | 'site'>,
  entries: readonly FeedEntry[],
  context: SiteContext,
): string {
  const { site } = context;
  const isRead = context.sources.has(source.id);
  const home = absoluteUrl(source.site);
  const feed = `sources/${source.id}`;
  const page = {
    path: sourcePage(source.id),
    title: source.name,
    description: `What ${source.name} published, as ${site.title} shows it.`,
    isPublic: true,
    feeds: isRead ? [{ title: `${source.name} – ${site.title}`, path: feed }] : [],
    imageOrigins: originsOf(imagesOf(entries)),
  };
  return renderPage(
    site,
    page,
    <div class="narrow">
      <header class="page-head">
        <nav aria-label="Breadcrumb">
          <ul class="meta">
            <li>
              <a href={hrefOf(site, 'sources/')}>Sources</a>
            </li>
          </ul>
        </nav>
        <h1>{source.name}</h1>
        {home !== null && (
          <p>
            <a href={home} rel="noopener noreferrer">
              {new URL(home).hostname}
            </a>
          </p>
        )}
        {isRead ? (
          <Follow site={site} path={feed} of={source.name} byMail={false} />
        ) : (
          <p class="lede">This source is not read any more. What came from it stays.</p>
        )}
      </header>
      <Newest
        entries={entries}
        context={context}
        about={{ source: source.id }}
        none="No story of this source has been published yet."
        all={{ path: 'sources/', label: 'All sources' }}
      />
    </div>,
  );
}

/** A source's line in the list of all; `latest` is the day of its newest story. */
export type SourceRow = SourceHealth & { latest: string | null };

/** All sources, and how each fares. */
export function sourcesPage(rows: readonly SourceRow[], context: SiteContext): string {
  const { site } = context;
  const read = rows.filter(({ state }) => state !== 'switched off' && state !== 'gone').length;
  const page = {
    path: 'sources/',
    title: 'Sources',
    description: `Where the news of ${site.title} comes from, and how each source fares.`,
    isPublic: true,
  };
  return renderPage(
    site,
    page,
    <>
      <header class="page-head">
        <h1>Sources</h1>
        <p class="lede">
          {read === 1 ? 'One source is' : `${read} sources are`} read regularly. The list is also there for
          feed readers, as <a href={hrefOf(site, 'sources.opml')}>OPML</a>.
        </p>
      </header>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col">State</th>
            <th scope="col">Latest story</th>
          </tr>
        </thead>
        <tbody>
          {byName(rows, context).map((row) => (
            <Row row={row} context={context} />
          ))}
        </tbody>
      </table>
    </>,
  );
}

const byName = (rows: readonly SourceRow[], context: SiteContext): SourceRow[] =>
  [...rows].sort((one, other) => nameOf(one, context).localeCompare(nameOf(other, context), 'en'));

const nameOf = ({ id }: SourceRow, { sources }: SiteContext): string => sources.get(id)?.name ?? id;

function Row({ row, context }: { row: SourceRow; context: SiteContext }) {
  return (
    <tr id={`source-${row.id}`}>
      <th scope="row">
        <a href={hrefOf(context.site, sourcePage(row.id))}>{nameOf(row, context)}</a>
      </th>
      <td>
        <span class={`state ${CLASSES[row.state]}`}>{STATES[row.state]}</span>
        <Since row={row} />
      </td>
      <td class="latest">{row.latest === null ? 'none yet' : <Day at={`${row.latest}T00:00:00.000Z`} />}</td>
    </tr>
  );
}

const STATES: Record<SourceRow['state'], string> = {
  working: 'Working',
  failing: 'Failing',
  gone: 'Gone',
  'not visited yet': 'Not visited yet',
  'switched off': 'Switched off',
};

const CLASSES: Record<SourceRow['state'], string> = {
  working: 'working',
  failing: 'failing',
  gone: 'failing',
  'not visited yet': 'waiting',
  'switched off': 'waiting',
};

function Since({ row: { state, since } }: { row: SourceRow }) {
  if (state !== 'failing' && state !== 'gone') return null;
  if (since === null) return <>, has not worked yet</>;
  return (
    <>
      {', last worked on '}
      <Day at={`${since}T00:00:00.000Z`} />
    </>
  );
}
