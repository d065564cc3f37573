import type { Site } from '../core/source.ts';
import type { Edition, OutputFile } from './edition.ts';
import { FORMATS } from './formats.ts';
import { guardEntry } from './guard.ts';

/** An edition in all formats: the same entries in the same order with the same ids. */
export function renderFeeds(edition: Edition, site: Site): OutputFile[] {
  const guarded = { ...edition, entries: edition.entries.map(guardEntry) };
  return FORMATS.map(({ extension, render }) => ({
    path: `${edition.path}.${extension}`,
    content: render(guarded, site),
  }));
}
