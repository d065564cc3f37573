import type { FeedEntry } from '../edition.ts';
import { feedTitlesOf } from '../entries.ts';
import { sourceName } from '../entry.ts';
import { type Build, blockOf, hasNews, type Step } from './build.ts';
import { HOME_STORIES, homePage } from './home.tsx';
import { fileOf, sourcePage, topicPage } from './paths.ts';
import { type SourceRow, sourceListPage, sourcesPage } from './source.tsx';
import { healthOf, type SourceHealth } from './source-health.ts';
import { LISTED, topicListPage } from './topic.tsx';

/** The pages of topics. */
export function topicSteps({ changes, context, isPresent, store, load }: Build): Step[] {
  const due = [...context.topics].filter(
    (slug) => changes === null || changes.topics.has(slug) || !isPresent(`topics/${slug}`),
  );
  return due.map((slug) => async () => {
    const entries = await load(await store.newestOf({ topic: slug }, LISTED));
    return [{ path: fileOf(topicPage(slug)), content: topicListPage(slug, entries, context) }];
  });
}

/** The pages of sources, then the list of all with how each fares. */
export async function sourceSteps(build: Build): Promise<Step[]> {
  const { changes, config, context, isPresent, store, load } = build;
  const states = await store.sources();
  const latest = await previousLatest(build);
  const due = config.sources.filter(
    ({ id }) => changes === null || changes.sources.has(id) || !latest.has(id) || !isPresent(`sources/${id}`),
  );
  const steps = due.map(
    (source): Step =>
      async () => {
        const entries = await load(await store.newestOf({ source: source.id }, LISTED));
        latest.set(source.id, latestOf(entries));
        return [{ path: fileOf(sourcePage(source.id)), content: sourceListPage(source, entries, context) }];
      },
  );
  const health = config.sources.map((source) => healthOf(source, states.get(source.id)));
  const isSame = due.length === 0 && isPresent('sources/index.html') && (await fareAsBefore(health, build));
  if (isSame) return [];
  const list: Step = async () => {
    const rows = health.map((each): SourceRow => ({ ...each, latest: latest.get(each.id) ?? null }));
    return [
      { path: 'sources/index.html', content: sourcesPage(rows, context) },
      { path: ROWS, content: `${JSON.stringify(rows)}\n` },
    ];
  };
  return [...steps, ...(await formerSourceSteps(build)), list];
}

/**
 * The pages of sources that were taken out of the config, which makes everything due: they say so, and go on to show
 * what was read. Their feeds stay as they were.
 */
async function formerSourceSteps({ changes, context, namesIn, store, load }: Build): Promise<Step[]> {
  if (changes !== null) return [];
  const former = namesIn('sources').filter((name) => SOURCE_ID.test(name) && !context.sources.has(name));
  const feedTitles = await feedTitlesOf(store);
  return former.map((id) => async () => {
    const entries = await load(await store.newestOf({ source: id }, LISTED));
    const source = { id, name: sourceName(id, { ...context, feedTitles }), site: null };
    return [{ path: fileOf(sourcePage(id)), content: sourceListPage(source, entries, context) }];
  });
}

/** Other than the names of files beside the folders of sources. */
const SOURCE_ID = /^[a-z0-9-]+$/;

/** The newest stories of all. */
export function homeSteps(build: Build): Step[] {
  const { context, isPresent, lastSeq, load, store } = build;
  if (!hasNews(build) && isPresent('index.html')) return [];
  return [
    async () => {
      const newest = await store.bySeq(lastSeq, Math.max(1, lastSeq - HOME_STORIES + 1));
      return [{ path: 'index.html', content: homePage(await load(newest), blockOf(lastSeq), context) }];
    },
  ];
}

const ROWS = 'site/sources.json';

const latestOf = ([newest]: readonly FeedEntry[]): string | null => newest?.published.slice(0, 10) ?? null;

async function previousLatest({ changes, previous }: Build): Promise<Map<string, string | null>> {
  const rows = changes === null ? [] : rowsOf(await previous(ROWS));
  return new Map(rows.map(({ id, latest }) => [id, latest]));
}

async function fareAsBefore(health: readonly SourceHealth[], { previous }: Build): Promise<boolean> {
  const before = rowsOf(await previous(ROWS)).map(({ latest: _, ...each }) => each);
  return JSON.stringify(before) === JSON.stringify(health);
}

const rowsOf = (value: unknown): SourceRow[] =>
  (Array.isArray(value) ? value : []).filter(
    (row): row is SourceRow => typeof row?.id === 'string' && (row.latest === null || isDay(row.latest)),
  );

const isDay = (text: unknown): boolean => typeof text === 'string' && /^\d{4}-\d\d-\d\d$/.test(text);
