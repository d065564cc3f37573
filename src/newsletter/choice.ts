import type { Choice } from '../core/newsletter.ts';
import { FREQUENCIES, WEEKDAYS } from '../core/newsletter.ts';
import { err, ok, type Result } from '../core/result.ts';

/** What a form or a line of a table said, as text; topics in one text or several, separated by commas. */
export type ChoiceFields = {
  frequency?: string | undefined;
  weekday?: string | undefined;
  hour?: string | undefined;
  timezone?: string | undefined;
  topics?: readonly string[] | undefined;
};

/** What is wrong with a field, in a sentence for the person who filled it. */
export type Fault = { field: keyof ChoiceFields | 'email'; message: string };

export type ChoiceRules = {
  /** For what is left empty. */
  defaults: Omit<Choice, 'topics'>;
  /** Slugs of the topics that there are. */
  topics: ReadonlySet<string>;
};

/** A subscriber's choice; or everything that is wrong with it, each fault once. */
export function readChoice(fields: ChoiceFields, { defaults, topics }: ChoiceRules): Result<Choice, Fault[]> {
  const frequency = oneOf(FREQUENCIES, fields.frequency, defaults.frequency);
  const weekday = oneOf(WEEKDAYS, fields.weekday, defaults.weekday);
  const hour = readHour(fields.hour, defaults.hour);
  const timezone = readTimezone(fields.timezone, defaults.timezone);
  const wanted = slugsIn(fields.topics ?? []);
  if (
    frequency !== null &&
    weekday !== null &&
    hour !== null &&
    timezone !== null &&
    wanted.every((slug) => topics.has(slug))
  )
    return ok({ frequency, weekday, hour, timezone, topics: wanted });
  const faults: Fault[] = [];
  if (frequency === null)
    faults.push({ field: 'frequency', message: 'Please choose as it happens, daily or weekly.' });
  if (weekday === null) faults.push({ field: 'weekday', message: 'Please choose a day of the week.' });
  if (hour === null) faults.push({ field: 'hour', message: 'Please choose an hour from 0 to 23.' });
  if (timezone === null)
    faults.push({ field: 'timezone', message: 'Please choose a time zone such as Europe/Berlin.' });
  if (!wanted.every((slug) => topics.has(slug)))
    faults.push({ field: 'topics', message: 'Please choose from the topics that there are.' });
  return err(faults);
}

const oneOf = <T extends string>(allowed: readonly T[], text: string | undefined, otherwise: T): T | null => {
  const word = text?.trim().toLowerCase() ?? '';
  return word === '' ? otherwise : (allowed.find((each) => each === word) ?? null);
};

function readHour(text: string | undefined, otherwise: number): number | null {
  const digits = text?.trim() ?? '';
  if (digits === '') return otherwise;
  return /^([01]?\d|2[0-3])$/.test(digits) ? Number(digits) : null;
}

/** The name as the time zone database writes it. */
function readTimezone(text: string | undefined, otherwise: string): string | null {
  const name = text?.trim() ?? '';
  if (name === '') return otherwise;
  if (!/^[A-Za-z][\w+/-]{0,63}$/.test(name)) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** Each slug once, in order of the alphabet. */
const slugsIn = (texts: readonly string[]): string[] =>
  [...new Set(texts.flatMap((text) => text.split(',')).map((slug) => slug.trim().toLowerCase()))]
    .filter((slug) => slug !== '')
    .slice(0, MAX_TOPICS)
    .sort();

const MAX_TOPICS = 500;
