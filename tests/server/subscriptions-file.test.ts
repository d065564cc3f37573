import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Subscription } from '../../src/server/websub/subscription.ts';
import { subscriptionsFile } from '../../src/server/websub/subscriptions-file.ts';

const SUBSCRIPTION: Subscription = {
  token: 'token',
  sourceId: 'journal',
  topic: 'https://journal.example/rss',
  hub: 'https://hub.example/',
  secret: 'secret',
  state: 'active',
  leaseUntil: '2026-03-11T12:00:00.000Z',
  nextTryAt: '2026-03-09T12:00:00.000Z',
  tries: 0,
  delivers: true,
};

let dir: string;
let path: string;
let told: string[];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mias-hubs-'));
  path = join(dir, 'websub', 'subscriptions.json');
  told = [];
  await mkdir(join(dir, 'websub'));
});
afterEach(() => rm(dir, { recursive: true }));

const file = () =>
  subscriptionsFile(dir, {
    now: () => new Date('2026-03-01T12:00:00Z'),
    onDamage: (sentence) => told.push(sentence),
  });

test('what is saved is loaded again; where nothing was, there is nothing to tell', async () => {
  expect(await file().load()).toEqual({ ok: true, value: [] });
  await file().save([SUBSCRIPTION]);
  expect(await file().load()).toEqual({ ok: true, value: [SUBSCRIPTION] });
  expect(told).toEqual([]);
});

test.each([
  ['cut off', JSON.stringify([SUBSCRIPTION]).slice(0, 40)],
  ['empty', ''],
  ['of another shape', JSON.stringify({ subscriptions: [SUBSCRIPTION] })],
  ['without a secret', JSON.stringify([{ ...SUBSCRIPTION, secret: undefined }])],
  ['of bytes that are no text', '\u0000\u0001'],
])('a file that is %s is set aside, told of, and not lost by what is saved after it', async (_, text) => {
  await writeFile(path, text);
  expect(await file().load()).toEqual({ ok: true, value: [] });
  await file().save([SUBSCRIPTION]);
  const copy = 'subscriptions.json.damaged-2026-03-01T12-00-00.000Z';
  expect((await readdir(join(dir, 'websub'))).sort()).toEqual(['subscriptions.json', copy]);
  expect(await readFile(join(dir, 'websub', copy), 'utf8')).toBe(text);
  expect(told).toEqual([`${path} is damaged. A copy is kept as ${copy}; all hubs are asked anew.`]);
});

test('a file that is there and can’t be read is no empty one', async () => {
  await mkdir(path);
  const loaded = await file().load();
  expect(loaded).toEqual({
    ok: false,
    error: expect.stringMatching(/can't be read \(EISDIR\), so no hub is asked/),
  });
});
