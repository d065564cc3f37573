import type { Site } from '../core/source.ts';
import { renderAtom } from './atom.ts';
import type { Edition, OutputFile } from './edition.ts';
import { renderJsonFeed } from './json-feed.ts';
import { renderRss } from './rss.ts';

/** The formats that every edition is written in. A new one is one file and its line here. */
export const FORMATS: { extension: string; render: (edition: Edition, site: Site) => string }[] = [
  { extension: 'atom', render: renderAtom },
  { extension: 'rss', render: renderRss },
  { extension: 'json', render: renderJsonFeed },
];

/** An edition in all formats: the same entries in the same order with the same ids. */
export function renderFeeds(edition: Edition, site: Site): OutputFile[] {
  return FORMATS.map(({ extension, render }) => ({
    path: `${edition.path}.${extension}`,
    content: render(edition, site),
  }));
}
