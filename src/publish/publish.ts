import { createHash } from 'node:crypto';
import { err, ok, type Result } from '../core/result.ts';
import type { Config } from '../core/source.ts';
import type { Store } from '../store/store.ts';
import { planArchive } from './archive.ts';
import type { OutputFile } from './edition.ts';
import {
  archiveJob,
  type EditionParts,
  type Job,
  MAIN,
  mainJob,
  sourceJobs,
  sourcePath,
  topicJobs,
  topicPath,
} from './editions.ts';
import { entryLoader } from './entries.ts';
import type { TopicLabels } from './entry.ts';
import { FORMATS } from './formats.ts';
import { renderOpml } from './opml.ts';
import { renderFeeds } from './render-feeds.ts';
import { checkFeeds, type FeedProblem } from './validate.ts';
import { listOutput, stageOutput, type WriteFailure } from './write.ts';

export type PublishDeps = {
  outputDir: string;
  now: () => Date;
  topicLabels: TopicLabels;
  /** Look at every file, not only at what changed since the last time. Closed archives stay as they are. */
  all?: boolean;
  /** Told after each edition how many of how many are done. */
  onProgress?: (done: number, total: number) => void;
};

export type Published = { written: string[]; unchanged: number; revision: number };

export type PublishFailure = WriteFailure | { code: 'invalid'; message: string; problems: FeedProblem[] };

/**
 * Writes the feeds that the stories changed since the last publish touch, and those whose files are missing.
 * All of them are rendered and checked before the first replaces an old one; then the store learns how far
 * the output has come. A crash anywhere leaves whole files, and the next publish does the rest.
 */
export async function publish(
  store: Store,
  config: Config,
  deps: PublishDeps,
): Promise<Result<Published, PublishFailure>> {
  const { revision, lastSeq } = await store.counts();
  const since = await store.cursor('published');
  const settings = fingerprint(config, deps.topicLabels);
  const everything = deps.all || since === 0 || settings !== (await store.cursor('published-settings'));
  const resized = config.feed.items !== (await store.cursor('published-archive-items'));

  const load = entryLoader(store, config.sources, deps.topicLabels);
  const parts: EditionParts = { store, config, topicLabels: deps.topicLabels, load };
  const pages = planArchive(lastSeq, config.feed.items);
  const present = await listOutput(deps.outputDir, ['', 'archive', 'sources', 'topics'], deps.now());
  const missing = ({ path }: Job): boolean => filesOf(path).some((file) => !present.has(file));
  const touched = everything ? null : await touchedSince(store, since);
  const isDue = (job: Job): boolean => touched === null || touched.has(job.path) || missing(job);

  const feeds = [...sourceJobs(parts), ...topicJobs(parts), mainJob(parts, lastSeq, pages.length)];
  const changed = touched === null || touched.size > 0;
  const archives = pages
    .map((page) => ({ closed: page.closed, job: archiveJob(parts, page, pages.length) }))
    .filter(({ closed, job }) => resized || missing(job) || (!closed && changed))
    .map(({ job }) => job);
  const due = [...archives, ...feeds.filter(isDue)];

  const staging = stageOutput(deps.outputDir);
  const add = async (files: OutputFile[]): Promise<PublishFailure | null> => {
    const problems = checkFeeds(files);
    if (problems.length > 0) return invalid(problems);
    const added = await staging.add(files);
    return added.ok ? null : added.error;
  };
  const batches: (() => Promise<OutputFile[]>)[] = due.map(
    ({ make }) =>
      async () =>
        renderFeeds(await make(), config.site),
  );
  if (everything || !present.has('sources.opml'))
    batches.push(async () => [renderOpml(config.sources, config.site)]);
  for (const [index, render] of batches.entries()) {
    const failure = await add(await render());
    if (failure) {
      await staging.discard();
      return err(failure);
    }
    deps.onProgress?.(index + 1, batches.length);
  }
  const committed = await staging.commit();
  if (!committed.ok) return committed;
  const { written } = committed.value;
  await remember(store, {
    published: revision,
    'published-settings': settings,
    'published-archive-items': config.feed.items,
  });
  const total = (feeds.length + pages.length) * FORMATS.length + 1;
  return ok({ written, unchanged: total - written.length, revision });
}

const filesOf = (path: string): string[] => FORMATS.map(({ extension }) => `${path}.${extension}`);

/** Paths of the feeds that hold, or held, a story which changed. */
async function touchedSince(store: Store, revision: number): Promise<Set<string>> {
  const touched = new Set<string>();
  for await (const story of store.changedAfter(revision)) {
    touched.add(MAIN);
    for (const id of story.sourceIds) touched.add(sourcePath(id));
    for (const slug of story.topics) touched.add(topicPath(slug));
  }
  return touched;
}

/** Settings that show in every file, as a number: where they differ from those of the last publish, all is due. */
function fingerprint({ site, feed, network, sources }: Config, topicLabels: TopicLabels): number {
  const shown = sources.map(({ id, name, url, site: home, topics, language, content, license, type }) => [
    id,
    name,
    url,
    home,
    topics,
    language,
    content,
    license,
    type,
  ]);
  const text = JSON.stringify([FORMAT_VERSION, site, feed, network.minIntervalMs, shown, [...topicLabels]]);
  return createHash('sha256').update(text).digest().readUIntBE(0, 6);
}

/** Counts changes to what the renderers write, so that an update of the program renews the output. */
const FORMAT_VERSION = 1;

async function remember(store: Store, cursors: Record<string, number>): Promise<void> {
  for (const [name, value] of Object.entries(cursors)) {
    if ((await store.cursor(name)) !== value) await store.setCursor(name, value);
  }
}

function invalid(problems: FeedProblem[]): PublishFailure {
  const [first] = problems;
  const more = problems.length > 1 ? ` and ${problems.length - 1} more problems` : '';
  return {
    code: 'invalid',
    message: `The new ${first?.path} is not a valid feed, so the old output stays: ${first?.message}${more} This is a bug; please report it with this message.`,
    problems,
  };
}
