import type { RichText } from './leaf.ts';
import type { Attributes } from './read-xml.ts';

/** Elements by name, each name with all its occurrences. */
export type Elements = Record<string, Element[]>;

const NO_CHILDREN: Elements = Object.freeze({});

/** An element as xml2js would build it (`_`, `$`), which is what rss-parser takes. */
export class Element {
  _: string;
  $: Attributes;
  /** Set where there may be HTML; `_` is then empty, so that nobody else works on it. */
  rich: RichText | null = null;
  /** Only groups have any. */
  children: Elements = NO_CHILDREN;

  constructor(text: string, attributes: Attributes) {
    this._ = text;
    this.$ = attributes;
  }

  get text(): string {
    return this._.trim();
  }

  attribute(name: string): string | null {
    return this.$[name] || null;
  }

  /** Text of the first child with one of these names. */
  child(...names: string[]): string | null {
    for (const name of names) {
      const text = this.children[name]?.find((child) => child.text !== '')?.text;
      if (text) return text;
    }
    return null;
  }
}
