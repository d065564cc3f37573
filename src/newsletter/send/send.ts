import { SECOND_MS } from '../../core/instant.ts';
import type { Frequency, NewsletterSettings } from '../../core/newsletter.ts';
import type { Result } from '../../core/result.ts';
import { noteRetractions, owedRetractions } from '../choice/retractions.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { mailLinks } from '../links.ts';
import { domainOf, listOf, newsletterHeaders } from '../mail/headers.ts';
import type { MailFailure, OutgoingMail, SendMail } from '../mail.ts';
import { messageId } from '../message-id.ts';
import type { Subscriber } from '../subscriber.ts';
import { type Composed, type ComposerDeps, composer } from './compose.ts';
import { type Due, whoIsDue } from './due.ts';

/** Those who get the newsletter, as sending needs them. */
export type Readers = {
  active(): AsyncIterable<Subscriber>;
  /** As they are now; null: no longer there, or not to be written to. */
  get(id: string): Promise<Subscriber | null>;
  /** Their address was refused for good. */
  bounced(id: string): Promise<void>;
};

export type SendDeps = Omit<ComposerDeps, 'now' | 'postalAddress'> & {
  settings: NewsletterSettings;
  secret: string;
  readers: Readers;
  ledger: Ledger;
  sendMail: SendMail;
  /** Tells, before the first mail, whether the server can be used. */
  connect(): Promise<Result<null, MailFailure>>;
  /** Resolves when the next mail may go out. */
  nextSlot(): Promise<void>;
  sleep(ms: number): Promise<void>;
  now(): Date;
  signal: AbortSignal;
  onProgress?(done: number, total: number): void;
};

export type SendReport = {
  period: Frequency | 'all';
  subscribers: number;
  sent: number;
  skipped: { empty: number; already: number; notDue: number };
  failed: number;
};

/** `trouble`: why the run ended before its end. `unknown`: mails of the failed ones that may have been sent all the same. */
export type SendOutcome = { report: SendReport; trouble: string | null; unknown: number };

/** Mails on their way at a time: those that wait for their claim to be durable, and one for each connection. */
const IN_FLIGHT = 15;

/**
 * Sends what is due: of each subscriber, the mail of the current period. A claim is durable before its mail goes to
 * the server, and settled when the server has answered; see docs/notes/newsletter.md for what a crash leaves.
 * Stops between two mails when `signal` says so.
 */
export async function sendDue(
  deps: SendDeps,
  { frequency }: { frequency: Frequency | null },
): Promise<SendOutcome> {
  const { ledger, signal } = deps;
  const { who, compose } = await planSend(deps, { frequency });
  const { due, subscribers, already, notDue } = who;
  const report: SendReport = {
    period: frequency ?? 'all',
    subscribers,
    sent: 0,
    skipped: { empty: 0, already, notDue },
    failed: 0,
  };
  const run: Run = {
    deps,
    report,
    trouble: null,
    unknown: 0,
    inVain: 0,
    connected: null,
  };
  let next = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let one = due[next++]; one !== undefined; one = due[next++]) {
      if (signal.aborted || run.trouble !== null) return;
      const composed = await compose(one, ledger.state);
      if (composed === null) report.skipped.empty += 1;
      else if (!(await deliver(one, composed, run))) return;
      done += 1;
      deps.onProgress?.(done, due.length);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  if (run.trouble !== null) report.failed += due.length - done;
  return { report, trouble: run.trouble, unknown: run.unknown };
}

type Run = {
  deps: SendDeps;
  report: SendReport;
  trouble: string | null;
  unknown: number;
  /** What came to nothing for no reason of its reader's, since the last mail that was taken. */
  inVain: number;
  connected: Promise<boolean> | null;
};

/** Who is due, and what they get. */
export async function planSend(
  deps: Pick<SendDeps, 'config' | 'settings' | 'store' | 'topicLabels' | 'readers' | 'now'> & {
    ledger: Pick<Ledger, 'state' | 'note'>;
  },
  { frequency }: { frequency: Frequency | null },
) {
  const { ledger, readers, store, settings } = deps;
  const now = deps.now();
  await noteRetractions(store, ledger, now);
  const who = await whoIsDue(readers.active(), ledger.state, { now, frequency });
  const { postalAddress } = settings;
  const compose = await composer(who.due, owedRetractions(ledger), { ...deps, postalAddress, now });
  return { who, compose };
}

/**
 * Tries again where the server took nothing, with a new claim each time, so that a kill while it waits costs nothing.
 * False: the run has to end, and this mail was not tried.
 */
async function deliver(due: Due, composed: Composed, run: Run): Promise<boolean> {
  const { deps, report } = run;
  run.connected ??= connect(run);
  if (!(await run.connected)) return false;
  let answer: string | null = null;
  for (const backOffMs of [0, ...BACK_OFF_MS]) {
    if (backOffMs > 0) await deps.sleep(backOffMs);
    await deps.nextSlot();
    if (deps.signal.aborted || run.trouble !== null) return false;
    answer = await attempt(due, composed, run);
    if (answer === null) return true;
  }
  report.failed += 1;
  countInVain(run, answer);
  return true;
}

/** A server that is not there, puts everybody off or rejects what we send is not asked for all the others too. */
function countInVain(run: Run, why: string | null): void {
  run.inVain += 1;
  if (run.inVain > 2 * IN_FLIGHT) run.trouble ??= why;
}

async function connect(run: Run): Promise<boolean> {
  const connected = await run.deps.connect();
  if (!connected.ok) run.trouble = connected.error.message;
  return connected.ok;
}

const BACK_OFF_MS = [2, 10, 30].map((seconds) => seconds * SECOND_MS);

/** Null once it's over, for good or bad; else what the server said who wants to be asked later. */
async function attempt(due: Due, composed: Composed, run: Run): Promise<string | null> {
  const { deps, report } = run;
  const { ledger, readers } = deps;
  const subscriber = await readers.get(due.id);
  if (subscriber === null) {
    report.skipped.notDue += 1;
    return null;
  }
  const claim = await ledger.claim(due.id, due.period, composed.told);
  if (claim === null) {
    report.skipped.already += 1;
    return null;
  }
  const sent = await deps.sendMail(mailFor(subscriber, due, composed, deps));
  if (sent.ok) {
    await ledger.settle(claim, 'sent');
    report.sent += 1;
    run.inVain = 0;
    return null;
  }
  return failed(sent.error, claim, due.id, run);
}

async function failed(
  { kind, code, message }: MailFailure,
  claim: number,
  id: string,
  run: Run,
): Promise<string | null> {
  const { ledger, readers } = run.deps;
  if (kind === 'refused') run.inVain = 0;
  else if (code === null || kind === 'rejected') countInVain(run, message);
  if (kind === 'later') {
    await ledger.settle(claim, code === null ? 'not sent' : 'put off');
    return message;
  }
  run.report.failed += 1;
  if (kind === 'unknown') run.unknown += 1;
  else if (kind === 'setup') {
    run.trouble ??= message;
    await ledger.settle(claim, 'not sent');
  } else {
    await ledger.settle(claim, 'refused');
    if (kind === 'refused') await readers.bounced(id);
  }
  return null;
}

function mailFor(subscriber: Subscriber, { period }: Due, { mail }: Composed, deps: SendDeps): OutgoingMail {
  const { config, settings, secret } = deps;
  const { site } = config;
  const { id, email } = subscriber;
  return {
    to: email,
    ...mail(mailLinks(id, { site, secret })),
    messageId: messageId(id, `${period.frequency}:${period.key}`, secret, domainOf(settings.from)),
    list: listOf(site),
    headers: newsletterHeaders({ site, settings, secret, subscriberId: id, period }),
  };
}
