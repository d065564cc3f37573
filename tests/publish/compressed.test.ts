import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeOutput } from '../../src/publish/write.ts';

const LONG = 'Aspirin and other news. '.repeat(200);

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mias-compressed-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const put = async (path: string, content: string) => {
  const written = await writeOutput(dir, [{ path, content }]);
  if (!written.ok) throw new Error(written.error.message);
  return written.value;
};

/** What lies beside a file, expanded. */
async function beside(path: string): Promise<Record<string, string>> {
  const expand: Record<string, (bytes: Buffer) => Buffer> = { br: brotliDecompressSync, gz: gunzipSync };
  const found: Record<string, string> = {};
  for (const [extension, how] of Object.entries(expand)) {
    const bytes = await readFile(join(dir, `${path}.${extension}`)).catch(() => null);
    if (bytes) found[extension] = how(bytes).toString();
  }
  return found;
}

describe('beside a file lies the same file compressed', () => {
  test.each(['feed.atom', 'feed.rss', 'feed.json', 'a/index.html', 'sources.opml', 's.css', 's.js', 'i.svg'])(
    '%s',
    async (path) => {
      expect(await put(path, LONG)).toEqual({ written: [path], created: 1, unchanged: 0 });
      expect(await beside(path)).toEqual({ br: LONG, gz: LONG });
    },
  );

  test.each([
    ['a short file', 'feed.atom', 'short'],
    ['what is no text', 'i.png', LONG],
  ])('but not beside %s', async (_, path, content) => {
    await put(path, content);
    expect(await beside(path)).toEqual({});
  });

  test('it changes with the file, and goes when the file becomes short', async () => {
    await put('feed.atom', LONG);
    await put('feed.atom', `${LONG}!`);
    expect(await beside('feed.atom')).toEqual({ br: `${LONG}!`, gz: `${LONG}!` });
    await put('feed.atom', 'short');
    expect(await beside('feed.atom')).toEqual({});
  });

  test('nothing is touched where the file stays as it is', async () => {
    await put('feed.atom', LONG);
    const timesOf = async () =>
      Promise.all((await readdir(dir)).map(async (name) => [name, (await stat(join(dir, name))).mtimeMs]));
    const before = await timesOf();
    expect(await put('feed.atom', LONG)).toEqual({ written: [], created: 0, unchanged: 1 });
    expect(await timesOf()).toEqual(before);
  });

  test('what a killed run left out is made up, and the file itself counts as unchanged', async () => {
    await put('feed.atom', LONG);
    await unlink(join(dir, 'feed.atom.br'));
    expect(await put('feed.atom', LONG)).toEqual({ written: [], created: 0, unchanged: 1 });
    expect(await beside('feed.atom')).toEqual({ br: LONG, gz: LONG });
  });
});

const KILLS = 20;

test(`of another content than the file it never is, whenever the process is killed (${KILLS} times)`, {
  timeout: 120_000,
}, async () => {
  const writer = join(dir, 'writer.mjs');
  const write = fileURLToPath(new URL('../../dist/publish/write.js', import.meta.url));
  await writeFile(
    writer,
    `import { writeOutput } from ${JSON.stringify(write)};
for (let n = Number(process.argv[2]); ; n++) {
  const content = \`\${n} \`.repeat(20_000);
  await writeOutput(${JSON.stringify(dir)}, ['feed.atom', 'feed.rss'].map((path) => ({ path, content })));
  if (n % 5 === 0) process.stdout.write('.');
}`,
  );
  let compressed = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const child = spawn(process.execPath, [writer, String(kill * 10_000)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    await sleep(Math.random() * 20);
    child.kill('SIGKILL');
    await once(child, 'exit');
    for (const path of ['feed.atom', 'feed.rss']) {
      const content = await readFile(join(dir, path), 'utf8');
      for (const expanded of Object.values(await beside(path))) {
        expect(expanded === content).toBe(true);
        compressed += 1;
      }
    }
  }
  expect(compressed).toBeGreaterThan(0);
  await put('feed.atom', LONG);
  expect(await beside('feed.atom')).toEqual({ br: LONG, gz: LONG });
});
