import { absoluteUrl } from '../core/url.ts';
import type { Attributes } from './read-xml.ts';

/** What an element held that may be HTML. */
export type RichText = {
  /** With `markup`: HTML made from the elements inside. Else the bare text, which may be HTML itself. */
  text: string;
  markup: boolean;
  /** Atom's `type` and `mode`, in lower case. */
  type: string | null;
  mode: string | null;
  /** Atom's `src`. */
  src: string | null;
  /** What relative links in it are relative to, where the document said so. */
  base: string | null;
};

/** Gathers what stands between an element's tags. */
export class Leaf {
  #plain = '';
  /** From the first tag on. */
  #html: string | null = null;

  get plain(): string {
    return this.#plain;
  }

  get html(): string | null {
    return this.#html;
  }

  text(text: string): void {
    if (this.#html !== null) this.#html += escapeMarkup(text);
    this.#plain += text;
  }

  openTag(name: string, attributes: Attributes, base: string | null): void {
    let tag = `<${localName(name)}`;
    for (const attribute in attributes) {
      if (/^xml(?:ns)?(?::|$)/i.test(attribute)) continue;
      tag += ` ${attribute}="${escapeMarkup(resolved(attribute, attributes[attribute] ?? '', base))}"`;
    }
    this.#tag(`${tag}>`);
  }

  closeTag(name: string): void {
    this.#tag(`</${localName(name)}>`);
  }

  #tag(tag: string): void {
    this.#html = (this.#html ?? escapeMarkup(this.#plain)) + tag;
  }
}

/** HTML elements that have no end tag. */
export const VOID = new Set('area br col embed hr img input meta param source track wbr'.split(' '));

export const localName = (name: string): string => name.slice(name.indexOf(':') + 1).toLowerCase();

/** Text as XML and HTML may hold it, between tags and in double quotes. */
export const escapeMarkup = (text: string): string =>
  /[&<>"]/.test(text)
    ? text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
    : text;

function resolved(attribute: string, value: string, base: string | null): string {
  if (base === null || !/^(?:href|src|poster|cite)$/i.test(attribute)) return value;
  return absoluteUrl(value, base) ?? value;
}
