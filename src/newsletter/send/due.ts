import { HOUR_MS, type Instant, MINUTE_MS } from '../../core/instant.ts';
import type { Choice, Frequency } from '../../core/newsletter.ts';
import type { LedgerState } from '../ledger/state.ts';
import { currentPeriod, type Period, windowStart } from '../period.ts';
import type { Subscriber } from '../subscriber.ts';

/** A subscriber whose mail may go out now. */
export type Due = {
  id: string;
  choice: Choice;
  period: Period;
  /** Stories from before it are no news. */
  from: Instant;
  /** As it happens: stories that came to us later than this. */
  seenAfter: Instant | null;
};

export type WhoIsDue = { due: Due[]; subscribers: number; already: number; notDue: number };

/** Sorts active subscribers by whether their period has begun and its mail is still to go out. */
export async function whoIsDue(
  active: AsyncIterable<Subscriber>,
  ledger: LedgerState,
  { now, frequency }: { now: Date; frequency: Frequency | null },
): Promise<WhoIsDue> {
  const found: WhoIsDue = { due: [], subscribers: 0, already: 0, notDue: 0 };
  const periodOf = periods(now);
  for await (const { id, choice, consent } of active) {
    if (consent === null || (frequency !== null && choice.frequency !== frequency)) continue;
    found.subscribers += 1;
    const period = periodOf(choice);
    const isInstant = choice.frequency === 'instant';
    if (ledger.isServed(id, period)) found.already += 1;
    else if (isInstant ? wasJustSent(id, ledger, now) : period.startsAt < consent.at) found.notDue += 1;
    else if (wasJustPutOff(id, ledger, now)) found.notDue += 1;
    else
      found.due.push({
        id,
        choice,
        period,
        from: windowStart(period, { now, lastMailAt: lastMailSince(consent.at, id, ledger) }),
        seenAfter: isInstant ? lastNews(id, ledger, consent.at) : null,
      });
  }
  return found;
}

/** Many subscribers share a choice of hour and zone, and asking the zone's clock takes its time. */
function periods(now: Date): (choice: Choice) => Period {
  const known = new Map<string, Period>();
  return (choice) => {
    const { frequency, weekday, hour, timezone } = choice;
    const key = frequency === 'instant' ? frequency : `${frequency} ${weekday} ${hour} ${timezone}`;
    const period = known.get(key) ?? currentPeriod(choice, now);
    known.set(key, period);
    return period;
  };
}

/**
 * A server that says "later" is asked four times in a run, then after a quarter of an hour, an hour, and so on up to
 * every six hours: a full mailbox may stay full for weeks.
 */
function wasJustPutOff(id: string, ledger: LedgerState, now: Date): boolean {
  const putOff = ledger.putOff(id);
  if (putOff === null) return false;
  const waitMs = Math.min(putOff.times ** 2 * MINUTE_MS, 6 * HOUR_MS);
  return Math.abs(now.getTime() - putOff.atMs) < waitMs;
}

/** Mails before somebody left and came back say nothing of what they missed. */
function lastMailSince(consentAt: Instant, id: string, ledger: LedgerState): number | null {
  const last = ledger.lastMailAt(id);
  return last !== null && last > Date.parse(consentAt) ? last : null;
}

/** "At most one mail an hour" also holds between 9:59 and 10:01. */
function wasJustSent(id: string, ledger: LedgerState, now: Date): boolean {
  const last = ledger.lastMailAt(id);
  return last !== null && Math.abs(now.getTime() - last) < HOUR_MS;
}

/**
 * What came before the last mail was in it or had no room, and what came before somebody signed up is not for them.
 * A story may take a while from its source to the store.
 */
function lastNews(id: string, ledger: LedgerState, consentAt: Instant): Instant {
  const last = ledger.lastMailAt(id);
  const sinceMail = last === null ? '' : new Date(last - HOUR_MS).toISOString();
  return sinceMail > consentAt ? sinceMail : consentAt;
}
