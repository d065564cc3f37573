import { parseHttpDate } from '../fetch/retry-after.ts';

type Conditions = { 'if-none-match'?: string | undefined; 'if-modified-since'?: string | undefined };

/** Whether the client has this representation already: by its tag, and only without one by its date (RFC 9110 §13.2.2). */
export function isNotModified(
  { 'if-none-match': tags, 'if-modified-since': since }: Conditions,
  { etag, modifiedMs }: { etag: string; modifiedMs: number },
): boolean {
  if (tags !== undefined)
    return tags === etag || tags.trim() === '*' || [...tags.matchAll(TAG)].some(([tag]) => tag === etag);
  const date = since === undefined ? null : parseHttpDate(since);
  return date !== null && modifiedMs <= date;
}

/** The opaque part of an entity tag, quotation marks included: a weak comparison looks at no more (RFC 9110 §8.8.3.2). */
const TAG = /"[\x21\x23-\x7e\x80-\xff]*"/g;
