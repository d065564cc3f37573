import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type OpenStore, openStore } from '../../src/store/lowdb/open.ts';
import { builtStore, writerScript } from './built.ts';
import { now, source } from './samples.ts';

let module: string;
let dir: string;
const children: ChildProcess[] = [];
beforeAll(() => {
  module = builtStore();
}, 60_000);
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'store-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(dir, { recursive: true, force: true });
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** A process that writes from number `first` on; `said` is what it has said so far. */
function writer(first: number, count?: number) {
  const args = [writerScript, module, dir, String(first), ...(count ? [String(count)] : [])];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  let text = '';
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const waiting: (() => void)[] = [];
  child.stdout.on('data', (data) => {
    text += data;
    for (const wake of waiting.splice(0)) wake();
  });
  const said = () => text.split('\n').filter(Boolean);
  return {
    child,
    ended,
    said,
    async saidAtLeast(lines: number) {
      while (said().length < lines)
        await Promise.race([
          new Promise<void>((r) => waiting.push(r)),
          ended.then(() => Promise.reject(new Error(`Ended after saying ${text}`))),
        ]);
    },
  };
}

async function open(mode: 'read' | 'write' = 'write'): Promise<OpenStore> {
  const opened = await openStore(dir, { now, random: Math.random, mode });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

describe('a store in several processes', () => {
  it('has everything that was acknowledged, once and whole, after kill -9 at 20 moments', async () => {
    let next = 0;
    for (let round = 0; round < 20; round++) {
      const running = writer(next);
      await running.saidAtLeast(2 + ((round * 7) % 23));
      running.child.kill('SIGKILL');
      await running.ended;
      const acknowledged = Number(running.said().at(-1));

      const store = await open();
      const { articles, stories, lastSeq } = await store.counts();
      expect([acknowledged + 1, acknowledged + 2]).toContain(articles);
      expect([stories, lastSeq]).toEqual([articles, articles]);
      const numbers = Array.from({ length: articles }, (_, n) => n);
      const ids = numbers.map((n) => `${n.toString(36)}-w`);
      expect((await store.articles(ids)).length).toBe(articles);
      expect((await store.bySeq(Number.POSITIVE_INFINITY, 0)).map(({ id }) => id)).toEqual(ids.toReversed());
      expect([...(await store.lookup(numbers.map((n) => `k:${n}`)))].length).toBe(articles);
      expect(store.warnings).toEqual([]);
      await store.close();
      next = articles;
    }
    expect(await readdir(join(dir, 'tmp'))).toEqual([]);
  }, 60_000);

  it('lets one write, tells the others which process does, and lets them read', async () => {
    const first = writer(0);
    await first.saidAtLeast(5);
    const second = writer(1000);
    await second.ended;
    expect(second.said()).toEqual(['locked']);
    const refused = await openStore(dir, { now, random: Math.random });
    expect(refused).toMatchObject({ ok: false, error: { code: 'locked' } });
    expect(refused.ok || refused.error.message).toContain(`process ${first.child.pid}`);

    for (let time = 0; time < 20; time++) {
      const reader = await open('read');
      const { articles } = await reader.counts();
      expect(articles).toBeGreaterThanOrEqual(4);
      const numbers = Array.from({ length: articles }, (_, n) => n);
      expect((await reader.articles(numbers.map((n) => `${n.toString(36)}-w`))).length).toBe(articles);
      expect((await reader.lookup(numbers.map((n) => `k:${n}`))).size).toBe(articles);
      expect(reader.warnings).toEqual([]);
      await reader.close();
    }
    first.child.kill('SIGKILL');
    await first.ended;
  });

  it('is opened by exactly one of many that start at the same moment after a kill', async () => {
    const killed = writer(0);
    await killed.saidAtLeast(3);
    killed.child.kill('SIGKILL');
    await killed.ended;
    const contenders = Array.from({ length: 6 }, (_, n) => writer(1000 * (n + 1)));
    await Promise.all(contenders.map((contender) => contender.saidAtLeast(1)));
    const words = contenders.map((contender) => contender.said()[0]);
    expect(words.toSorted()).toEqual(['locked', 'locked', 'locked', 'locked', 'locked', 'open']);
  });

  it('refuses a second opening within one process, until the first is closed', async () => {
    const first = await open();
    expect(await openStore(dir, { now, random: Math.random })).toMatchObject({ error: { code: 'locked' } });
    await first.close();
    await (await open()).close();
  });

  it('is empty for readers before there is any, and makes nothing', async () => {
    const missing = join(dir, 'missing');
    const opened = await openStore(missing, { now, random: Math.random, mode: 'read' });
    expect(opened.ok && (await opened.value.counts()).articles).toBe(0);
    expect(await readdir(dir)).toEqual([]);
  });

  it.skipIf(process.getuid?.() === 0)('says that a folder may not be written', async () => {
    await chmod(dir, 0o500);
    const opened = await openStore(dir, { now, random: Math.random });
    expect(opened).toMatchObject({ ok: false, error: { code: 'read-only' } });
    await chmod(dir, 0o700);
  });

  it('releases the lock when closing fails or opening does', async () => {
    const store = await open();
    await store.commit({ sources: [source('lancet')] });
    await store.close();
    const newer = [{ to: 2, run: async () => Promise.reject(new Error('It broke')) }];
    const failed = await openStore(dir, { now, random: Math.random, migrations: newer });
    expect(failed).toMatchObject({ ok: false, error: { code: 'io' } });
    await (await open()).close();
  });
});
