/**
 * Which document holds what. A name is the file's path below the store's folder, without `.json`.
 * Changing any number here changes where things are looked for: it needs a migration.
 */
export const META = 'meta';
export const HOSTS = 'hosts';
export const PENDING = 'pending';

export const sourceDocument = (id: string): string => `sources/${hex(hash(id) % SOURCE_FILES)}`;
export const robotsDocument = (origin: string): string => `robots/${hex(hash(origin) % SOURCE_FILES)}`;
export const sourceDocuments = (): string[] =>
  Array.from({ length: SOURCE_FILES }, (_, index) => `sources/${hex(index)}`);

/** Null for an id that `mint` did not make. */
export const articleDocument = (id: string): string | null => segmentOf('articles', id, ARTICLES_PER_FILE);
export const storyDocument = (id: string): string | null => segmentOf('stories', id, STORIES_PER_FILE);

/** seq → story id. */
export const seqDocument = (seq: number): string => segment('order', seq, SEQS_PER_FILE);
/** story id → its revision. */
export const revisionDocument = (revision: number): string =>
  segment('revisions', revision, REVISIONS_PER_FILE);

/** story id → seq. */
export const topicDocument = (topic: string): string => `lists/topics/${fileName(topic)}`;
export const sourceListDocument = (source: string): string => `lists/sources/${fileName(source)}`;

/** Keys filed lately, by the first 4 bits of their hash. */
export const groupDocument = (group: number): string => `keys/recent/${hex(group)}`;
export const groupOf = (key: string): number => hash(key) % KEY_GROUPS;
/** The share of a group's older keys that a key belongs to; `shares` is a power of two. */
export const shareOf = (key: string, shares: number): number => Math.floor(hash(key) / KEY_GROUPS) % shares;
export const generationFolder = (group: number, generation: number, shares: number): string =>
  `keys/${hex(group)}/${generation}-of-${shares}`;

/** The ordinal that an id minted by this store carries. */
export function ordinalOf(id: string): number | null {
  const ordinal = MINTED.exec(id)?.[1];
  return ordinal === undefined ? null : Number.parseInt(ordinal, 36);
}

export const SEQS_PER_FILE = 512;
export const REVISIONS_PER_FILE = 256;
export const KEY_GROUPS = 16;
export const LIST_LENGTH = 1000;
const SOURCE_FILES = 16;
const ARTICLES_PER_FILE = 32;
const STORIES_PER_FILE = 64;
const FILES_PER_FOLDER = 128;
const MINTED = /(?:^|[:/])([0-9a-z]{1,9})-[0-9a-z]+$/;

/** 32 bits that tell strings apart evenly, not safely: FNV-1a over UTF-16 units, its bits mixed as MurmurHash3 does. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

const hex = (value: number): string => value.toString(16);

function segmentOf(kind: string, id: string, perFile: number): string | null {
  const ordinal = ordinalOf(id);
  return ordinal === null ? null : segment(kind, ordinal, perFile);
}

/** `articles/4096-8191/4128-4159`: both names say which numbers are inside. */
function segment(kind: string, number: number, perFile: number): string {
  return `${kind}/${range(number, perFile * FILES_PER_FOLDER)}/${range(number, perFile)}`;
}

function range(number: number, width: number): string {
  const first = number - (number % width);
  return `${first}-${first + width - 1}`;
}

/** A word as a file name on every system: what might not be one is spelled by its hash as well. */
function fileName(word: string): string {
  if (/^[a-z0-9][a-z0-9-]{0,79}$/.test(word)) return word;
  const readable = word
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60);
  return `${readable}_${hash(word).toString(16).padStart(8, '0')}`;
}
