// What start serves, beside nginx where that is installed, and beside the least that Node can do: requests for
// /feed.atom (as it is, compressed, 304) per second by the clock, where on few cores the client's work counts, too, and
// per second of the server's processor time, which other work on the machine sways little; and how long a feed request
// takes while 200 sources are refreshed. The load comes from wrk where it is installed, else from a loop of our own.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { NODE_HTTP, NODE_NET, startBare } from './support/bare-servers.mjs';
import { configFor, feedOf, median, startNewsroom } from './support/newsroom.mjs';

const SOURCES = 200;
const ITEMS = 5;
const ROUNDS = 5;
const SECONDS = Number(process.argv[2] ?? 2);
const CONNECTIONS = 16;
const CLI = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist/cli/main.js');

const dir = await mkdtemp(join(tmpdir(), 'mias-server-'));
await chmod(dir, 0o755);
const room = await startNewsroom(SOURCES, ITEMS);
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
  const servers = {
    ours: { url: started.url, pid: started.child.pid },
    'nginx at its fastest': await startNginx(
      'access_log off; open_file_cache max=100; keepalive_requests 1000000000;',
    ),
    'nginx with its usual log': await startNginx(`access_log ${dir}/access.log;`),
    'bare node:http': await startBare(NODE_HTTP, join(dir, 'output/feed.atom')),
    'bare node:net': await startBare(NODE_NET, join(dir, 'output/feed.atom')),
  };
  const cases = [
    ['as it is', 0.5, () => ({})],
    ['compressed', 0.5, (name) => ({ 'Accept-Encoding': name.startsWith('nginx') ? 'gzip' : 'br' })],
    ['304', 0.6, async (_, { url }) => ({ 'If-None-Match': await etagOf(`${url}feed.atom`, {}) })],
  ];
  const there = Object.entries(servers).filter(([, server]) => server !== null);
  for (const [what, toReach, headersFor] of cases) {
    const rates = new Map(there.map(([name]) => [name, []]));
    for (let round = 0; round < ROUNDS; round += 1)
      for (const [name, server] of there)
        rates
          .get(name)
          .push(await rate(`${server.url}feed.atom`, await headersFor(name, server), server.pid));
    const of = (name, kind) => median(rates.get(name).map((measured) => measured[kind]));
    console.log(`feed.atom ${what}, requests per second of the clock / of processor time:`);
    for (const [name] of there) {
      const ratios = ['clock', 'processor'].map((kind) => (of('ours', kind) / of(name, kind)).toFixed(2));
      const beside = name === 'ours' ? '' : `: ours is ${ratios.join(' / ')} of it`;
      const wanted = name.startsWith('nginx') ? ` (to reach ${toReach})` : '';
      const [clock, processor] = ['clock', 'processor'].map((kind) => of(name, kind).toFixed(0));
      console.log(`  ${name} ${clock} / ${processor}${beside}${wanted}`);
    }
  }
  if (servers.nginx)
    console.log('(nginx has no brotli here: it sends the gzip file beside the feed instead)');
  else console.log('nginx is not installed, so there is nothing beside it');
  for (const [name, { child }] of there) if (name !== 'ours') child.kill('SIGTERM');
}

/** One worker on the same files, with the compressed ones used as they lie there. */
async function startNginx(settings) {
  if (spawnSync('nginx', ['-v']).error) return null;
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const conf = join(dir, `nginx-${port}.conf`);
  await writeFile(
    conf,
    `worker_processes 1; daemon off; pid ${dir}/nginx-${port}.pid; error_log ${dir}/nginx.log;
events { worker_connections 512; }
http { ${settings} sendfile on; tcp_nopush on;
client_body_temp_path ${dir}/n1; proxy_temp_path ${dir}/n2; fastcgi_temp_path ${dir}/n3; uwsgi_temp_path ${dir}/n4; scgi_temp_path ${dir}/n5;
server { listen 127.0.0.1:${port}; root ${dir}/output; gzip_static on; } }`,
  );
  await chmod(join(dir, 'output'), 0o755);
  const child = spawn('nginx', ['-c', conf, '-p', dir], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}/`;
  for (let tries = 0; tries < 50; tries += 1) {
    if (await etagOf(`${url}feed.atom`, {}).catch(() => null)) {
      const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
      return { child, url, pid: Number(children.trim().split(' ')[0]) };
    }
    await sleep(100);
  }
  child.kill();
  console.log('nginx did not start, so there is nothing beside it.');
  return null;
}

/** Requests for each second by the clock, and of processor time that the process takes, over connections that stay open. */
async function rate(url, headers, pid) {
  const before = processorSeconds(pid);
  const start = performance.now();
  const done = await load(url, headers);
  const clock = done / ((performance.now() - start) / 1000);
  return { clock, processor: done / Math.max(processorSeconds(pid) - before, 0.01) };
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
    for (const [n, origin] of room.origins.entries()) origin.set(feedOf(n, ITEMS, 100 + round * ITEMS));
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
