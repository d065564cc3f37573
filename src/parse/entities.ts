import { decodeHTMLStrict } from 'entities';

/** Characters that an XML document's own entities may add to it in all. */
const MAX_EXPANSION = 1_000_000;
const MAX_ENTITY_LENGTH = 2000;
const MAX_ENTITIES = 500;

/**
 * Turns character and entity references into what they stand for: numbers (windows-1252 numbers too, as in
 * HTML), all names of HTML, and names that the document's DTD defines. Whatever is not a reference stays as
 * it is, so a bare `&` is itself. What a DTD can add is bounded.
 */
export class Entities {
  readonly #own = new Map<string, string>();
  #budget = MAX_EXPANSION;

  /** Reads the `<!ENTITY name "text">` declarations of a DTD's internal subset; external ones are never fetched. */
  declare(subset: string): void {
    for (const [, name = '', double, single] of subset.slice(0, 100_000).matchAll(DECLARATION)) {
      if (this.#own.size >= MAX_ENTITIES || this.#own.has(name)) continue;
      this.#own.set(name, this.decode(double ?? single ?? '').slice(0, MAX_ENTITY_LENGTH));
    }
  }

  decode(text: string): string {
    if (!text.includes('&')) return text;
    if (this.#own.size === 0) return decodeHTMLStrict(text);
    return text.replace(/&(#?[\w.-]{1,64});/g, (reference, name: string) => this.#expand(name, reference));
  }

  #expand(name: string, reference: string): string {
    const own = this.#own.get(name);
    if (own === undefined) return decodeHTMLStrict(reference);
    this.#budget -= own.length;
    return this.#budget < 0 ? '' : own;
  }
}

const DECLARATION = /<!ENTITY\s+([A-Za-z_][\w.-]{0,63})\s+(?:"([^"<]{0,4000})"|'([^'<]{0,4000})')\s*>/g;
