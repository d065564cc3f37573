import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edition, OutputFile } from '../../src/publish/edition.ts';
import { renderOpml } from '../../src/publish/opml.ts';
import { renderFeeds } from '../../src/publish/render-feeds.ts';
import { checkFeeds } from '../../src/publish/validate.ts';
import { sharedDir } from '../support/shared.ts';
import { hostileEntry } from './hostile.ts';
import { realEntries } from './real-entries.ts';
import { anEdition, anEntry, aSource, fullEntry, site } from './support.ts';

/** A checkout of w3c/feedvalidator; its Python needs lxml, html5lib and rdflib. */
const validatorDir = process.env.FEEDVALIDATOR_DIR;
const python = process.env.FEEDVALIDATOR_PYTHON ?? 'python3';

if (!validatorDir) console.warn('FEEDVALIDATOR_DIR names no W3C feed validator: its tests are skipped.');

describe.skipIf(!validatorDir)('the W3C feed validator', { timeout: 600_000 }, () => {
  it('finds nothing in entries with everything, and with next to nothing', () => {
    const entries = [
      fullEntry(),
      anEntry({ updated: '2026-11-02T08:00:00.001Z' }),
      anEntry({
        id: 'tag:feed.example,2026:story:3',
        url: null,
        summary: null,
        updated: '2026-11-02T08:00:00.003Z',
      }),
    ];
    expect(complaints([anEdition(entries), anEdition([])])).toEqual([]);
  });

  it('finds nothing in archives', () => {
    const archives = { isArchive: true, prev: 'archive/0001', next: 'archive/0003', current: 'feed' };
    expect(complaints([anEdition([fullEntry()], { path: 'archive/0002', archives })])).toEqual([]);
  });

  it('finds nothing in the list of sources', () => {
    const list = renderOpml(
      [aSource({ name: 'A & B', topics: ['x', 'y'] }), aSource({ type: 'page' })],
      site,
    );
    expect(run([list])).toEqual([]);
  });

  it('finds nothing whatever the entries say', () => {
    const samples = fc.sample(fc.array(hostileEntry, { maxLength: 8 }), { numRuns: 150, seed: 7 });
    const editions = samples.map((entries) =>
      anEdition(
        entries.map((entry, index) => ({
          ...entry,
          id: `${entry.id}${index}`,
          updated: `2026-11-02T08:00:00.00${index}Z`,
        })),
      ),
    );
    expect(complaints(editions)).toEqual([]);
  });

  it.skipIf(!sharedDir)('finds nothing in entries of real feeds', () => {
    const entries = realEntries(join(sharedDir ?? '', 'feeds', 'files'));
    const editions = Array.from({ length: Math.ceil(entries.length / 50) }, (_, index) =>
      anEdition(entries.slice(index * 50, (index + 1) * 50)),
    );
    console.info(`${entries.length} entries in ${editions.length} editions`);
    expect(complaints(editions)).toEqual([]);
  });
});

function complaints(editions: Edition[]): object[] {
  const files = editions.flatMap((edition) => renderFeeds(edition, site));
  expect(checkFeeds(files)).toEqual([]);
  return run(files.filter(({ path }) => !path.endsWith('.json')));
}

function run(files: OutputFile[]): object[] {
  const script = fileURLToPath(new URL('w3c-validate.py', import.meta.url));
  const input = files
    .map(({ path, content }) => `${JSON.stringify({ url: site.url + path, xml: content })}\n`)
    .join('');
  const { stdout, stderr, status } = spawnSync(python, [script, validatorDir ?? ''], {
    input,
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  if (status !== 0) throw new Error(`The validator could not run: ${stderr}`);
  const answers = stdout
    .trim()
    .split('\n')
    .map((line): object[] => JSON.parse(line));
  expect(answers).toHaveLength(files.length);
  return answers.flatMap((found, index) =>
    found.map((problem) => ({ ...problem, path: files[index]?.path })),
  );
}
