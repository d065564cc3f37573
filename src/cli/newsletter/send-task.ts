import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { MINUTE_MS, SECOND_MS } from '../../core/instant.ts';
import type { Config } from '../../core/source.ts';
import type { SendReport } from '../../newsletter/send/send.ts';
import { describeError } from '../describe-error.ts';
import type { Session } from '../session.ts';
import { forgetTask } from './forget-unconfirmed.ts';
import { summary } from './send-summary.ts';

export type SendTask = {
  /** Sends what is due now. */
  run(): Promise<void>;
  stop(): Promise<void>;
};

/** Every five minutes: a reader's hour is kept to that, and news "as it happens" is that young. */
const SCHEDULE = '*/5 * * * *';

/**
 * Sends the newsletter while `start` runs, in a process of its own, so that what this one serves is not delayed.
 * Null where there is none. Where there is nowhere to hand it in, that is said, and only the daily clean-up is done.
 */
export async function sendTask(
  session: Session,
  config: Config,
  onSent: (report: SendReport) => void,
): Promise<SendTask | null> {
  if (config.newsletter === null) return null;
  if (config.newsletter.smtpUrl === null) {
    session.log.info('The newsletter is not sent: set MIAS_FEED_SMTP_URL to the address of a mail server.');
    return forgetTask(session);
  }
  let running: Promise<void> | null = null;
  const run = (): Promise<void> => {
    running ??= sendOnce(session, onSent).finally(() => {
      running = null;
    });
    return running;
  };
  const { schedule } = await import('node-cron');
  const task = schedule(SCHEDULE, run, {
    timezone: 'UTC',
    noOverlap: true,
    maxRandomDelay: 10 * SECOND_MS,
    suppressMissedWarning: true,
  });
  return {
    run,
    async stop() {
      await task.destroy();
      await running;
    },
  };
}

/** `newsletter send`, as a person would run it; whatever goes wrong, the next one is tried. */
async function sendOnce(session: Session, onSent: (report: SendReport) => void): Promise<void> {
  if (session.signal.aborted) return;
  try {
    const printed = await output(session);
    if (!printed.startsWith('{')) return;
    const report: SendReport = JSON.parse(printed);
    onSent(report);
    if (report.sent + report.failed > 0) session.log.info(`Newsletter: ${summary(report)}`);
  } catch (error) {
    session.log.problem(describeError(error));
  }
}

/** What it prints; its log goes where ours goes. */
function output({ configFile, dataDir, outputDir, env, now, signal }: Session): Promise<string> {
  const ahead = now().getTime() - Date.now();
  const clock = Math.abs(ahead) > MINUTE_MS ? ['--now', now().toISOString()] : [];
  const args = ['--config', configFile, '--data', dataDir, '--output', outputDir, '--json', ...clock];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM, ...args, 'newsletter', 'send'], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      if (child.pid !== undefined) setPriority(child.pid, 10);
    } catch {}
    let killing: NodeJS.Timeout | undefined;
    const stop = (): void => {
      child.kill('SIGTERM');
      killing = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    };
    signal.addEventListener('abort', stop, { once: true });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (more: string) => {
      text += more;
    });
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(killing);
      signal.removeEventListener('abort', stop);
      resolve(text);
    });
  });
}

/** Less than our own. A mail that was on its way then may have been sent, and is not sent again. */
const PATIENCE_MS = 2500;

const PROGRAM = fileURLToPath(new URL('../main.js', import.meta.url));
