import { basename, dirname, join } from 'node:path';
import type { Posting } from '../store.ts';
import { Document, type Records } from './document.ts';
import { type Documents, together } from './documents.ts';
import { type FileSystem, namesIn, remove, syncFolder } from './file-system.ts';
import { generationFolder, groupDocument, groupOf, KEY_GROUPS, shareOf } from './layout.ts';
import { decodePosting, mergePostings } from './posting.ts';

/**
 * The index from keys to ids. Each of 16 groups has one document of keys filed lately, and a *generation* of
 * many small documents with all older ones. When the recent ones grow too large, the largest group is merged
 * into a new generation, which takes the place of the old in the moment its group's document names it.
 */
export type KeyIndex = {
  lookup(keys: readonly string[]): Promise<Map<string, Posting>>;
  /** Merges groups until their recent keys are few enough to be read at every start. */
  shrinkRecent(upTo: number): Promise<void>;
};

/** Which generation holds a group's older keys, and how many characters they are; kept in its recent document under the empty key. */
type Generation = { generation: number; shares: number; size: number };

export function keyIndex(
  documents: Documents,
  {
    fs,
    root,
    recentSize,
    shareSize,
  }: { fs: FileSystem; root: string; recentSize: number; shareSize: number },
): KeyIndex {
  async function lookupIn(group: number, keys: string[], tries = 3): Promise<[string, Posting][]> {
    const [pointer, ...late] = (await documents.find(groupDocument(group), ['', ...keys])) ?? [];
    const older = parsePointer(pointer);
    const early = new Map<string, string | undefined>();
    for (const [share, some] of older ? groupBy(keys, (key) => shareOf(key, older.shares)) : []) {
      const found = older && (await documents.find(shareDocument(group, older, share), some));
      if (!found && tries > 0) {
        // A newer generation has taken its place meanwhile.
        documents.forget(groupDocument(group));
        return lookupIn(group, keys, tries - 1);
      }
      some.forEach((key, index) => {
        early.set(key, found?.[index]);
      });
    }
    return keys.flatMap((key, index): [string, Posting][] => {
      const [old, recent] = [early.get(key), late[index]];
      if (old === undefined || recent === undefined) {
        const only = old ?? recent;
        return only === undefined ? [] : [[key, decodePosting(only)]];
      }
      return [[key, decodePosting(mergePostings(old, recent))]];
    });
  }

  /** Writes the shares of a generation that one share of a smaller one becomes. */
  async function split(
    { records }: Document,
    { group, next, from, every }: { group: number; next: Generation; from: number; every: number },
  ): Promise<void> {
    const parts = splitRecords(records, next.shares);
    for (let share = from; share < next.shares; share += every) {
      const part = new Document(0, parts.get(share) ?? new Map());
      await documents.create(shareDocument(group, next, share), part);
    }
  }

  async function merge(group: number, upTo: number): Promise<void> {
    const recent = await documents.read(groupDocument(group));
    const old = parsePointer(recent.get(''));
    const size = (old?.size ?? 0) + sizeOf(recent);
    const next: Generation = { generation: (old?.generation ?? 0) + 1, shares: old?.shares ?? 1, size };
    while (size / next.shares > shareSize) next.shares *= 2;

    const folder = join(root, generationFolder(group, next.generation, next.shares));
    await remove(fs, folder);
    const shares = old?.shares ?? 1;
    const nothing = new Document(0, new Map());
    const late = splitRecords(recent, shares);
    let todo = 0;
    const mergeNext = async (): Promise<void> => {
      for (let share = todo++; share < shares; share = todo++) {
        const early = old ? await documents.readLast(shareDocument(group, old, share)) : nothing;
        const merged = early.plus(late.get(share) ?? new Map(), mergePostings);
        if (next.shares === shares) await documents.create(shareDocument(group, next, share), merged);
        else await split(merged, { group, next, from: share, every: shares });
      }
    };
    await together([mergeNext(), mergeNext(), mergeNext(), mergeNext()]);
    await syncFolder(fs, folder);
    await documents.replace(groupDocument(group), new Document(upTo, new Map([['', JSON.stringify(next)]])));
    for (const name of await namesIn(fs, dirname(folder))) {
      if (name !== basename(folder)) await remove(fs, join(dirname(folder), name));
    }
  }

  return {
    async lookup(keys) {
      const groups = groupBy([...new Set(keys)], groupOf);
      const found = await Promise.all([...groups].map(([group, some]) => lookupIn(group, some)));
      return new Map(found.flat());
    },

    async shrinkRecent(upTo) {
      const sizes: { group: number; size: number }[] = [];
      for (let group = 0; group < KEY_GROUPS; group++) {
        sizes.push({ group, size: sizeOf(await documents.read(groupDocument(group))) });
      }
      sizes.sort((one, other) => other.size - one.size);
      let total = sizes.reduce((sum, { size }) => sum + size, 0);
      for (const { group, size } of sizes) {
        if (total <= recentSize) return;
        await merge(group, upTo);
        total -= size;
      }
    },
  };
}

/** The newest whole generation of a group, as its recent document would name it; for one that was lost. */
export async function newestGeneration(fs: FileSystem, root: string, group: number): Promise<Records> {
  let newest: Generation | null = null;
  const folders = dirname(join(root, generationFolder(group, 0, 0)));
  for (const name of await namesIn(fs, folders)) {
    const [generation = 0, shares = 0] = name.split('-of-').map(Number);
    const files = (await namesIn(fs, join(folders, name))).filter((file) => file.endsWith('.json'));
    if (files.length !== shares || generation <= (newest?.generation ?? 0)) continue;
    newest = { generation, shares, size: 0 };
  }
  return new Map(newest ? [['', JSON.stringify(newest)]] : []);
}

const shareDocument = (group: number, { generation, shares }: Generation, share: number): string =>
  `${generationFolder(group, generation, shares)}/${share}`;

const parsePointer = (text: string | undefined): Generation | null =>
  text === undefined ? null : (JSON.parse(text) as Generation);

function groupBy(keys: readonly string[], groupOf: (key: string) => number): Map<number, string[]> {
  const groups = new Map<number, string[]>();
  for (const key of keys) {
    const group = groups.get(groupOf(key)) ?? [];
    group.push(key);
    groups.set(groupOf(key), group);
  }
  return groups;
}

function sizeOf(recent: Records): number {
  let size = 0;
  for (const [key, text] of recent) if (key !== '') size += key.length + text.length;
  return size;
}

/** By share; those of empty shares are left out. */
function splitRecords(records: Records, shares: number): Map<number, Records> {
  const parts = new Map<number, Records>();
  for (const [key, text] of records) {
    if (key === '') continue;
    const share = shareOf(key, shares);
    const part = parts.get(share) ?? new Map();
    parts.set(share, part.set(key, text));
  }
  return parts;
}
