import type { Site } from '../core/source.ts';
import { type Edition, type FeedEntry, type FeedFile, textOfFeed, type WrittenEntry } from './edition.ts';
import { entryHtml } from './entry-html.ts';
import { FORMATS } from './formats.ts';
import { guardEntry } from './guard.ts';

/** An edition in all formats: the same entries in the same order with the same ids. */
export const renderFeeds = (edition: Edition, site: Site): FeedFile[] => feedRenderer(site)(edition);

/** Renders editions of which many hold the same entries: each entry is written once in each format. */
export function feedRenderer(site: Site): (edition: Edition) => FeedFile[] {
  const written = remembering((given: FeedEntry): WrittenEntry[] => {
    const entry = guardEntry(given);
    const html = entryHtml(entry);
    return FORMATS.map(({ renderEntry }) => ({ text: renderEntry(entry, html, site) }));
  });
  return (edition) => {
    const inFormats = edition.entries.map(written);
    return FORMATS.map(({ extension, renderFrame }, index) => {
      const entries = inFormats.flatMap((formats) => formats[index] ?? []);
      const parts = { ...renderFrame(edition, site), entries };
      return { path: `${edition.path}.${extension}`, content: textOfFeed(parts), parts };
    });
  };
}

/** The same function, asked at most once for each key while that lives. */
export function remembering<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, Value>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
}
