import { load } from 'cheerio';
import type { Element } from 'domhandler';
import { describe, expect, test } from 'vitest';
import { sanitize } from '../../src/core/sanitize.ts';
import { extractArticle } from '../../src/extract/extract-article.ts';
import { VECTORS } from './sanitize-vectors.ts';

const url = 'https://news.example/a/1';
const prose =
  '<p>People who slept at least seven hours had fewer colds, a study of 4,210 adults found, and they recovered sooner.</p>';

describe('markup that attacks readers', () => {
  test('is tried in every known kind, each once', () => {
    expect(new Set(VECTORS.map(([name]) => name)).size).toBe(VECTORS.length);
    expect(new Set(VECTORS.map(([, markup]) => markup)).size).toBe(VECTORS.length);
  });

  test.each(VECTORS)('comes to nothing in what is published: %s', (_name, markup) => {
    for (const html of [markup, `<p>a ${markup} b</p>`, `<table><tr><td>${markup}</td></tr></table>`]) {
      const safe = sanitize(html, url);
      expect(dangers(safe)).toEqual([]);
      expect(sanitize(safe, url)).toBe(safe);
    }
  });

  test.each(VECTORS)('comes to nothing in what is read from a page: %s', (_name, markup) => {
    const page = `<html><body><article><h1>Sleep and colds</h1>${prose}${prose}<div>${markup}</div>${prose}</article></body></html>`;
    const { contentHtml } = extractArticle(page, { url });
    expect(dangers(contentHtml ?? '')).toEqual([]);
  });

  test('is noticed by this test', () => {
    for (const bad of [
      '<b onclick=a>x</b>',
      '<a href="javascript:x">x</a>',
      '<svg></svg>',
      '<p style="a:b">x</p>',
    ])
      expect(dangers(bad)).not.toEqual([]);
  });
});

const ELEMENTS = new Set(
  (
    'html head body p div br hr wbr h2 h3 h4 h5 h6 blockquote pre ul ol li dl dt dd figure figcaption details summary a img abbr time ' +
    'b i em strong u s small sub sup mark cite q code kbd samp var dfn del ins bdi bdo ruby rt rp ' +
    'table caption thead tbody tfoot tr td th col colgroup'
  ).split(' '),
);
const ATTRIBUTES = new Set(
  'lang dir href rel hreflang src alt width height loading title datetime start value span colspan rowspan scope'.split(
    ' ',
  ),
);

/** Elements, attributes and addresses that a browser's parser (parse5) finds in `html` and that nobody may publish. */
function dangers(html: string): string[] {
  const found: string[] = [];
  const $ = load(html);
  for (const element of $<Element, string>('*')) {
    if (!ELEMENTS.has(element.name)) found.push(element.name);
    for (const [name, value] of Object.entries(element.attribs)) {
      if (!ATTRIBUTES.has(name)) found.push(`${element.name} ${name}`);
      else if ((name === 'href' || name === 'src') && !/^https?:\/\//.test(value)) found.push(value);
    }
  }
  return found;
}
