import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { extractArticle } from '../../src/extract/extract-article.ts';
import { sharedDir } from '../support/shared.ts';
import { overlap, urlKey } from './score.ts';

const url = 'https://news.example/health/sleep-and-colds';
const prose =
  '<p>People who slept at least seven hours had fewer colds, a study of 4,210 adults found, and they recovered sooner.</p>';
const page = (end: string): string =>
  `<html><body><article><h1>Sleep and colds</h1>${prose.repeat(4)}</article>${end}</body></html>`;
const list = (...slugs: string[]): string =>
  `<ul>${slugs.map((slug) => `<li><a href="/health/${slug}">What the study of ${slug} found</a></li>`).join('')}</ul>`;

describe('related articles', () => {
  test.each<[name: string, end: string, slugs: string[]]>([
    ['stand below a heading', `<h3>Related articles</h3>${list('naps', 'flu')}`, ['naps', 'flu']],
    [
      "may stand in an article's own footer",
      `<div class="article__footer"><div class="related">${list('naps')}</div></div>`,
      ['naps'],
    ],
    [
      "are not in the page's footer",
      `<div class="footer"><div class="related">${list('naps')}</div></div>`,
      [],
    ],
    [
      'of the main column come before those of a side column',
      `<h3>Related</h3>${list('naps')}<aside><h3>Related posts</h3>${list('flu')}</aside>`,
      ['naps'],
    ],
    [
      'of a side column count where there are no others',
      `<aside><h3>Related</h3>${list('flu')}</aside>`,
      ['flu'],
    ],
    [
      'come before what may please',
      `<h3>Related</h3>${list('naps')}<h3>You may also like</h3>${list('flu')}`,
      ['naps'],
    ],
    [
      'may be what may please, where there is nothing else',
      `<h3>You may also like</h3>${list('flu')}`,
      ['flu'],
    ],
    [
      'do not include those that are not shown',
      `<h3>Related</h3>${list('naps')}<div class="related hide">${list('flu')}</div>`,
      ['naps'],
    ],
    [
      'are not what a sentence refers to',
      `<div class="related">${list('naps')}<p>The findings, which the authors call preliminary, were published in the journal <a href="/x/journal-of-sleep">Journal of Sleep Studies</a>.</p></div>`,
      ['naps'],
    ],
    [
      'are not the sections that they stand in',
      `<h3>Related</h3><ul><li><a href="/health">All about health today</a></li></ul>${list('naps')}`,
      ['naps'],
    ],
    [
      'stand below a heading that is only named so',
      `<h5 class="related">この記事の編集者は以下の記事をオススメしています</h5>${list('naps')}`,
      ['naps'],
    ],
    [
      'may stand in a block called "latest", where the heading knows better',
      `<section class="block-latest"><h2>Related articles</h2>${list('naps')}</section>`,
      ['naps'],
    ],
    [
      'may be one link beside the text that says so',
      `<ul><li><a href="/health/naps"><b>SEE ALSO</b>: What the study of naps found</a></li></ul>`,
      ['naps'],
    ],
    [
      'are those that a script would show, where there are no others',
      `<div class="hide"><h3>Related</h3>${list('flu')}</div>`,
      ['flu'],
    ],
    [
      'are not what comes next',
      `<a class="next" href="/health/naps">Read Next: What the study of naps found</a>`,
      [],
    ],
    [
      'count where the page’s own plugin keeps search engines from them',
      `<h3>Related</h3><ul><li><a rel="nofollow" href="/health/naps">What the study of naps found</a></li><li><a rel="nofollow" href="https://shop.example/pillows">What a pillow of feathers costs</a></li></ul>`,
      ['naps'],
    ],
    [
      'are not headlines, whatever the block is called',
      `<div class="related"><h2>Headlines</h2>${list('flu')}</div>`,
      [],
    ],
    ['are not what is read most', `<h3>Most read</h3>${list('naps')}`, []],
  ])('%s', (_name, end, slugs) => {
    const found = extractArticle(page(end), { url }).related.map((link) => link.url);
    expect(found).toEqual(slugs.map((slug) => `https://news.example/health/${slug}`));
  });
});

/** What forty pages of the shared collection list, read from their HTML by eye; an empty list where they have none. */
const labels = JSON.parse(readFileSync(new URL('./related-labels.json', import.meta.url), 'utf8')) as Record<
  string,
  { url: string }[]
>;

describe.skipIf(sharedDir === null)('on pages of the shared collection that were labelled by eye', () => {
  const precisions: number[] = [];
  const recalls: number[] = [];
  const empty: boolean[] = [];
  const mean = (shares: number[]): number =>
    (100 * shares.reduce((sum, one) => sum + one, 0)) / shares.length;

  beforeAll(() => {
    const folder = join(sharedDir ?? '', 'pages');
    for (const line of readFileSync(join(folder, 'pages.jsonl'), 'utf8').split('\n').filter(Boolean)) {
      const { name, file, url: address } = JSON.parse(line) as { name: string; file: string; url: string };
      const want = labels[name];
      if (!want) continue;
      const bytes = readFileSync(join(folder, file));
      const html = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
      const found = extractArticle(html, { url: address }).related.map((link) => key(link.url));
      if (want.length === 0) empty.push(found.length === 0);
      else {
        const [precision, recall] = overlap(
          want.map((link) => key(link.url)),
          found,
        );
        precisions.push(precision);
        recalls.push(recall);
      }
    }
    console.log(
      `related links: precision ${mean(precisions).toFixed(1)}, recall ${mean(recalls).toFixed(1)} on ${precisions.length} pages; ` +
        `none found on ${empty.filter(Boolean).length} of ${empty.length} without`,
    );
  }, 60_000);

  test('all forty are there', () => {
    expect(precisions.length + empty.length).toBe(40);
  });
  test('most of what is found is right', () => {
    expect(mean(precisions)).toBeGreaterThanOrEqual(FLOORS.precision);
  });
  test('most of what is there is found', () => {
    expect(mean(recalls)).toBeGreaterThanOrEqual(FLOORS.recall);
  });
  test('nothing is found where there is nothing', () => {
    expect(mean(empty.map(Number))).toBeGreaterThanOrEqual(FLOORS.empty);
  });
});

/** Reached when this was written, rounded down. */
const FLOORS = { precision: 92, recall: 92, empty: 95 };

const key = (address: string): string => urlKey(decoded(address), true);

function decoded(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}
