import type { FetchRequest, FetchResult } from '../core/fetch.ts';
import { type Clock, toInstant } from '../core/instant.ts';
import type { Permission } from '../fetch/robots.ts';

/** Fetches pages only where robots.txt lets us, redirects included; feeds and sitemaps are there to be asked for. */
export function askFirst(
  fetch: (request: FetchRequest) => Promise<FetchResult>,
  mayFetch: (url: string, signal?: AbortSignal) => Promise<Permission>,
  now: Clock,
): (request: FetchRequest) => Promise<FetchResult> {
  return async (request) => {
    if (request.accept !== 'page') return fetch(request);
    const { allowed, reason } = await mayFetch(request.url, request.signal);
    if (allowed) {
      const mayFollow = async (url: string) => (await mayFetch(url, request.signal)).allowed;
      return fetch({ ...request, mayFollow });
    }
    const failure = { code: 'robots' as const, message: reason, httpStatus: null };
    return { kind: 'failed', failure, url: request.url, retryAfterMs: null, at: toInstant(now()) };
  };
}
