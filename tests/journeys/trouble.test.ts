import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Origin, startOrigin } from '../support/origin.ts';
import { configFor, type Workplace, workplace } from '../support/workplace.ts';

const NOON = '2026-03-01T12:00:00Z';
const LATER = '2026-03-01T14:00:00Z';

const item = (n: number) =>
  `<item><title>Ward report ${n}</title><link>http://ward.example.org/${n}</link><guid isPermaLink="false">w${n}</guid><description>Nothing to report ${n}.</description></item>`;
const feed = (...numbers: number[]) =>
  `<rss version="2.0"><channel><title>Ward</title><link>http://ward.example.org/</link><description>d</description>${numbers.map(item).join('')}</channel></rss>`;

let place: Workplace;
let origin: Origin;
beforeEach(async () => {
  place = await workplace({ built: true });
  origin = await startOrigin({ '/feed': feed(1, 2), '/slow': () => {} });
});
afterEach(async () => {
  await origin.close();
  await place.remove();
});

const source = (path: string, more: object = {}) => ({ id: path, url: `${origin.url}/${path}`, ...more });

/** Every file below a folder of the workplace, by its path. */
async function filesOf(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(join(place.dir, folder), { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return new Map(await Promise.all(paths.map(async (path) => [path, await readFile(path, 'utf8')] as const)));
}

const idsOf = async () =>
  (JSON.parse(await place.read('output/feed.json')).items as { id: string }[]).map(({ id }) => id).sort();

it('keeps what it takes from the environment out of data/, output/ and every answer', async () => {
  const secret = process.env.PATH ?? '';
  const headers = { Authorization: `Bearer \${PATH}` };
  await place.configure(configFor([source('feed', { headers }), source('gone', { headers })]));
  for (const args of [
    ['refresh', '--json'],
    ['check', '--json', 'feed', 'gone'],
    ['check'],
    ['status'],
    ['status', '--json'],
    ['publish', '--all'],
  ]) {
    const { stdout, stderr } = await place.run(...args);
    expect(stdout + stderr).not.toContain(secret);
  }
  expect(origin.requests.every((seen) => seen.headers.authorization === `Bearer ${secret}`)).toBe(true);
  const files = [...(await filesOf('data')), ...(await filesOf('output'))];
  expect(files.length).toBeGreaterThan(8);
  for (const [, text] of files) expect(text).not.toContain(secret);
});

it('ends within 5 seconds of SIGTERM, and the next refresh completes what was begun', async () => {
  await place.configure(
    configFor([source('feed'), source('slow')], { network: { allowPrivate: ['127.0.0.0/8'], perHost: 2 } }),
  );
  const cli = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
  const child = spawn(process.execPath, [cli, 'refresh', '--now', NOON], { cwd: place.dir, stdio: 'ignore' });
  const ended = once(child, 'exit');
  await expect.poll(() => origin.requests.length, { timeout: 40_000 }).toBe(2);
  const askedAt = Date.now();
  child.kill('SIGTERM');
  await ended;
  expect(Date.now() - askedAt).toBeLessThan(5000);
  origin.set('/slow', feed(3));
  const { sources } = await place.refresh(LATER);
  expect(sources.map(({ status }) => status)).not.toContain('failed');
  expect(await idsOf()).toHaveLength(3);
});

it('goes on with what it can where a file of data/ is damaged, names it, and keeps a copy', async () => {
  await place.configure(configFor([source('feed')]));
  await place.refresh(NOON);
  const before = await idsOf();
  const journal = join(place.dir, 'data/journal.jsonl');
  const text = await readFile(journal, 'utf8');
  await writeFile(journal, `${text.slice(0, -40)}?${text.slice(-39)}`);
  const meta = join(place.dir, 'data/meta.json');
  await writeFile(meta, '{');
  origin.set('/feed', feed(1, 2, 3));
  const { code, stderr } = await place.run('refresh', '--now', LATER);
  expect(code).toBe(0);
  expect(stderr).toContain('data/meta.json is damaged');
  expect(stderr).not.toMatch(/\n {4}at |bug/);
  const names = [...(await filesOf('data')).keys()];
  expect(names.filter((name) => name.includes('.damaged-')).length).toBeGreaterThan(0);
  const after = await idsOf();
  expect(after.length).toBe(3);
  expect(after).toEqual(expect.arrayContaining(before));
});
