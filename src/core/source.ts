import type { NewsletterSettings } from './newsletter.ts';

/** Selectors are CSS; every one optional, checked when the config is read. */
export type ExtractOptions = {
  /** Whether article pages are visited: `auto` only where the feed gives less than about 80 words. */
  pages: 'auto' | 'always' | 'never';
  article?: string;
  title?: string;
  dek?: string;
  summary?: string;
  authors?: string;
  published?: string;
  image?: string;
  related?: string;
  /** Elements to drop before reading. */
  remove?: string;
  /** For `"type": "page"`: how a list page names its items. */
  list?: { item: string; link?: string; title?: string; date?: string; summary?: string };
};

/** One thing to follow: an object of `sources.json` with the defaults applied. */
export type Source = {
  id: string;
  name: string;
  url: string;
  type: 'feed' | 'page' | 'sitemap';
  /** The site's page, for people. */
  site: string | null;
  /** Cron expression in UTC, used by `start`. */
  schedule: string;
  enabled: boolean;
  topics: string[];
  language: string | null;
  /** `full` needs a license. */
  content: 'excerpt' | 'full';
  license: string | null;
  extract: ExtractOptions;
  /** Environment already filled in; never printed. */
  headers: Record<string, string>;
  /** Position in sources.json: settles ties. */
  rank: number;
};

export type Site = {
  title: string;
  description: string;
  /** Absolute, ends in a slash. */
  url: string;
  language: string;
  author: string | null;
  /** WebSub hub. */
  hub: string | null;
};

export type Network = {
  userAgent: string;
  contact: string;
  timeoutMs: number;
  maxBytes: number;
  concurrency: number;
  perHost: number;
  perHostDelayMs: number;
  minIntervalMs: number;
  /** CIDR ranges that may be connected to although they are not public. */
  allowPrivate: string[];
  /** Pages read of one host in one run. */
  pagesPerHost: number;
  /** How long a refresh reads pages before it publishes what it has. */
  pagesDeadlineMs: number;
};

/** sources.json and the environment, checked and complete. Read once; travels as an argument. */
export type Config = {
  file: string;
  site: Site;
  network: Network;
  feed: { items: number; content: 'excerpt' | 'full' };
  /** Null: none is sent. */
  newsletter: NewsletterSettings | null;
  sources: Source[];
};
