import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlToText } from '../../src/core/html-text.ts';
import { cpuMs } from '../support/cpu-time.ts';

const cases: [name: string, html: string, text: string][] = [
  ['leaves plain text alone', 'Sleep,  and\nrest', 'Sleep, and rest'],
  ['decodes entities once', 'a &amp;lt; b &eacute;&#8217;&#x41;', 'a &lt; b é’A'],
  ['puts a blank line between paragraphs', '<p>a</p><p>b</p>\n<h2>c</h2>d', 'a\n\nb\n\nc\n\nd'],
  [
    'puts a line break after lesser blocks',
    '<div>a</div><div>b<br>c</div><ul><li>d</li><li>e</ul>',
    'a\nb\nc\n\nd\ne',
  ],
  ['does not split words at inline elements', 'H<sub>2</sub>O and <b>W</b>HO', 'H2O and WHO'],
  ['keeps table cells apart', '<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>', '1 2\n3'],
  ['drops scripts and styles', 'a<script>if (x < y) "</p>"</script><style>b{}</style>c', 'ac'],
  ['drops a vector image with all its text', 'a<svg><text>x</text><svg>y</svg>z</svg>b<svg/>c', 'abc'],
  ['drops comments and declarations', '<!doctype html>a<!-- b -->c<?d?>', 'ac'],
  [
    'keeps the text of a formula',
    'p<math><mo>&lt;</mo><mn>0.05</mn><annotation>x</annotation></math>',
    'p<0.05',
  ],
  ['leaves a lone < and & alone', 'p < 0.05 & n', 'p < 0.05 & n'],
  ['ignores attributes', '<p title="a > b" onclick=\'c\'>d', 'd'],
  ['takes no-break spaces for spaces', 'a&nbsp;&nbsp;b', 'a b'],
];

describe('htmlToText', () => {
  it.each(cases)('%s', (_name, html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  it('gives back any text that was escaped', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const html = `<p>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`;
        expect(htmlToText(html)).toBe(text.replace(/\s+/g, ' ').trim());
      }),
    );
  });

  it.each<[string, string]>([
    ['a million <', '<'.repeat(1_000_000)],
    ['nested elements', '<div>'.repeat(400_000)],
    ['white space', `${'<p>'}${' \n'.repeat(1_000_000)}`],
    ['unfinished comments', '<!--'.repeat(500_000)],
    ['unfinished scripts', '<script>'.repeat(250_000)],
  ])('reads %s within seconds', async (_name, html) => {
    expect(await cpuMs(() => htmlToText(html))).toBeLessThan(3000);
  });
});
