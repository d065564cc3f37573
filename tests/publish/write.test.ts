import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listOutput, stageOutput, writeOutput } from '../../src/publish/write.ts';

const TEMPORARY = '.feed.atom.01234567-89ab-cdef-0123-456789abcdef.tmp';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'output-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('writeOutput', () => {
  it('writes files in folders, the combined feeds last', async () => {
    const files = ['feed.atom', 'topics/a.atom', 'sources/b.json'].map((path) => ({ path, content: path }));
    const wrote = await writeOutput(dir, files);
    expect(wrote).toMatchObject({ ok: true, value: { created: 3, unchanged: 0 } });
    const written = wrote.ok ? wrote.value.written : [];
    expect(written.slice(0, 2).sort()).toEqual(['sources/b.json', 'topics/a.atom']);
    expect(written.slice(2)).toEqual(['feed.atom']);
    expect(await readFile(join(dir, 'topics/a.atom'), 'utf8')).toBe('topics/a.atom');
    expect(await readdir(dir)).toEqual(['feed.atom', 'sources', 'topics']);
  });

  it('leaves a file with the same bytes alone', async () => {
    await writeOutput(dir, [{ path: 'feed.atom', content: 'ä' }]);
    const past = new Date('2020-01-01T00:00:00Z');
    await utimes(join(dir, 'feed.atom'), past, past);
    const again = await writeOutput(dir, [{ path: 'feed.atom', content: 'ä' }]);
    expect(again).toEqual({ ok: true, value: { written: [], created: 0, unchanged: 1 } });
    expect((await stat(join(dir, 'feed.atom'))).mtime).toEqual(past);
  });

  it('replaces a file whose bytes differ though its size does not', async () => {
    await writeOutput(dir, [{ path: 'feed.atom', content: 'a' }]);
    await writeOutput(dir, [{ path: 'feed.atom', content: 'b' }]);
    expect(await readFile(join(dir, 'feed.atom'), 'utf8')).toBe('b');
  });

  it.each(['../x', '/etc/x', 'a/../../x', 'a//b', './x', 'a/.hidden', 'a\\b', '', 'a/', 'x\u0000'])(
    'refuses the path %j and writes nothing',
    async (path) => {
      const files = [
        { path: 'feed.atom', content: 'a' },
        { path, content: 'b' },
      ];
      expect(await writeOutput(dir, files)).toMatchObject({ ok: false, error: { code: 'bad-path' } });
      expect(await readdir(dir)).toEqual([]);
    },
  );

  it('keeps the old output whole where one file cannot be written', async () => {
    await writeOutput(dir, [{ path: 'feed.atom', content: 'old' }]);
    await writeFile(join(dir, 'topics'), 'a file where a folder should be');
    const result = await writeOutput(dir, [
      { path: 'feed.atom', content: 'new' },
      { path: 'topics/a.atom', content: 'a' },
    ]);
    const message = expect.stringMatching(/topics.* a file stands where a folder should be/);
    expect(result).toMatchObject({ ok: false, error: { code: 'io', message } });
    expect(await readFile(join(dir, 'feed.atom'), 'utf8')).toBe('old');
    expect((await readdir(dir)).sort()).toEqual(['feed.atom', 'topics']);
  });

  it.skipIf(process.getuid?.() === 0)('says what to do where the folder is read-only', async () => {
    await chmod(dir, 0o500);
    const result = await writeOutput(dir, [{ path: 'feed.atom', content: 'a' }]);
    await chmod(dir, 0o700);
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'read-only', message: expect.stringContaining('--output') },
    });
  });
});

describe('stageOutput', () => {
  it('shows nothing before it is committed, and leaves nothing when discarded', async () => {
    const staging = stageOutput(dir);
    await staging.add([{ path: 'feed.atom', content: 'a' }]);
    expect((await readdir(dir)).filter((name) => !name.startsWith('.'))).toEqual([]);
    await staging.discard();
    expect(await readdir(dir)).toEqual([]);
  });
});

describe('listOutput', () => {
  it('names what there is, and sweeps away what a killed run left', async () => {
    await mkdir(join(dir, 'topics'));
    for (const name of ['feed.atom', 'topics/a.atom', TEMPORARY, `topics/${TEMPORARY}`, '.kept'])
      await writeFile(join(dir, name), '');
    const now = new Date(Date.now() + 2 * 3_600_000);
    const found = await listOutput(dir, ['', 'topics', 'absent'], now);
    expect([...found].sort()).toEqual(['.kept', 'feed.atom', 'topics', 'topics/a.atom']);
    expect((await readdir(dir)).sort()).toEqual(['.kept', 'feed.atom', 'topics']);
  });

  it('leaves alone what another process may still be writing', async () => {
    await writeFile(join(dir, TEMPORARY), '');
    await listOutput(dir, [''], new Date());
    expect(await readdir(dir)).toEqual([TEMPORARY]);
  });
});
