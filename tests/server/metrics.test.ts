import { expect, test } from 'vitest';
import type { RefreshReport } from '../../src/pipeline/report.ts';
import { createMetrics } from '../../src/server/metrics.ts';

const REPORT: RefreshReport = {
  startedAt: '2026-03-01T12:00:00.000Z',
  finishedAt: '2026-03-01T12:00:08.000Z',
  sources: [
    {
      id: 'a',
      status: 'updated',
      newItems: 3,
      updatedItems: 1,
      duplicateItems: 2,
      nextFetchAt: null,
      bytes: 1000,
    },
    { id: 'b', status: 'unchanged', newItems: 0, updatedItems: 0, duplicateItems: 0, nextFetchAt: null },
    failed('c', 'timeout'),
    failed('d', 'malformed'),
    { id: 'e', status: 'skipped', newItems: 0, updatedItems: 0, duplicateItems: 0, nextFetchAt: null },
  ],
  stories: { new: 3, updated: 0, total: 42 },
  output: { written: 7, unchanged: 1 },
  publishMs: 1500,
};

function failed(id: string, code: 'timeout' | 'malformed'): RefreshReport['sources'][number] {
  const error = { code, message: 'What happened.' };
  return { id, status: 'failed', newItems: 0, updatedItems: 0, duplicateItems: 0, nextFetchAt: null, error };
}

test('a refresh is counted, whatever came of it', async () => {
  const metrics = createMetrics({ sourceAges: async () => new Map([['a', 12]]) });
  metrics.refreshed(REPORT);
  metrics.refreshed(REPORT);
  metrics.mail('sent');
  const { text } = await metrics.render();
  for (const line of [
    'mias_feed_fetches_total{result="updated"} 2',
    'mias_feed_fetches_total{result="unchanged"} 2',
    'mias_feed_fetches_total{result="failed"} 4',
    'mias_feed_fetch_failures_total{code="timeout"} 2',
    'mias_feed_parse_failures_total{code="malformed"} 2',
    'mias_feed_fetched_bytes_total 2000',
    'mias_feed_items_total{kind="new"} 6',
    'mias_feed_items_total{kind="updated"} 2',
    'mias_feed_items_total{kind="duplicate"} 4',
    'mias_feed_files_written_total 14',
    'mias_feed_stories 42',
    'mias_feed_source_last_success_age_seconds{source="a"} 12',
    'mias_feed_publish_seconds_sum 3',
    'mias_feed_refresh_seconds_sum 16',
    'mias_feed_mails_total{result="sent"} 1',
    'mias_feed_mails_total{result="failed"} 0',
  ])
    expect(text.split('\n')).toContain(line);
});

test('two servers in one process count by themselves', async () => {
  const [one, other] = [0, 1].map(() => createMetrics({ sourceAges: async () => new Map() }));
  one?.refreshed(REPORT);
  expect((await other?.render())?.text).not.toContain('mias_feed_stories 42');
});
