import { MINUTE_MS, SECOND_MS } from '../core/instant.ts';
import type { Source } from '../core/source.ts';
import type { RefreshReport } from '../pipeline/report.ts';
import type { Log } from './log.ts';

export type Group = { schedule: string; sourceIds: string[] };

/** Enabled sources by their cron expression, so that one task serves all that share it. */
export function groupBySchedule(sources: readonly Source[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { id, schedule, enabled } of sources) {
    if (!enabled) continue;
    const group = groups.get(schedule);
    if (group) group.sourceIds.push(id);
    else groups.set(schedule, { schedule, sourceIds: [id] });
  }
  return [...groups.values()];
}

export type Queue = { ask(sourceIds: readonly string[]): void; idle(): Promise<void> };

/**
 * Runs `refresh` for the ids asked for, one run at a time; what is asked for meanwhile is gathered into the next.
 * `idle` resolves when nothing is running.
 */
export function oneAtATime(refresh: (sourceIds: string[]) => Promise<void>): Queue {
  let waiting = new Set<string>();
  let running: Promise<void> | null = null;
  const run = async () => {
    while (waiting.size > 0) {
      const sourceIds = [...waiting];
      waiting = new Set();
      await refresh(sourceIds);
    }
    running = null;
  };
  return {
    ask: (sourceIds) => {
      for (const id of sourceIds) waiting.add(id);
      running ??= run();
    },
    idle: () => running ?? Promise.resolve(),
  };
}

/** A run that finds a source due within this time comes back for it, instead of leaving it to the next run. */
const NEARLY_DUE_MS = 5 * MINUTE_MS;

/**
 * The sources that a run came a little too early for: with an hourly schedule and an hourly interval it is chance
 * which of the two is shorter.
 */
export function tooEarly(report: RefreshReport, now: Date): { sourceIds: string[]; inMs: number } | null {
  const early = report.sources.flatMap(({ id, status, nextFetchAt }) => {
    const inMs = nextFetchAt === null ? Number.NaN : Date.parse(nextFetchAt) - now.getTime();
    return status === 'skipped' && inMs <= NEARLY_DUE_MS ? [{ id, inMs }] : [];
  });
  if (early.length === 0) return null;
  return {
    sourceIds: early.map(({ id }) => id),
    inMs: Math.max(...early.map(({ inMs }) => inMs), MINUTE_MS) + SECOND_MS,
  };
}

/** A run begins up to this much late, so that not the whole world knocks at second 0. */
const JITTER_MS = 30 * SECOND_MS;

export type CronTasks = { upcoming(): (Group & { next: string })[]; stop(): Promise<void> };

/** One node-cron task a group, in UTC; a run that was missed because the machine slept is made up. */
export async function cronTasks(groups: readonly Group[], queue: Queue, log: Log): Promise<CronTasks> {
  const { schedule } = await import('node-cron');
  const quiet = {
    info: () => {},
    debug: () => {},
    warn: () => {}, // that a run still lasts: it will have looked at the same sources
    error: (message: string | Error) => log.info(String(message)),
  };
  const tasks = groups.map((group) => {
    const task = schedule(
      group.schedule,
      () => {
        queue.ask(group.sourceIds);
        return queue.idle();
      },
      {
        timezone: 'UTC',
        noOverlap: true,
        maxRandomDelay: JITTER_MS,
        suppressMissedWarning: true,
        logger: quiet,
      },
    );
    task.on('execution:missed', () => queue.ask(group.sourceIds));
    return { group, task };
  });
  return {
    upcoming: () =>
      tasks
        .map(({ group, task }) => ({
          ...group,
          next: task.getNextRun()?.toISOString().slice(0, 16) ?? 'never',
        }))
        .sort((a, b) => (a.next < b.next ? -1 : 1)),
    stop: async () => {
      await Promise.all(tasks.map(({ task }) => task.destroy()));
    },
  };
}
