import { withoutTracking } from '../../core/link-key.ts';
import type { FeedEntry } from '../edition.ts';

/** An entry whose links tell nobody where their reader comes from, as pages show it; feeds keep what sources wrote. */
export function withPlainLinks(entry: FeedEntry): FeedEntry {
  return {
    ...entry,
    url: entry.url === null ? null : withoutTracking(entry.url),
    coverage: entry.coverage.map(plain),
    related: entry.related.map(plain),
  };
}

const plain = <T extends { url: string }>(link: T): T => ({ ...link, url: withoutTracking(link.url) });
