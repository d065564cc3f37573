import { toInstant } from '../core/instant.ts';
import { ok, type Result } from '../core/result.ts';
import type { Config } from '../core/source.ts';
import type { RefreshReport } from '../pipeline/report.ts';
import type { Command, ExitCode } from './command.ts';
import { showProgress } from './progress.ts';
import { renderRefresh } from './refresh-summary.ts';
import { configOrProblems, type Session } from './session.ts';
import { knownSources } from './source-ids.ts';
import { type Trouble, withStore } from './with-store.ts';

export const refresh: Command = {
  name: 'refresh',
  summary: 'visit every source that may be visited now, keep what is new, publish',
  options: [
    { flags: '--source <id>', description: 'only this source; may be repeated', repeatable: true },
    { flags: '--force', description: 'also sources that are not due yet (never before a Retry-After)' },
  ],
  async run(session, _, { source, force }) {
    const config = await configOrProblems(session);
    if (config === null) return 2;
    const sourceIds = (source as string[] | undefined) ?? null;
    if (sourceIds !== null && !knownSources(sourceIds, config, session)) return 2;
    const report = await refreshOnce(config, session, { sourceIds, force: force === true });
    if (!report.ok) {
      session.log.problem(report.error.message);
      return 1;
    }
    if (session.json) session.print(`${JSON.stringify(report.value)}\n`);
    else session.print(renderRefresh(report.value, session.outputDir, session.now()));
    return exitCodeOf(report.value);
  },
};

/** One pass, with its progress told. Where another one is running that is said, and every source counts as skipped. */
export async function refreshOnce(
  config: Config,
  session: Session,
  options: { sourceIds: string[] | null; force: boolean },
): Promise<Result<RefreshReport, Trouble>> {
  const progress = showProgress(session.log);
  const report = await withStore(config, session, 'write', async (deps) => {
    const { nothingToDo } = await import('../pipeline/due.ts');
    const quiet = await nothingToDo(config, deps, options);
    if (quiet !== null) return ok(quiet);
    const { refresh } = await import('../pipeline.ts');
    return refresh(config, deps, { ...options, onProgress: progress.show, signal: session.signal });
  }).finally(progress.end);
  if (report.ok || report.error.code !== 'locked') return report;
  session.log.problem(report.error.message);
  return ok(nothingDone(config, session, options.sourceIds));
}

/** 1 if something was tried and nothing of it worked. */
export function exitCodeOf({ sources }: RefreshReport): ExitCode {
  const tried = sources.filter(({ status }) => status !== 'skipped');
  return tried.length > 0 && tried.every(({ status }) => status === 'failed') ? 1 : 0;
}

function nothingDone({ sources }: Config, { now }: Session, sourceIds: string[] | null): RefreshReport {
  const at = toInstant(now());
  return {
    startedAt: at,
    finishedAt: at,
    sources: sources
      .filter(({ id }) => sourceIds === null || sourceIds.includes(id))
      .map(({ id }) => ({
        id,
        status: 'skipped',
        newItems: 0,
        updatedItems: 0,
        duplicateItems: 0,
        nextFetchAt: null,
        reason: 'another refresh is running',
      })),
    stories: { new: 0, updated: 0, total: 0 },
    output: { written: 0, unchanged: 0 },
  };
}
