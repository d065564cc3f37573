import type { Article } from '../../core/article.ts';
import type { Records } from './document.ts';
import type { Documents } from './documents.ts';
import type { FileSystem } from './file-system.ts';
import { newestGeneration } from './keys.ts';
import { groupDocument, groupOf, KEY_GROUPS, PENDING, shareOf } from './layout.ts';
import { placesOf, type StoredStory } from './plan-commit.ts';
import { fileUnder } from './posting.ts';

export type RepairOptions = {
  fs: FileSystem;
  root: string;
  documents: Documents;
  filing: () => Promise<Filing>;
};

/** What is filed for an article, told from the article alone. */
export type Filing = {
  /** The keys that it is found by, and what stands under them. */
  entriesOf(article: Article): Iterable<[key: string, entry: string]>;
  /** The work that waits for it, as in `Change.pending`. */
  workOf(article: Article): Iterable<string>;
};

/**
 * What a damaged document held, told from the articles or stories, of which all indexes are made. Reads all of
 * them. Nothing for a document that is no index.
 */
export async function repairDocument(name: string, options: RepairOptions): Promise<Records> {
  if (name === PENDING) return pendingArticles(options);
  if (/^(order|revisions|lists)\//.test(name)) return placesIn(name, options);
  for (let group = 0; group < KEY_GROUPS; group++) {
    if (name === groupDocument(group)) {
      const records = await newestGeneration(options.fs, options.root, group);
      return keysWhere((key) => groupOf(key) === group, records, options);
    }
  }
  const share = /^keys\/([0-9a-f])\/\d+-of-(\d+)\/(\d+)$/.exec(name);
  if (!share) return new Map();
  const [group, shares, number] = [Number.parseInt(share[1] ?? '', 16), Number(share[2]), Number(share[3])];
  const isInside = (key: string) => groupOf(key) === group && shareOf(key, shares) === number;
  return keysWhere(isInside, new Map(), options);
}

async function placesIn(name: string, { documents }: RepairOptions): Promise<Records> {
  const records: Records = new Map();
  for await (const stored of all<StoredStory>('stories', documents)) {
    for (const [document, key, value] of placesOf(stored)) {
      if (document === name) records.set(key, JSON.stringify(value));
    }
  }
  return records;
}

async function keysWhere(
  isInside: (key: string) => boolean,
  records: Records,
  { documents, filing }: RepairOptions,
): Promise<Records> {
  const { entriesOf } = await filing();
  for await (const article of all<Article>('articles', documents)) {
    for (const [key, entry] of entriesOf(article)) {
      if (isInside(key)) records.set(key, fileUnder(records.get(key), entry));
    }
  }
  return records;
}

async function pendingArticles({ documents, filing }: RepairOptions): Promise<Records> {
  const { workOf } = await filing();
  const records: Records = new Map();
  for await (const article of all<Article>('articles', documents)) {
    for (const work of workOf(article)) records.set(work, '1');
  }
  return records;
}

/** Every record below a folder, in order of ordinals. */
async function* all<T>(folder: 'articles' | 'stories', documents: Documents): AsyncGenerator<T> {
  for (const name of await documents.namesUnder(folder)) {
    for (const text of (await documents.read(name)).values()) yield JSON.parse(text) as T;
  }
}
