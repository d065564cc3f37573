#!/usr/bin/env node
import { setMaxListeners } from 'node:events';
import { runCli } from './program.ts';

const interrupted = new AbortController();
setMaxListeners(0, interrupted.signal); // every request in flight listens

/** `start` repeats to its processes what a terminal or service manager tells all of them: that is no second signal. */
const ECHO_MS = 500;

/** How long work may take to end by itself after a signal. */
const PATIENCE_MS = 4500;

let interruptedAt = 0;

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.on(signal, () => {
    const at = performance.now();
    if (interrupted.signal.aborted) {
      if (at - interruptedAt > ECHO_MS) process.exit(code);
      return;
    }
    interruptedAt = at;
    interrupted.abort(signal);
    setTimeout(() => process.exit(code), PATIENCE_MS).unref();
  });
}

// A reader that has seen enough (`mias-feed status | head`) is no error.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });

process.exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: interrupted.signal,
});

// A connection that nobody answers on would keep a stopped program alive; all that counts was waited for.
if (interrupted.signal.aborted) setTimeout(() => process.exit(), 100).unref();
