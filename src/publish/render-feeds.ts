import type { Site } from '../core/source.ts';
import type { Edition, FeedEntry, OutputFile } from './edition.ts';
import { eachFormat, type Format } from './formats.ts';
import { guardEntry } from './guard.ts';

/** An edition in all formats: the same entries in the same order with the same ids. */
export const renderFeeds = (edition: Edition, site: Site): OutputFile[] => feedRenderer(site)(edition);

/** Renders editions of which many hold the same entries: each entry is written once in each format. */
export function feedRenderer(site: Site): (edition: Edition) => OutputFile[] {
  const guard = remembering(guardEntry);
  const renderers = eachFormat((format) => rendererOf(format, site, guard));
  return (edition) => renderers.map((render) => render(edition));
}

function rendererOf<Entry>(
  { extension, renderEntry, renderFeed }: Format<Entry>,
  site: Site,
  guard: (entry: FeedEntry) => FeedEntry,
): (edition: Edition) => OutputFile {
  const entryOf = remembering((entry: FeedEntry) => renderEntry(guard(entry), site));
  return (edition) => ({
    path: `${edition.path}.${extension}`,
    content: renderFeed(edition, site, edition.entries.map(entryOf)),
  });
}

function remembering<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, Value>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
}
