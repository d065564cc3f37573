import { afterEach } from 'vitest';
import type { FetchResult } from '../../src/core/fetch.ts';
import type { Network } from '../../src/core/source.ts';
import { createFetcher, type FetcherDeps, type GuestFetcher } from '../../src/fetch/fetcher.ts';
import { type Origin, startOrigin } from '../support/origin.ts';

export const NETWORK: Network = {
  userAgent: 'MiasFeed/0.1 (+https://feeds.example.org/about)',
  contact: 'https://feeds.example.org/about',
  timeoutMs: 5000,
  maxBytes: 100_000,
  concurrency: 16,
  perHost: 4,
  perHostDelayMs: 0,
  minIntervalMs: 3_600_000,
  allowPrivate: ['127.0.0.0/8'],
  pagesPerHost: 20,
  pagesDeadlineMs: 60_000,
};

/** Origins and fetchers that the test's end closes. */
export function guests() {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((it) => it.close()));
  });
  return {
    async origin(...args: Parameters<typeof startOrigin>): Promise<Origin> {
      const origin = await startOrigin(...args);
      open.push(origin);
      return origin;
    },
    fetcher(network: Partial<Network> = {}, deps: Partial<FetcherDeps> = {}): GuestFetcher {
      const fetcher = createFetcher({ ...NETWORK, ...network }, { now: () => new Date(), ...deps });
      open.push(fetcher);
      return fetcher;
    },
  };
}

/** In a word: `fetched`, `unchanged`, or the code of the failure. */
export const outcome = (result: FetchResult): string =>
  result.kind === 'failed' ? result.failure.code : result.kind;

export const text = (result: FetchResult): string =>
  result.kind === 'fetched' ? Buffer.from(result.body).toString() : '';
