import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { discoverFeeds } from '../../src/extract/discover.ts';
import { textOf } from '../../src/extract/dom.ts';
import { extractArticle } from '../../src/extract/extract-article.ts';
import { readList } from '../../src/extract/list-page.ts';
import { readPage } from '../../src/extract/page.ts';
import { readSitemap } from '../../src/extract/sitemap.ts';
import { cpuMs } from '../support/cpu-time.ts';

const url = 'https://health.example/a';
const piece = fc.constantFrom(
  '<div>',
  '</div>',
  '<p>',
  '</p>',
  '<a href="/x">',
  '</a>',
  '<article class="post">',
  '<h1>',
  '</h2>',
  '<script>',
  '</script>',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<meta property="og:title" content="',
  '">',
  '<script type="application/ld+json">{"@type":"NewsArticle","author":[{"@id":"#a"}]',
  '}',
  '<table><tr><td>',
  '<svg><title>',
  '<time datetime="',
  '<li>',
  '&amp;',
  '&#0;',
  '&#x1F600;',
  '\u0000',
  '\ud800',
  'Related',
  'Embargoed until 5 March',
  ' text, with commas. ',
  '<base href="javascript:1">',
  '<noscript>',
  '<template>',
  '<math>',
);
const html = fc.oneof(
  fc
    .array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 20 })), { maxLength: 80 })
    .map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 300 }),
);

describe('any input', () => {
  test('gives an article, never an exception', () => {
    fc.assert(
      fc.property(html, fc.oneof(fc.constant(url), fc.string()), (page, address) => {
        const found = extractArticle(page, { url: address });
        expect(found.contentHtml ?? '').not.toMatch(/<script|<style|<iframe|\son\w+=|javascript:/i);
      }),
      { numRuns: 400 },
    );
  });
  test('gives a feed or a failure', async () => {
    await fc.assert(
      fc.asyncProperty(html, fc.string({ maxLength: 12 }), async (page, selector) => {
        readList(page, { url, list: { item: selector, title: selector } });
        readSitemap(page, { url });
        await discoverFeeds(page, url);
      }),
      { numRuns: 200 },
    );
  });
});

describe('markup that attacks readers does not come through', () => {
  const wrap = (attack: string) =>
    `<article><p>People who slept at least seven hours had fewer colds, a study of 4,210 adults found.</p><div>${attack}</div><p>The researchers said, with some caution, that this was no proof, and that more work was needed.</p></article>`;
  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<img src="javascript:alert(1)">',
    '<a href="javascript:alert(1)">click this text</a>',
    '<a href="jav&#x09;ascript:alert(1)">click this text</a>',
    '<a href=" &#14; javascript:alert(1)">click this text</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD4=">click this text</a>',
    '<a href="vbscript:msgbox(1)">click this text</a>',
    '<svg onload=alert(1)><p>text</p></svg>',
    '<svg><script>alert(1)</script></svg>',
    '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<object data="javascript:alert(1)"></object><embed src="javascript:alert(1)">',
    '<form action="javascript:alert(1)"><button formaction="javascript:alert(1)">x</button></form>',
    '<p style="background:url(javascript:alert(1))" onclick="alert(1)">styled text here</p>',
    '<template><script>alert(1)</script></template>',
    '<title><img src=x onerror=alert(1)></title>',
    '<textarea></textarea><script>alert(1)</script>',
    '<a href="https://ok.example/" onmouseover="alert(1)" target=_blank>fine text here</a>',
    '<details open ontoggle=alert(1)><summary>x</summary>y</details>',
    '<base href="https://evil.example/"><a href="x">relative text</a>',
    '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
    '<link rel=stylesheet href="javascript:alert(1)">',
    '<![CDATA[<script>alert(1)</script>]]>',
    '<!--><script>alert(1)</script>-->',
    '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>',
    '<img src="https://ok.example/a.png" alt="&quot;><script>alert(1)</script>">',
    '<img srcset="javascript:alert(1) 2x" data-src="javascript:alert(1)">',
    '<xmp><script>alert(1)</script></xmp>',
  ])('%s', (attack) => {
    const { contentHtml } = extractArticle(wrap(attack), { url });
    // What is text stays text: only markup is dangerous.
    const markup = (contentHtml ?? '').match(/<[^>]*>/g)?.join('') ?? '';
    expect(markup.replace(/ (?:alt|title)="[^"]*"/g, '')).not.toMatch(
      /script|alert|onerror|onload|style|iframe|object|form|data:/i,
    );
    expect(contentHtml).toContain('fewer colds');
  });
});

describe('pages of any size and shape end in time', () => {
  // Generous: the worst of these take about 5 s of an idle machine's processor, a quadratic reader takes minutes.
  const boundMs = 60_000;
  const text = '<p>People who slept at least seven hours had fewer colds, a study of 4,210 adults found.</p>';
  const cases: [string, () => string][] = [
    ['200,000 nested divs', () => `${'<div>'.repeat(200_000)}${text}${text}`],
    ['a million open b elements', () => '<b>x'.repeat(1_000_000)],
    ['15 MB of paragraphs', () => text.repeat(15_000_000 / text.length)],
    ['15 MB of links', () => '<a href="/related/x">some link text here</a> '.repeat(320_000)],
    ['15 MB of one attribute', () => `<p title="${'x'.repeat(15_000_000)}">${text}`],
    ['15 MB in one paragraph', () => `<p>${'word, '.repeat(2_500_000)}</p>`],
    ['15 MB without a space', () => `<p>${'x'.repeat(15_000_000)}</p>`],
    ['15 MB of open angle brackets', () => '<'.repeat(15_000_000)],
    ['deep tables', () => '<table><tr><td>'.repeat(60_000)],
    ['many headings', () => '<h2>Related</h2>'.repeat(100_000)],
    [
      'headings within headings, around all else',
      () =>
        `<meta property="og:title" content="Sleep and colds in adults">${'<h2>'.repeat(100)}${'<span></span>'.repeat(190_000)}`,
    ],
    ['many bylines', () => '<span class="author">By Jane Doe</span>'.repeat(100_000)],
    ['many dates', () => '<time>yesterday</time><span class="date">today</span>'.repeat(100_000)],
    [
      'JSON-LD nested without end',
      () => `<script type="application/ld+json">${'['.repeat(100_000)}</script>${text}`,
    ],
    [
      'JSON-LD with many nodes',
      () =>
        `<script type="application/ld+json">[${'{"@type":"NewsArticle","author":{"@id":"#a"}},'.repeat(50_000)}{}]</script>${text}`,
    ],
  ];
  test.each(cases)('%s', { timeout: 600_000 }, async (_name, make) => {
    const page = make();
    expect(await cpuMs(() => extractArticle(page, { url }))).toBeLessThan(boundMs);
  });

  test.each([
    ['ends where there are far more elements than text', 2000, ''],
    ['is read where there are few', 200, 'late'],
  ])('a short text %s', (_, empty, expected) => {
    const { root } = readPage(`<h2>${'<b></b>'.repeat(empty)}late</h2>`, url);
    expect(textOf(root, 10)).toBe(expected);
  });

  test('text below the depth that is kept is not lost', () => {
    expect(extractArticle(`${'<div>'.repeat(5000)}${text.repeat(3)}`, { url }).text).toContain('fewer colds');
  });
});
