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
 * takes all topics. An issue keeps what it said; only that a study was retracted is marked in it later.
 */
export async function issueSteps(build: Build): Promise<Step[]> {
  const { changes, context, isPresent, lastSeq, now } = build;
  if (context.newsletter === null || lastSeq === 0) return [];
  const known = issuesIn(await build.previous(INDEX));
  const missing = weeksSince(known.at(-1)?.week ?? null, now);
  const issues = [...known, ...(await Promise.all(missing.map((week) => chooseIssue(week, build))))];
  const changed = new Set<string>();
  for (const issue of issues) if (await markRetractions(issue, build)) changed.add(issue.week);
  const isDue = ({ week }: Issue): boolean =>
    changes === null ||
    changed.has(week) ||
    missing.some((each) => each.week === week) ||
    !isPresent(`newsletter/${week}`);
  const shown = issues.filter(({ entries }) => entries.length > 0);
  const due = shown.filter(isDue);
  const isListDue =
    due.length > 0 || missing.length > 0 || changes === null || !isPresent('newsletter/issues');
  return [
    ...due.map(
      (issue): Step =>
        async () => [{ path: fileOf(`newsletter/${issue.week}/`), content: issuePage(issue, context) }],
    ),
    ...(isListDue ? [async () => lists(issues, shown, build)] : []),
  ];
}

const INDEX = 'newsletter/issues.json';

function lists(issues: readonly Issue[], shown: readonly Issue[], { context, config }: Build): SiteFile[] {
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
    { path: INDEX, content: `${JSON.stringify(issues)}\n` },
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

/** Takes over retractions of stories that changed since; answers whether there are any. */
async function markRetractions({ entries }: Issue, { changes, store, load }: Build): Promise<boolean> {
  const looked = entries.filter(({ id }) => changes === null || changes.storyIds.has(id));
  if (looked.length === 0) return false;
  const now = new Map(
    (await load(await store.stories(looked.map(({ id }) => id)))).map((entry) => [entry.id, entry]),
  );
  let isMarked = false;
  for (const entry of looked) {
    const retractions = (now.get(entry.id)?.notices ?? []).filter(({ kind }) => kind === 'retraction');
    if (retractions.length === 0 || entry.notices.some(({ kind }) => kind === 'retraction')) continue;
    entry.notices = [...retractions, ...entry.notices];
    isMarked = true;
  }
  return isMarked;
}

const issuesIn = (value: unknown): Issue[] =>
  (Array.isArray(value) ? value : []).filter(
    (issue): issue is Issue =>
      /^\d{4}-\d\d$/.test(issue?.week) && Array.isArray(issue.entries) && issue.entries.every(isEntry),
  );

const isEntry = (entry: Partial<FeedEntry> | null): boolean =>
  typeof entry?.id === 'string' && typeof entry.title === 'string' && Array.isArray(entry.notices);
