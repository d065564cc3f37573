import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadSecret } from '../../src/newsletter/secret.ts';

let dir: string;
beforeEach(async () => {
  dir = join(await mkdtemp(join(tmpdir(), 'secret-')), 'data');
});
afterEach(() => rm(join(dir, '..'), { recursive: true }));

const secretOf = async (env: NodeJS.ProcessEnv = {}): Promise<string> => {
  const secret = await loadSecret(env, dir);
  return secret.ok ? secret.value : secret.error;
};

it('is made once, of 256 random bits, and can be read by this user alone', async () => {
  const secret = await secretOf();
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  expect(await secretOf()).toBe(secret);
  expect(((await stat(join(dir, 'secret'))).mode & 0o777).toString(8)).toBe('600');
  expect(await readdir(dir)).toEqual(['secret']);
});

it('is the same for twenty who make it at the same moment', async () => {
  const secrets = await Promise.all(Array.from({ length: 20 }, () => secretOf()));
  expect(new Set(secrets).size).toBe(1);
  expect((await readFile(join(dir, 'secret'), 'utf8')).trim()).toBe(secrets[0]);
  expect(await readdir(dir)).toEqual(['secret']);
});

it('comes from the environment before the file', async () => {
  await secretOf();
  const MIAS_FEED_SECRET = 'x'.repeat(32);
  expect(await secretOf({ MIAS_FEED_SECRET })).toBe(MIAS_FEED_SECRET);
});

it('is refused where it is too short to be one, in the environment or in the file', async () => {
  expect(await secretOf({ MIAS_FEED_SECRET: 'short' })).toMatch(
    /^MIAS_FEED_SECRET is too short: it needs 32/,
  );
  await secretOf();
  await writeFile(join(dir, 'secret'), 'half\n');
  expect(await secretOf()).toMatch(/secret is damaged: put the secret back from a backup/);
});

it.skipIf(process.getuid?.() === 0)('says that it can not be read', async () => {
  await secretOf();
  await chmod(join(dir, 'secret'), 0);
  expect(await secretOf()).toMatch(/can't be read or written \(EACCES\)/);
});
