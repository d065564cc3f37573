import type { Site } from '../core/source.ts';
import { SECURITY_HEADERS } from './headers.ts';
import { headersOfKind, typeInBrowsers } from './kind.ts';
import { type LoadedFile, loadFile, placeInside, stampOf } from './load-file.ts';
import type { Encoding } from './negotiate.ts';

/** A file ready to be sent, with the headers of each answer made up: names and values in turn, as Node takes them. */
export type ReadyFile = { modifiedMs: number; movedTo: string | null; codings: readonly ReadyCoding[] };

export type ReadyCoding = {
  encoding: Encoding;
  etag: string;
  bytes: Buffer;
  headers: readonly string[];
  /** For those who would rather have a page; null where that is no other. */
  browserHeaders: readonly string[] | null;
  /** Of 304, which has fewer. */
  unchangedHeaders: readonly string[];
};

export type Files = {
  /** The file, if it was looked at within the last second. */
  hot(path: string): ReadyFile | undefined;
  /** Whether it is in memory, as it was when it was last looked at. */
  isKept(path: string): boolean;
  /** The file at a path below the output folder; null if there is none. */
  get(path: string): Promise<ReadyFile | null>;
};

export type FilesOptions = {
  outputDir: string;
  site: Site;
  /** Milliseconds of a clock that never goes back. */
  clock?: () => number;
  maxBytes?: number;
};

/** The files of the output folder. Those asked for lately are kept in memory, and looked at again after a second. */
export function openFiles({
  outputDir,
  site,
  clock = () => performance.now(),
  maxBytes = MAX_BYTES,
}: FilesOptions): Files {
  /** Least recently looked at first. */
  const kept = new Map<string, Kept>();
  const loading = new Map<string, Promise<ReadyFile | null>>();
  let size = 0;

  function keep(path: string, file: Kept): void {
    drop(path);
    kept.set(path, file);
    size += file.size;
    for (const oldest of kept.keys()) {
      if (size <= maxBytes || kept.size === 1) return;
      drop(oldest);
    }
  }

  function drop(path: string): void {
    size -= kept.get(path)?.size ?? 0;
    kept.delete(path);
  }

  async function look(path: string): Promise<ReadyFile | null> {
    const known = kept.get(path);
    const lookedAt = clock();
    if (known && (await stampOf(known.place)) === known.stamp) {
      keep(path, { ...known, lookedAt });
      return known.ready;
    }
    drop(path);
    const place = await placeInside(outputDir, path);
    const loaded = place === null ? null : await loadFile(place);
    if (place === null || loaded === null) return null;
    const ready = readyFile(path, loaded, site);
    keep(path, { place, stamp: loaded.stamp, ready, size: sizeOf(loaded), lookedAt });
    return ready;
  }

  const hot = (path: string): ReadyFile | undefined => {
    const known = kept.get(path);
    return known && clock() - known.lookedAt < FRESH_MS ? known.ready : undefined;
  };

  return {
    hot,
    isKept: (path) => kept.has(path),
    async get(path) {
      const known = hot(path);
      if (known) return known;
      const running = loading.get(path) ?? look(path).finally(() => loading.delete(path));
      loading.set(path, running);
      return running;
    },
  };
}

/** What a 304 says (RFC 9110 §15.4.5), and what lets a script of another site see it; the rest the client has. */
const UNCHANGED = ['etag', 'cache-control', 'vary', 'access-control-allow-origin'];

type Kept = { place: string; stamp: string; ready: ReadyFile; size: number; lookedAt: number };

const FRESH_MS = 1000;
const MAX_BYTES = 64 * 1024 * 1024;

const sizeOf = ({ codings }: LoadedFile): number =>
  codings.reduce((sum, { bytes }) => sum + bytes.length, 4096);

function readyFile(path: string, { modifiedMs, movedTo, hash, codings }: LoadedFile, site: Site): ReadyFile {
  const { 'content-type': type = '', ...kind } = headersOfKind(path, site);
  const browserType = typeInBrowsers(path);
  const vary = browserType === null ? 'Accept-Encoding' : 'Accept, Accept-Encoding';
  return {
    modifiedMs,
    movedTo,
    codings: codings.map(({ encoding, bytes }) => {
      const etag = encoding === 'identity' ? `"${hash}"` : `"${hash}-${encoding}"`;
      const always: Record<string, string> = { ...SECURITY_HEADERS, ...kind, etag, vary };
      const about = {
        'content-type': type,
        'last-modified': new Date(modifiedMs).toUTCString(),
        'content-length': String(bytes.length),
        ...(encoding !== 'identity' && { 'content-encoding': encoding }),
      };
      return {
        encoding,
        etag,
        bytes,
        headers: Object.entries({ ...always, ...about }).flat(),
        browserHeaders:
          browserType === null
            ? null
            : Object.entries({ ...always, ...about, 'content-type': browserType }).flat(),
        unchangedHeaders: UNCHANGED.flatMap((name) =>
          always[name] === undefined ? [] : [name, always[name]],
        ),
      };
    }),
  };
}
