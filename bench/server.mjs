// What start serves, beside nginx where that is installed: requests per second of processor time for /feed.atom (as it
// is, compressed, 304), which other work on the machine does not sway, and how long a feed request takes while 200 sources are refreshed. The load comes from wrk where it is
// installed, else from a loop of our own.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { configFor, feedOf, median, startNewsroom } from './support/newsroom.mjs';

const SOURCES = 200;
const ROUNDS = 5;
const SECONDS = 2;
const CONNECTIONS = 16;
const CLI = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist/cli/main.js');

const dir = await mkdtemp(join(tmpdir(), 'mias-server-'));
await chmod(dir, 0o755);
const room = await startNewsroom(SOURCES, 20);
await writeFile(join(dir, 'sources.json'), JSON.stringify(configFor(room.origins)));

const started = await startOurs();
try {
  await compare();
  await duringRefresh();
} finally {
  started.child.kill('SIGTERM');
  await started.ended;
  await room.close();
  await rm(dir, { recursive: true, force: true });
}

/** The built program, once its first refresh is done. */
async function startOurs() {
  const child = spawn(process.execPath, [CLI, 'start', '--listen', '127.0.0.1:0'], {
    cwd: dir,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  const ended = once(child, 'exit');
  await new Promise((resolve, reject) => {
    child.stderr.on('data', (chunk) => {
      said += chunk;
      if (said.includes('Ctrl-C stops.')) resolve();
    });
    void ended.then(() => reject(new Error(said)));
  });
  return { child, ended, url: / at (http:\S+)/.exec(said)[1] };
}

async function compare() {
  if (!existsSync('/proc/self/stat')) {
    console.log('There is no /proc here, so processor time can’t be told, and nothing is compared.');
    return;
  }
  const nginx = await startNginx();
  const etag = await etagOf(`${started.url}feed.atom`, {});
  const cases = [
    ['as it is', {}, {}],
    ['brotli', { 'Accept-Encoding': 'br' }, { 'Accept-Encoding': 'gzip' }],
    [
      '304',
      { 'If-None-Match': etag },
      nginx && { 'If-None-Match': await etagOf(`${nginx.url}feed.atom`, {}) },
    ],
  ];
  const rates = cases.map(() => ({ ours: [], theirs: [] }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, [, ours, theirs]] of cases.entries()) {
      rates[index].ours.push(await rate(`${started.url}feed.atom`, ours, started.child.pid));
      if (nginx) rates[index].theirs.push(await rate(`${nginx.url}feed.atom`, theirs, nginx.worker));
    }
  }
  for (const [index, [name]] of cases.entries()) {
    const { ours, theirs } = rates[index];
    const beside = nginx
      ? `, nginx ${median(theirs).toFixed(0)}: ratio ${(median(ours) / median(theirs)).toFixed(2)} (to reach ${name === '304' ? 0.6 : 0.5})`
      : '; nginx is not installed, so there is nothing beside it';
    console.log(
      `feed.atom ${name}: ${median(ours).toFixed(0)} requests per second of processor time${beside}`,
    );
  }
  if (nginx) console.log('(nginx has no brotli here: it sends the gzip file beside the feed instead)');
  nginx?.child.kill('SIGTERM');
}

/** One worker on the same files, with the compressed ones used as they lie there. */
async function startNginx() {
  if (spawnSync('nginx', ['-v']).error) return null;
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const conf = join(dir, 'nginx.conf');
  await writeFile(
    conf,
    `worker_processes 1; daemon off; pid ${dir}/nginx.pid; error_log ${dir}/nginx.log;
events { worker_connections 512; }
http { access_log off; sendfile on; tcp_nopush on; open_file_cache max=100; keepalive_requests 1000000000;
client_body_temp_path ${dir}/n1; proxy_temp_path ${dir}/n2; fastcgi_temp_path ${dir}/n3; uwsgi_temp_path ${dir}/n4; scgi_temp_path ${dir}/n5;
server { listen 127.0.0.1:${port}; root ${dir}/output; gzip_static on; } }`,
  );
  await chmod(join(dir, 'output'), 0o755);
  const child = spawn('nginx', ['-c', conf, '-p', dir], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}/`;
  for (let tries = 0; tries < 50; tries += 1) {
    if (await etagOf(`${url}feed.atom`, {}).catch(() => null)) {
      const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
      return { child, url, worker: Number(children.trim().split(' ')[0]) };
    }
    await sleep(100);
  }
  child.kill();
  console.log('nginx did not start, so there is nothing beside it.');
  return null;
}

/** Requests for each second of processor time that the process takes, over connections that stay open. */
async function rate(url, headers, pid) {
  const before = processorSeconds(pid);
  const done = await load(url, headers);
  return done / Math.max(processorSeconds(pid) - before, 0.01);
}

/** In user and system mode together; a tick is a hundredth of a second. */
function processorSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function load(url, headers) {
  if (!spawnSync('wrk', ['-v']).error) {
    const given = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
    const out = execFileSync('wrk', ['-t1', `-c${CONNECTIONS}`, `-d${SECONDS}s`, ...given, url], {
      encoding: 'utf8',
    });
    return Number(/(\d+) requests in/.exec(out)[1]);
  }
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const end = performance.now() + SECONDS * 1000;
  let done = 0;
  const worker = async () => {
    while (performance.now() < end) {
      await get(url, headers, agent);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  agent.destroy();
  return done;
}

/** A client in a process of its own, so that what is measured is the server: one request after the other, 5 ms apart. */
async function duringRefresh() {
  const client = `
    import { Agent, request } from 'node:http';
    const agent = new Agent({ keepAlive: true });
    const times = [];
    const get = () => new Promise((resolve, reject) => {
      const at = performance.now();
      request(process.argv[1], { agent, headers: { 'accept-encoding': 'gzip' } }, (response) => {
        response.resume().on('end', () => { times.push(performance.now() - at); resolve(); });
      }).on('error', reject).end();
    });
    let over = false;
    process.on('message', () => { over = true; });
    while (!over) { await get(); await new Promise((resolve) => setTimeout(resolve, 5)); }
    process.send(times.sort((a, b) => a - b), () => process.exit());`;
  const measure = async (work) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', client, `${started.url}feed.atom`], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const result = once(child, 'message');
    await work();
    child.send('over');
    const [times] = await result;
    return {
      p50: times[Math.floor(times.length * 0.5)],
      p99: times[Math.floor(times.length * 0.99)],
      count: times.length,
    };
  };
  const idle = [];
  const busy = [];
  for (let round = 0; round < 3; round += 1) {
    idle.push(await measure(() => sleep(5000)));
    for (const [n, origin] of room.origins.entries()) origin.set(feedOf(n, 20, 100 + round * 20));
    busy.push(await measure(refreshInside));
  }
  const of = (all, name) => median(all.map((each) => each[name]));
  const ms = (value) => `${value.toFixed(2)} ms`;
  console.log(
    `feed request: p50 ${ms(of(idle, 'p50'))}, p99 ${ms(of(idle, 'p99'))} idle; p50 ${ms(of(busy, 'p50'))}, p99 ${ms(of(busy, 'p99'))} while ${SOURCES} sources are refreshed: ratio of p99 ${(of(busy, 'p99') / of(idle, 'p99')).toFixed(2)} (to stay below 5)`,
  );
}

/** The refresh as start runs it: a process of its own, at lower priority, for all sources. */
async function refreshInside() {
  const { refreshInBackground } = await import('../dist/cli/background-refresh.js');
  const { loadConfig } = await import('../dist/config.js');
  const config = await loadConfig(join(dir, 'sources.json'), {});
  const log = { live: false, info() {}, problem: console.error, redraw() {} };
  const session = {
    configFile: 'sources.json',
    dataDir: join(dir, 'data'),
    outputDir: join(dir, 'output'),
    log,
    signal: new AbortController().signal,
    now: () => new Date(),
  };
  const report = await refreshInBackground(config.value, session, { sourceIds: null, force: true });
  if (!report.ok) throw new Error(report.error.message);
  const fresh = report.value.sources.filter(({ status }) => status === 'updated').length;
  if (fresh < SOURCES) throw new Error(`only ${fresh} of ${SOURCES} sources had news`);
}

async function etagOf(url, headers) {
  return (await get(url, headers)).headers.etag;
}

function get(url, headers, agent) {
  return new Promise((resolve, reject) => {
    request(url, { headers, agent }, (response) => {
      response.resume().on('end', () => resolve(response));
    })
      .on('error', reject)
      .end();
  });
}
