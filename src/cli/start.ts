import { resolve } from 'node:path';
import type { Config } from '../core/source.ts';
import type { RefreshReport } from '../pipeline/report.ts';
import { refreshInBackground } from './background-refresh.ts';
import type { Command } from './command.ts';
import { describeError } from './describe-error.ts';
import { listenOption } from './listen-option.ts';
import { sendTask } from './newsletter/send-task.ts';
import { createPushes, type Pushes } from './pushes.ts';
import { amount, headline, outage } from './refresh-summary.ts';
import { cronTasks, groupBySchedule, oneAtATime, tooEarly } from './scheduler.ts';
import { type ServedSite, serveSite } from './serve-site.ts';
import { configOrProblems, type Session, warningsOf } from './session.ts';

const DEFAULT_ADDRESS = '127.0.0.1:8080';

export const start: Command = {
  name: 'start',
  summary: 'serve the site, refresh now, then stay and refresh by the cron schedules',
  options: [
    {
      flags: '--listen <host:port>',
      description: `where the site is served (default: ${DEFAULT_ADDRESS}); "off": nowhere`,
    },
    { flags: '--trust-proxy', description: 'believe the X-Forwarded-For of the proxy in front' },
  ],
  async run(session, _, { listen, trustProxy }) {
    const address = listenOption(String(listen ?? DEFAULT_ADDRESS));
    if (address === null) {
      session.log.problem(
        `mias-feed: --listen ${listen} is no address; write it as 127.0.0.1:8080, [::1]:8080 or off.`,
      );
      return 2;
    }
    const config = await configOrProblems(session, { strict: true });
    if (config === null) return 2;
    for (const warning of await warningsOf(config)) session.log.info(warning);
    const pushes = createPushes();
    const options = { trustProxy: trustProxy === true, onNews: pushes.note };
    const server = address === 'off' ? null : await serveSite(address, session, config, options);
    if (server?.ok === false) {
      session.log.problem(server.error.message);
      return 1;
    }
    const site = server?.value ?? null;
    session.signal.addEventListener('abort', () => void site?.close(), { once: true });
    try {
      await stay(session, config, { site, pushes });
    } finally {
      pushes.stop();
      await site?.close();
    }
    session.log.info('Stopped.');
    return 0;
  },
};

/** Refreshes at once, which makes up for what was missed, and then whenever a schedule says so, until the signal. */
async function stay(
  session: Session,
  config: Config,
  { site, pushes }: { site: ServedSite | null; pushes: Pushes },
): Promise<void> {
  const groups = groupBySchedule(config.sources);
  const enabled = groups.flatMap(({ sourceIds }) => sourceIds);
  session.log.info(`Refreshing ${amount(enabled.length, 'source')} of ${session.configFile}.`);
  const timers = new Set<NodeJS.Timeout>();

  const queue = oneAtATime(async (sourceIds) => {
    const pushed = pushes.take(sourceIds);
    if (pushed.length > 0) await visit(pushed, true);
    const others = sourceIds.filter((id) => !pushed.includes(id) && !site?.mayWait(id));
    // Also with none to visit: a run does what waits.
    const report = pushed.length < sourceIds.length ? await visit(others, false) : null;
    const early = report && tooEarly(report, session.now());
    if (!early) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      queue.ask(early.sourceIds);
    }, early.inMs);
    timers.add(timer);
  });
  /** `isPushed`: their hubs say that there is news, so that no interval is waited for. */
  async function visit(sourceIds: string[], isPushed: boolean): Promise<RefreshReport | null> {
    if (session.signal.aborted) return null;
    site?.refreshBegins();
    const report = await told(session, config, { sourceIds, force: isPushed });
    site?.refreshEnded(report, isPushed ? sourceIds : []);
    return report;
  }

  pushes.onDue((sourceId) => queue.ask([sourceId]));
  queue.ask(enabled);
  await queue.idle();
  if (session.signal.aborted) return;

  const tasks = await cronTasks(groups, queue, session.log);
  const mails = await sendTask(session, config, (report) => site?.mailed(report));
  session.log.info(
    `Output: ${resolve(session.outputDir)} (feed.atom, feed.rss, feed.json). State: ${resolve(session.dataDir)}.`,
  );
  for (const { schedule, sourceIds, next } of tasks.upcoming())
    session.log.info(`Next: ${amount(sourceIds.length, 'source')} at ${next} ("${schedule}", UTC).`);
  session.log.info('Ctrl-C stops.');
  void mails?.run();

  await new Promise<void>((resolve) => {
    if (session.signal.aborted) resolve();
    session.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  for (const timer of timers) clearTimeout(timer);
  await Promise.all([tasks.stop(), mails?.stop(), queue.idle()]);
}

/** One refresh and what came of it, as log lines. Whatever goes wrong, the next one is tried. */
async function told(
  session: Session,
  config: Config,
  options: { sourceIds: string[]; force: boolean },
): Promise<RefreshReport | null> {
  try {
    const refreshed = await refreshInBackground(config, session, options);
    if (!refreshed.ok) {
      session.log.problem(refreshed.error.message);
      return null;
    }
    const report = refreshed.value;
    if (session.json) session.print(`${JSON.stringify(report)}\n`);
    const hint = outage(report);
    if (hint === null) {
      for (const { id, error, nextFetchAt } of report.sources)
        if (error) session.log.info('Source failed', { id, ...error, next: nextFetchAt });
    } else session.log.problem(hint);
    if (report.sources.some(({ status }) => status !== 'skipped'))
      session.log.info(headline(report, session.outputDir));
    return report;
  } catch (error) {
    session.log.problem(describeError(error));
    return null;
  }
}
