import { join } from 'node:path';
import type { Posting } from '../store.ts';
import { type Documents, type Records, together } from './documents.ts';
import { type FileSystem, namesIn, syncFolder } from './file-system.ts';
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
    const recent = await documents.read(groupDocument(group));
    const late = keys.map((key) => [key, recent.get(key)] as const);
    const older = generationOf(recent);
    const shares = new Map<number, Records>();
    for (const share of new Set(older ? keys.map((key) => shareOf(key, older.shares)) : [])) {
      const records = older && (await documents.readFile(shareDocument(group, older, share)));
      if (records) shares.set(share, records);
      else if (tries > 0) {
        // A newer generation has taken its place meanwhile.
        documents.forget(groupDocument(group));
        return lookupIn(group, keys, tries - 1);
      }
    }
    const found: [string, Posting][] = [];
    for (const [key, text] of late) {
      const early = older ? shares.get(shareOf(key, older.shares))?.get(key) : undefined;
      const merged = mergePostings(early, text);
      if (merged !== undefined) found.push([key, decodePosting(merged)]);
    }
    return found;
  }

  async function merge(group: number, upTo: number): Promise<void> {
    const recent = await documents.read(groupDocument(group));
    const old = generationOf(recent);
    const size = (old?.size ?? 0) + sizeOf(recent);
    const next: Generation = { generation: (old?.generation ?? 0) + 1, shares: old?.shares ?? 1, size };
    while (size / next.shares > shareSize) next.shares *= 2;

    const folder = join(root, generationFolder(group, next.generation, next.shares));
    await fs.rm(folder, { recursive: true, force: true });
    const shares = old?.shares ?? 1;
    const late = splitRecords(recent, shares);
    let todo = 0;
    const mergeNext = async (): Promise<void> => {
      for (let share = todo++; share < shares; share = todo++) {
        const early = old ? await documents.read(shareDocument(group, old, share)) : new Map();
        if (old) documents.forget(shareDocument(group, old, share));
        const merged = mergeRecords(early, late[share] ?? new Map());
        for (let part = share; part < next.shares; part += shares) {
          await documents.create(shareDocument(group, next, part), shareOfRecords(merged, part, next.shares));
        }
      }
    };
    await together([mergeNext(), mergeNext(), mergeNext(), mergeNext()]);
    await syncFolder(fs, folder);
    await documents.replace(groupDocument(group), { upTo, records: new Map([['', JSON.stringify(next)]]) });
    if (old) {
      const outdated = join(root, generationFolder(group, old.generation, old.shares));
      await fs.rm(outdated, { recursive: true, force: true });
    }
  }

  return {
    async lookup(keys) {
      const groups = new Map<number, string[]>();
      for (const key of new Set(keys)) {
        const group = groupOf(key);
        groups.set(group, [...(groups.get(group) ?? []), key]);
      }
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
  const folders = join(root, generationFolder(group, 0, 0), '..');
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

function generationOf(recent: Records): Generation | null {
  const text = recent.get('');
  return text === undefined ? null : (JSON.parse(text) as Generation);
}

function sizeOf(recent: Records): number {
  let size = 0;
  for (const [key, text] of recent) if (key !== '') size += key.length + text.length;
  return size;
}

function splitRecords(records: Records, shares: number): Records[] {
  const parts: Records[] = Array.from({ length: shares }, () => new Map());
  for (const [key, text] of records) if (key !== '') parts[shareOf(key, shares)]?.set(key, text);
  return parts;
}

function shareOfRecords(records: Records, share: number, shares: number): Records {
  return new Map([...records].filter(([key]) => shareOf(key, shares) === share));
}

function mergeRecords(early: Records, late: Records): Records {
  const merged = new Map(early);
  for (const [key, text] of late) merged.set(key, mergePostings(early.get(key), text) ?? text);
  return merged;
}
