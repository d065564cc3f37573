import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openTables } from '../../src/store/lowdb/tables.ts';
import { builtStore } from './built.ts';
import { now } from './samples.ts';

const script = fileURLToPath(new URL('./tables-writer.mjs', import.meta.url));

let module: string;
let dir: string;
const children: ChildProcess[] = [];
beforeAll(() => {
  module = builtStore();
}, 120_000);
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tables-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(dir, { recursive: true, force: true });
});

/** A process that counts under a name of its own; `count` is how far it has said to have come. */
function writer(name: string) {
  const child = spawn(process.execPath, [script, module, dir, name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  let said = '';
  let wake = () => {};
  child.stdout.on('data', (data) => {
    said += data;
    wake();
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const count = () => Number(said.trimEnd().split('\n').at(-1));
  return {
    count,
    async reaches(n: number) {
      while (count() < n)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

it('two processes write the same tables, and kill -9 of either loses nothing and stops nobody', async () => {
  const steady = writer('steady');
  await steady.reaches(3);
  let told = 0;
  for (let round = 0; round < 8; round++) {
    const restless = writer('restless');
    await restless.reaches(told + 2 + ((round * 5) % 7));
    await restless.kill();
    told = restless.count();
    await steady.reaches(steady.count() + 2);
  }
  await steady.kill();

  const opened = await openTables<{ counters: { n: number }; log: { text: string } }>(dir, {
    files: { counters: 2, log: 4 },
    now,
  });
  if (!opened.ok) throw new Error(opened.error.message);
  const tables = opened.value;
  const countOf = async (name: string) => (await tables.get('counters', name))?.n ?? 0;
  const [all, ours, theirs] = [await countOf('all'), await countOf('steady'), await countOf('restless')];
  expect([steady.count(), steady.count() + 1]).toContain(ours);
  expect([told, told + 1]).toContain(theirs);
  expect(all).toBe(ours + theirs);
  const logged = { steady: 0, restless: 0 };
  for await (const [key] of tables.all('log')) logged[key.startsWith('steady/') ? 'steady' : 'restless']++;
  expect(logged).toEqual({ steady: ours, restless: theirs });
  expect(tables.warnings).toEqual([]);
  await tables.compact();
  expect(await readdir(join(dir, 'tmp'))).toEqual([]);
  await tables.close();
}, 120_000);
