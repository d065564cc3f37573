import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { err, type Result } from '../core/result.ts';
import type { Config } from '../core/source.ts';
import type { RefreshReport } from '../pipeline/report.ts';
import type { FromRefresher, RefreshJob, ToRefresher } from './refresh-process.ts';
import type { Session } from './session.ts';
import type { Trouble } from './with-store.ts';

/**
 * One pass in a process of its own, at lower priority, so that what this one serves is not delayed. Its log lines
 * appear here. `signal` stops it; it is killed where it has not ended soon after, which loses nothing.
 */
export function refreshInBackground(
  config: Config,
  session: Session,
  options: RefreshJob['options'],
): Promise<Result<RefreshReport, Trouble>> {
  const { configFile, dataDir, outputDir, log, signal, now } = session;
  const child = fork(PROGRAM, [], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  const tell = (message: ToRefresher): void => {
    if (child.connected) child.send(message, () => {});
  };
  let killing: NodeJS.Timeout | undefined;
  const stop = (): void => {
    tell({ kind: 'stop' });
    killing = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  };
  return new Promise((resolve) => {
    let outcome: Result<RefreshReport, Trouble> | null = null;
    child.on('message', (message: FromRefresher) => {
      if (message.kind === 'log') repeat(log, message.call);
      else if (message.kind === 'done') outcome = message.outcome;
      else outcome = err({ code: 'thrown', message: message.message });
    });
    child.on('error', (error) => {
      resolve(err({ code: 'process', message: `The refresh could not be started: ${error.message}` }));
    });
    child.on('close', (code, ended) => {
      clearTimeout(killing);
      signal.removeEventListener('abort', stop);
      resolve(outcome ?? err({ code: 'process', message: endedEarly(signal.aborted, ended ?? code) }));
    });
    signal.addEventListener('abort', stop, { once: true });
    const job: RefreshJob = {
      config,
      session: { configFile, dataDir, outputDir },
      clockAheadMs: now().getTime() - Date.now(),
      live: log.live,
      options,
    };
    tell({ kind: 'refresh', job });
    if (signal.aborted) stop();
  });
}

const PROGRAM = fileURLToPath(new URL('./refresh-process.js', import.meta.url));

/** Less than a service manager's, and than our own, so that somebody is left to say goodbye. */
const PATIENCE_MS = 3000;

function repeat(log: Session['log'], call: (FromRefresher & { kind: 'log' })['call']): void {
  if (call[0] === 'info') log.info(call[1], call[2]);
  else if (call[0] === 'problem') log.problem(call[1]);
  else log.redraw(call[1]);
}

const endedEarly = (wasStopped: boolean, how: string | number | null): string =>
  wasStopped
    ? 'The refresh was stopped; the next one does the rest.'
    : `The refresh ended before its time (${how}). Nothing that was stored is lost, and the next one does the rest. If it was killed for lack of memory, lower network.concurrency or network.maxBytes.`;
