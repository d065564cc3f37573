import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { extractArticle } from '../../src/extract/extract-article.ts';

const folder = new URL('fixtures/pages/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

describe('every fixture page gives what stands beside it', () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.html'))) {
    test(file.replace('.html', '').replaceAll('-', ' '), () => {
      const {
        _textHas = [],
        _textLacks = [],
        _htmlHas = [],
        ...expected
      } = JSON.parse(read(file.replace('.html', '.json')));
      const found = extractArticle(read(file), { url: 'https://health.example/news/2024/page' });
      expect(found).toMatchObject(expected);
      for (const part of _textHas) expect(found.text).toContain(part);
      for (const part of _textLacks) expect(found.text).not.toContain(part);
      for (const part of _htmlHas) expect(found.contentHtml).toContain(part);
    });
  }
});

describe('a source’s own selectors', () => {
  const html = `<html><head><title>Wrong</title><meta name="description" content="Wrong description of the page"></head><body>
    <div id="t">Right title</div><div id="d">Right dek</div><div class="who">By Ann Lee and Bo Chan</div><span id="p">3 April 2022</span>
    <div id="a"><p>Short text.</p><div class="x">Dropped</div></div><p>A long paragraph, with commas, that would have been chosen for the text by its length alone.</p>
    <div id="r"><a href="/next">The next article to read</a></div></body></html>`;
  const selectors = {
    title: '#t',
    dek: '#d',
    authors: '.who',
    published: '#p',
    article: '#a',
    related: '#r',
    remove: '.x',
  };
  const found = extractArticle(html, { url: 'https://health.example/1', selectors });

  test('come before everything else', () => {
    expect(found).toMatchObject({
      title: 'Right title',
      dek: 'Right dek',
      authors: [{ name: 'Ann Lee' }, { name: 'Bo Chan' }],
      published: '2022-04-03T00:00:00.000Z',
      text: 'Short text.',
      related: [{ title: 'The next article to read', url: 'https://health.example/next' }],
    });
  });

  test('are named as the reason', () => {
    expect(found.why).toMatchObject({ title: 'selector #t', text: 'selector #a' });
  });

  test('that are malformed are passed over', () => {
    expect(
      extractArticle(html, { url: 'https://health.example/1', selectors: { title: '::[', article: '((' } })
        .title,
    ).toBe('Wrong');
  });
});

describe('directives', () => {
  const page = (meta: string) =>
    `<html><head>${meta}</head><body><p>Some text of an article, which is long enough.</p></body></html>`;
  const cases: [string, string, Record<string, string>, object][] = [
    ['none at all', '', {}, { noindex: false, nosnippet: false, noarchive: false, maxSnippet: null }],
    [
      'meta robots',
      '<meta name="robots" content="noarchive, max-snippet:120">',
      {},
      { noarchive: true, maxSnippet: 120 },
    ],
    ['no limit as -1', '<meta name="ROBOTS" content="max-snippet:-1">', {}, { maxSnippet: null }],
    [
      'spaces where commas belong',
      '<meta name="robots" content="noindex nosnippet max-snippet: 50">',
      {},
      { noindex: true, nosnippet: true, maxSnippet: 50 },
    ],
    ['a header', '', { 'X-Robots-Tag': 'noindex, nosnippet' }, { noindex: true, nosnippet: true }],
    ['a header for somebody else', '', { 'x-robots-tag': 'otherbot: noindex, nofollow' }, { noindex: false }],
    [
      'a header for us',
      '',
      { 'x-robots-tag': 'otherbot: nosnippet, miasfeed: noindex' },
      { noindex: true, nosnippet: false },
    ],
  ];
  test.each(cases)('%s', (_name, meta, headers, limits) => {
    expect(extractArticle(page(meta), { url: 'https://health.example/1', headers }).limits).toMatchObject(
      limits,
    );
  });

  test('noindex is the reason to keep nothing', () => {
    expect(
      extractArticle(page('<meta name="robots" content="noindex">'), { url: 'https://health.example/1' })
        .blocked,
    ).toBe('noindex');
  });
});
