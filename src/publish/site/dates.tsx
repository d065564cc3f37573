import type { Instant } from '../../core/instant.ts';
import type { FeedEntry } from '../edition.ts';

/** A day in words, in UTC: "28 November 2026". */
export const Day = ({ at, weekday = false }: { at: Instant; weekday?: boolean }) => (
  <time datetime={at.slice(0, 10)}>{dayInWords(at, weekday)}</time>
);

/** An instant in words, in UTC: "28 November 2026, 14:05 UTC". */
export const Moment = ({ at }: { at: Instant }) => (
  <time datetime={`${at.slice(0, 19)}Z`}>{`${dayInWords(at)}, ${at.slice(11, 16)} UTC`}</time>
);

export const Clock = ({ at }: { at: Instant }) => (
  <time datetime={`${at.slice(0, 19)}Z`}>{`${at.slice(11, 16)} UTC`}</time>
);

export const dayInWords = (at: Instant, weekday = false): string =>
  (weekday ? WITH_WEEKDAY : PLAIN).format(new Date(at));

const PLAIN = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const WITH_WEEKDAY = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

/** When an entry became news: a retraction or correction of what is old is news of the day that we learned of it. */
export const newsAt = ({ published, notices }: FeedEntry): Instant =>
  notices.map(({ at }) => at).reduce((latest, at) => (at > latest ? at : latest), published);
