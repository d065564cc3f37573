import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createPushes, type Pushes } from '../../src/cli/pushes.ts';

const EVERY_MS = 300_000;

let pushes: Pushes;
let looks: string[];
beforeEach(() => {
  vi.useFakeTimers();
  pushes = createPushes({ everyMs: EVERY_MS, clock: () => Date.now() });
  looks = [];
});
afterEach(() => {
  pushes.stop();
  vi.useRealTimers();
});

const look = () => pushes.onDue((id) => looks.push(id));

/** Looks at what is due, as a refresh does. */
const refresh = () => pushes.take(['one', 'two']);

it('looks at once when a hub speaks, once for however many words', () => {
  look();
  pushes.note('one');
  pushes.note('one');
  expect(looks).toEqual(['one']);
  expect(refresh()).toEqual(['one']);
  expect(refresh()).toEqual([]);
});

it('looks at a source at most once in five minutes, and then for what was said meanwhile', () => {
  look();
  pushes.note('one');
  refresh();
  vi.advanceTimersByTime(1000);
  for (let n = 0; n < 10; n += 1) pushes.note('one');
  vi.advanceTimersByTime(EVERY_MS - 1001);
  expect(looks).toEqual(['one']);
  vi.advanceTimersByTime(1);
  expect(looks).toEqual(['one', 'one']);
  expect(refresh()).toEqual(['one']);
  vi.advanceTimersByTime(10 * EVERY_MS);
  expect(looks).toHaveLength(2);
});

it('lets one source wait without the other', () => {
  look();
  pushes.note('one');
  refresh();
  pushes.note('one');
  pushes.note('two');
  expect(looks).toEqual(['one', 'two']);
  expect(refresh()).toEqual(['two']);
});

it('remembers what a hub said before anybody looked', () => {
  pushes.note('one');
  expect(looks).toEqual([]);
  look();
  expect(looks).toEqual(['one']);
});

it('names only sources that are asked for, and keeps the others', () => {
  pushes.note('one');
  pushes.note('two');
  expect(pushes.take(['two', 'three'])).toEqual(['two']);
  expect(pushes.take(['one', 'two'])).toEqual(['one']);
});

it('looks at nothing once it is stopped', () => {
  look();
  pushes.note('one');
  refresh();
  pushes.note('one');
  pushes.stop();
  vi.advanceTimersByTime(2 * EVERY_MS);
  expect(looks).toEqual(['one']);
});
