import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { configFor, type Workplace, workplace } from '../support/workplace.ts';

const CLI = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

let place: Workplace;
let child: ChildProcess;
let ended: Promise<{ code: number | null; ms: number }>;

// A command that waits for a mail on standard input, which never ends: no signal can end that gently.
beforeEach(async () => {
  place = await workplace();
  await place.configure(
    configFor([], { newsletter: { from: 'mia@feed.example.org', postalAddress: 'Street 1' } }),
  );
  child = spawn(process.execPath, [CLI, 'newsletter', 'bounce'], {
    cwd: place.dir,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  let signalledAt = 0;
  const { kill } = child;
  child.kill = (signal) => {
    signalledAt ||= performance.now();
    return kill.call(child, signal);
  };
  ended = once(child, 'exit').then(([code]) => ({ code, ms: performance.now() - signalledAt }));
  const secret = join(place.dir, 'data', 'secret');
  await expect.poll(() => stat(secret).catch(() => null), { timeout: 30_000 }).not.toBeNull();
});
afterEach(async () => {
  child.kill('SIGKILL');
  await ended;
  await place.remove();
});

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('after %s what does not end by itself ends within 5 s, with %i', async (signal, code) => {
  child.kill(signal);
  const end = await ended;
  expect(end.code).toBe(code);
  expect(end.ms).toBeGreaterThan(4000);
  expect(end.ms).toBeLessThan(5500);
});

it('takes a signal that follows at once for an echo, and ends at once by a later one', async () => {
  child.kill('SIGINT');
  await pause(50);
  child.kill('SIGTERM');
  await pause(1000);
  expect(child.exitCode).toBeNull();
  child.kill('SIGINT');
  const { code, ms } = await ended;
  expect(code).toBe(130);
  expect(ms).toBeLessThan(3500);
});
