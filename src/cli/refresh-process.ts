import { setMaxListeners } from 'node:events';
import { constants, setPriority } from 'node:os';
import type { Result } from '../core/result.ts';
import type { Config } from '../core/source.ts';
import type { RefreshReport } from '../pipeline/report.ts';
import { describeError } from './describe-error.ts';
import type { Log } from './log.ts';
import { refreshOnce } from './refresh.ts';
import type { Session } from './session.ts';
import type { Trouble } from './with-store.ts';

/** What the process that serves asks of the one that refreshes; all of it can be cloned. */
export type RefreshJob = {
  config: Config;
  session: Pick<Session, 'configFile' | 'dataDir' | 'outputDir'>;
  /** How much later it is by the session's clock than by the machine's. */
  clockAheadMs: number;
  /** Whether somebody watches at a terminal. */
  live: boolean;
  options: { sourceIds: string[] | null; force: boolean };
};

export type ToRefresher = { kind: 'refresh'; job: RefreshJob } | { kind: 'stop' };

/** `thrown`: what nobody expected, described for a person. */
export type FromRefresher =
  | { kind: 'log'; call: { [Name in LogCall]: [Name, ...Parameters<Log[Name]>] }[LogCall] }
  | { kind: 'done'; outcome: Result<RefreshReport, Trouble> }
  | { kind: 'thrown'; message: string };

type LogCall = Exclude<keyof Log, 'live'>;

/** How long a stopped refresh may take to come to its end. */
const PATIENCE_MS = 4500;

const stopped = new AbortController();
setMaxListeners(0, stopped.signal);

function stop(): void {
  stopped.abort();
  setTimeout(() => process.exit(1), PATIENCE_MS).unref();
}

const tell = (message: FromRefresher): void => {
  if (process.connected) process.send?.(message);
};

async function work({ config, session, clockAheadMs, live, options }: RefreshJob): Promise<void> {
  const log: Log = {
    live,
    info: (...words) => tell({ kind: 'log', call: ['info', ...words] }),
    problem: (...words) => tell({ kind: 'log', call: ['problem', ...words] }),
    redraw: (...words) => tell({ kind: 'log', call: ['redraw', ...words] }),
  };
  const now = () => new Date(Date.now() + clockAheadMs);
  try {
    const whole = {
      ...session,
      json: true,
      env: process.env,
      now,
      print: () => {},
      log,
      signal: stopped.signal,
    };
    tell({ kind: 'done', outcome: await refreshOnce(config, whole, options) });
  } catch (error) {
    tell({ kind: 'thrown', message: describeError(error) });
  }
  process.disconnect?.();
}

// Whoever serves comes first, also where there is one processor.
try {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
} catch {}
// A terminal and systemd signal all processes of a group: the one that serves decides.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
process.on('disconnect', stop);
process.on('message', (message: ToRefresher) => {
  if (message.kind === 'stop') stop();
  else void work(message.job);
});
