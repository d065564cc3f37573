import type { SafeHtml } from '../core/html.ts';
import type { Site } from '../core/source.ts';
import { atom } from './atom.ts';
import type { Edition, FeedEntry, Frame } from './edition.ts';
import { jsonFeed } from './json-feed.ts';
import { rss } from './rss.ts';

/** How a format writes guarded entries, each once, and what stands around them in a feed. */
export type Format = {
  extension: string;
  /** `html`: what a reader shows of the entry, the same in all formats. */
  renderEntry: (entry: FeedEntry, html: SafeHtml, site: Site) => string;
  renderFrame: (edition: Edition, site: Site) => Frame;
};

/** The formats that every edition is written in. A new one is one file and its line here. */
export const FORMATS: readonly Format[] = [atom, rss, jsonFeed];

export const EXTENSIONS = FORMATS.map(({ extension }) => extension);
