import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { Edition, FeedEntry, OutputFile } from '../../src/publish/edition.ts';
import { renderFeeds } from '../../src/publish/render-feeds.ts';
import { sharedDir } from '../support/shared.ts';
import { realEntries } from './real-entries.ts';
import { anEdition, fullEntry, site } from './support.ts';

/** Debian's python3-feedparser and newsboat: what subscribers' programs are made of. */
const python = process.env.FEEDPARSER_PYTHON ?? '/usr/bin/python3';
const hasFeedparser = spawnSync(python, ['-c', 'import feedparser']).status === 0;
const hasNewsboat = spawnSync('newsboat', ['--version']).status === 0;
if (!hasFeedparser)
  console.warn('No python3-feedparser here: the tests that read our feeds with it are skipped.');
if (!hasNewsboat) console.warn('No newsboat here: the test that reads our feeds with it is skipped.');

const dir = mkdtempSync(join(tmpdir(), 'mias-peers-'));
afterAll(() => rmSync(dir, { recursive: true }));

const editions = inFifties([
  fullEntry(),
  ...(sharedDir ? realEntries(join(sharedDir, 'feeds', 'files')) : []),
]);
const feeds = editions.map((edition) => ({ edition, files: renderFeeds(edition, site) }));

describe.skipIf(!hasFeedparser)('feedparser', { timeout: 120_000 }, () => {
  it.each(['atom', 'rss'])('reads every entry of every %s feed without a complaint', (format) => {
    const answers = readWithFeedparser(feeds.map(({ files }) => fileOf(files, format)));
    for (const [index, { edition }] of feeds.entries()) {
      expect(answers[index]).toMatchObject({
        complaint: null,
        ids: edition.entries.map(({ id }) => id),
        published: edition.entries.map(({ published }) => partsOf(published)),
      });
    }
  });

  it('shows a title with markup in it as it is', () => {
    const [edition] = inFifties([fullEntry({ title: 'p < .05 & <b>bold</b> ]]> &amp; “quoted”' })]);
    const [atom] = edition ? renderFeeds(edition, site) : [];
    expect(readWithFeedparser(atom ? [atom] : [])[0]?.titles[0]).toContain('p < .05 &');
  });
});

describe.skipIf(!hasNewsboat)('newsboat', { timeout: 120_000 }, () => {
  it.each(['atom', 'rss'])('reads every %s feed, and keeps as many articles as we wrote', (format) => {
    const urls = feeds.map(({ files }, index) => {
      const path = join(dir, `${index}.${format}`);
      writeFileSync(path, fileOf(files, format).content);
      return `file://${path}\n`;
    });
    writeFileSync(join(dir, 'urls'), urls.join(''));
    writeFileSync(join(dir, 'config'), 'reload-threads 2\n');
    expect(newsboat(format, 'reload')).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(join(dir, `${format}.log`), 'utf8')).not.toMatch(/ERROR/);
    const entries = feeds.reduce((sum, { edition }) => sum + edition.entries.length, 0);
    expect(newsboat(format, 'print-unread').stdout).toBe(`${entries} unread articles\n`);
  });
});

function newsboat(format: string, command: string) {
  const files = ['-u', 'urls', '-C', 'config', '-c', `${format}.db`, '-d', `${format}.log`, '-l', '2'];
  const { status, stdout, stderr } = spawnSync('newsboat', [...files, '-x', command], {
    cwd: dir,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

type Understood = { complaint: string | null; ids: string[]; titles: string[]; published: number[][] };

function readWithFeedparser(files: OutputFile[]): Understood[] {
  const script = fileURLToPath(new URL('feedparser-read.py', import.meta.url));
  const input = files
    .map(
      ({ path, content }) =>
        `${JSON.stringify({ url: site.url + path, type: typeOf(path), xml: content })}\n`,
    )
    .join('');
  const { stdout, stderr, status } = spawnSync(python, [script], { input, encoding: 'utf8', maxBuffer: 1e9 });
  if (status !== 0) throw new Error(`feedparser could not run: ${stderr}`);
  return stdout
    .trim()
    .split('\n')
    .map((line): Understood => JSON.parse(line));
}

function inFifties(entries: FeedEntry[]): Edition[] {
  return Array.from({ length: Math.ceil(entries.length / 50) }, (_, index) =>
    anEdition(entries.slice(index * 50, (index + 1) * 50)),
  );
}

function fileOf(files: OutputFile[], format: string): OutputFile {
  const file = files.find(({ path }) => path.endsWith(`.${format}`));
  if (!file) throw new Error(`no ${format}`);
  return file;
}

const typeOf = (path: string): string =>
  `application/${path.endsWith('.rss') ? 'rss' : 'atom'}+xml; charset=utf-8`;

/** Year, month, day, hour, minute, second in UTC. */
const partsOf = (instant: string): number[] => instant.slice(0, 19).split(/[-T:]/).map(Number);
