import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** A file's content compressed, to lie beside it: `feed.atom.br`, `feed.atom.gz`. */
export type Compressed = { extension: (typeof COMPRESSED_EXTENSIONS)[number]; bytes: Buffer };

export const COMPRESSED_EXTENSIONS = ['.br', '.gz'] as const;

/** Whether a file of this name and size is kept compressed, too: texts of more than a packet. */
export const isCompressible = (path: string, bytes: number): boolean => bytes >= MIN_BYTES && TEXT.test(path);

/** Done in the threads of zlib, while this one goes on. */
export async function compress(bytes: Buffer): Promise<Compressed[]> {
  const [br, gz] = await Promise.all([
    brotli(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
    zip(bytes, { level: GZIP_LEVEL }),
  ]);
  const both: Compressed[] = [
    { extension: '.br', bytes: br },
    { extension: '.gz', bytes: gz },
  ];
  return both.filter((compressed) => compressed.bytes.length < bytes.length);
}

const MIN_BYTES = 1024;
const TEXT = /\.(?:atom|rss|json|opml|xml|html|css|m?js|svg|txt|md|webmanifest)$/;

/** Measured (docs/notes/server.md): above these, time grows faster than bytes shrink. */
const BROTLI_QUALITY = 3;
const GZIP_LEVEL = 4;

const brotli = promisify(brotliCompress);
const zip = promisify<Buffer, { level: number }, Buffer>(gzip);
