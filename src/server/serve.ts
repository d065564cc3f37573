import { msBetween, SECOND_MS, toInstant } from '../core/instant.ts';
import { ok, type Result } from '../core/result.ts';
import type { Config } from '../core/source.ts';
import { loadTopicLabels } from '../stories/topic-labels.ts';
import { apiRoutes } from './api.ts';
import { createApp, type Mounted } from './app.ts';
import { openFiles } from './files.ts';
import { healthRoutes } from './health.ts';
import { type Address, type ListenFailure, type Listening, listen } from './listen.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import type { Reading } from './reading.ts';
import { searchIndex } from './search-index.ts';
import { staticSite } from './static.ts';
import { storyWords } from './story-words.ts';
import type { Subscriber } from './websub/subscriber.ts';

export type ServeDeps = {
  config: Config;
  outputDir: string;
  reading: Reading;
  metrics: Metrics;
  trustProxy: boolean;
  /** Lets hubs call; null where they could not. */
  subscriber?: Subscriber | null;
  routes: readonly Mounted[];
  onError(error: Error): void;
};

export type Serving = Listening & {
  /** Something was stored or published: what is shown of the store follows it. Resolves when the search does, too. */
  refreshed(): Promise<void>;
};

/** Serves the output folder, what is known of the store, and whatever is mounted, at an address. */
export async function serve(address: Address, deps: ServeDeps): Promise<Result<Serving, ListenFailure>> {
  const { config, reading } = deps;
  const basePath = new URL(config.site.url).pathname;
  const site = staticSite(openFiles({ outputDir: deps.outputDir, site: config.site }), basePath);
  const stopped = new AbortController();
  const topicLabels = await loadTopicLabels();
  const wordsOf = storyWords(config.sources, topicLabels);
  const index = searchIndex(reading, wordsOf, stopped.signal);
  const api = apiRoutes({ config, reading, index, wordsOf, topicLabels });
  const own: Mounted[] = [
    { path: '/', app: healthRoutes(deps) },
    { path: '/api', app: api },
  ];
  if (deps.subscriber)
    own.push({ path: '/websub', app: deps.subscriber.routes, maxBodyBytes: MAX_DELIVERY_BYTES });
  const server = await listen(address, { app: createApp({ ...deps, site, own }), site, basePath });
  if (!server.ok) return server;
  return ok({
    url: server.value.url,
    async close() {
      stopped.abort();
      await server.value.close();
    },
    async refreshed() {
      reading.changed();
      await index.follow();
    },
  });
}

/** What a hub may deliver at once; beyond that it tells us nothing, and the source is polled. */
const MAX_DELIVERY_BYTES = 5_000_000;

/** Metrics of a server that reads this store. */
export function metricsOver(reading: Reading, { sources }: Config, now: () => Date): Metrics {
  return createMetrics({
    async sourceAges() {
      const states = await reading.use((store) => store.sources());
      const ages = new Map<string, number>();
      for (const { id } of states.ok ? sources : []) {
        const at = states.ok ? states.value.get(id)?.lastSuccessAt : null;
        if (at) ages.set(id, Math.max(0, msBetween(at, toInstant(now()))) / SECOND_MS);
      }
      return ages;
    },
  });
}
