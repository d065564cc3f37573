import { Writable } from 'node:stream';
import { runCli } from '../../src/cli/program.ts';

export type Ran = { code: number; stdout: string; stderr: string };

/** One command line in this process: what it prints where, and its exit code. `terminal`: as if a person watched. */
export async function ran(
  argv: string[],
  {
    env = {},
    terminal = false,
    signal,
  }: { env?: NodeJS.ProcessEnv; terminal?: boolean; signal?: AbortSignal } = {},
): Promise<Ran> {
  const stdout = sink();
  const stderr = Object.assign(sink(), { isTTY: terminal, columns: 100 });
  const code = await runCli(argv, { env, stdout, stderr, signal: signal ?? new AbortController().signal });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

function sink(): Writable & { text(): string } {
  let text = '';
  const stream = new Writable({
    write(chunk, _, done) {
      text += chunk;
      done();
    },
  });
  return Object.assign(stream, { text: () => text });
}
