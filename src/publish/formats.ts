import type { Site } from '../core/source.ts';
import { renderAtom } from './atom.ts';
import type { Edition } from './edition.ts';
import { renderJsonFeed } from './json-feed.ts';
import { renderRss } from './rss.ts';

/** The formats that every edition is written in, of guarded entries. A new one is one file and its line here. */
export const FORMATS: { extension: string; render: (edition: Edition, site: Site) => string }[] = [
  { extension: 'atom', render: renderAtom },
  { extension: 'rss', render: renderRss },
  { extension: 'json', render: renderJsonFeed },
];
