import { msBetween } from '../core/instant.ts';
import type { RefreshReport, SourceReport } from '../pipeline/report.ts';
import { formatSpan, relativeTime } from './relative-time.ts';
import { renderTable } from './table.ts';
import { visible } from './visible.ts';

/** A refresh in words: counts, what brought news, what failed and why. */
export function renderRefresh(report: RefreshReport, outputDir: string, now: Date): string {
  const { sources } = report;
  const told = sources.filter(({ status }) => status === 'updated' || status === 'failed');
  const parts = [headline(report, outputDir)];
  if (told.length > 0) {
    const head = ['source', 'result', 'new', 'changed', 'next visit'];
    parts.push(
      renderTable(
        head,
        told.map((source) => row(source, now)),
      ),
    );
  }
  const failed = sources.filter(({ status }) => status === 'failed');
  const hint = outage(report);
  if (hint !== null) parts.push(hint);
  if (failed.length > 0) parts.push(failed.map(failure).join('\n'));
  return `${parts.join('\n\n')}\n`;
}

/** The same in two sentences. */
export function headline(report: RefreshReport, outputDir: string): string {
  const { sources, stories, output } = report;
  const count = (wanted: SourceReport['status']) => sources.filter(({ status }) => status === wanted).length;
  const counts = [
    `${count('updated')} with news`,
    `${count('unchanged')} without`,
    `${count('failed')} failed`,
    `${count('skipped')} not due`,
  ];
  const took = formatSpan(msBetween(report.startedAt, report.finishedAt));
  return (
    `${amount(sources.length, 'source')} in ${took}: ${counts.join(', ')}. ` +
    `${amount(stories.new, 'new story', 'new stories')}, ${stories.updated} changed, ${stories.total} in all; ` +
    `${amount(output.written, 'file')} written to ${outputDir}.`
  );
}

/** What to say when nothing at all could be read; null otherwise. */
export function outage({ sources }: RefreshReport): string | null {
  const tried = sources.filter(({ status }) => status !== 'skipped');
  if (tried.length < 2 || tried.some(({ status }) => status !== 'failed')) return null;
  const codes = [...new Set(tried.map(({ error }) => error?.code ?? 'unknown'))].join(', ');
  return `None of ${tried.length} sources could be read (${codes}). Is this machine connected to the internet?`;
}

export const amount = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

const row = ({ id, status, newItems, updatedItems, nextFetchAt }: SourceReport, now: Date) => [
  id,
  status,
  newItems,
  updatedItems,
  relativeTime(nextFetchAt, now),
];

const failure = ({ id, error }: SourceReport): string =>
  visible(`${id}: ${error?.message ?? 'failed'} (${error?.code ?? 'unknown'})`);
