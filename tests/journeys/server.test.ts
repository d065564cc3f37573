import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ask } from '../server/support.ts';
import { type Hub, startHub } from '../support/hub.ts';
import { type Origin, startOrigin } from '../support/origin.ts';
import { configFor, type Workplace, workplace } from '../support/workplace.ts';

const CLI = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

let place: Workplace;
let origin: Origin;
let running: Run[];

beforeEach(async () => {
  place = await workplace();
  origin = await startOrigin({ '/feed': feed(['Aspirin prevents nothing']), '/slow': () => {} });
  running = [];
});
afterEach(async () => {
  for (const { child } of running) child.kill('SIGKILL');
  await Promise.all(running.map(({ ended }) => ended));
  await origin.close();
  await place.remove();
});

function feed(titles: string[], head = ''): string {
  const items = titles.map(
    (title, n) =>
      `<item><title>${title}</title><link>https://one.example/${n}</link><guid>${title}</guid></item>`,
  );
  return `<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel><title>One</title><link>https://one.example/</link><description>d</description>${head}${items.join('')}</channel></rss>`;
}

type Run = {
  child: ChildProcess;
  ended: Promise<number | null>;
  says(words: string | RegExp): Promise<void>;
  at(): Promise<string>;
  said(): string;
  printed(): string;
};

/** `start` of the built program; `at` resolves to the address that it says it serves. */
function start(listen: string, ...args: string[]): Run {
  const child = spawn(process.execPath, [CLI, 'start', '--listen', listen, ...args], {
    cwd: place.dir,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let printed = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  child.stdout.on('data', (chunk) => {
    printed += chunk;
  });
  // Not `exit`, after which some of its log may still be on its way.
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const says = async (words: string | RegExp) => {
    await expect.poll(() => said, { timeout: 30_000, interval: 20 }).toMatch(words);
  };
  const at = async () => {
    await says(/ at http:\S+/);
    return / at (http:\S+)/.exec(said)?.[1] ?? '';
  };
  const run = { child, ended, says, at, said: () => said, printed: () => printed };
  running.push(run);
  return run;
}

const status = async (url: string, path: string) => (await ask(url, path)).status;
const POLL = { timeout: 30_000, interval: 50 };

it('serves what was published before, refreshes in the background, and serves what is new', {
  timeout: 90_000,
}, async () => {
  await place.configure(configFor([{ id: 'one', url: `${origin.url}/feed` }]));
  const run = start('127.0.0.1:0', '--json');
  const url = await run.at();
  expect(await status(url, '/health')).toBe(200);
  await expect.poll(() => status(url, '/ready'), POLL).toBe(200);
  await run.says('Ctrl-C stops.');
  expect((await ask(url, '/feed.atom')).text).toContain('Aspirin prevents nothing');
  const compressed = await ask(url, '/feed.json', { headers: { 'accept-encoding': 'br' } });
  expect(JSON.parse(brotliDecompressSync(compressed.bytes).toString()).items).toHaveLength(1);
  expect(await status(url, '/')).toBe(200);
  expect((await ask(url, '/opml')).text).toContain(`${origin.url}/feed`);
  const { stories } = JSON.parse((await ask(url, '/api/stories?q=aspirin')).text);
  expect(stories).toMatchObject([{ title: 'Aspirin prevents nothing', source: { id: 'one' } }]);
  expect(await status(url, `/${new URL(stories[0].page).pathname.slice(1)}`)).toBe(200);
  const { text: metrics } = await ask(url, '/metrics');
  expect(metrics).toContain('mias_feed_fetches_total{result="updated"} 1');
  expect(metrics).toMatch(/mias_feed_source_last_success_age_seconds\{source="one"\} \d/);
  expect(metrics).toMatch(/mias_feed_fetched_bytes_total [1-9]/);
  // Somebody else refreshes, as from cron: that shows, too.
  origin.set('/feed', feed(['Aspirin prevents nothing', 'Heparin works']));
  await place.run('refresh', '--force');
  await expect
    .poll(async () => JSON.parse((await ask(url, '/api/stories')).text).stories.length, POLL)
    .toBe(2);
  const lines = run.printed().trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).sources.length)).toEqual([1]);
  run.child.kill('SIGTERM');
  expect(await run.ended).toBe(0);
});

it('answers while a refresh waits for a slow source, and ends within 5 seconds of SIGTERM with clients that hang on', {
  timeout: 60_000,
}, async () => {
  await place.configure(configFor([{ id: 'slow', url: `${origin.url}/slow` }]));
  const run = start('127.0.0.1:0');
  const url = await run.at();
  await expect.poll(() => origin.requests.length, POLL).toBe(1);
  expect(await status(url, '/health')).toBe(200);
  const { hostname, port } = new URL(url);
  const clients = [
    'GET /health HTTP/1.1\r\nHost: x\r\n\r\n', // keeps its connection
    'GET /health HTTP/1.1\r\nHo', // never ends its request
    '', // never begins
  ].map((text) => {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => {});
    socket.write(text);
    return socket;
  });
  await Promise.all(clients.map((socket) => once(socket, 'connect')));
  const at = Date.now();
  run.child.kill('SIGTERM');
  expect(await run.ended).toBe(0);
  expect(Date.now() - at).toBeLessThan(5000);
  expect(run.said()).toContain('Stopped.');
  for (const socket of clients) socket.destroy();
});

it('says in a sentence that its address is taken, ends with 1, and asks nobody', async () => {
  await place.configure(configFor([{ id: 'one', url: `${origin.url}/feed` }]));
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  const run = start(`127.0.0.1:${port}`);
  expect(await run.ended).toBe(1);
  expect(run.said()).toContain(`127.0.0.1:${port} is taken by another program`);
  expect(run.said()).not.toMatch(/\n {4}at /);
  expect(origin.requests).toEqual([]);
  other.close();
});

it.each(['nonsense', '127.0.0.1', '127.0.0.1:99999', ':80:'])(
  'ends with 2 where it is to listen at %s',
  async (listen) => {
    await place.configure(configFor([]));
    const run = start(listen);
    expect(await run.ended).toBe(2);
    expect(run.said()).toContain('is no address');
  },
);

it('goes on when the refresh is killed, which the next one makes up for', { timeout: 60_000 }, async () => {
  await place.configure(configFor([{ id: 'slow', url: `${origin.url}/slow` }]));
  const run = start('127.0.0.1:0');
  const url = await run.at();
  await expect.poll(() => origin.requests.length, POLL).toBe(1);
  const owner = JSON.parse(await place.read('data/lock-owner.json'));
  expect(owner.pid).not.toBe(run.child.pid);
  process.kill(owner.pid, 'SIGKILL');
  await run.says('The refresh ended before its time');
  expect(await status(url, '/health')).toBe(200);
  run.child.kill('SIGTERM');
  expect(await run.ended).toBe(0);
});

it('leaves no refresh behind when it is killed itself', { timeout: 60_000 }, async () => {
  await place.configure(configFor([{ id: 'slow', url: `${origin.url}/slow` }]));
  const run = start('127.0.0.1:0');
  await expect.poll(() => origin.requests.length, POLL).toBe(1);
  const { pid } = JSON.parse(await place.read('data/lock-owner.json'));
  run.child.kill('SIGKILL');
  await run.ended;
  await expect.poll(() => isAlive(pid), POLL).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it('tells its hub after the files are public, and tries again where that was down', {
  timeout: 90_000,
}, async () => {
  const hub = await startHub();
  const seen: boolean[] = [];
  const config = configFor([{ id: 'one', url: `${origin.url}/feed` }], {
    site: { title: 'T', url: 'https://feed.example.org/', hub: hub.url },
  });
  await place.configure(config);
  hub.setDown(true);
  await place.refresh('2026-03-01T12:00:00Z');
  expect(hub.pings).toEqual([]);
  hub.setDown(false);
  await place.refresh('2026-03-01T12:10:00Z');
  seen.push((await place.read('output/feed.atom')).includes('Aspirin'));
  const told = new Set(hub.pings);
  expect(told).toContain('https://feed.example.org/feed.atom');
  expect(told).toContain('https://feed.example.org/sources/one.json');
  expect(hub.pings).toHaveLength(told.size);
  // No news, no word; then a word for the feeds that changed only.
  const before = hub.pings.length;
  await place.refresh('2026-03-01T14:00:00Z');
  expect(hub.pings).toHaveLength(before);
  expect(seen).toEqual([true]);
  await hub.close();
});

it('subscribes where a source names a hub, looks when that speaks, and leaves when the source goes', {
  timeout: 120_000,
}, async () => {
  const hub: Hub = await startHub();
  const topic = `${origin.url}/feed`;
  const head = `<a:link rel="hub" href="${hub.url}"/><a:link rel="self" href="${topic}"/>`;
  origin.set('/feed', feed(['Aspirin prevents nothing'], head));
  const listen = await freeAddress();
  const site = { title: 'T', url: `http://${listen}/` };
  await place.configure(configFor([{ id: 'one', url: topic }], { site }));
  const run = start(listen);
  await expect.poll(() => hub.subscriptions.length, POLL).toBe(1);
  expect(hub.subscriptions[0]).toMatchObject({ topic, secret: expect.stringMatching(/^[\w-]{32}$/) });
  await run.says('Ctrl-C stops.');

  origin.set('/feed', feed(['Aspirin prevents nothing', 'Heparin works'], head));
  const asked = origin.requests.length;
  expect(await hub.deliver(topic, 'forged', 'not the secret')).toEqual([202]);
  expect(await hub.deliver(topic, 'whatever it holds')).toEqual([202]);
  await expect
    .poll(async () => (await ask(`http://${listen}/`, '/feed.atom')).text, POLL)
    .toContain('Heparin works');
  expect(origin.requests).toHaveLength(asked + 1);
  run.child.kill('SIGTERM');
  expect(await run.ended).toBe(0);

  const kept = async () => JSON.parse(await place.read('data/websub/subscriptions.json'));
  const [held] = await kept();
  expect(held).toMatchObject({ state: 'active', delivers: true });
  // As if four fifths of the lease had passed.
  const past = new Date(Date.now() - 1000).toISOString();
  const soon = new Date(Date.now() + 30_000).toISOString();
  await writeFile(
    join(place.dir, 'data/websub/subscriptions.json'),
    JSON.stringify([{ ...held, nextTryAt: past, leaseUntil: soon }]),
  );
  const renewing = start(listen);
  await expect.poll(async () => (await kept())[0].leaseUntil > soon, POLL).toBe(true);
  expect((await kept())[0]).toMatchObject({
    token: held.token,
    secret: held.secret,
    state: 'active',
    tries: 0,
  });
  expect(hub.subscriptions).toHaveLength(1);
  renewing.child.kill('SIGTERM');
  await renewing.ended;
  await place.configure(configFor([], { site }));
  const again = start(listen);
  await expect.poll(() => hub.subscriptions, POLL).toEqual([]);
  again.child.kill('SIGTERM');
  await again.ended;
  expect(await kept()).toEqual([]);
  await hub.close();
});

async function freeAddress(): Promise<string> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return `127.0.0.1:${port}`;
}
