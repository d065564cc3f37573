import { after, MINUTE_MS, toInstant } from '../core/instant.ts';
import type { Config } from '../core/source.ts';
import { giveToken } from './confirm.ts';
import { confirmationMail } from './confirmation.ts';
import type { OutgoingMail, SendMail } from './mail.ts';
import { messageId } from './message-id.ts';
import type { PeopleDeps } from './sign-up.ts';
import type { Waiting } from './store.ts';
import { isActive } from './subscriber.ts';

export type OutboxDeps = PeopleDeps & {
  site: Config['site'];
  postalAddress: string;
  /** What stands after the @ of Message-IDs. */
  mailDomain: string;
  labelOf: (slug: string) => string;
  sendMail: SendMail;
  /** Ends the run between two mails; those that wait go out in the next. */
  signal?: AbortSignal;
};

export type OutboxReport = { sent: number; failed: number; problem: string | null };

/**
 * Sends the confirmations that wait. Each is noted before it's handed over, and not sent again if it may have been
 * sent: after a kill in between, its reader has to ask once more. What the server can't take now is tried later.
 */
export async function sendWaiting(deps: OutboxDeps): Promise<OutboxReport> {
  const report: OutboxReport = { sent: 0, failed: 0, problem: null };
  const due: string[] = [];
  const now = toInstant(deps.now());
  for await (const [id, { nextAt }] of deps.store.all('outbox')) if (nextAt <= now) due.push(id);
  const sendNext = async (): Promise<void> => {
    for (let id = due.pop(); id !== undefined; id = due.pop()) {
      if (deps.signal?.aborted) return;
      await sendOne(id, deps, report);
    }
  };
  await Promise.all([sendNext(), sendNext(), sendNext(), sendNext()]);
  return report;
}

async function sendOne(id: string, deps: OutboxDeps, report: OutboxReport): Promise<void> {
  const claimed = await claim(id, deps);
  if (!claimed) return;
  const sent = await deps.sendMail(claimed.mail);
  if (sent.ok) report.sent++;
  else {
    report.failed++;
    report.problem ??= sent.error.message;
  }
  const mayTryAgain = !sent.ok && (sent.error.kind === 'later' || sent.error.kind === 'setup');
  const isOver = !mayTryAgain || claimed.waiting.failures >= MAX_FAILURES;
  await deps.store.change(async (draft) => {
    const waiting = await draft.get('outbox', id);
    // Somebody asked again meanwhile: that is another mail.
    if (waiting === null || waiting.askedAt !== claimed.waiting.askedAt) return;
    if (isOver) return draft.remove('outbox', id);
    const failures = waiting.failures + 1;
    const nextAt = after(deps.now(), 2 ** failures * MINUTE_MS);
    draft.put('outbox', id, { ...waiting, failures, nextAt, claimedAt: null });
  });
}

/** Tries after 2, 4, 8 … minutes: 17 hours in all. */
const MAX_FAILURES = 9;

/** Takes a confirmation for this process; null where there is none to send any more. */
function claim(id: string, deps: OutboxDeps): Promise<{ mail: OutgoingMail; waiting: Waiting } | null> {
  const { store, secret, random, site, mailDomain, postalAddress, labelOf } = deps;
  return store.change(async (draft) => {
    const now = deps.now();
    const waiting = await draft.get('outbox', id);
    const subscriber = await draft.get('subscribers', id);
    if (waiting === null || waiting.nextAt > toInstant(now)) return null;
    if (waiting.claimedAt !== null || subscriber === null) {
      draft.remove('outbox', id);
      return null;
    }
    // Whoever finds it claimed after that time knows that its sender was killed.
    const claimed = { ...waiting, claimedAt: toInstant(now), nextAt: after(now, 15 * MINUTE_MS) };
    draft.put('outbox', id, claimed);
    const token = giveToken(draft, { subscriberId: id, waiting }, { now, random });
    const mail = confirmationMail({
      to: subscriber.email,
      site,
      choice: waiting.choice,
      isActive: isActive(subscriber),
      token,
      messageId: messageId(id, `confirmation:${waiting.askedAt}`, secret, mailDomain),
      postalAddress,
      labelOf,
    });
    return { mail, waiting: claimed };
  });
}
