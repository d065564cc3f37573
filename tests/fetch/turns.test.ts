import { describe, expect, test } from 'vitest';
import { createTurns } from '../../src/fetch/turns.ts';

/** A clock that only sleeping moves; the shortest sleep ends first. */
function fakeTime() {
  let ms = 0;
  const sleepers: { at: number; wake: () => void }[] = [];
  const settle = async () => {
    for (let i = 0; i < 50; i += 1) await Promise.resolve();
  };
  return {
    now: () => new Date(ms),
    ms: () => ms,
    sleep: (duration: number) => new Promise<void>((wake) => void sleepers.push({ at: ms + duration, wake })),
    settle,
    async run() {
      await settle();
      while (sleepers.length > 0) {
        sleepers.sort((a, b) => a.at - b.at);
        const next = sleepers.shift();
        ms = Math.max(ms, next?.at ?? 0);
        next?.wake();
        await settle();
      }
    },
  };
}

type Limits = { concurrency: number; perHost: number; perHostDelayMs: number };

function setUp(limits: Limits) {
  const time = fakeTime();
  const turns = createTurns(limits, time);
  const log: string[] = [];
  const visit = async (host: string, tookMs: number) => {
    const leave = await turns.take(host, () => true);
    log.push(`${time.ms()} ${host}`);
    await time.sleep(tookMs);
    leave?.();
  };
  return { time, turns, log, visit };
}

describe('turns', () => {
  test.each<[string, Limits, [string, number][], string[]]>([
    [
      'one at a time to a host, a second apart from start to start',
      { concurrency: 16, perHost: 1, perHostDelayMs: 1000 },
      [
        ['a', 300],
        ['a', 2500],
        ['a', 10],
      ],
      ['0 a', '1000 a', '3500 a'],
    ],
    [
      'several at a time to a host still start a second apart',
      { concurrency: 16, perHost: 3, perHostDelayMs: 1000 },
      [
        ['a', 9000],
        ['a', 9000],
        ['a', 9000],
        ['a', 10],
      ],
      ['0 a', '1000 a', '2000 a', '9000 a'],
    ],
    [
      'hosts do not wait for each other',
      { concurrency: 16, perHost: 1, perHostDelayMs: 1000 },
      [
        ['slow', 30_000],
        ['slow', 1],
        ['b', 1],
        ['b', 1],
        ['c', 1],
      ],
      ['0 slow', '0 b', '0 c', '1000 b', '30000 slow'],
    ],
    [
      'waiting for a host takes no place in the whole',
      { concurrency: 2, perHost: 1, perHostDelayMs: 1000 },
      [
        ['slow', 5000],
        ['slow', 1],
        ['slow', 1],
        ['slow', 1],
        ['b', 10],
        ['c', 10],
        ['d', 10],
      ],
      ['0 slow', '0 b', '10 c', '20 d', '5000 slow', '6000 slow', '7000 slow'],
    ],
    [
      'so many in all',
      { concurrency: 2, perHost: 1, perHostDelayMs: 0 },
      [
        ['a', 100],
        ['b', 50],
        ['c', 100],
        ['d', 1],
      ],
      ['0 a', '0 b', '50 c', '100 d'],
    ],
    [
      'time spent waiting for a place counts from the start that follows it',
      { concurrency: 1, perHost: 2, perHostDelayMs: 1000 },
      [
        ['x', 5000],
        ['a', 1],
        ['a', 1],
      ],
      ['0 x', '5000 a', '6000 a'],
    ],
  ])('%s', async (_, limits, visits, expected) => {
    const { time, log, visit } = setUp(limits);
    for (const [host, tookMs] of visits) void visit(host, tookMs);
    await time.run();
    expect(log).toEqual(expected);
  });

  test('a host can be slowed down, never sped up', async () => {
    const { time, turns, log, visit } = setUp({ concurrency: 9, perHost: 1, perHostDelayMs: 1000 });
    turns.slowDown('a', 5000);
    turns.slowDown('b', 10);
    for (const host of ['a', 'a', 'b', 'b']) void visit(host, 1);
    await time.run();
    expect(log).toEqual(['0 a', '0 b', '1000 b', '5000 a']);
  });

  test('those who may not go any more learn it without waiting for the delay', async () => {
    const { time, turns, log, visit } = setUp({ concurrency: 9, perHost: 1, perHostDelayMs: 1000 });
    void visit('a', 200);
    const taken = [1, 2, 3].map(() => turns.take('a', () => time.ms() < 100));
    await time.run();
    expect(await Promise.all(taken)).toEqual([null, null, null]);
    expect([log, time.ms()]).toEqual([['0 a'], 200]);
  });

  test('who gives up leaves the queue, and the others their turn', async () => {
    const { time, turns, log, visit } = setUp({ concurrency: 1, perHost: 1, perHostDelayMs: 0 });
    const stop = new AbortController();
    void visit('a', 100);
    const waiting = ['a', 'b'].map((host) => turns.take(host, () => true, stop.signal));
    void visit('a', 1);
    void visit('b', 1);
    await time.settle();
    stop.abort(new Error('enough'));
    await time.run();
    expect((await Promise.allSettled(waiting)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(log).toEqual(['0 a', '100 b', '101 a']);
  });

  test('a clock set back makes nobody wait longer than the delay', async () => {
    const sleeps: number[] = [];
    let ms = 1_000_000;
    const turns = createTurns(
      { concurrency: 1, perHost: 1, perHostDelayMs: 1000 },
      { now: () => new Date(ms), sleep: async (duration) => void sleeps.push(duration) },
    );
    (await turns.take('a', () => true))?.();
    ms = 0;
    (await turns.take('a', () => true))?.();
    expect(sleeps).toEqual([1000]);
  });
});
