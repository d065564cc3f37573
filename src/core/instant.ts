/** An instant as ISO 8601 in UTC with milliseconds, `2026-11-24T11:18:50.000Z`; sorts as text. */
export type Instant = string;

export type Clock = () => Date;

export const toInstant = (date: Date): Instant => date.toISOString();

/** The instant `ms` after `at`. */
export const after = (at: Instant | Date, ms: number): Instant =>
  new Date(new Date(at).getTime() + ms).toISOString();

export const msBetween = (from: Instant, to: Instant): number => Date.parse(to) - Date.parse(from);

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
