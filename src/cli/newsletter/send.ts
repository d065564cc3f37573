import { FREQUENCIES, type Frequency } from '../../core/newsletter.ts';
import type { SendOutcome } from '../../newsletter/send/send.ts';
import type { ExitCode } from '../command.ts';
import { amount } from '../refresh-summary.ts';
import type { Session } from '../session.ts';
import type { Action } from './action.ts';
import { dryRun, type Preview } from './dry-run.ts';
import { sendNewsletter } from './send-newsletter.ts';
import { summary } from './send-summary.ts';

export const sendAction: Action = {
  usage: 'send [--period daily|weekly|instant] [--dry-run]',
  async run({ session, config, settings, options: { period, dryRun: isDry } }) {
    const { log } = session;
    if (period !== undefined && !FREQUENCIES.some((each) => each === period)) {
      log.problem(
        `--period ${period} is none: name one of ${FREQUENCIES.join(', ')}, or leave it out for all.`,
      );
      return 2;
    }
    const frequency = (period as Frequency | undefined) ?? null;
    if (isDry === true) {
      const preview = await dryRun(session, config, settings, frequency);
      if (!preview.ok) return problem(session, preview.error);
      session.print(session.json ? `${JSON.stringify(preview.value)}\n` : inWords(preview.value));
      return 0;
    }
    const sent = await sendNewsletter(session, config, settings, frequency);
    if (!sent.ok) return problem(session, sent.error);
    session.print(
      session.json ? `${JSON.stringify(sent.value.report)}\n` : `${summary(sent.value.report)}\n`,
    );
    return tell(session, sent.value);
  },
};

function problem(session: Session, { message, code }: { message: string; code: ExitCode }): ExitCode {
  session.log.problem(message);
  return code;
}

/** What went wrong, and the exit code: 1 where the run had to end, or nothing that was tried went through. */
export function tell(session: Session, { report, trouble, unknown }: SendOutcome): ExitCode {
  if (unknown > 0)
    session.log.problem(
      `${amount(unknown, 'mail')} may have been sent or not, because the connection ended; so that nobody gets one twice, they are not sent again.`,
    );
  if (trouble !== null) {
    session.log.problem(`${trouble} What was not sent is tried in the next run.`);
    return 1;
  }
  return report.failed > 0 && report.sent === 0 ? 1 : 0;
}

function inWords({ report, mails }: Preview): string {
  const lines = mails.flatMap(({ subscribers, titles }) => [
    `${amount(subscribers, 'subscriber')} would get:`,
    ...titles.map((title) => `  ${title}`),
  ]);
  return [...lines, `Nothing was sent. ${summary(report).replace('sent to', 'would go to')}`, ''].join('\n');
}
