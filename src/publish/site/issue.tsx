import { DAY_MS, type Instant, toInstant } from '../../core/instant.ts';
import type { FeedEntry } from '../edition.ts';
import type { SiteContext } from './context.ts';
import { Day, dayInWords } from './dates.tsx';
import { langOf } from './lang.ts';
import { renderPage } from './layout.tsx';
import { hrefOf } from './paths.ts';
import { Stories } from './story-list.tsx';

/** What the newsletter told of a week to those who take all topics. */
export type Issue = {
  /** `2026-47`, the week of ISO 8601 */
  week: string;
  /** When it was over. */
  to: Instant;
  /** The best first; none: nothing was published. */
  entries: FeedEntry[];
};

/** Where closed issues are kept, whatever becomes of their pages. */
export type IssueShelf = {
  /** The oldest first. */
  all(): Promise<Issue[]>;
  /** Durable when it resolves; replaces those of the same weeks. */
  keep(issues: readonly Issue[]): Promise<void>;
};

/** One issue, at `newsletter/2026-47/`. */
export function issuePage({ week, entries, to }: Issue, context: SiteContext): string {
  const { site } = context;
  const page = {
    path: `newsletter/${week}/`,
    title: `${titleOf(week)} of the newsletter`,
    description: `What ${site.title} told its readers in the week from ${dayInWords(firstDay(to))}: ${entries[0]?.title ?? ''}`,
    isPublic: true,
  };
  return renderPage(
    site,
    page,
    <div class="narrow">
      <header class="page-head">
        <h1>{titleOf(week)}</h1>
        <p class="lede">
          The newsletter of the week <Week to={to} />.{' '}
          <a href={hrefOf(site, 'newsletter/issues/')}>All issues</a>
        </p>
      </header>
      <h2 class="day">The best first</h2>
      <Stories entries={entries} context={context} />
      <p>
        <a href={hrefOf(site, 'newsletter/')}>Get it by mail</a>
      </p>
    </div>,
  );
}

/** All issues, the newest first. */
export function issueListPage(issues: readonly Issue[], context: SiteContext): string {
  const { site, newsletter } = context;
  const page = {
    path: 'newsletter/issues/',
    title: 'Issues of the newsletter',
    description: `The weekly newsletter of ${site.title}, from the first issue on.`,
    isPublic: true,
    ...(newsletter?.issuesInFeed && { feeds: [] }),
  };
  return renderPage(
    site,
    page,
    <div class="narrow">
      <header class="page-head">
        <h1>Issues of the newsletter</h1>
        <p class="lede">
          What was best in each week. <a href={hrefOf(site, 'newsletter/')}>Get it by mail</a>
        </p>
      </header>
      {issues.length === 0 && <p>The first issue appears when the first week is over.</p>}
      {newsletter?.issuesInFeed && (
        <p>
          <a href={hrefOf(site, 'newsletter/issues.atom')}>Atom feed of the issues</a>
        </p>
      )}
      <ul class="links issues">
        {[...issues].reverse().map(({ week, entries, to }) => (
          <li>
            <a href={hrefOf(site, `newsletter/${week}/`)}>{titleOf(week)}</a>{' '}
            <span class="small">
              <Week to={to} />
            </span>
            {entries[0] !== undefined && <p lang={langOf(entries[0].language, site)}>{entries[0].title}</p>}
          </li>
        ))}
      </ul>
    </div>,
  );
}

/** `Week 47, 2026` */
export function titleOf(week: string): string {
  const [year, number] = week.split('-');
  return `Week ${Number(number)}, ${year}`;
}

const daysBefore = (to: Instant, days: number): Instant =>
  toInstant(new Date(Date.parse(to) - days * DAY_MS));

const firstDay = (to: Instant): Instant => daysBefore(to, 7);

/** From its Monday to its Sunday. */
const Week = ({ to }: { to: Instant }) => (
  <>
    from <Day at={firstDay(to)} /> to <Day at={daysBefore(to, 1)} />
  </>
);
