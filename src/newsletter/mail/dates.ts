import type { Instant } from '../../core/instant.ts';
import type { Choice } from '../../core/newsletter.ts';
import type { Period } from '../period.ts';
import { LOCALE, MAIL } from '../words.ts';

/** `28 November 2026`, in UTC. */
export const day = (at: Instant): string => DAY.format(Date.parse(at));

/** `28 November`, in UTC, which no line ends within. */
export const shortDay = (at: Instant): string => SHORT_DAY.format(Date.parse(at)).replace(' ', '\u00a0');

/** What a mail calls itself: `Weekly · Monday, 23 November 2026`, the day as its subscriber's clocks show it. */
export function issueName({ frequency, startsAt }: Period, { timezone }: Pick<Choice, 'timezone'>): string {
  const at = Date.parse(startsAt);
  return MAIL.issue(frequency, longDay(frequency === 'instant' ? 'UTC' : timezone).format(at));
}

const DAY = new Intl.DateTimeFormat(LOCALE, {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

const SHORT_DAY = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'long', timeZone: 'UTC' });

const longDays = new Map<string, Intl.DateTimeFormat>();

function longDay(timeZone: string): Intl.DateTimeFormat {
  const known = longDays.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat(LOCALE, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone,
  });
  longDays.set(timeZone, format);
  return format;
}
