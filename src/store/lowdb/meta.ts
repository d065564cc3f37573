import { join } from 'node:path';
import { documentPath } from './adapter.ts';
import { Document, decodeDocument, encodeDocument } from './document.ts';
import { emptyMeta, type Meta } from './entry.ts';
import type { FileSystem } from './file-system.ts';
import { readIfThere, replaceFile, syncFolder } from './file-system.ts';
import { META } from './layout.ts';

export type StoredMeta =
  | { kind: 'none' }
  | { kind: 'read'; schema: number; meta: Meta }
  /** `schema` where it may be that of a format which this version does not know. */
  | { kind: 'damaged'; schema: number | null };

export const metaPath = (root: string): string => documentPath(root, META);

export async function readMeta(fs: FileSystem, root: string): Promise<StoredMeta> {
  const text = (await readIfThere(fs, metaPath(root)))?.toString('utf8');
  if (text === undefined) return { kind: 'none' };
  const schema = /"schema":\s*(\d{1,9})\b/.exec(text)?.[1];
  const document = decodeDocument(text);
  if (document === null || schema === undefined) {
    const isOurs = text.startsWith('{"upTo":');
    return { kind: 'damaged', schema: isOurs || schema === undefined ? null : Number(schema) };
  }
  const values = [...document.records].map(([name, value]) => [name, JSON.parse(value)]);
  const { schema: _, ...meta } = { ...emptyMeta(), ...Object.fromEntries(values) };
  return { kind: 'read', schema: Number(schema), meta };
}

/** Durable when it resolves. */
export async function writeMeta(
  fs: FileSystem,
  root: string,
  { schema, meta }: { schema: number; meta: Meta },
): Promise<void> {
  const values = Object.entries({ schema, ...meta });
  const records = new Map(values.map(([name, value]) => [name, JSON.stringify(value)]));
  const text = encodeDocument(new Document(meta.entry, records));
  await replaceFile(fs, metaPath(root), text, join(root, 'tmp'));
  await syncFolder(fs, root);
}
