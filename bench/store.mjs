// What one new item costs in a store of 1,000, 10,000 and 100,000: time, bytes written, peak memory.
// node bench/store.mjs [largest size]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const KEYS = 50;
const ROUNDS = 9;
const now = () => new Date('2026-08-01T12:00:00.000Z');
const text = 'Patients were assigned at random to receive the drug or a placebo for twelve weeks. ';

const jobs = {
  /** Fills a store with commits of 50 articles, as visits do. */
  async fill(store, count) {
    for (let first = 0; first < count; first += 50) {
      const items = Array.from({ length: Math.min(50, count - first) }, () => item(store));
      await store.commit(merged(items));
    }
  },
  /** One new item, as the pipeline adds it: its keys are looked up, then all is committed. */
  async one(store) {
    const { keys, ...rest } = item(store);
    await store.lookup(keys.map(([key]) => key));
    await store.commit({ keys, ...rest });
  },
  async hundred(store) {
    for (let n = 0; n < 100; n++) await jobs.one(store);
  },
  async all(store) {
    let stories = 0;
    for await (const _ of store.changedAfter(0)) stories++;
    return { stories };
  },
  async sources(store, count) {
    const listed = Object.fromEntries(
      Array.from({ length: 50 }, (_, n) => [`guid:https://a.example/${n}`, hex(12)]),
    );
    const state = (n) => ({
      id: `source-${n}`,
      url: `https://s${n}.example/feed`,
      validators: { etag: hex(32) },
      listed,
    });
    await store.commit({ sources: Array.from({ length: count }, (_, n) => state(n)) });
  },
  async read(store) {
    return { sources: (await store.sources()).size };
  },
};

async function work(job, dir, count) {
  const { openStore } = await import(process.env.STORE_JS ?? '../dist/store/lowdb/open.js');
  const before = written();
  const from = performance.now();
  const opened = await openStore(dir, { now, random: Math.random, mode: job === 'read' ? 'read' : 'write' });
  if (!opened.ok) throw new Error(opened.error.message);
  const result = await jobs[job](opened.value, count);
  await opened.value.close();
  const ms = performance.now() - from;
  const peakMb = process.resourceUsage().maxRSS / 1024;
  console.log(
    JSON.stringify({
      ms,
      processMs: performance.now(),
      cpuMs: (process.cpuUsage().user + process.cpuUsage().system) / 1000,
      kbWritten: (written() - before) / 1024,
      peakMb,
      ...result,
    }),
  );
}

function compare(largest) {
  const sizes = [1000, 10_000, 100_000].filter((size) => size <= largest);
  const folders = new Map(sizes.map((size) => [size, mkdtempSync(join(tmpdir(), 'bench-store-'))]));
  const sources = mkdtempSync(join(tmpdir(), 'bench-store-'));
  try {
    for (const [size, folder] of folders) print(`${size} stored: filling`, [run('fill', folder, size)]);
    interleaved('one new item', 'one', folders);
    interleaved('100 new items, a commit each', 'hundred', folders);
    for (const [size, folder] of folders) print(`${size} stored: reading every story`, [run('all', folder)]);
    print('1,000 sources: writing', [run('sources', sources, 1000)]);
    interleaved('reading 1,000 sources', 'read', new Map([[0, sources]]));
  } finally {
    for (const folder of [sources, ...folders.values()]) rmSync(folder, { recursive: true });
  }
}

/** The same work on each size in turn, so that whatever else the machine does hits all of them alike. */
function interleaved(what, job, folders) {
  const results = new Map([...folders.keys()].map((size) => [size, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [size, folder] of folders) results.get(size).push(run(job, folder));
  }
  for (const [size, ofSize] of results) print(`${size} stored: ${what}`, ofSize);
}

const run = (...args) =>
  JSON.parse(
    execFileSync(process.execPath, [fileURLToPath(import.meta.url), ...args.map(String)], {
      encoding: 'utf8',
    }),
  );

function print(what, results) {
  const median = (name) => results.map((result) => result[name]).sort((a, b) => a - b)[results.length >> 1];
  const most = Math.max(...results.map(({ peakMb }) => peakMb));
  console.log(
    `${what}: ${median('ms').toFixed(0)} ms (whole process ${median('processMs').toFixed(0)} ms, processor ${median('cpuMs').toFixed(0)} ms), ` +
      `${median('kbWritten').toFixed(0)} KB written, peak ${most.toFixed(0)} MB`,
  );
}

function item(store) {
  const [id, storyId] = [store.mint('article'), store.mint('story')];
  const at = now().toISOString();
  const article = {
    id,
    sourceId: `source-${id.length}`,
    keys: [`guid:${id}`],
    title: `A trial of ${hex(20)}`,
    summary: text.repeat(8),
    text: text.repeat(20),
    sortAt: at,
    storyId,
  };
  const story = {
    id: storyId,
    seq: null,
    mergedInto: null,
    articleIds: [id],
    sourceIds: [`source-${hex(2)}`],
    topics: [`topic-${hex(1)}`],
    sortAt: at,
    related: [],
    toldRevision: null,
  };
  const keys = Array.from({ length: KEYS }, (_, n) => [`band${n}:${hex(12)}`, id]);
  return { articles: [article], stories: [story], keys };
}

const merged = (items) => ({
  articles: items.flatMap(({ articles }) => articles),
  stories: items.flatMap(({ stories }) => stories),
  keys: items.flatMap(({ keys }) => keys),
});

function hex(length) {
  return Array.from({ length }, () => Math.floor(Math.random() * 16).toString(16)).join('');
}

/** Bytes that this process has given to write calls; 0 where the system doesn't tell. */
function written() {
  try {
    return Number(/wchar: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

const [, , job, dir, count] = process.argv;
if (job in jobs) await work(job, dir, Number(count));
else compare(Number(job ?? 100_000));
