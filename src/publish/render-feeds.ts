import type { SafeHtml } from '../core/html.ts';
import type { Site } from '../core/source.ts';
import { type Edition, type FeedEntry, type FeedFile, textOfFeed } from './edition.ts';
import { entryHtml } from './entry-html.ts';
import { FORMATS, type Format } from './formats.ts';
import { guardEntry } from './guard.ts';

/** An edition in all formats: the same entries in the same order with the same ids. */
export const renderFeeds = (edition: Edition, site: Site): FeedFile[] => feedRenderer(site)(edition);

/** Renders editions of which many hold the same entries: each entry is written once in each format. */
export function feedRenderer(site: Site): (edition: Edition) => FeedFile[] {
  const prepare = remembering((given: FeedEntry) => {
    const entry = guardEntry(given);
    return { entry, html: entryHtml(entry) };
  });
  const renderers = FORMATS.map((format) => rendererOf(format, site, prepare));
  return (edition) => renderers.map((render) => render(edition));
}

function rendererOf(
  { extension, renderEntry, renderFrame }: Format,
  site: Site,
  prepare: (entry: FeedEntry) => { entry: FeedEntry; html: SafeHtml },
): (edition: Edition) => FeedFile {
  const written = remembering((given: FeedEntry) => {
    const { entry, html } = prepare(given);
    return { text: renderEntry(entry, html, site) };
  });
  return (edition) => {
    const parts = { ...renderFrame(edition, site), entries: edition.entries.map(written) };
    return { path: `${edition.path}.${extension}`, content: textOfFeed(parts), parts };
  };
}

function remembering<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, Value>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
}
