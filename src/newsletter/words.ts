import type { Choice } from '../core/newsletter.ts';

export const CONFIRMATION = {
  subject: (title: string) => `Please confirm: ${title}`,
  greeting: 'Hello,',
  asked: (title: string, choice: string) =>
    `somebody, probably you, asked that the newsletter of ${title} be sent to this address: ${choice}.`,
  change: (title: string, choice: string) =>
    `this address already gets the newsletter of ${title}. Somebody, probably you, asked for it again: ${choice}.`,
  press: 'To confirm it, open this page and press its button:',
  pressChange: 'To change it so, open this page and press its button:',
  button: 'Confirm',
  ignore: (hours: number) =>
    `The link works for ${hours} hours. If it wasn’t you, do nothing: no newsletter comes without the confirmation, and the address is deleted after seven days.`,
  ignoreChange: (hours: number) =>
    `The link works for ${hours} hours. If it wasn’t you, do nothing: everything stays as it is.`,
};

/** Heads the page for a link that was cut or made up; `newsletter doctor` knows our server by it. */
export const BAD_LINK = 'This link is not complete';

/** A choice in words: `every Monday at 08:00 (Europe/Berlin), all topics`. */
export function describeChoice(choice: Choice, labelOf: (slug: string) => string): string {
  const { frequency, weekday, hour, timezone, topics } = choice;
  const time = `at ${clockTime(hour)} (${timezone.replaceAll('_', ' ')})`;
  const when = {
    instant: 'as it happens, at most one mail an hour',
    daily: `every day ${time}`,
    weekly: `every ${capitalised(weekday)} ${time}`,
  }[frequency];
  const about = topics.length === 0 ? 'all topics' : `only ${topics.map(labelOf).join(', ')}`;
  return `${when}; ${about}`;
}

export const clockTime = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

export const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
