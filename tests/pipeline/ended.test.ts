import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { refresh } from '../../src/pipeline.ts';
import { mapStore } from '../store/map-store.ts';
import { type Origin, startOrigin } from '../support/origin.ts';

let dir: string;
let silent: Origin;
const ending = new AbortController();
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ended-'));
  silent = await startOrigin(() => ending.abort());
});
afterAll(async () => {
  await silent.close();
  await rm(dir, { recursive: true, force: true });
});

it('keeps nothing of a visit that the end of the run cut short, and plans no next one', async () => {
  const config = await readConfig(
    JSON.stringify({
      site: { title: 'T', url: 'https://feed.example/' },
      network: { allowPrivate: ['127.0.0.0/8'], contact: 'https://feed.example/' },
      sources: [{ id: 'silent', name: 'Silent', url: `${silent.url}/feed` }],
    }),
    'sources.json',
    {},
  );
  if (!config.ok) throw new Error('The configuration is not in order');
  const store = mapStore();
  const now = () => new Date('2026-11-01T00:00:00Z');
  const report = await refresh(
    config.value,
    { store, outputDir: dir, now, random: () => 0 },
    { sourceIds: null, force: false, signal: ending.signal },
  );
  expect(report).toMatchObject({
    ok: true,
    value: { sources: [{ id: 'silent', status: 'failed', newItems: 0, nextFetchAt: null }] },
  });
  expect(report.ok && report.value.sources[0]?.reason).toBeUndefined();
  expect((await store.sources()).size).toBe(0);
});
