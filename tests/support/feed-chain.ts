import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAtomFeed } from 'feedsmith';

type AtomFeed = ReturnType<typeof parseAtomFeed>;

export type ChainEntry = { id: string; title: string };

/** Every entry that a subscriber can reach from output/feed.atom by following prev-archive (RFC 5005), newest document first. */
export async function readChain(output: string, siteUrl: string): Promise<ChainEntry[]> {
  const entries: ChainEntry[] = [];
  const seen = new Set<string>();
  let next: string | null = 'feed.atom';
  while (next !== null) {
    if (seen.has(next)) throw new Error(`The chain of archives runs in a circle at ${next}`);
    seen.add(next);
    const feed: AtomFeed = parseAtomFeed(await readFile(join(output, next), 'utf8'));
    for (const { id, title } of feed.entries ?? []) {
      entries.push({ id: id ?? '', title: (typeof title === 'object' ? title.value : title) ?? '' });
    }
    const previous: string | undefined = feed.links?.find(({ rel }) => rel === 'prev-archive')?.href;
    if (previous !== undefined && !previous.startsWith(siteUrl))
      throw new Error(`An archive outside the site: ${previous}`);
    next = previous === undefined ? null : previous.slice(siteUrl.length);
  }
  return entries;
}
