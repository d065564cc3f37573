import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ExtractedArticle, extractArticle } from '../../src/extract/extract-article.ts';
import { sharedDir } from '../support/shared.ts';
import { f1, overlap, plain, sameDay, shingles, tokens, urlKey } from './score.ts';

type Expected = {
  title?: string;
  byline?: string[];
  published?: string;
  dek?: string;
  image?: string;
  siteName?: string;
  lang?: string;
  canonical?: string;
  bodyText?: string;
  bodyOptional?: string | string[];
  bodyIncludes?: string[];
  bodyExcludes?: string[];
  doi?: string | string[];
  related?: { url: string }[];
};
type Case = { name: string; file: string; url: string; expect: Expected };

const scores = new Map<string, number[]>();
const add = (field: string, score: number | boolean): void =>
  void scores.set(field, [...(scores.get(field) ?? []), Number(score)]);
const mean = (field: string): number => {
  const all = scores.get(field) ?? [];
  return (100 * all.reduce((sum, one) => sum + one, 0)) / all.length;
};

function score({ expect: want }: Case, found: ExtractedArticle): void {
  const text = plain(found.text);
  if (want.title) add('title', plain(want.title) === plain(found.title));
  if (want.byline)
    add(
      'byline',
      f1(
        overlap(
          want.byline.map(plain),
          found.authors.map(({ name }) => plain(name)),
        ),
      ),
    );
  if (want.published) add('published', sameDay(want.published, found.published));
  if (want.dek) add('dek', f1(overlap(tokens(want.dek), tokens(found.dek ?? found.summary))) >= 0.8);
  if (want.image) add('image', urlKey(want.image, false) === urlKey(found.image?.url ?? '', false));
  if (want.siteName) add('siteName', plain(want.siteName) === plain(found.siteName));
  if (want.lang)
    add('language', want.lang.slice(0, 2).toLowerCase() === found.language?.slice(0, 2).toLowerCase());
  if (want.canonical) add('canonical', urlKey(want.canonical, true) === urlKey(found.canonical ?? '', true));
  if (want.bodyText) {
    const optional = new Set([want.bodyOptional ?? []].flat().flatMap(shingles));
    add(
      'body',
      f1(
        overlap(
          shingles(want.bodyText),
          shingles(found.text).filter((run) => !optional.has(run)),
        ),
      ),
    );
  }
  const share = (parts: string[], holds: (part: string) => boolean): number =>
    parts.filter(holds).length / parts.length;
  if (want.bodyIncludes)
    add(
      'must be in',
      share(want.bodyIncludes, (part) => text.includes(plain(part))),
    );
  if (want.bodyExcludes)
    add(
      'must not be in',
      share(want.bodyExcludes, (part) => !text.includes(plain(part))),
    );
  if (want.doi)
    add(
      'doi',
      [want.doi].flat().every((doi) => found.studyIds.doi.includes(doi.toLowerCase())),
    );
  if (want.related) {
    const [precision, recall] = overlap(
      want.related.map(({ url }) => urlKey(url, true)),
      found.related.map(({ url }) => urlKey(url, true)),
    );
    if (want.related.length === 0) add('related, none', found.related.length === 0);
    else {
      add('related, precision', precision);
      add('related, recall', recall);
    }
  }
}

/** Reached when this was written, rounded down: a change that falls below has broken something. */
const FLOORS: [field: string, percent: number][] = [
  ['body', 94.5],
  ['must be in', 92],
  ['must not be in', 93],
  ['title', 90],
  ['byline', 80],
  ['published', 92],
  ['dek', 88],
  ['image', 92],
  ['siteName', 93],
  ['language', 100],
  ['canonical', 97],
  ['doi', 100],
  ['related, none', 95],
  ['related, precision', 90],
  ['related, recall', 92],
];

describe.skipIf(sharedDir === null)('on the shared pages', () => {
  const times: number[] = [];
  beforeAll(() => {
    const folder = join(sharedDir ?? '', 'pages');
    for (const line of readFileSync(join(folder, 'pages.jsonl'), 'utf8').split('\n').filter(Boolean)) {
      const one = JSON.parse(line) as Case;
      const bytes = readFileSync(join(folder, one.file));
      const html = (one.file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
      const start = process.cpuUsage();
      const found = extractArticle(html, { url: one.url });
      const { user, system } = process.cpuUsage(start);
      times.push((user + system) / 1000);
      score(one, found);
    }
  }, 300_000);

  test.each(FLOORS)('%s is right in at least %s %%', (field, percent) => {
    expect(mean(field)).toBeGreaterThanOrEqual(percent);
  });

  test('the slowest page takes less than a second of the processor’s time', () => {
    expect(Math.max(...times)).toBeLessThan(1000);
  });
});
