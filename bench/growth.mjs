// One new item where 1,000, 10,000 and 100,000 are stored: time, bytes written and peak memory of the whole command.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig } from '../dist/config.js';
import { fillStore } from './support/fill.mjs';
import { configFor, feedOf, median, startNewsroom } from './support/newsroom.mjs';

const cli = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const SIZES = process.argv.slice(2).map(Number).filter(Boolean);
const SOURCES = 20;
const ROUNDS = 5;
const start = Date.UTC(2026, 10, 1);

/** A refresh in a process of its own: its ms, its report, and its `rss`, `written` and `cpu` as the kernel counted them. */
function refresh(dir, now) {
  const args = [
    '--import',
    new URL('./support/count.mjs', import.meta.url).href,
    cli,
    'refresh',
    '--json',
    '--now',
    now,
  ];
  const began = performance.now();
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: dir, maxBuffer: 1e8 }, (error, stdout, stderr) => {
      if (error) return reject(new Error(stderr));
      const counts = JSON.parse(/^COUNTS (.*)$/m.exec(stderr)[1]);
      resolve({ ms: performance.now() - began, report: JSON.parse(stdout), ...counts });
    });
  });
}

const results = [];
for (const size of SIZES.length > 0 ? SIZES : [1000, 10_000, 100_000]) {
  const dir = await mkdtemp(join(tmpdir(), 'mias-bench-'));
  const room = await startNewsroom(SOURCES, 1);
  await writeFile(join(dir, 'sources.json'), JSON.stringify(configFor(room.origins)));
  const each = size / SOURCES;
  let hours = 0;
  const now = () => {
    hours += 2;
    return new Date(start + hours * 3_600_000).toISOString();
  };
  const began = performance.now();
  const config = await readConfig(JSON.stringify(configFor(room.origins)), 'bench', {});
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  await fillStore(join(dir, 'data'), { config: config.value, each, now: new Date(now()) });
  const filling = performance.now() - began;
  for (const [source, origin] of room.origins.entries()) origin.set(feedOf(source, 50, each - 49));
  await refresh(dir, now());
  const runs = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    room.origins[0].set(feedOf(0, 50, each - 48 + round));
    const run = await refresh(dir, now());
    if (run.report.stories.new !== 1)
      throw new Error(`expected one new story, got ${run.report.stories.new}`);
    runs.push(run);
  }
  const of = (key) => median(runs.map((run) => run[key]));
  results.push({ size, ms: of('ms'), cpu: of('cpu'), rss: of('rss'), written: of('written') });
  console.log(
    `${size} stored (${(size / (filling / 1000)).toFixed(0)} items/s): one new item ${of('ms').toFixed(0)} ms (${of('cpu').toFixed(0)} ms of CPU), ${(of('written') / 1024).toFixed(0)} KiB written, ${(of('rss') / 1024).toFixed(0)} MiB peak`,
  );
  await room.close();
  await rm(dir, { recursive: true });
}
const [first] = results;
const last = results.at(-1);
console.log(
  `from ${first.size} to ${last.size}: time × ${(last.ms / first.ms).toFixed(2)} (to reach 2), CPU × ${(last.cpu / first.cpu).toFixed(2)}, peak ${(last.rss / 1024).toFixed(0)} MiB (to stay below 300)`,
);
process.exit(0);
