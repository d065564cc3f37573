/**
 * One archive document (RFC 5005 §4): the stories with `from` ≤ seq ≤ `to`. Once closed it never changes;
 * the newest page is open until the next one begins, so that it can name its successor.
 */
export type ArchivePage = { number: number; from: number; to: number; closed: boolean };

/**
 * The pages that hold what left the subscription document, oldest first, when that shows the `size` newest
 * of `lastSeq` stories. Counted by arrival, because what has arrived keeps its number: dates do not.
 */
export function planArchive(lastSeq: number, size: number): ArchivePage[] {
  const left = Math.max(0, lastSeq - size);
  const pages = Math.ceil(left / size);
  return Array.from({ length: pages }, (_, index) => ({
    number: index + 1,
    from: index * size + 1,
    to: Math.min((index + 1) * size, left),
    closed: index + 1 < pages,
  }));
}

/** Where a page lies under the output folder, without extension; null for a page that there isn't. */
export function archivePath(number: number, pages: number): string | null {
  return number < 1 || number > pages ? null : `archive/${String(number).padStart(4, '0')}`;
}
