import { type Element, isTag, isText } from 'domhandler';
import { decodeHTML } from 'entities';
import { escapeHtml, INLINE, SILENT } from '../dom.ts';
import type { Cleaned } from './clean.ts';
import { imageMarkup } from './images.ts';
import { isStrayCaption } from './measure.ts';

export type Rendered = {
  html: string;
  text: string;
  /** The text without the captions at its head. */
  prose: string;
};

/**
 * An element's content as plain HTML without names and styles, and as text with a blank line between
 * paragraphs. What stands in `noise` is left out. Captions are in the HTML; in the text only that of the picture
 * that opens it, as one between two sentences is no part of what people read.
 */
export function render(container: Element, { noise, captions }: Cleaned, base: string): Rendered {
  const out = new Output();
  const children = (element: Element): void => {
    for (const child of element.children) {
      if (isText(child)) out.text(child.data);
      else if (isTag(child) && !noise.has(child)) renderElement(child);
    }
  };
  const renderElement = (element: Element): void => {
    const { name } = element;
    const content = (): void => children(element);
    if (name === 'img' || name === 'amp-img') out.media(imageMarkup(element, base));
    else if (name === 'noscript') out.media(noscriptImage(element, base));
    else if (name === 'hr') out.media('<hr>');
    else if (name === 'br') out.lineBreak();
    else if (SILENT.has(name)) return;
    else if ((CAPTIONS.has(name) && !isStrayCaption(element)) || captions.has(element))
      out.caption(() => out.block(BLOCK_KEPT.has(name) ? name : 'div', content));
    else if (INLINE.has(name))
      out.inline(INLINE_KEPT.has(name) ? name : null, attributesOf(element), content);
    else out.block(BLOCK_KEPT.has(name) ? name : 'div', content);
  };
  if (BLOCK_KEPT.has(container.name) && !PARTS.has(container.name)) renderElement(container);
  else children(container);
  return out.finish();
}

const CAPTIONS = new Set(['figcaption', 'caption']);
/** Elements that mean nothing outside of their list or table. */
const PARTS = new Set('li td th tr dd dt tbody thead tfoot'.split(' '));

class Output {
  readonly #html: string[] = [];
  readonly #captions: string[] = [];
  readonly #blocks: string[] = [];
  #line: string[] = [];
  #silent = false;
  #opening = false;
  /** Pictures so far; and up to the first caption. */
  #pictures = 0;
  #picture = 0;
  #pre = false;

  text(written: string): void {
    const data = written.includes('&#1') ? written.replace(ESCAPED_TWICE, decodeHTML) : written;
    this.#html.push(escapeHtml(data));
    if (!this.#silent) this.#line.push(this.#pre ? data : data.replace(/\s+/g, ' '));
  }

  lineBreak(): void {
    this.#html.push('<br>');
    if (!this.#silent) this.#line.push('\n');
  }

  media(markup: string): void {
    if (markup.startsWith('<img')) this.#pictures += 1;
    this.#html.push(markup);
  }

  inline(tag: string | null, attributes: string, content: () => void): void {
    if (tag) this.#html.push(`<${tag}${attributes}>`);
    content();
    if (tag) this.#html.push(`</${tag}>`);
  }

  block(tag: string, content: () => void): void {
    this.#endLine();
    const before = this.#pre;
    if (tag === 'pre') this.#pre = true;
    this.#html.push(`<${tag}>`);
    content();
    this.#html.push(`</${tag}>`);
    this.#endLine();
    this.#pre = before;
  }

  caption(content: () => void): void {
    const before = { silent: this.#silent, opening: this.#opening };
    this.#endLine();
    if (this.#captions.length === 0) this.#picture = this.#pictures;
    this.#opening = this.#blocks.length === 0 && this.#picture === this.#pictures;
    this.#silent = !this.#opening;
    content();
    this.#endLine();
    this.#silent = before.silent;
    this.#opening = before.opening;
  }

  finish(): Rendered {
    this.#endLine();
    return {
      html: this.#html.join(''),
      text: [...this.#captions, ...this.#blocks].join('\n\n'),
      prose: this.#blocks.join('\n\n'),
    };
  }

  #endLine(): void {
    const line = this.#line.join('');
    this.#line = [];
    const tidy = this.#pre ? line.trim() : tidyLines(line);
    if (this.#opening) {
      if (tidy && !this.#captions.includes(tidy)) this.#captions.push(tidy);
      return;
    }
    const before = this.#blocks.at(-1) ?? '';
    if (DROP_CAP.test(before) && /^\p{Ll}/u.test(tidy)) this.#blocks[this.#blocks.length - 1] = before + tidy;
    else if (tidy) this.#blocks.push(tidy);
  }
}

/** Windows' dashes and quotes, written as references and escaped once more: readers see "&#151;". */
const ESCAPED_TWICE = /&#1(?:2[89]|[345]\d);/g;

/** A first letter that stands in a block of its own; those that are words may be lists' labels. */
const DROP_CAP = /^["“„«]?(?![AIO])\p{Lu}$/u;

const tidyLines = (line: string): string =>
  line
    .replace(/[ \t\u00a0]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

function attributesOf(element: Element): string {
  const { href, datetime, title } = element.attribs;
  if (element.name === 'a' && href) return ` href="${escapeHtml(href)}"`;
  if (element.name === 'time' && datetime) return ` datetime="${escapeHtml(datetime)}"`;
  if (element.name === 'abbr' && title) return ` title="${escapeHtml(title)}"`;
  return '';
}

/** Where images are loaded by scripts, the real one is often repeated for readers without them. */
function noscriptImage(element: Element, base: string): string {
  const visit = (at: Element): string => {
    for (const child of at.children) {
      if (!isTag(child)) continue;
      const markup = child.name === 'img' ? imageMarkup(child, base) : visit(child);
      if (markup) return markup;
    }
    return '';
  };
  return visit(element);
}

const INLINE_KEPT = new Set(
  'a abbr b bdi bdo cite code del dfn em i ins kbd mark q rp rt ruby s samp small strong sub sup time u var wbr'.split(
    ' ',
  ),
);
const BLOCK_KEPT = new Set(
  'p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre table caption thead tbody tfoot tr td th figure figcaption details summary'.split(
    ' ',
  ),
);
