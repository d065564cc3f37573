import type { Source } from '../core/source.ts';

/** An address that is not in sources.json, as if it were. */
export function sourceAt(url: string): Source {
  return {
    id: new URL(url).hostname.replace(/[^a-z0-9]+/g, '-'),
    name: url,
    url,
    type: 'feed',
    site: null,
    schedule: '',
    enabled: true,
    topics: [],
    language: null,
    content: 'excerpt',
    license: null,
    extract: { pages: 'auto' },
    headers: {},
    rank: Number.MAX_SAFE_INTEGER,
  };
}
