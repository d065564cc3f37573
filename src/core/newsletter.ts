export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

export type Weekday = (typeof WEEKDAYS)[number];

/** `instant`: as it happens, at most one mail an hour. */
export const FREQUENCIES = ['instant', 'daily', 'weekly'] as const;

export type Frequency = (typeof FREQUENCIES)[number];

/** What a subscriber chooses; `hour` (0 to 23) and `weekday` in `timezone` (IANA). */
export type Choice = {
  frequency: Frequency;
  weekday: Weekday;
  hour: number;
  timezone: string;
  /** Topic slugs; empty: all. */
  topics: string[];
};

/** The `newsletter` part of sources.json, complete. */
export type NewsletterSettings = {
  /** A mailbox with or without a name (RFC 5322). */
  from: string;
  replyTo: string | null;
  postalAddress: string;
  /** From the environment before the file; never printed. Null: not told yet. */
  smtpUrl: string | null;
  requireTls: boolean;
  maxPerSecond: number;
  dkim: { domain: string; selector: string; privateKeyFile: string } | null;
  /** What the form proposes. */
  defaults: Omit<Choice, 'topics'>;
  proofOfWork: boolean;
  issuesInFeed: boolean;
};

/** What the form says that people agree to. Its wording is kept as proof with every consent. */
export const consentText = (title: string): string =>
  `I would like to get the newsletter of ${title} by e-mail, as often as chosen here. I can unsubscribe at any time, with a link in every mail.`;
