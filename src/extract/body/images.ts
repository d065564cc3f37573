import type { Element } from 'domhandler';
import { absoluteUrl } from '../../core/url.ts';
import { escapeHtml } from '../dom.ts';

/** An `<img>` that needs no scripts: lazy attributes and `srcset` resolved, placeholders dropped. */
export function imageMarkup(element: Element, base: string): string {
  const url = imageUrl(element, base);
  if (!url) return '';
  const { alt, width, height } = element.attribs;
  const size = [
    ['width', width],
    ['height', height],
  ]
    .filter(([, value]) => value && /^\d{1,5}$/.test(value))
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('');
  return `<img src="${escapeHtml(url)}"${alt ? ` alt="${escapeHtml(alt)}"` : ''}${size}>`;
}

/** Where an image really lies, absolute: lazy attributes first, then the largest of `srcset`, then `src`. */
export function imageUrl(element: Element, base: string): string | null {
  const { attribs } = element;
  for (const name of LAZY) {
    const url = absoluteUrl(attribs[name], base);
    if (url) return url;
  }
  const src = absoluteUrl(attribs.src, base);
  if (src && !PLACEHOLDER.test(src)) return src;
  for (const name of ['data-srcset', 'data-lazy-srcset', 'srcset']) {
    const url = absoluteUrl(largest(attribs[name] ?? ''), base);
    if (url) return url;
  }
  return src && !PLACEHOLDER.test(src) ? src : null;
}

/** The widest candidate of a `srcset`. */
function largest(srcset: string): string | null {
  let best: string | null = null;
  let width = -1;
  for (const [, url, number] of srcset
    .slice(0, 20_000)
    .matchAll(/(\S*[^\s,])(?:\s+([\d.]+)[wx])?\s*(?:,|$)/g)) {
    const w = Number(number ?? 1);
    if (w > width) {
      best = url ?? null;
      width = w;
    }
  }
  return best;
}

const LAZY = [
  'data-src',
  'data-lazy-src',
  'data-original',
  'data-hi-res-src',
  'data-full-src',
  'data-image',
  'data-url',
];
const PLACEHOLDER =
  /(?:^|[/_-])(?:blank|placeholder|spacer|pixel|transparent|loading|grey|1x1|lazy)[^/]*\.(?:gif|png|svg|jpe?g)/i;
