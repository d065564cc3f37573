import { dirname, join } from 'node:path';
import type { Adapter } from 'lowdb';
import { errorCode, StoreError } from '../store-error.ts';
import { type Document, decodeDocument, encodeDocument } from './document.ts';
import { type FileSystem, makeFolder, readIfThere, replaceFile } from './file-system.ts';

/** Where a lowdb database lives: the file, the store's folder that it is in, and a folder for drafts on the same disk. */
export type Place = { fs: FileSystem; path: string; root: string; temporary: string };

/**
 * lowdb's adapter for one document. Unlike lowdb's own it syncs, never shares a temporary file, tells damage
 * from absence, and is the same whatever NODE_ENV says. The caller syncs the folder, once for all its files.
 */
export function documentAdapter({ fs, path, root, temporary }: Place): Adapter<Document> {
  return {
    async read() {
      const bytes = await readIfThere(fs, path);
      if (bytes === null) return null;
      const document = decodeDocument(bytes.toString('utf8'));
      if (document === null) throw new DamagedFile(path);
      return document;
    },
    async write(document) {
      const text = encodeDocument(document);
      try {
        await replaceFile(fs, path, text, temporary);
      } catch (error) {
        if (!(error instanceof StoreError) || errorCode(error.cause) !== 'ENOENT') throw error;
        await makeFolder(fs, dirname(path), root);
        await makeFolder(fs, temporary, root);
        await replaceFile(fs, path, text, temporary);
      }
    },
  };
}

export class DamagedFile extends Error {
  override readonly name = 'DamagedFile';

  constructor(path: string) {
    super(`${path} is damaged: its text does not match its checksum`);
  }
}

export const documentPath = (root: string, name: string): string => join(root, `${name}.json`);
