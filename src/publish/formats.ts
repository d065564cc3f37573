import type { Site } from '../core/source.ts';
import { atom } from './atom.ts';
import type { Edition, FeedEntry } from './edition.ts';
import { jsonFeed } from './json-feed.ts';
import { rss } from './rss.ts';

/** How a format writes guarded entries, each once, and the feeds that hold them. */
export type Format<Entry> = {
  extension: string;
  renderEntry: (entry: FeedEntry, site: Site) => Entry;
  renderFeed: (edition: Edition, site: Site, entries: readonly Entry[]) => string;
};

/** Calls `use` for each format that every edition is written in. A new one is one file and its line here. */
export const eachFormat = <Result>(use: <Entry>(format: Format<Entry>) => Result): Result[] => [
  use(atom),
  use(rss),
  use(jsonFeed),
];

export const EXTENSIONS = eachFormat(({ extension }) => extension);
