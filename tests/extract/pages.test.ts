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

describe('what stands in front of a text', () => {
  const sentence =
    '<p>Nurses on three wards carried newborns in the afternoon, and they slept better for it.</p>';
  const blocked = (title: string, body: string) =>
    extractArticle(`<title>${title}</title>${body}`, { url: 'https://health.example/1' }).blocked;

  test.each([
    ['challenge', 'health.example', '<p>Please enable JS and disable any ad blocker</p>'],
    ['challenge', 'Loading', '<p>The administrator of this website has set up Anubis to protect it.</p>'],
    ['consent', 'Example', '<p>With ads and tracking, as usual.</p><button>Akzeptieren und weiter</button>'],
    ['soft-404', 'Example', '<h2>This article is no longer available</h2><p>Try our search instead.</p>'],
    ['soft-404', 'Not found | Example', '<p>Sorry.</p>'],
    ['login', 'Log in - Example', '<p>With your address.</p>'],
    [
      'paywall',
      'Sleep',
      `${sentence}<div class="subscribe-wall">To read the full story, subscribe or sign in</div>`,
    ],
  ])('is a %s: “%s”, %s', (kind, title, body) => {
    expect(blocked(title, body)).toBe(kind);
  });

  test.each([
    'Cancer risk not found in new vaccine',
    'One more step toward a malaria vaccine',
    'Just a moment of exercise cuts risk',
    'Access denied: how captcha keeps patients out',
    'Connexion entre sommeil et mémoire',
    'Consent in clinical trials: a primer',
    'Cookies and milk do not help sleep',
  ])('is nothing, as the title is that of a short piece of news: %s', (title) => {
    expect(
      blocked(`${title} - Example`, `<article><h1>${title}</h1>${sentence.repeat(5)}</article>`),
    ).toBeNull();
  });
});
