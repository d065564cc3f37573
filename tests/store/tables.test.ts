import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTables } from '../../src/store/lowdb/tables.ts';
import type { Tables } from '../../src/store/tables.ts';
import { now } from './samples.ts';
import { type Pets, tablesContract } from './tables-contract.ts';

const FILES = { cats: 3, dogs: 1 };

async function open(dir: string, limits: { checkpointAt?: number; cacheSize?: number } = {}) {
  const opened = await openTables<Pets>(dir, { files: FILES, now, ...limits });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

for (const [name, limits] of [
  ['lowdb files', {}],
  ['lowdb files with a checkpoint at every change', { checkpointAt: 1, cacheSize: 1 }],
] as const) {
  tablesContract(name, async () => {
    const dir = await mkdtemp(join(tmpdir(), 'tables-'));
    let tables = await open(dir, limits);
    return {
      tables,
      async reopen() {
        await tables.close();
        tables = await open(dir, limits);
        return tables;
      },
      second: () => open(dir, limits),
      async destroy() {
        await tables.close();
        await rm(dir, { recursive: true });
      },
    };
  });
}

describe('the files of tables', () => {
  let dir: string;
  let tables: Tables<Pets>;
  beforeEach(async () => {
    dir = join(await mkdtemp(join(tmpdir(), 'tables-')), 'deep', 'newsletter');
    tables = await open(dir);
  });
  afterEach(() => tables.close());
  const put = (key: string, name = key) => tables.change((draft) => draft.put('dogs', key, { name }));

  it('can be read by this user alone', async () => {
    await put('rex');
    await tables.compact();
    await put('bello');
    const modes = new Map<string, string>();
    for (const name of ['.', 'journal.jsonl', 'dogs', 'dogs/0.json'])
      modes.set(name, ((await stat(join(dir, name))).mode & 0o777).toString(8));
    expect(Object.fromEntries(modes)).toEqual({
      '.': '700',
      'journal.jsonl': '600',
      dogs: '700',
      'dogs/0.json': '600',
    });
  });

  it('hold nothing any more of what was removed, once compacted', async () => {
    await put('rex', 'secret-name');
    await tables.compact();
    await tables.change((draft) => draft.remove('dogs', 'rex'));
    await tables.compact();
    for (const file of await readdir(dir, { recursive: true, withFileTypes: true }))
      if (file.isFile())
        expect(await readFile(join(file.parentPath, file.name), 'utf8')).not.toContain('secret-name');
  });

  it('end in half a line after a kill, which is as if it had not been written', async () => {
    await put('rex');
    await tables.close();
    const path = join(dir, 'journal.jsonl');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text + text.slice(0, 40));
    tables = await open(dir);
    expect(await tables.get('dogs', 'rex')).not.toBeNull();
    await put('bello');
    await tables.close();
    tables = await open(dir);
    expect(await tables.get('dogs', 'bello')).not.toBeNull();
    expect(tables.warnings).toEqual([]);
  });

  it('are kept aside where damaged, and the rest goes on', async () => {
    await put('rex');
    await tables.compact();
    await put('bello');
    await put('hasso');
    await tables.close();
    const path = join(dir, 'journal.jsonl');
    await writeFile(path, (await readFile(path, 'utf8')).replace('"name":"bello"', '"name":"BELLO"'));
    const document = join(dir, 'dogs/0.json');
    await writeFile(document, (await readFile(document, 'utf8')).replace('"name":"rex"', '"name":"REX"'));
    tables = await open(dir);
    expect(await tables.get('dogs', 'rex')).toBeNull();
    await put('waldi');
    expect((await tables.get('dogs', 'hasso'))?.name).toBe('hasso');
    expect(tables.warnings).toHaveLength(2);
    expect(await readFile(join(dir, aside(await readdir(dir))), 'utf8')).toContain('BELLO');
    expect(await readFile(join(dir, 'dogs', aside(await readdir(join(dir, 'dogs')))), 'utf8')).toContain(
      'REX',
    );
    await tables.close();
    tables = await open(dir);
    expect((await tables.get('dogs', 'waldi'))?.name).toBe('waldi');
    expect(tables.warnings).toEqual([]);
  });
});

const aside = (names: string[]): string => names.find((name) => name.includes('.damaged-')) ?? 'none';
