import sanitizeHtml from 'sanitize-html';
import { showable } from './characters.ts';
import type { SafeHtml } from './html.ts';
import { htmlToText } from './html-text.ts';
import { tidyHtml } from './html-tidy.ts';
import { isTracker } from './html-trackers.ts';
import { absoluteUrl } from './url.ts';

/**
 * HTML from outside, made safe to publish: an allowlist of elements, links and images absolute against `base`
 * (dropped where that gives no http(s) URL), no scripts, styles, forms, frames or trackers, tags balanced.
 * Reads the first 2 million characters; sanitising twice changes nothing up to that length. What is nested
 * deeper than any real text comes out as its paragraphs of plain text.
 */
export function sanitize(html: string, base: string | null): SafeHtml {
  const source = showable(html.slice(0, MAX_LENGTH));
  if (!/[<>&]/.test(source)) return source.trim() as SafeHtml;
  const safe = tooDeep(source) ? paragraphs(htmlToText(source)) : source;
  const transformTags: sanitizeHtml.IOptions['transformTags'] = {
    '*': (tag, given) => transform(tag, given, base),
  };
  return tidyHtml(showable(sanitizeHtml(safe, { ...OPTIONS, transformTags }))) as SafeHtml;
}

const MAX_LENGTH = 2_000_000;

/** The parser takes time in proportion to depth for each tag, so depth is limited before it starts. */
const MAX_DEPTH = 250;

function tooDeep(html: string): boolean {
  let depth = 0;
  for (const [, slash, tag = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    if (slash) depth = Math.max(0, depth - 1);
    else if (!VOID.has(tag.toLowerCase())) depth += 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

function paragraphs(text: string): string {
  return text
    .split(/\n+/)
    .map((line) => `<p>${line.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`)
    .join('');
}

function transform(tag: string, given: sanitizeHtml.Attributes, base: string | null): sanitizeHtml.Tag {
  const tagName = RENAMED.get(tag) ?? tag;
  const allowed = ALLOWED.get(tagName);
  if (!allowed) return { tagName, attribs: {} };
  if (tagName === 'img') return image(given, base);
  const attribs: sanitizeHtml.Attributes = {};
  for (const name of allowed) {
    const value = given[name];
    if (value !== undefined && ATTRIBUTE[name]?.test(value)) attribs[name] = value;
  }
  if (given.lang && LANGUAGE.test(given.lang)) attribs.lang = given.lang;
  if (given.dir && DIRECTION.test(given.dir)) attribs.dir = given.dir;
  if (tagName !== 'a') return { tagName, attribs };
  const href = absoluteUrl(given.href, base);
  if (!href) return UNWRAPPED;
  // Whoever follows a link from a private reader gives away neither the window nor the address it came from.
  // No `nofollow`: sources keep the credit for what they link to.
  return { tagName, attribs: { ...attribs, href, rel: 'noopener noreferrer' } };
}

function image(given: sanitizeHtml.Attributes, base: string | null): sanitizeHtml.Tag {
  // Where scripts load images lazily, `src` is a placeholder and the picture's address waits beside it.
  const src = absoluteUrl(given.src, base) ?? absoluteUrl(given['data-src'] ?? given['data-lazy-src'], base);
  if (!src || isTracker(src, given)) return UNWRAPPED;
  const attribs: sanitizeHtml.Attributes = { src };
  if (given.alt !== undefined) attribs.alt = given.alt;
  for (const side of ['width', 'height'] as const) {
    const pixels = /^\s*(\d{1,5})(?:px)?\s*$/.exec(given[side] ?? '')?.[1];
    if (pixels) attribs[side] = String(Number(pixels));
  }
  return { tagName: 'img', attribs: { ...attribs, loading: 'lazy' } };
}

/** An element that is not on the list: its content stays, its tags go. */
const UNWRAPPED: sanitizeHtml.Tag = { tagName: 'none', attribs: {} };

const RENAMED = new Map([
  ['h1', 'h2'],
  ...'section article aside header footer main nav center form fieldset address hgroup'
    .split(' ')
    .map((tag) => [tag, 'div'] as const),
]);

/** Elements that may be published, and the attributes of each beside `lang` and `dir`. */
const ALLOWED = new Map<string, string[]>([
  ...(
    'p div br hr wbr h2 h3 h4 h5 h6 blockquote pre ul dl dt dd figure figcaption details summary ' +
    'b i em strong u s small sub sup mark cite q code kbd samp var dfn del ins bdi bdo ruby rt rp ' +
    'table caption thead tbody tfoot tr colgroup'
  )
    .split(' ')
    .map((tag): [string, string[]] => [tag, []]),
  ['a', ['href', 'rel', 'hreflang']],
  ['img', ['src', 'alt', 'width', 'height', 'loading']],
  ['abbr', ['title']],
  ['time', ['datetime']],
  ['ol', ['start']],
  ['li', ['value']],
  ['col', ['span']],
  ['td', ['colspan', 'rowspan']],
  ['th', ['colspan', 'rowspan', 'scope']],
]);

const LANGUAGE = /^[a-z]{2,3}(-[a-z0-9]{2,8}){0,4}$/i;
const DIRECTION = /^(ltr|rtl|auto)$/i;
const SPAN = /^\d{1,3}$/;

/** What an attribute's value must look like to be kept; those absent here are built, not copied. */
const ATTRIBUTE: Record<string, RegExp | undefined> = {
  hreflang: LANGUAGE,
  title: /\S/,
  datetime: /^[\dTZ:+. P-]{4,40}$/,
  start: /^-?\d{1,6}$/,
  value: /^-?\d{1,6}$/,
  span: SPAN,
  colspan: SPAN,
  rowspan: SPAN,
  scope: /^(row|col|rowgroup|colgroup)$/,
};

/** Elements whose content goes with them. `math` is not among them: its numbers are part of the sentence. */
const DROPPED = (
  'script style template noscript noembed noframes svg iframe frameset object embed applet select option ' +
  'textarea button audio video canvas title xmp plaintext annotation annotation-xml'
).split(' ');

/** The second fence: whatever `transform` made, only these names come through. One list for all elements is read fastest. */
const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags: [...ALLOWED.keys()],
  allowedAttributes: { '*': [...new Set(['lang', 'dir', ...[...ALLOWED.values()].flat()])] },
  allowedSchemes: ['http', 'https'],
  selfClosing: ['img', 'br', 'hr', 'wbr', 'col'],
  nonTextTags: DROPPED,
};

const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
