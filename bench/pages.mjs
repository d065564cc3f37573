// Article pages read one after another: pages per second, time per page and memory, for 1,000 pages, beside
// Readability on linkedom in the same run. Time is the processor's, so that a busy machine does not count. Captured pages where ../shared/pages is there, else made-up ones.
//   node bench/pages.mjs [--dist DIR] [--pages 1000]
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';

const option = (name, fallback) =>
  process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : fallback;
const dist = resolve(option('--dist', join(import.meta.dirname, '../dist')));
const count = Number(option('--pages', '1000'));
const captured = join(import.meta.dirname, '../../shared/pages/html');
const WARM_UP = 30;

const peers = {
  /** As a refresh does it: bytes in; identifiers, summary, related links and the rest out. */
  'Mia’s Feed': async () => {
    const { readers } = await import(pathToFileURL(join(dist, 'pipeline/readers.js')).href);
    const { readPage } = readers();
    return (body) =>
      readPage(
        { body, url: 'https://bench.example.org/1', contentType: 'text/html', headers: {}, at: AT },
        { extract: {} },
      );
  },
  /** Title, byline and body only. */
  Readability: async () => {
    const [{ Readability }, { parseHTML }] = await Promise.all([
      import('@mozilla/readability'),
      import('linkedom'),
    ]);
    return async (body) => new Readability(parseHTML(Buffer.from(body).toString('utf8')).document).parse();
  },
};
const AT = '2026-11-01T00:00:00.000Z';

const only = option('--only', null);
if (only === null) compare();
else await measure(await peers[only]());

/** Each in a process of its own, so that neither's memory counts for the other. */
function compare() {
  const from = existsSync(captured) ? 'captured' : 'made-up';
  const results = Object.keys(peers).map((name) => {
    const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2), '--only', name];
    const { stdout, status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    if (status !== 0) process.exit(1);
    return { name, ...JSON.parse(stdout) };
  });
  for (const { name, perSecond, median, p99, slowest, rss, failed } of results)
    console.log(
      `${name}: ${count} ${from} pages, ${perSecond.toFixed(0)} a second; median ${median.toFixed(1)} ms, 99 of 100 below ${p99.toFixed(0)} ms, slowest ${slowest.toFixed(0)} ms; peak memory ${(rss / 1024).toFixed(0)} MiB; threw ${failed} times`,
    );
  const [ours, theirs] = results;
  console.log(`median: ${(ours.median / theirs.median).toFixed(2)} of Readability’s (to reach 0.5)`);
}

async function measure(read) {
  const times = [];
  let failed = 0;
  for (let n = -WARM_UP; n < count; n += 1) {
    const body = pageNumber(n + WARM_UP);
    const start = process.cpuUsage();
    await read(body).catch(() => {
      failed += 1;
    });
    const { user, system } = process.cpuUsage(start);
    if (n >= 0) times.push((user + system) / 1000);
  }
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(count - 1, Math.floor(count * share))];
  const sum = times.reduce((total, ms) => total + ms, 0);
  const rss = process.resourceUsage().maxRSS;
  process.stdout.write(
    JSON.stringify({
      perSecond: (count * 1000) / sum,
      median: at(0.5),
      p99: at(0.99),
      slowest: at(1),
      rss,
      failed,
    }),
  );
}

/** Read from disk when its turn comes: a refresh has one page in hand at a time, too. */
function pageNumber(n) {
  if (!existsSync(captured)) return madeUp(n);
  const names = readdirSync(captured);
  const name = names[n % names.length];
  const bytes = readFileSync(join(captured, name));
  return name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

/** Some 100 KB of page around 700 words of text. */
function madeUp(n) {
  const menu = Array.from(
    { length: 300 },
    (_, k) => `<li class="item"><a href="/${n}/${k}">Topic ${k}</a></li>`,
  );
  const text = Array.from(
    { length: 14 },
    (_, k) =>
      `<p>${'Nurses weighed every newborn twice a day and wrote down how long each of them slept. '.repeat(4)}(${n}-${k})</p>`,
  );
  const teasers = Array.from(
    { length: 60 },
    (_, k) =>
      `<div class="teaser"><a href="/t/${k}"><img src="/${k}.jpg" alt=""><h3>Teaser ${k}</h3></a></div>`,
  );
  const script = `<script>${'window.layer=window.layer||[];layer.push({page:1});'.repeat(1200)}</script>`;
  return Buffer.from(
    `<!doctype html><html lang="en"><head><title>Report ${n} | Bench</title><meta name="description" content="A report on sleep, number ${n}, and what it means.">${script}</head><body><nav><ul>${menu.join('')}</ul></nav><main><article><h1>Report ${n}</h1>${text.join('')}</article><aside>${teasers.join('')}</aside></main></body></html>`,
  );
}
