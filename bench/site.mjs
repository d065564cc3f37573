// The website: pages built a second, what one new story costs in a small and a large store, and what a browser makes
// of a page. node bench/site.mjs [SIZE …]
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import chromium from '@sparticuz/chromium';
import { chromium as driver } from 'playwright-core';
import { readConfig } from '../dist/config.js';
import { publish } from '../dist/publish/publish.js';
import { openStore } from '../dist/store/lowdb/open.js';
import { loadTopicLabels } from '../dist/stories/topic-labels.js';
import { fillStore } from './support/fill.mjs';
import { configFor, median } from './support/newsroom.mjs';

const sizes = process.argv.slice(2).map(Number).filter(Boolean);
const SIZES = sizes.length > 0 ? sizes : [1000, 10_000, 100_000];
const SOURCES = 20;
const ROUNDS = 5;
const now = () => new Date(Date.UTC(2026, 10, 1));
const topicLabels = await loadTopicLabels();

/** What `act` takes: ms by the clock, and ms of CPU, of which a busy machine takes no more than an idle one. */
async function measured(act) {
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  const value = await act();
  const { user, system } = process.cpuUsage(cpu);
  return { value, ms: performance.now() - began, cpu: (user + system) / 1000 };
}

async function publishing(store, config, outputDir) {
  const { value, ...cost } = await measured(() => publish(store, config, { outputDir, now, topicLabels }));
  if (!value.ok) throw new Error(value.error.message);
  return { written: value.value.written.length, ...cost };
}

/** A story like the newest, told by an article of its own. */
async function addStory(store) {
  const { lastSeq } = await store.counts();
  const [like] = await store.bySeq(lastSeq, lastSeq);
  const [article] = await store.articles(like.articleIds);
  const id = store.mint('story');
  const lead = { ...article, id: store.mint('article'), url: `${article.url}-${lastSeq}`, storyId: id };
  const path = like.path.replace(/[^/]*\/$/, `new-${lastSeq}/`);
  const story = { ...like, id, path, seq: null, toldRevision: null, articleIds: [lead.id] };
  await store.commit({ articles: [lead], stories: [story] });
}

async function build(size, dir) {
  const origins = Array.from({ length: SOURCES }, (_, n) => ({ url: `http://127.0.0.1:9/${n}` }));
  const parsed = await readConfig(JSON.stringify(configFor(origins)), 'bench', {});
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const config = parsed.value;
  await fillStore(join(dir, 'data'), { config, each: size / SOURCES, now: now() });
  const opened = await openStore(join(dir, 'data'), {
    now,
    random: Math.random,
    mode: 'write',
    tagAuthority: 'x,2026',
  });
  if (!opened.ok) throw new Error(opened.error.message);
  const store = opened.value;
  const output = join(dir, 'output');
  const first = await publishing(store, config, output);
  const more = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await addStory(store);
    more.push(await publishing(store, config, output));
  }
  await store.close();
  const of = (key) => median(more.map((each) => each[key]));
  console.log(
    `${size} stories: ${first.written} files in ${(first.ms / 1000).toFixed(1)} s, ${(size / (first.ms / 1000)).toFixed(0)} pages of stories a second (${(size / (first.cpu / 1000)).toFixed(0)} a second of CPU), peak ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB; one new story: ${of('ms').toFixed(0)} ms, ${of('cpu').toFixed(0)} ms of CPU, ${of('written')} files`,
  );
  return { size, ms: of('ms'), cpu: of('cpu') };
}

const TYPES = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

/** What a browser fetches and how it draws, from a server on loopback that compresses. */
async function look(output) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, 'http://x').pathname;
    const body = await readFile(join(output, path.endsWith('/') ? `${path}index.html` : path)).catch(
      () => null,
    );
    const type = TYPES[path.endsWith('/') ? '.html' : extname(path)] ?? 'application/octet-stream';
    response.writeHead(body ? 200 : 404, { 'content-type': type, 'content-encoding': 'gzip' });
    response.end(gzipSync(body ?? ''));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const home = `http://127.0.0.1:${server.address().port}/`;
  const args = chromium.args.filter((arg) => !['--single-process', '--disable-web-security'].includes(arg));
  const executablePath = process.env.CHROMIUM_PATH || (await chromium.executablePath());
  const browser = await driver.launch({ executablePath, args: [...args, '--disable-background-networking'] });
  const html = await readFile(join(output, 'index.html'), 'utf8');
  const story = /href="\/(stories\/[^"]+)"/.exec(html)?.[1];
  for (const [name, path] of Object.entries({
    home: '',
    story,
    topic: 'topics/',
    search: 'search/?q=trial',
  })) {
    const rounds = [];
    for (let round = 0; round < 3; round += 1) {
      const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
      await page.addInitScript(OBSERVE);
      let bytes = 0;
      let requests = 0;
      page.on('response', async (response) => {
        requests += 1;
        bytes += (await response.request().sizes()).responseBodySize;
      });
      await page.goto(home + path, { waitUntil: 'networkidle' });
      const { shift, paint } = await page.evaluate('window.observed');
      rounds.push({ shift, paint, bytes, requests });
      await page.close();
    }
    const of = (key) => median(rounds.map((each) => each[key]));
    console.log(
      `${name}: ${of('requests')} requests, ${(of('bytes') / 1024).toFixed(1)} KiB (gzip), layout shift ${of('shift').toFixed(3)}, largest paint after ${of('paint').toFixed(0)} ms`,
    );
  }
  await browser.close();
  server.close();
}

const OBSERVE = `window.observed = { shift: 0, paint: 0 };
new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) observed.shift += entry.value; }).observe({ type: 'layout-shift', buffered: true });
new PerformanceObserver((list) => { for (const entry of list.getEntries()) observed.paint = entry.startTime; }).observe({ type: 'largest-contentful-paint', buffered: true });`;

const results = [];
for (const [index, size] of SIZES.entries()) {
  const dir = await mkdtemp(join(tmpdir(), 'mias-bench-'));
  results.push(await build(size, dir));
  if (index === 0) await look(join(dir, 'output'));
  await rm(dir, { recursive: true });
}
const [first] = results;
const last = results.at(-1);
console.log(
  `one new story, from ${first.size} to ${last.size}: time × ${(last.ms / first.ms).toFixed(2)}, CPU × ${(last.cpu / first.cpu).toFixed(2)} (to reach 2)`,
);
process.exit(0);
