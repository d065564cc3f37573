import type { FeedEntry } from '../edition.ts';
import type { SiteContext } from './context.ts';
import { Day } from './dates.tsx';
import { renderPage } from './layout.tsx';
import { archivePage, hrefOf } from './paths.ts';
import { StoriesByDay } from './story-list.tsx';

/** What an archive page spans: days on which its stories became news. */
export type ArchiveSpan = { number: number; from: string; to: string; stories: number };

/** One page of the archive, of stories that arrived one after the other; `newest` is the number of the last page. */
export function archiveListPage(
  entries: readonly FeedEntry[],
  { number, newest }: { number: number; newest: number },
  context: SiteContext,
): string {
  const { site } = context;
  const page = {
    path: archivePage(number),
    title: `Archive, page ${number}`,
    description: `Stories of ${site.title} in the order in which they arrived, page ${number}.`,
    isPublic: true,
  };
  return renderPage(
    site,
    page,
    <div class="narrow">
      <header class="page-head">
        <h1>Archive, page {number}</h1>
        <p class="lede">
          Pages are counted from the oldest, so that a story stays where it is.{' '}
          <a href={hrefOf(site, 'archive/')}>All pages</a>
        </p>
      </header>
      {entries.length === 0 && <p>No story of this page is left.</p>}
      <StoriesByDay entries={entries} context={context} compact />
      <nav class="pager" aria-label="Pages of the archive">
        {number < newest ? (
          <a href={hrefOf(site, archivePage(number + 1))} rel="next">
            Newer: page {number + 1}
          </a>
        ) : (
          <a href={hrefOf(site, '')}>Latest stories</a>
        )}
        {number > 1 && (
          <a href={hrefOf(site, archivePage(number - 1))} rel="prev">
            Older: page {number - 1}
          </a>
        )}
      </nav>
    </div>,
  );
}

/** All pages of the archive with the dates they span, the newest first. */
export function archiveIndexPage(spans: readonly ArchiveSpan[], context: SiteContext): string {
  const { site } = context;
  const page = {
    path: 'archive/',
    title: 'Archive',
    description: `Everything that ${site.title} has published, by date.`,
    isPublic: true,
  };
  return renderPage(
    site,
    page,
    <div class="narrow">
      <header class="page-head">
        <h1>Archive</h1>
        <p class="lede">Everything since the beginning, a hundred stories a page.</p>
      </header>
      {spans.length === 0 && <p>There is no story yet.</p>}
      <ul class="links">
        {[...spans].reverse().map((span) => (
          <li>
            <a href={hrefOf(site, archivePage(span.number))}>Page {span.number}</a>{' '}
            <span class="small">
              <Span {...span} />
            </span>
          </li>
        ))}
      </ul>
    </div>,
  );
}

function Span({ from, to, stories }: ArchiveSpan) {
  if (stories === 0) return <>no stories</>;
  const [first, last] = [from, to].map((day) => <Day at={`${day}T00:00:00.000Z`} />);
  return from === to ? (
    first
  ) : (
    <>
      {first} to {last}
    </>
  );
}
