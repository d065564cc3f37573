// A cold and an unchanged refresh of 200 sources with 50 items each, beside plain downloading of the same
// addresses, and beside parts of a cold refresh done alone, in the same run: medians of interleaved rounds, of time
// and of CPU time, which a busy machine distorts less. Other sizes: node bench/refresh.mjs ROUNDS SOURCES
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseFeed } from 'feedsmith';
import { Agent, request } from 'undici';
import { readConfig } from '../dist/config.js';
import { refresh } from '../dist/pipeline.js';
import { openStore } from '../dist/store/lowdb/open.js';
import { loadTopics } from '../dist/stories/topics.js';
import { articlesOf, askAll, filesIn, labelAll, writeAll } from './support/floor.mjs';
import { configFor, median, startNewsroom } from './support/newsroom.mjs';

const SOURCES = Number(process.argv[3] ?? 200);
const ITEMS = 50;
const ROUNDS = Number(process.argv[2] ?? 7);
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
  const store = await opened(dir, now);
  const report = await refresh(
    config.value,
    { store, outputDir: join(dir, 'output'), now, random: Math.random },
    { sourceIds: null, force: false },
  );
  await store.close();
  if (!report.ok) throw new Error(report.error.message);
  return report.value;
}

async function opened(dir, now) {
  const store = await openStore(join(dir, 'data'), {
    now,
    random: Math.random,
    mode: 'write',
    tagAuthority: 'bench.example.org,2026',
  });
  if (!store.ok) throw new Error(store.error.message);
  return store.value;
}

/** The state of each source read and written again, in one commit, with the lock and syncs that it takes. */
async function rewriteStates(dir, now) {
  const store = await opened(dir, now);
  await store.commit({ sources: [...(await store.sources()).values()] });
  await store.close();
}

async function timed(work) {
  const start = performance.now();
  const cpu = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(cpu);
  return [{ ms: performance.now() - start, cpu: (user + system) / 1000 }, value];
}

async function bytesIn(dir) {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((each) => each.isFile())
    .map(async (each) => (await stat(join(each.parentPath, each.name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

const topics = await loadTopics();
const NAMES = ['cold', 'parsed', 'unchanged', 'asked', 'guest', 'states', 'read', 'labelled', 'wrote'];
const times = Object.fromEntries(NAMES.map((name) => [name, []]));
let written = 0;
for (let round = 0; round <= ROUNDS; round += 1) {
  const dir = await mkdtemp(join(tmpdir(), 'mias-bench-'));
  const [cold, first] = await timed(() => once(dir, () => new Date('2026-11-01T00:00:00Z')));
  const [parsed] = await timed(() => download({}, (text) => parseFeed(text)));
  const [unchanged, second] = await timed(() => once(dir, () => new Date('2026-11-01T03:00:00Z')));
  const [asked] = await timed(() => download({ 'if-none-match': '"1"' }, () => undefined));
  const [guest] = await timed(() => askAll(config.value));
  const [states] = await timed(() => rewriteStates(dir, () => new Date('2026-11-01T04:00:00Z')));
  if (first.stories.total < SOURCES * ITEMS * 0.9) throw new Error(`only ${first.stories.total} stories`);
  if (second.sources.some(({ status }) => status !== 'unchanged')) throw new Error('not all were unchanged');
  written += second.output.written;
  const bodies = room.origins.map(({ body }) => body);
  const [read, articles] = await timed(() => articlesOf(bodies, config.value.sources));
  const [labelled] = await timed(() => labelAll(articles, topics));
  const files = await filesIn(dir);
  const [wrote] = await timed(() => writeAll(join(dir, 'again'), files));
  if (round > 0)
    for (const [name, took] of Object.entries({
      ...{ cold, parsed, unchanged, asked, guest, states },
      ...{ read, labelled, wrote },
    }))
      times[name].push(took);
  if (round === ROUNDS)
    console.log(
      `stored: ${(await bytesIn(join(dir, 'data'))) >> 10} KiB in data, ${(await bytesIn(join(dir, 'output'))) >> 10} KiB in output`,
    );
  await rm(dir, { recursive: true });
}
const of = (name, key) => median(times[name].map((took) => took[key]));
const ms = (name) => `${of(name, 'ms').toFixed(0)} ms (CPU ${of(name, 'cpu').toFixed(0)})`;
const ratio = (a, b) =>
  `${(of(a, 'ms') / of(b, 'ms')).toFixed(2)} (CPU ${(of(a, 'cpu') / of(b, 'cpu')).toFixed(2)})`;
console.log(
  `cold refresh ${ms('cold')}, download and parse ${ms('parsed')}: ratio ${ratio('cold', 'parsed')} (to reach 2.5)`,
);
for (const [name, what] of [
  ['read', 'parsing and sanitising alone'],
  ['labelled', 'topics and evidence alone'],
  ['wrote', 'writing and syncing the same files alone'],
])
  console.log(`  ${what} ${ms(name)}: ratio ${ratio(name, 'parsed')}`);
console.log(
  `unchanged refresh ${ms('unchanged')}, asking alone ${ms('asked')}: ratio ${ratio('unchanged', 'asked')} (to reach 1.3), files written to output: ${written}`,
);
for (const [name, what] of [
  ['guest', 'asking as a guest does alone: guarded, in turns, within its limits'],
  ['states', 'keeping what is known of each source alone'],
])
  console.log(`  ${what} ${ms(name)}: ratio ${ratio(name, 'asked')}`);
await room.close();
process.exit(0);
