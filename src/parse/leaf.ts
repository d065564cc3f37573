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

type Piece = { text: string; tag: boolean };

/** Gathers what stands between an element's tags. */
export class Leaf {
  readonly #pieces: Piece[] = [];
  #markup = false;

  text(text: string): void {
    this.#pieces.push({ text, tag: false });
  }

  openTag(name: string, attributes: Attributes, base: string | null): void {
    const list = Object.entries(attributes).filter(([attribute]) => !/^xml(?:ns)?(?::|$)/i.test(attribute));
    const written = list.map(
      ([attribute, value]) => ` ${attribute}="${escapeMarkup(resolved(attribute, value, base))}"`,
    );
    this.#tag(`<${localName(name)}${written.join('')}>`);
  }

  closeTag(name: string): void {
    this.#tag(`</${localName(name)}>`);
  }

  #tag(tag: string): void {
    this.#markup = true;
    this.#pieces.push({ text: tag, tag: true });
  }

  plain(): string {
    return this.#pieces
      .filter(({ tag }) => !tag)
      .map(({ text }) => text)
      .join('');
  }

  rich(): { text: string; markup: boolean } {
    if (!this.#markup) return { text: this.plain(), markup: false };
    const html = this.#pieces.map(({ text, tag }) => (tag ? text : escapeMarkup(text))).join('');
    return { text: html, markup: true };
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
