import { checksum } from './document.ts';

/** The totals and numbers after a commit. */
export type Meta = {
  /** Number of the last journal entry: commits, and moves of cursors. */
  entry: number;
  revision: number;
  lastSeq: number;
  articles: number;
  stories: number;
  /** The highest ordinals that ids of committed articles and stories carry. */
  articleOrdinal: number;
  storyOrdinal: number;
  cursors: Record<string, number>;
};

export const emptyMeta = (): Meta => ({
  entry: 0,
  revision: 0,
  lastSeq: 0,
  articles: 0,
  stories: 0,
  articleOrdinal: -1,
  storyOrdinal: -1,
  cursors: {},
});

/** What a commit does to one document: first `remove`, then `put`, then `file` (key, id) under a key. Values are JSON text. */
export type DocumentChange = {
  remove: string[];
  put: Map<string, string>;
  file: [key: string, id: string][];
};

/** One line of the journal: the whole effect of one commit. `meta` holds at least the entry's number. */
export type Entry<M extends Numbered = Meta> = { meta: M; documents: Map<string, DocumentChange> };

export type Numbered = { entry: number };

/** The entry as a line of JSON that begins with its checksum. */
export function encodeEntry({ meta, documents }: Entry<Numbered>): string {
  const parts: string[] = [];
  for (const [name, { remove, put, file }] of documents) {
    const members: string[] = [];
    if (remove.length > 0) members.push(`"remove":${JSON.stringify(remove)}`);
    if (put.size > 0) {
      const records = [...put].map(([key, text]) => `${JSON.stringify(key)}:${text}`);
      members.push(`"put":{${records.join(',')}}`);
    }
    if (file.length > 0) members.push(`"file":${JSON.stringify(file)}`);
    parts.push(`${JSON.stringify(name)}:{${members.join(',')}}`);
  }
  const body = `{"meta":${JSON.stringify(meta)},"documents":{${parts.join(',')}}}`;
  return `{"check":"${checksum(body)}","entry":${body}}\n`;
}

/** Null for a line, without its line feed, that is not to the byte what encodeEntry wrote. */
export function decodeEntry<M extends Numbered = Meta>(line: string): Entry<M> | null {
  const check = HEAD.exec(line);
  if (!check?.[1]) return null;
  const body = line.slice(check[0].length, -1);
  if (!line.endsWith('}') || checksum(body) !== check[1]) return null;
  const { meta, documents } = JSON.parse(body) as {
    meta: M;
    documents: Record<
      string,
      { remove?: string[]; put?: Record<string, unknown>; file?: [string, string][] }
    >;
  };
  const changes = new Map<string, DocumentChange>();
  for (const [name, { remove = [], put = {}, file = [] }] of Object.entries(documents)) {
    const texts = Object.entries(put).map(([key, value]): [string, string] => [key, JSON.stringify(value)]);
    changes.set(name, { remove, put: new Map(texts), file });
  }
  return { meta, documents: changes };
}

const HEAD = /^\{"check":"([0-9a-f]{8})","entry":/;
