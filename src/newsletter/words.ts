import type { Choice, Frequency } from '../core/newsletter.ts';
import type { Notice } from '../core/story.ts';

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

const NOTICES: Record<Notice['kind'], string> = {
  retraction: 'Retracted',
  'expression of concern': 'Expression of concern',
  correction: 'Corrected',
};

const ISSUES: Record<Frequency, string> = { instant: 'As it happens', daily: 'Daily', weekly: 'Weekly' };

/** What the newsletter's mail says, in both its parts, but for labels of topics and evidence. */
export const MAIL = {
  issue: (frequency: Frequency, day: string) => `${ISSUES[frequency]} · ${day}`,
  retractedTitle: (title: string) => `Retracted: ${title}`,
  retracted: 'A study that we told you about was retracted',
  readNotice: 'Read the notice',
  notice: (kind: Notice['kind'], day: string | null, reason: string | null) =>
    `${NOTICES[kind]}${day === null ? '' : ` on ${day}`}${reason === null ? '' : `: ${reason}`}`,
  untitled: (source: string) => `News from ${source}`,
  evidence: (labels: string) => `Evidence: ${labels}`,
  coveredBy: (names: string) => `also covered by ${names}`,
  others: (count: number) => `${count} others`,
  readAt: 'Read at',
  more: 'More news',
  why: (title: string, host: string) =>
    `You get this because you signed up for the newsletter of ${title} (${host}).`,
  preferences: 'Change how often and what about',
  unsubscribe: 'Unsubscribe',
  caveat:
    'Topics and evidence labels are made automatically and can be wrong. Nothing here is medical advice.',
};

/** How dates and lists are written among these words. */
export const LOCALE = 'en-GB';

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
