import { DAY_MS, toInstant } from '../../core/instant.ts';
import { choose } from '../../newsletter/choice/choose.ts';
import { loadPool, rank } from '../../newsletter/choice/pool.ts';
import { dayOf, isoWeek, weekdayOf } from '../../newsletter/local-time.ts';
import type { FeedEntry } from '../edition.ts';
import { renderFeeds } from '../render-feeds.ts';
import type { Build, SiteFile, Step } from './build.ts';
import { type Issue, issueListPage, issuePage } from './issue.tsx';
import { issuesEdition } from './issue-feed.ts';
import { fileOf } from './paths.ts';
import { sitemap } from './sitemap.ts';

/**
 * The weekly issues of the newsletter: when a week (of UTC) is over, what was best in it, chosen as for a reader who
 * takes all topics. An issue keeps what it said, on the shelf; only that a study was retracted is marked in it later.
 * It is on the shelf before it is a page, so that no crash and no loss of the output changes it.
 */
export async function issueSteps(build: Build): Promise<Step[]> {
  const { changes, context, isPresent, issues: shelf, lastSeq, now } = build;
  if (context.newsletter === null || shelf === null || lastSeq === 0) return [];
  const known = await shelf.all();
  const missing = weeksSince(known.at(-1)?.week ?? null, now);
  const chosen = await Promise.all(missing.map((week) => chooseIssue(week, build)));
  const issues = [...known, ...chosen];
  const marked = new Set<Issue>();
  const retracted = new Set<Issue>();
  for (const issue of issues) {
    const mark = await markRetractions(issue, build);
    if (mark === 'new') marked.add(issue);
    if (mark !== 'none') retracted.add(issue);
  }
  const fresh = issues.filter((issue) => chosen.includes(issue) || marked.has(issue));
  const shown = issues.filter(({ entries }) => entries.length > 0);
  const due = shown.filter(
    (issue) =>
      changes === null ||
      fresh.includes(issue) ||
      retracted.has(issue) ||
      issue === shown.at(-1) ||
      !isPresent(`newsletter/${issue.week}`),
  );
  return [
    ...(fresh.length > 0 ? [async () => shelf.keep(fresh).then(() => [])] : []),
    ...due.map(
      (issue): Step =>
        async () => [{ path: fileOf(`newsletter/${issue.week}/`), content: issuePage(issue, context) }],
    ),
    async () => lists(shown, build),
  ];
}

/** Always looked at, like the page of the last issue, since a crash may have come before they were there. */
function lists(shown: readonly Issue[], { context, config }: Build): SiteFile[] {
  const { site } = context;
  const feed = config.newsletter?.issuesInFeed ? renderFeeds(issuesEdition(shown, site), site) : [];
  const atom = feed.filter(({ path }) => path.endsWith('.atom'));
  return [
    { path: fileOf('newsletter/issues/'), content: issueListPage(shown, context) },
    ...atom.map(({ path, content }) => ({ path, content })),
    {
      path: 'sitemaps/issues.xml',
      content: sitemap(
        shown.map(({ week }) => ({ path: `newsletter/${week}/` })),
        site,
      ),
    },
  ];
}

type Week = { week: string; from: Date; to: Date };

/** Weeks that are over and have no issue yet. The first issue is that of the last week, whatever was published before. */
function weeksSince(last: string | null, now: Date): Week[] {
  const today = dayOf(now.getTime());
  const monday = today - weekdayOf(today) * DAY_MS;
  const weeks: Week[] = [];
  for (let to = monday; weeks.length < MOST_MISSED; to -= 7 * DAY_MS) {
    const from = to - 7 * DAY_MS;
    const week = isoWeek(from).replace('-W', '-');
    if (last !== null && week <= last) break;
    weeks.unshift({ week, from: new Date(from), to: new Date(to) });
    if (last === null) break;
  }
  return weeks;
}

const MOST_MISSED = 10;

async function chooseIssue({ week, from, to }: Week, { store, lastSeq, load }: Build): Promise<Issue> {
  const [start, end] = [toInstant(from), toInstant(to)];
  const source = {
    bySeq: store.bySeq,
    counts: async () => ({ articles: 0, stories: 0, lastSeq, revision: 0 }),
  };
  const pool = (await loadPool(source, { from: start, now: end })).filter(
    ({ firstSeenAt }) => firstSeenAt < end,
  );
  const chosen = choose(rank(pool, 'weekly', end), { from: start, seenAfter: null, wasTold: () => false });
  const entries = new Map(
    (await load(await store.stories(chosen.map(({ id }) => id)))).map((entry) => [entry.id, entry]),
  );
  const shown = chosen.flatMap(({ id }) => entries.get(id) ?? []);
  return {
    week,
    to: end,
    entries: shown.map((entry) => ({ ...entry, contentHtml: null, image: null, related: [] })),
  };
}

/** Takes over retractions of stories that changed since. `old`: it knew them, but its page may not. */
async function markRetractions(
  { entries }: Issue,
  { changes, store, load }: Build,
): Promise<'none' | 'old' | 'new'> {
  const looked = entries.filter(({ id }) => changes === null || changes.storyIds.has(id));
  if (looked.length === 0) return 'none';
  const now = new Map(
    (await load(await store.stories(looked.map(({ id }) => id)))).map((entry) => [entry.id, entry]),
  );
  let mark: 'none' | 'old' | 'new' = 'none';
  for (const entry of looked) {
    const retractions = (now.get(entry.id)?.notices ?? []).filter(isRetraction);
    if (entry.notices.some(isRetraction)) {
      if (mark === 'none') mark = 'old';
    } else if (retractions.length > 0) {
      entry.notices = [...retractions, ...entry.notices];
      mark = 'new';
    }
  }
  return mark;
}

const isRetraction = ({ kind }: FeedEntry['notices'][number]): boolean => kind === 'retraction';
