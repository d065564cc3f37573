import { describe, expect, test } from 'vitest';
import { cronTasks, groupBySchedule, oneAtATime, tooEarly } from '../../src/cli/scheduler.ts';
import type { Source } from '../../src/core/source.ts';
import type { RefreshReport, SourceReport } from '../../src/pipeline/report.ts';

const source = (id: string, schedule: string, enabled = true) => ({ id, schedule, enabled }) as Source;
const silent = { live: false, info: () => {}, problem: () => {}, redraw: () => {} };

test('sources that share a schedule share a task; what is switched off has none', () => {
  const groups = groupBySchedule([
    source('a', '0 * * * *'),
    source('b', '5 * * * *'),
    source('c', '0 * * * *'),
    source('d', '9 * * * *', false),
  ]);
  expect(groups).toEqual([
    { schedule: '0 * * * *', sourceIds: ['a', 'c'] },
    { schedule: '5 * * * *', sourceIds: ['b'] },
  ]);
});

describe('one refresh at a time', () => {
  test('what is asked for during a run is gathered, each source once, into the next', async () => {
    const runs: string[][] = [];
    const gates: (() => void)[] = [];
    const queue = oneAtATime(async (ids) => {
      runs.push(ids);
      await new Promise<void>((resolve) => gates.push(resolve));
    });
    queue.ask(['a']);
    queue.ask(['b', 'c']);
    queue.ask(['c', 'd']);
    expect(runs).toEqual([['a']]);
    gates[0]?.();
    await new Promise(setImmediate);
    expect(runs).toEqual([['a'], ['b', 'c', 'd']]);
    gates[1]?.();
    await queue.idle();
    expect(runs).toHaveLength(2);
  });

  test('it can be asked again after it fell idle', async () => {
    let runs = 0;
    const queue = oneAtATime(async () => {
      runs += 1;
    });
    queue.ask(['a']);
    await queue.idle();
    queue.ask(['a']);
    await queue.idle();
    expect(runs).toBe(2);
  });
});

describe('a run that came a little too early', () => {
  const now = new Date('2026-03-01T12:00:00Z');
  const skipped = (id: string, nextFetchAt: string | null, status: SourceReport['status'] = 'skipped') =>
    ({ id, status, nextFetchAt }) as SourceReport;
  const early = (...sources: SourceReport[]) => tooEarly({ sources } as RefreshReport, now);

  test.each([
    [
      'is made up when the last of its sources is due',
      [skipped('a', '2026-03-01T12:02:00.000Z'), skipped('b', '2026-03-01T12:03:00.000Z')],
      { sourceIds: ['a', 'b'], inMs: 181_000 },
    ],
    ['is not made up for sources due much later', [skipped('a', '2026-03-01T12:20:00.000Z')], null],
    [
      'is not made up for sources that were visited',
      [skipped('a', '2026-03-01T12:01:00.000Z', 'updated')],
      null,
    ],
    ['is not made up for sources that will never be due', [skipped('a', null)], null],
    [
      'never comes back at once, whatever the report says',
      [skipped('a', '2026-03-01T11:00:00.000Z')],
      { sourceIds: ['a'], inMs: 61_000 },
    ],
  ])('%s', (_, sources, expected) => {
    expect(early(...sources)).toEqual(expected);
  });
});

test('cron tasks run in UTC, and say when', async () => {
  const tasks = await cronTasks(
    [{ schedule: '30 6 * * *', sourceIds: ['a'] }],
    oneAtATime(async () => {}),
    silent,
  );
  expect(tasks.upcoming()).toEqual([
    { schedule: '30 6 * * *', sourceIds: ['a'], next: expect.stringMatching(/^\d{4}-\d\d-\d\dT06:30$/) },
  ]);
  await tasks.stop();
});

test('a task whose last run still lasts says nothing to the log', async () => {
  const said: string[] = [];
  let end = () => {};
  const lasting = new Promise<void>((resolve) => {
    end = resolve;
  });
  const queue = { ask: () => {}, idle: () => lasting };
  const note = (message: string) => void said.push(message);
  const tasks = await cronTasks([{ schedule: '* * * * * *', sourceIds: ['a'] }], queue, {
    ...silent,
    info: note,
    problem: note,
  });
  await new Promise((resolve) => setTimeout(resolve, 3100));
  end();
  await tasks.stop();
  expect(said).toEqual([]);
});
