import { DAY_MS, HOUR_MS, type Instant, toInstant } from '../core/instant.ts';
import { type Choice, type Frequency, WEEKDAYS } from '../core/newsletter.ts';
import { dayOf, firstInstantOf, isoDay, isoWeek, wallAt, weekdayOf } from './local-time.ts';

/** The stretch of time for which a subscriber gets one mail at the most. */
export type Period = {
  frequency: Frequency;
  /**
   * `2026-W47`, `2026-11-28` or `2026-11-28T14`, the hour in UTC; of one frequency, a later period has the greater key.
   */
  key: string;
  /** When its mail is to go out: it goes late rather than not at all, until the next period begins. */
  startsAt: Instant;
};

/**
 * The period that `now` lies in: the last one whose hour has come. After days without a run there is thus one mail to
 * send, not one for each day. An hour that the clocks jump over comes when they have; one that they show twice, once.
 */
export function currentPeriod(choice: Choice, now: Date): Period {
  if (choice.frequency === 'instant') return hourOf(now);
  const today = dayOf(wallAt(choice.timezone, now.getTime()));
  for (const back of daysBack(choice, weekdayOf(today))) {
    const period = periodOn(today - back * DAY_MS, choice);
    if (period !== null && period.startsAt <= toInstant(now)) return period;
  }
  throw new Error(`No period of ${JSON.stringify(choice)} has begun at ${toInstant(now)}.`);
}

/**
 * From when on stories are news in a mail for this period: two days or eight before its hour, as it happens one, so
 * that what is published before one mail and found after it comes with the next. Where the last mail was longer ago,
 * since a day before that, but never more than three days further back.
 */
export function windowStart(
  { frequency, startsAt }: Period,
  { now, lastMailAt }: { now: Date; lastMailAt: number | null },
): Instant {
  const span = WINDOW_MS[frequency];
  const usual = Date.parse(startsAt) - span;
  const since = lastMailAt === null ? usual : Math.min(usual, lastMailAt - DAY_MS);
  return toInstant(new Date(Math.max(since, now.getTime() - span - MOST_LATE_MS)));
}

const WINDOW_MS: Record<Frequency, number> = {
  instant: DAY_MS,
  daily: 2 * DAY_MS,
  weekly: 8 * DAY_MS,
};

const MOST_LATE_MS = 3 * DAY_MS;

function hourOf(now: Date): Period {
  const startsAt = toInstant(new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS));
  return { frequency: 'instant', key: startsAt.slice(0, 13), startsAt };
}

/**
 * How many days ago the last day may have been whose hour has come. The third is needed where the calendar skipped
 * one, as it does in countries that change sides of the date line.
 */
function daysBack({ frequency, weekday }: Choice, today: number): number[] {
  if (frequency === 'daily') return [0, 1, 2];
  const since = (today - WEEKDAYS.indexOf(weekday) + 7) % 7;
  return [since, since + 7, since + 14];
}

/** Null on a day that the zone's calendar skipped. */
function periodOn(day: number, { frequency, hour, timezone }: Choice): Period | null {
  const midnight = firstInstantOf(timezone, day);
  if (dayOf(wallAt(timezone, midnight)) !== day) return null;
  const startsAt = toInstant(new Date(firstInstantOf(timezone, day + hour * HOUR_MS)));
  if (frequency === 'daily') return { frequency: 'daily', key: isoDay(day), startsAt };
  return { frequency: 'weekly', key: isoWeek(day), startsAt };
}
