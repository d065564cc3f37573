import type { Entry, Feed } from '../core/feed.ts';

/** A feed made from something that is none: entries and little else. */
export function feedOf(format: Feed['format'], entries: Entry[], said: Partial<Feed> = {}): Feed {
  return {
    format,
    title: null,
    link: null,
    self: null,
    description: null,
    language: null,
    updated: null,
    rights: null,
    image: null,
    authors: [],
    hints: { ttlMinutes: null, skipHours: [], skipDays: [], updatePeriodMs: null, hub: null },
    ...said,
    entries,
  };
}

/** An entry of which only its page is known for certain. */
export const entryOf = (link: string, said: Partial<Entry> = {}): Entry => ({
  id: null,
  isPermaLink: null,
  title: null,
  link,
  published: null,
  updated: null,
  authors: [],
  summary: null,
  contentHtml: null,
  categories: [],
  enclosures: [],
  language: null,
  rights: null,
  image: null,
  identifiers: [],
  journal: null,
  ...said,
});
