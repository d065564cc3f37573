import { SAFE_PATH } from '../publish/write.ts';

/**
 * What a path of a URL names below the output folder: `''` and `topics/` name folders, `feed.atom` a file. Null where
 * publishing writes no such name: one that leads out, a hidden or temporary one, one with anything but ASCII in it.
 */
export function outputPath(urlPath: string): string | null {
  if (urlPath.length > MAX_LENGTH) return null;
  const path = decoded(urlPath)?.slice(1) ?? null;
  if (path === null || path === '') return path;
  return SAFE_PATH.test(path.endsWith('/') ? path.slice(0, -1) : path) && !COMPRESSED.test(path)
    ? path
    : null;
}

const MAX_LENGTH = 1024;

/** Beside a file lies the same file compressed, which is sent under the name of the first. */
const COMPRESSED = /\.(?:br|gz)$/;

function decoded(path: string): string | null {
  try {
    return path.includes('%') ? decodeURIComponent(path) : path;
  } catch {
    return null;
  }
}
