import { join } from 'node:path';
import { decodeDocument } from './document.ts';
import { emptyMeta, type Meta } from './entry.ts';
import { type FileSystem, namesIn, readIfThere } from './file-system.ts';
import { ordinalOf } from './layout.ts';
import type { StoredStory } from './plan-commit.ts';

/**
 * The totals and numbers of a store whose meta.json is lost, told from all its documents, so that no number is
 * ever given twice. The cursors are lost: whatever follows the store starts anew.
 */
export async function recoverMeta(fs: FileSystem, root: string): Promise<Meta> {
  const meta = emptyMeta();
  for await (const path of documentPaths(fs, root)) {
    const document = decodeDocument((await readIfThere(fs, path))?.toString('utf8') ?? '');
    if (!document) continue;
    meta.entry = Math.max(meta.entry, document.upTo);
    const kind = path.slice(root.length + 1).split(/[/\\]/)[0];
    if (kind === 'articles') {
      meta.articles += document.records.size;
      meta.articleOrdinal = highest(document.records.keys(), meta.articleOrdinal);
    }
    if (kind === 'stories') {
      meta.stories += document.records.size;
      meta.storyOrdinal = highest(document.records.keys(), meta.storyOrdinal);
      for (const text of document.records.values()) {
        const { story } = JSON.parse(text) as StoredStory;
        meta.lastSeq = Math.max(meta.lastSeq, story.seq ?? 0);
      }
    }
  }
  // There were at least as many entries as revisions.
  meta.revision = meta.entry;
  return meta;
}

/** The numbers after commits that were lost with `bytes` of a damaged journal: beyond any that these can have used. */
export function skipLost(meta: Meta, bytes: number): Meta {
  const lost = Math.ceil(bytes / 64);
  return {
    ...meta,
    entry: meta.entry + lost,
    revision: meta.revision + lost,
    lastSeq: meta.lastSeq + lost,
    articleOrdinal: meta.articleOrdinal + lost,
    storyOrdinal: meta.storyOrdinal + lost,
  };
}

const highest = (ids: Iterable<string>, atLeast: number): number =>
  [...ids].reduce((most, id) => Math.max(most, ordinalOf(id) ?? -1), atLeast);

/** Every file of a store that holds a document; not those of a store in a folder `newsletter` below it. */
export async function* documentPaths(fs: FileSystem, folder: string): AsyncGenerator<string> {
  for (const name of await namesIn(fs, folder)) {
    const path = join(folder, name);
    if (name.endsWith('.json')) yield path;
    else if (!name.includes('.') && !name.startsWith('lock') && name !== 'tmp' && name !== 'newsletter')
      yield* documentPaths(fs, path);
  }
}
