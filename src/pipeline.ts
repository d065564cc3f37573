import { sourceAt } from './config/source-at.ts';
import { type Clock, msBetween, toInstant } from './core/instant.ts';
import { ok, type Result } from './core/result.ts';
import type { Config, Source } from './core/source.ts';
import { createFetcher } from './fetch/fetcher.ts';
import { createPoster } from './fetch/post.ts';
import { createRobots } from './fetch/robots.ts';
import { askFirst } from './pipeline/ask-first.ts';
import { type CheckReport, checkSource } from './pipeline/check.ts';
import { planVisits } from './pipeline/due.ts';
import { type Grouped, groupPending } from './pipeline/group.ts';
import { groupCommits } from './pipeline/group-commits.ts';
import { fileNotices } from './pipeline/notices.ts';
import { pingHub } from './pipeline/ping-hub.ts';
import { readPages } from './pipeline/read-pages.ts';
import { readers } from './pipeline/readers.ts';
import type { Progress, RefreshReport, SourceReport } from './pipeline/report.ts';
import { visit } from './pipeline/visit.ts';
import { type PublishFailure, publish } from './publish/publish.ts';
import type { IssueShelf } from './publish/site/issue.tsx';
import type { Store } from './store/store.ts';
import { parseRetractionCsv, type RetractionCsvFailure } from './stories/retraction-csv.ts';
import { loadTopicLabels } from './stories/topic-labels.ts';
import { loadTopics } from './stories/topics.ts';

export type PipelineDeps = {
  store: Store;
  outputDir: string;
  now: Clock;
  random(): number;
  /** Where the newsletter's issues are kept; without it, none are published. */
  issues?: IssueShelf | null;
};

export type RefreshOptions = {
  /** Only these sources; null: all. */
  sourceIds: string[] | null;
  /** Overrides everything but a Retry-After; validators are still sent. */
  force: boolean;
  signal?: AbortSignal;
  onProgress?(progress: Progress): void;
};

/**
 * One pass, in the order that loses nothing: what sources sent is durable before the stories made of it, stories
 * before the output, the output before the note that it is published. A pass that is killed, or stopped by
 * `signal`, is completed by the next one.
 */
export async function refresh(
  config: Config,
  deps: PipelineDeps,
  options: RefreshOptions,
): Promise<Result<RefreshReport, PublishFailure>> {
  const startedAt = toInstant(deps.now());
  const visits = await visitSources(config, deps, options);
  const isStopped = options.signal?.aborted ?? false;
  const grouped = isStopped ? NOTHING_GROUPED : await groupStories(config, deps, options);
  const publishAt = toInstant(deps.now());
  const output = isStopped
    ? ok(NOTHING_PUBLISHED)
    : await publishOnly(config, deps, { ...options, all: false });
  if (!output.ok) return output;
  const { stories } = await deps.store.counts();
  return ok({
    startedAt,
    finishedAt: toInstant(deps.now()),
    sources: visits.map((report) => withJoined(report, grouped)),
    stories: { new: grouped.new, updated: grouped.updated, total: stories },
    output: output.value,
    ...(!isStopped && { publishMs: msBetween(publishAt, toInstant(deps.now())) }),
  });
}

const NOTHING_GROUPED: Grouped = { new: 0, updated: 0, joined: new Map() };
const NOTHING_PUBLISHED = { written: 0, unchanged: 0 };

/** Writes the output from the store alone. */
export async function publishOnly(
  config: Config,
  deps: PipelineDeps,
  options: { all: boolean; onProgress?(progress: Progress): void; signal?: AbortSignal },
): Promise<Result<RefreshReport['output'], PublishFailure>> {
  const output = await publish(deps.store, config, {
    ...(await publishing(deps, options.onProgress)),
    all: options.all,
  });
  if (!output.ok) return output;
  await tellHub(config, deps, options.signal);
  return ok({ written: output.value.written.length, unchanged: output.value.unchanged });
}

async function tellHub(config: Config, { store, now }: PipelineDeps, signal?: AbortSignal): Promise<void> {
  const poster = createPoster(config.network);
  try {
    await pingHub(config, { store, now, signal, post: poster.post });
  } finally {
    await poster.close();
  }
}

/**
 * Takes over the notices of the Retraction Watch table: stories on these papers say so from now on, published ones
 * included. Answers how many papers the table names and how many stories changed.
 */
export async function importRetractions(
  config: Config,
  deps: PipelineDeps,
  csv: AsyncIterable<Uint8Array>,
): Promise<
  Result<
    { papers: number; stories: number; output: RefreshReport['output'] },
    RetractionCsvFailure | PublishFailure
  >
> {
  const papers = await parseRetractionCsv(csv, toInstant(deps.now()));
  if (!papers.ok) return papers;
  await fileNotices(papers.value, deps.store);
  const grouped = await groupStories(config, deps, {});
  const output = await publishOnly(config, deps, { all: false });
  if (!output.ok) return output;
  return ok({ papers: papers.value.length, stories: grouped.updated, output: output.value });
}

/** What each source or address would give, one report at a time. */
export async function* checkTargets(
  config: Config,
  deps: PipelineDeps,
  targets: readonly string[],
  options: { maxPages: number },
): AsyncGenerator<CheckReport> {
  const { store, now } = deps;
  const fetcher = createFetcher(config.network, { now });
  const { mayFetch } = createRobots(fetcher, { now, load: store.robots, save: async () => undefined });
  const sources = byId(config.sources);
  try {
    for (const target of targets) {
      const source = sources.get(target) ?? sourceAt(target);
      yield await checkSource(source, { ...readers(), ...options, fetcher, mayFetch, store, now });
    }
  } finally {
    await fetcher.close();
  }
}

/** Feeds first, then the article pages that their items want; each outcome is committed as it comes. */
async function visitSources(
  config: Config,
  deps: PipelineDeps,
  options: RefreshOptions,
): Promise<SourceReport[]> {
  const { store, now, random } = deps;
  const { due, skipped } = await planVisits(config, store, { ...options, now });
  const held = (await store.hosts()).values();
  const fetcher = createFetcher(config.network, { now, held, force: options.force });
  const commit = groupCommits(store);
  const progress = counter(due.length, options.onProgress);
  const signal = options.signal ?? new AbortController().signal;
  const read = readers();
  const { mayFetch } = createRobots(fetcher, {
    now,
    load: store.robots,
    save: (robots) => commit({ robots: [robots] }),
  });
  const fetchSource = askFirst(fetcher.fetch, mayFetch, now);
  try {
    const visited = due.map(async (known) => {
      const { change, report } = await visit(known.source, known, {
        ...read,
        config,
        store,
        now,
        random,
        fetchSource: (request) => fetchSource({ ...request, signal }),
      });
      const told = signal.aborted ? notKept(report) : report;
      if (!signal.aborted) await commit(change);
      progress(told);
      return told;
    });
    const reports = await Promise.all(visited);
    await readPages({
      ...read,
      store,
      now,
      signal,
      commit,
      network: config.network,
      sources: byId(config.sources.filter(({ id }) => options.sourceIds?.includes(id) ?? true)),
      fetchPage: fetcher.fetch,
      mayFetch,
      onPage: (done, total) => options.onProgress?.({ phase: 'pages', done, total, failed: 0, newItems: 0 }),
    });
    const hosts = fetcher.hosts();
    if (hosts.length > 0) await commit({ hosts });
    return inOrder(config.sources, [...reports, ...skipped]);
  } finally {
    await fetcher.close();
  }
}

async function groupStories(
  config: Config,
  deps: PipelineDeps,
  { onProgress }: Pick<RefreshOptions, 'onProgress'>,
): Promise<Grouped> {
  if ((await deps.store.pending()).length === 0) return NOTHING_GROUPED;
  return groupPending({
    ...deps,
    sources: byId(config.sources),
    topics: await loadTopics(),
    windowSize: config.feed.items,
    onGroup: (done, total) => onProgress?.({ phase: 'stories', done, total, failed: 0, newItems: 0 }),
  });
}

/** A visit that the end of the run cut short leaves the source as it was, to be asked by the next. */
const notKept = ({ reason: _, ...report }: SourceReport): SourceReport => ({ ...report, nextFetchAt: null });

const byId = (sources: readonly Source[]) => new Map(sources.map((source) => [source.id, source]));

function withJoined(report: SourceReport, { joined }: Grouped): SourceReport {
  return { ...report, duplicateItems: report.duplicateItems + (joined.get(report.id) ?? 0) };
}

function inOrder(sources: readonly Source[], reports: readonly SourceReport[]): SourceReport[] {
  const rank = new Map(sources.map(({ id, rank }) => [id, rank]));
  return [...reports].sort((a, b) => (rank.get(a.id) ?? 0) - (rank.get(b.id) ?? 0));
}

/** Counts finished visits for whoever watches. */
function counter(total: number, onProgress: RefreshOptions['onProgress']): (report: SourceReport) => void {
  const progress: Progress = { phase: 'sources', done: 0, total, failed: 0, newItems: 0 };
  return ({ status, newItems }) => {
    progress.done += 1;
    progress.newItems += newItems;
    if (status === 'failed') progress.failed += 1;
    onProgress?.({ ...progress });
  };
}

async function publishing(
  { outputDir, now, issues }: PipelineDeps,
  onProgress: RefreshOptions['onProgress'],
) {
  return {
    outputDir,
    now,
    issues: issues ?? null,
    topicLabels: await loadTopicLabels(),
    onProgress: (done: number, total: number) =>
      onProgress?.({ phase: 'publish', done, total, failed: 0, newItems: 0 }),
  };
}
