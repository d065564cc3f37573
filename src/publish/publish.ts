import { err, ok, type Result } from '../core/result.ts';
import type { Config } from '../core/source.ts';
import type { Store } from '../store/store.ts';
import type { TopicLabels } from './entry.ts';
import { PUBLISHED_FILES, planPublish } from './plan.ts';
import { type FeedProblem, feedChecker } from './validate.ts';
import { stageOutput, type WriteFailure } from './write.ts';

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
  const { due, kept, cursors, done, revision } = await planPublish(store, config, deps);
  const staging = stageOutput(deps.outputDir);
  const check = feedChecker();
  for (const [index, render] of due.entries()) {
    const files = await render();
    const problems = check(files);
    const added = problems.length === 0 ? await staging.add(files) : refuse(problems);
    if (!added.ok) {
      await staging.discard();
      return added;
    }
    deps.onProgress?.(index + 1, due.length);
  }
  const committed = await staging.commit();
  if (!committed.ok) return committed;
  if (done.length > 0) await store.commit({ pending: { remove: done } });
  const { written } = committed.value;
  const unchanged = committed.value.unchanged + kept;
  const learned = { [PUBLISHED_FILES]: written.length + unchanged, ...cursors };
  for (const [name, value] of Object.entries(learned)) await store.setCursor(name, value);
  return ok({ written, unchanged, revision });
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
