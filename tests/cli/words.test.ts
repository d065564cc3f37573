import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { describeError } from '../../src/cli/describe-error.ts';
import { createLog } from '../../src/cli/log.ts';
import { showProgress } from '../../src/cli/progress.ts';
import { exitCodeOf } from '../../src/cli/refresh.ts';
import { renderRefresh } from '../../src/cli/refresh-summary.ts';
import { relativeTime } from '../../src/cli/relative-time.ts';
import { renderStatus } from '../../src/cli/status.ts';
import { renderTable } from '../../src/cli/table.ts';
import { visible } from '../../src/cli/visible.ts';
import type { RefreshReport, SourceReport } from '../../src/pipeline/report.ts';

const NOW = new Date('2026-03-01T12:00:00Z');

const visited = (
  id: string,
  status: SourceReport['status'],
  more: Partial<SourceReport> = {},
): SourceReport => ({
  id,
  status,
  newItems: 0,
  updatedItems: 0,
  duplicateItems: 0,
  nextFetchAt: '2026-03-01T13:00:00.000Z',
  ...more,
});
const report = (...sources: SourceReport[]): RefreshReport => ({
  startedAt: '2026-03-01T11:59:50.000Z',
  finishedAt: '2026-03-01T12:00:00.000Z',
  sources,
  stories: { new: 1, updated: 0, total: 7 },
  output: { written: 3, unchanged: 4 },
});
const RETRACTION = {
  kind: 'retraction' as const,
  at: '2026-03-01T12:00:00.000Z',
  date: null,
  reason: null,
  url: null,
  doi: '10.5555/x',
};
const DOWN = { code: 'dns' as const, message: 'The host name is unknown.' };

function logTo(isTTY: boolean, columns = 40) {
  let text = '';
  const stream = new Writable({
    write(chunk, _, done) {
      text += chunk;
      done();
    },
  });
  return { log: createLog(Object.assign(stream, { isTTY, columns }), () => NOW), text: () => text };
}

describe('a refresh in words', () => {
  test('counts, tells what changed, and why something failed', () => {
    const words = renderRefresh(
      report(
        visited('a', 'updated', { newItems: 2 }),
        visited('b', 'unchanged'),
        visited('c', 'failed', { error: DOWN }),
        visited('d', 'skipped'),
      ),
      'output',
      NOW,
    );
    expect(
      words,
    ).toBe(`4 sources in 10 s: 1 with news, 1 without, 1 failed, 1 not due. 1 new story, 0 changed, 7 in all; 3 files written to output.

source  result   new  changed  next visit
a       updated    2        0  in 60 min
c       failed     0        0  in 60 min

c: The host name is unknown. (dns)
`);
  });

  test('asks about the internet when nothing could be read', () => {
    const words = renderRefresh(
      report(visited('a', 'failed', { error: DOWN }), visited('b', 'failed', { error: DOWN })),
      'o',
      NOW,
    );
    expect(words).toContain(
      'None of 2 sources could be read (dns). Is this machine connected to the internet?',
    );
  });
});

test.each([
  ['some worked', report(visited('a', 'failed'), visited('b', 'unchanged')), 0],
  ['all that were tried failed', report(visited('a', 'failed'), visited('b', 'skipped')), 1],
  ['none was due', report(visited('a', 'skipped')), 0],
  ['there is none', report(), 0],
])('the exit code where %s', (_, given, code) => {
  expect(exitCodeOf(given)).toBe(code);
});

describe('progress', () => {
  const at = (done: number) => ({ phase: 'sources' as const, done, total: 2, failed: 0, newItems: done });
  test('is one line that is redrawn at a terminal', () => {
    const { log, text } = logTo(true);
    const progress = showProgress(log);
    progress.show(at(1));
    progress.show(at(2));
    progress.end();
    expect(text()).not.toContain('\n');
    expect(text().split('\r\x1b[K')).toEqual([
      '',
      'Visited sources 1 of 2: 0 failed, 1 new',
      'Visited sources 2 of 2: 0 failed, 2 new',
      '',
    ]);
  });

  test('is not cut short at a terminal that does not know its width', () => {
    const { log, text } = logTo(true, 0);
    showProgress(log).show(at(2));
    expect(text()).toBe('\r\x1b[KVisited sources 2 of 2: 0 failed, 2 new items');
  });

  test('is one line with the time when it is done elsewhere', () => {
    const { log, text } = logTo(false);
    const progress = showProgress(log);
    progress.show(at(1));
    progress.show(at(2));
    progress.end();
    expect(text()).toBe('2026-03-01T12:00:00Z Visited sources 2 of 2: 0 failed, 2 new items\n');
  });
});

test('log lines carry fields, quoted where they need it', () => {
  const { log, text } = logTo(false);
  log.info('Source failed', { id: 'who', message: 'took "too" long', next: null });
  expect(text()).toBe('2026-03-01T12:00:00Z Source failed id=who message="took \\"too\\" long"\n');
});

test('text from outside can neither steer the terminal nor turn the writing around', () => {
  expect(visible('a\x1b[31mb\x07\u202ec\u009b\nd')).toBe('a [31mb  c \nd');
});

test('tables put numbers to the right', () => {
  expect(
    renderTable(
      ['id', 'items', 'note'],
      [
        ['a', 5, 'x'],
        ['long', 500, ''],
      ],
    ),
  ).toBe('id    items  note\na         5  x\nlong    500');
});

test.each([
  [null, '–'],
  ['2026-03-01T12:00:00.000Z', 'now'],
  ['2026-03-01T11:57:00.000Z', '3 min ago'],
  ['2026-03-01T14:00:00.000Z', 'in 2 h'],
  ['2026-03-10T12:00:00.000Z', 'in 9 days'],
])('%s is %s', (at, words) => {
  expect(relativeTime(at, NOW)).toBe(words);
});

test('the status says when a source comes next and what to do', () => {
  const row = {
    id: 'a',
    name: 'A',
    url: 'https://a.test/',
    enabled: true,
    lastVisitAt: '2026-03-01T11:00:00.000Z',
    lastSuccessAt: null,
    lastResult: 'failed' as const,
    error: DOWN,
    nextVisitAt: '2026-03-01T14:00:00.000Z',
    nextVisitReason: 'backing off',
    items: 0,
    failures: 3,
    movedTo: null,
    pages: null,
    todo: 'Check its spelling.',
  };
  expect(
    renderStatus(
      [
        row,
        { ...row, id: 'b', enabled: false, error: null, todo: null },
        { ...row, id: 'c', todo: null, pages: { notTaken: 2, reason: 'paywall' } },
      ],
      [{ id: 'tag:x', title: 'Sleep cures all', url: 'https://a.example/1', notices: [RETRACTION] }],
      NOW,
      'data',
    ),
  ).toBe(
    `source  last visit  result  next visit            items  failures  what to do
a       60 min ago  dns     in 2 h (backing off)      0         3  Check its spelling.
b       60 min ago  failed  never                     0         3  It is switched off in sources.json.
c       60 min ago  dns     in 2 h (backing off)      0         3  Nothing yet: The host name is unknown.

c: 2 article pages not taken, the last because of: paywall

Stories with a notice:
retraction: Sleep cures all <https://a.example/1>

To back up, copy data/ while no refresh runs; to restore, put the copy back.
`,
  );
});

describe('errors that reach the top', () => {
  test('are one line when it is the machine that refuses', () => {
    const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', path: 'output/feed.atom' });
    expect(describeError(full)).toMatch(/^mias-feed: output\/feed\.atom .* the disk is full.*untouched\.$/);
  });
  test('keep their trace when it is a bug', () => {
    expect(describeError(new TypeError('x is not a function'))).toMatch(/this is a bug[\s\S]*\n {4}at /);
  });
});
