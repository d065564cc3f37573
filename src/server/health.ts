import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Hono } from 'hono';
import type { ServerEnv } from './client-address.ts';
import type { Metrics } from './metrics.ts';
import type { Reading } from './reading.ts';

/** What machines that watch over the server ask: does it live, can it serve, what has it done. */
export function healthRoutes(deps: {
  reading: Reading;
  metrics: Metrics;
  outputDir: string;
}): Hono<ServerEnv> {
  return new Hono<ServerEnv>()
    .get('/health', (c) => c.json({ status: 'ok' }, 200, NOT_KEPT))
    .get('/ready', async (c) => {
      const missing = await whatIsMissing(deps);
      return missing.length === 0
        ? c.json({ status: 'ready' }, 200, NOT_KEPT)
        : c.json({ status: 'not ready', missing }, 503, { ...NOT_KEPT, 'retry-after': '10' });
    })
    .get('/metrics', async (c) => {
      const { text, type } = await deps.metrics.render();
      return c.body(text, 200, { ...NOT_KEPT, 'content-type': type });
    });
}

const NOT_KEPT = { 'cache-control': 'no-store' };

/** In words without a path of the machine: anybody may ask. */
async function whatIsMissing({
  reading,
  outputDir,
}: {
  reading: Reading;
  outputDir: string;
}): Promise<string[]> {
  const store = await reading.use((open) => open.counts());
  const isPublished = await stat(join(outputDir, 'feed.atom')).then(
    (file) => file.isFile(),
    () => false,
  );
  return [
    ...(store.ok ? [] : [`the store (${store.error.code})`]),
    ...(isPublished ? [] : ['the output: nothing has been published yet']),
  ];
}
