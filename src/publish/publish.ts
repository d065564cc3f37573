import { err, ok, type Result } from '../core/result.ts';
import type { Config } from '../core/source.ts';
import { PING, type Store } from '../store/store.ts';
import type { OutputFile } from './edition.ts';
import type { TopicLabels } from './entry.ts';
import { PUBLISHED_FILES, PUBLISHED_PAGES, planPublish } from './plan.ts';
import type { Step } from './site/build.ts';
import type { IssueShelf } from './site/issue.tsx';
import { type FeedProblem, feedChecker } from './validate.ts';
import {
  type FileToWrite,
  keepOutput,
  stageOutput,
  type WriteFailure,
  type Written,
  writeOutput,
} from './write.ts';

export type PublishDeps = {
  outputDir: string;
  now: () => Date;
  topicLabels: TopicLabels;
  /** Look at every file, not only at what changed since the last time. Closed archives of feeds stay as they are. */
  all?: boolean;
  /** Where the newsletter's issues are kept; without it, none are published. */
  issues?: IssueShelf | null;
  /** Told after each step how many of how many are done. */
  onProgress?: (done: number, total: number) => void;
};

export type Published = { written: string[]; unchanged: number; revision: number };

export type PublishFailure = WriteFailure | { code: 'invalid'; message: string; problems: FeedProblem[] };

/**
 * Writes what the stories changed since the last publish touch, and what is missing: pages one after the other, each
 * at once, then the feeds that lead to them. All feeds are rendered and checked before the first replaces an old one;
 * then the store learns how far the output has come. A crash anywhere leaves whole files, and the next publish does
 * the rest.
 */
export async function publish(
  store: Store,
  config: Config,
  deps: PublishDeps,
): Promise<Result<Published, PublishFailure>> {
  const plan = await planPublish(store, config, deps);
  const total = plan.pages.length + plan.due.length;
  const pages = await writePages(plan.pages, deps, (done) => deps.onProgress?.(done, total));
  if (!pages.ok) return pages;
  let { revision } = plan;
  /** What hubs are to be told is noted before it is true: they may be told too much, but never too little. */
  const note = async (paths: readonly string[]) => {
    const news = config.site.hub === null ? [] : paths.filter(isAnnounced);
    if (news.length > 0) revision = await store.commit({ pending: { add: news.map((path) => PING + path) } });
  };
  const feeds = await writeFeeds(
    plan.due,
    deps,
    (done) => deps.onProgress?.(plan.pages.length + done, total),
    note,
  );
  if (!feeds.ok) return feeds;
  if (plan.done.length > 0) revision = await store.commit({ pending: { remove: plan.done } });
  const feedFiles = feeds.value.written.length + feeds.value.unchanged + plan.kept;
  const looked = pages.value.written.length + pages.value.unchanged;
  const pageFiles = plan.isEverything
    ? looked
    : Math.max(looked, (await store.cursor(PUBLISHED_PAGES)) + pages.value.created);
  await store.setCursors({
    [PUBLISHED_FILES]: feedFiles,
    [PUBLISHED_PAGES]: pageFiles,
    ...plan.cursors,
    published: revision,
  });
  const written = [...pages.value.written, ...feeds.value.written];
  return ok({ written, unchanged: feedFiles + pageFiles - written.length, revision });
}

/** Feeds that name a hub: all but archives, which have no news. */
const isAnnounced = (path: string): boolean =>
  /\.(?:atom|rss|json)$/.test(path) && !path.startsWith('archive/');

/** Each step's files are written while the next is being rendered; at the end all of them are made to last. */
async function writePages(
  steps: readonly Step[],
  { outputDir }: PublishDeps,
  onDone: (done: number) => void,
): Promise<Result<Written, WriteFailure>> {
  const sum: Written = { written: [], created: 0, unchanged: 0 };
  let writing: Promise<Result<Written, WriteFailure>> = Promise.resolve(ok(sum));
  for (const [index, step] of steps.entries()) {
    const files = await step();
    const earlier = await writing;
    if (!earlier.ok) return earlier;
    writing = add(sum, outputDir, files);
    onDone(index + 1);
  }
  const last = await writing;
  if (!last.ok) return last;
  const kept = await keepOutput(outputDir, sum.written);
  return kept.ok ? ok(sum) : kept;
}

async function add(
  sum: Written,
  outputDir: string,
  files: readonly FileToWrite[],
): Promise<Result<Written, WriteFailure>> {
  const written = await writeOutput(outputDir, files, { durable: false });
  if (!written.ok) return written;
  sum.written.push(...written.value.written);
  sum.created += written.value.created;
  sum.unchanged += written.value.unchanged;
  return ok(sum);
}

async function writeFeeds(
  due: readonly (() => Promise<OutputFile[]>)[],
  { outputDir }: PublishDeps,
  onDone: (done: number) => void,
  beforeChange: (paths: readonly string[]) => Promise<void>,
): Promise<Result<Written, PublishFailure>> {
  const staging = stageOutput(outputDir);
  const check = feedChecker();
  for (const [index, render] of due.entries()) {
    const files = await render();
    const problems = check(files);
    const added = problems.length === 0 ? await staging.add(files) : refuse(problems);
    if (!added.ok) {
      await staging.discard();
      return added;
    }
    onDone(index + 1);
  }
  return staging.commit(beforeChange);
}

function refuse(problems: FeedProblem[]): Result<null, PublishFailure> {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more problems)` : '';
  return err({
    code: 'invalid',
    message: `The new ${first?.path} would not be a valid feed, so the old output stays: ${first?.message}${more} This is a fault of the program; please report it with this message.`,
    problems,
  });
}
