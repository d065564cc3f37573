import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { msBetween, SECOND_MS } from '../core/instant.ts';
import type { RefreshReport, SourceReport } from '../pipeline/report.ts';

/** What is counted while the server runs, for Prometheus. */
export type Metrics = {
  /** Takes in what a refresh did. */
  refreshed(report: RefreshReport): void;
  /** A mail that was handed to the mail server, or could not be. */
  mail(result: 'sent' | 'failed'): void;
  /** All of it as text, and what kind of text. */
  render(): Promise<{ text: string; type: string }>;
};

export type MetricsDeps = {
  /** Seconds since each source last answered with a readable feed; sources that never did are left out. */
  sourceAges(): Promise<Map<string, number>>;
};

export function createMetrics({ sourceAges }: MetricsDeps): Metrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name: `mias_feed_${name}`, help, labelNames, registers });

  const fetches = counter('fetches_total', 'Visits to sources by result.', 'result');
  const failures = counter('fetch_failures_total', 'Failed visits by reason.', 'code');
  const parseFailures = counter('parse_failures_total', 'Answers that could not be read as a feed.', 'code');
  const bytes = counter('fetched_bytes_total', 'Bytes of feeds, decoded.');
  const items = counter('items_total', 'Items of feeds: new, updated, duplicate.', 'kind');
  const files = counter('files_written_total', 'Files of the output that were written.');
  const mails = counter('mails_total', 'Mails of the newsletter by result.', 'result');
  const stories = new Gauge({ name: 'mias_feed_stories', help: 'Stories stored.', registers });
  const publishing = new Histogram({
    name: 'mias_feed_publish_seconds',
    help: 'Time that publishing took.',
    buckets: BUCKETS,
    registers,
  });
  const refreshing = new Histogram({
    name: 'mias_feed_refresh_seconds',
    help: 'Time that a refresh took.',
    buckets: BUCKETS,
    registers,
  });
  const ages = new Gauge({
    name: 'mias_feed_source_last_success_age_seconds',
    help: 'Time since the source last answered with a readable feed.',
    labelNames: ['source'],
    registers,
    async collect() {
      this.reset();
      for (const [source, age] of await sourceAges()) this.set({ source }, age);
    },
  });
  register.registerMetric(ages);
  for (const result of ['sent', 'failed']) mails.inc({ result }, 0);

  function visited({
    status,
    error,
    newItems,
    updatedItems,
    duplicateItems,
    bytes: size = 0,
  }: SourceReport): void {
    if (status === 'skipped') return;
    fetches.inc({ result: status });
    bytes.inc(size);
    if (error) (PARSE_CODES.has(error.code) ? parseFailures : failures).inc({ code: error.code });
    items.inc({ kind: 'new' }, newItems);
    items.inc({ kind: 'updated' }, updatedItems);
    items.inc({ kind: 'duplicate' }, duplicateItems);
  }

  return {
    refreshed({ sources, stories: { total }, output, startedAt, finishedAt, publishMs }) {
      for (const source of sources) visited(source);
      files.inc(output.written);
      if (total > 0) stories.set(total);
      refreshing.observe(Math.max(0, msBetween(startedAt, finishedAt)) / SECOND_MS);
      if (publishMs !== undefined) publishing.observe(publishMs / SECOND_MS);
    },
    mail: (result) => mails.inc({ result }),
    render: async () => ({ text: await register.metrics(), type: register.contentType }),
  };
}

const BUCKETS = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600];

/** Codes of ParseFailure. */
const PARSE_CODES: ReadonlySet<string> = new Set(['not-a-feed', 'html', 'empty', 'malformed', 'too-complex']);
