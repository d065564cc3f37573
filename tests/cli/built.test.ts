import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Origin, startOrigin } from '../support/origin.ts';
import { configFor, type Workplace, workplace } from '../support/workplace.ts';

const CLI = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const FEED = `<rss version="2.0"><channel><title>One</title><link>https://one.example/</link><description>d</description>
<item><title>Aspirin \u001b[31mprevents\u001b[0m nothing</title><link>https://one.example/1</link><guid>1</guid>
<description>A trial of doi:10.5555/abc.1 found nothing.</description></item></channel></rss>`;
const NOW = '2026-03-01T12:00:00Z';

let place: Workplace;
let origin: Origin;

beforeEach(async () => {
  place = await workplace({ built: true });
  origin = await startOrigin({ '/feed': FEED, '/down': { status: 500 }, '/slow': () => {} });
});
afterEach(async () => {
  await origin.close();
  await place.remove();
});

const configure = (...paths: string[]) =>
  place.configure(configFor(paths.map((path) => ({ id: path, url: `${origin.url}/${path}` }))));

/** Starts the CLI and gathers what it says on standard error, until it has ended. */
function started(...args: string[]) {
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: place.dir,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const says = (words: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => said.includes(words) && resolve();
      child.stderr.on('data', look);
      void ended.then(() => reject(new Error(`It ended without saying "${words}": ${said}`)));
      look();
    });
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  return { child, ended, says, said: () => said };
}

describe('refresh', () => {
  test.each([
    ['0 where one source works', ['feed', 'down'], 0],
    ['1 where every source fails', ['down'], 1],
  ])('ends with %s', async (_, paths, code) => {
    await configure(...paths);
    expect(await place.run('refresh', '--now', NOW)).toMatchObject({ code });
  });

  test('ends with 0 where none is due, without a request and without touching the output', async () => {
    await configure('feed');
    await place.refresh(NOW);
    const before = await place.outputTimes();
    const { sources } = await place.refresh('2026-03-01T12:30:00Z');
    expect(sources).toMatchObject([{ id: 'feed', status: 'skipped', nextFetchAt: expect.any(String) }]);
    expect(origin.requests).toHaveLength(1);
    expect(await place.outputTimes()).toEqual(before);
  });

  test('prints with --json one report on standard output, and everything else on standard error', async () => {
    await configure('feed', 'down');
    const { stdout, stderr } = await place.run('refresh', '--json', '--now', NOW);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({
      startedAt: expect.any(String),
      finishedAt: expect.any(String),
      sources: [
        { id: 'feed', status: 'updated', httpStatus: 200, newItems: 1, updatedItems: 0, duplicateItems: 0 },
        { id: 'down', status: 'failed', httpStatus: 500, error: { code: 'server-error' } },
      ],
      stories: { new: 1, updated: 0, total: 1 },
      output: { written: expect.any(Number), unchanged: expect.any(Number) },
    });
    expect(stderr).toMatch(/^2026-03-01T12:00:0\dZ Visited sources 2 of 2: 1 failed, 1 new item$/m);
  });

  test('steps back while another one runs: says so, asks nobody, ends with 0', async () => {
    await configure('slow', 'feed');
    const first = started('refresh');
    await expect.poll(() => origin.requests.length, { timeout: 40_000 }).toBeGreaterThan(0);
    const asked = origin.requests.length;
    const { code, stdout, stderr } = await place.run('refresh', '--json');
    expect([code, stderr]).toEqual([0, expect.stringContaining('Another refresh is running')]);
    expect(JSON.parse(stdout).sources).toMatchObject([
      { status: 'skipped', reason: 'another refresh is running' },
      { status: 'skipped' },
    ]);
    expect(origin.requests.length - asked).toBeLessThanOrEqual(1); // the first one's own
    first.child.kill('SIGTERM');
    expect(await first.ended).not.toBeNull();
  });

  test('ends with 1 and one plain sentence where the output can’t be written', async () => {
    await configure('feed');
    await writeFile(place.output, 'a file where a folder should be');
    const { code, stderr } = await place.run('refresh', '--now', NOW);
    expect(code).toBe(1);
    expect(stderr).toContain(place.output.split('/').at(-1));
    expect(stderr).not.toMatch(/\n {4}at /);
  });

  test('never shows what it took from the environment', async () => {
    const headers = { Authorization: `Bearer \${PATH}` };
    await place.configure(configFor([{ id: 'down', url: `${origin.url}/down`, headers }]));
    const { stdout, stderr } = await place.run('refresh');
    const status = await place.run('status', '--json');
    expect(origin.requests[0]?.headers.authorization).toBe(`Bearer ${process.env.PATH}`);
    for (const text of [stdout, stderr, status.stdout]) expect(text).not.toContain(process.env.PATH);
  });
});

describe('check', () => {
  test('shows what a source gives, and keeps nothing', async () => {
    await configure('feed');
    const { code, stdout } = await place.run('check', 'feed');
    expect(code).toBe(0);
    expect(stdout).toContain('1 would be new');
    expect(stdout).not.toContain('\u001b');
    expect(existsSync(join(place.dir, 'data'))).toBe(false);
    expect(existsSync(place.output)).toBe(false);
  });

  test('prints with --json one line for each source or address', async () => {
    await configure('feed');
    const { code, stdout } = await place.run('check', '--json', 'feed', `${origin.url}/down`);
    const [first, second, ...rest] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect([code, rest]).toEqual([0, []]);
    expect(first).toMatchObject({
      id: 'feed',
      url: `${origin.url}/feed`,
      status: 'ok',
      feed: { title: 'One', link: 'https://one.example/', description: 'd', language: null, updated: null },
      entries: [
        {
          id: '1',
          link: 'https://one.example/1',
          published: null,
          authors: [],
          categories: [],
          enclosures: [],
          studyIds: { doi: ['10.5555/abc.1'] },
        },
      ],
    });
    expect(second).toMatchObject({ status: 'failed', error: { code: 'server-error' }, entries: [] });
    expect(second.feed).toMatchObject({ title: null, link: null });
  });

  test('ends with 1 where nothing could be read', async () => {
    await configure('down');
    expect(await place.run('check', 'down')).toMatchObject({ code: 1 });
  });
});

test('status works before the first refresh, and for programs after it', async () => {
  await configure('feed', 'down');
  expect(await place.run('status')).toMatchObject({ code: 0, stdout: expect.stringContaining('never') });
  await place.refresh(NOW);
  const { stdout } = await place.run('status', '--json', '--now', NOW);
  expect(JSON.parse(stdout).sources).toMatchObject([
    { id: 'feed', lastResult: 'updated', items: 1, failures: 0 },
    { id: 'down', lastResult: 'failed', failures: 1, error: { code: 'server-error' } },
  ]);
});

test('publish writes the output again from the store alone', async () => {
  await configure('feed');
  await place.refresh(NOW);
  const before = await place.read('output/feed.atom');
  await writeFile(join(place.output, 'feed.atom'), 'damaged');
  const asked = origin.requests.length;
  const { code, stdout } = await place.run('publish', '--all', '--json', '--now', NOW);
  expect([code, JSON.parse(stdout).output.written]).toEqual([0, 1]);
  expect(await place.read('output/feed.atom')).toBe(before);
  expect(origin.requests).toHaveLength(asked);
});

describe('start', () => {
  test('refreshes, says where the output is and what comes next, and ends with 0 on SIGTERM', async () => {
    await configure('feed');
    const run = started('start', '--listen', '127.0.0.1:0');
    await run.says('Ctrl-C stops.');
    expect(run.said()).toContain('1 with news');
    expect(run.said()).toContain(`Output: ${place.output}`);
    expect(run.said()).toMatch(
      /Next: 1 source at \d{4}-\d\d-\d\dT\d\d:(00|15|30|45) \("\*\/15 \* \* \* \*", UTC\)\./,
    );
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
  });

  test('keeps running where no source can be read, and says so', async () => {
    await configure('down', 'gone');
    const run = started('start', '--listen', '127.0.0.1:0');
    await run.says('Ctrl-C stops.');
    expect(run.said()).toContain('None of 2 sources could be read');
    run.child.kill('SIGINT');
    expect(await run.ended).toBe(0);
  });

  test('abandons a slow source within 5 seconds of SIGTERM', async () => {
    await configure('slow');
    const run = started('start', '--listen', '127.0.0.1:0');
    await expect.poll(() => origin.requests.length, { timeout: 40_000 }).toBe(1);
    const at = Date.now();
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    expect(Date.now() - at).toBeLessThan(5000);
  });
});
