// How long the command line takes to say its version, and to find that nothing is due among 1,000 sources.
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configFor, median, startNewsroom } from './support/newsroom.mjs';

const cli = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const ROUNDS = 11;

function measure(args, cwd) {
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    execFileSync(process.execPath, args, { cwd, stdio: 'ignore' });
    times.push(performance.now() - start);
  }
  return median(times);
}

const node = measure(['-e', '0'], tmpdir());
console.log(
  `node itself ${node.toFixed(0)} ms; --version ${measure([cli, '--version'], tmpdir()).toFixed(0)} ms (to reach 150)`,
);

const dir = mkdtempSync(join(tmpdir(), 'mias-bench-'));
const room = await startNewsroom(1000, 3);
writeFileSync(join(dir, 'sources.json'), JSON.stringify(configFor(room.origins)));
const first = await new Promise((resolve) => {
  const args = [cli, 'refresh', '--json', '--now', '2026-11-01T00:00:00Z'];
  execFile(process.execPath, args, { cwd: dir, maxBuffer: 1e8 }, (error) => resolve({ error }));
});
if (first.error) throw first.error;
const quiet = measure([cli, 'refresh', '--json', '--now', '2026-11-01T00:10:00Z'], dir);
console.log(`refresh with nothing due at 1,000 sources ${quiet.toFixed(0)} ms (to reach 300)`);
await room.close();
rmSync(dir, { recursive: true });
process.exit(0);
