// A cold and an unchanged refresh of 200 sources with 50 items each, beside plain downloading of the same
// addresses in the same run: medians of interleaved rounds.
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseFeed } from 'feedsmith';
import { Agent, request } from 'undici';
import { readConfig } from '../dist/config.js';
import { refresh } from '../dist/pipeline.js';
import { openStore } from '../dist/store/lowdb/open.js';
import { configFor, median, startNewsroom } from './support/newsroom.mjs';

const SOURCES = 200;
const ITEMS = 50;
const ROUNDS = 7;
const CONCURRENCY = 16;

const room = await startNewsroom(SOURCES, ITEMS);
const config = await readConfig(JSON.stringify(configFor(room.origins)), 'bench', {});
if (!config.ok) throw new Error(JSON.stringify(config.error));

async function download(headers, use) {
  const agent = new Agent({ connections: 1 });
  const urls = room.origins.map(({ url }) => url);
  const worker = async () => {
    for (let url = urls.pop(); url; url = urls.pop()) {
      const { body } = await request(url, { dispatcher: agent, headers });
      use(await body.text());
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  await agent.close();
}

async function once(dir, now) {
  const store = await openStore(join(dir, 'data'), {
    now,
    random: Math.random,
    mode: 'write',
    tagAuthority: 'bench.example.org,2026',
  });
  if (!store.ok) throw new Error(store.error.message);
  const report = await refresh(
    config.value,
    { store: store.value, outputDir: join(dir, 'output'), now, random: Math.random },
    { sourceIds: null, force: false },
  );
  await store.value.close();
  if (!report.ok) throw new Error(report.error.message);
  return report.value;
}

async function timed(work) {
  const start = performance.now();
  const value = await work();
  return [performance.now() - start, value];
}

async function bytesIn(dir) {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((each) => each.isFile())
    .map(async (each) => (await stat(join(each.parentPath, each.name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

const times = { cold: [], parsed: [], unchanged: [], asked: [] };
let written = 0;
for (let round = 0; round <= ROUNDS; round += 1) {
  const dir = await mkdtemp(join(tmpdir(), 'mias-bench-'));
  const [cold, first] = await timed(() => once(dir, () => new Date('2026-11-01T00:00:00Z')));
  const [parsed] = await timed(() => download({}, (text) => parseFeed(text)));
  const [unchanged, second] = await timed(() => once(dir, () => new Date('2026-11-01T03:00:00Z')));
  const [asked] = await timed(() => download({ 'if-none-match': '"1"' }, () => undefined));
  if (first.stories.total < SOURCES * ITEMS * 0.9) throw new Error(`only ${first.stories.total} stories`);
  if (second.sources.some(({ status }) => status !== 'unchanged')) throw new Error('not all were unchanged');
  written += second.output.written;
  if (round > 0)
    for (const [name, ms] of Object.entries({ cold, parsed, unchanged, asked })) times[name].push(ms);
  if (round === ROUNDS)
    console.log(
      `stored: ${(await bytesIn(join(dir, 'data'))) >> 10} KiB in data, ${(await bytesIn(join(dir, 'output'))) >> 10} KiB in output`,
    );
  await rm(dir, { recursive: true });
}
const ms = (name) => `${median(times[name]).toFixed(0)} ms`;
const ratio = (a, b) => (median(times[a]) / median(times[b])).toFixed(2);
console.log(
  `cold refresh ${ms('cold')}, download and parse ${ms('parsed')}: ratio ${ratio('cold', 'parsed')} (to reach 2.5)`,
);
console.log(
  `unchanged refresh ${ms('unchanged')}, asking alone ${ms('asked')}: ratio ${ratio('unchanged', 'asked')} (to reach 1.3), files written to output: ${written}`,
);
await room.close();
process.exit(0);
