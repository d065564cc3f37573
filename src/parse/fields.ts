import RssParser from 'rss-parser';
import { VOCABULARY } from './vocabulary.ts';

/** An element as rss-parser leaves it: its text, or text, attributes and children by name. */
type Raw = string | { _?: string; $?: Record<string, string>; [child: string]: unknown };

/** The elements of a channel or an item, each name with all its occurrences. */
export class Fields {
  readonly #record: Record<string, unknown>;

  constructor(record: Record<string, unknown>) {
    this.#record = record;
  }

  /** Attributes of the channel or item itself. */
  get attributes(): Record<string, string> {
    return (this.#record[KEPT + ATTRIBUTES] as Record<string, string> | undefined) ?? {};
  }

  all(name: string): Element[] {
    const found = this.#record[KEPT + name] as Raw[] | undefined;
    return found ? found.map((raw) => new Element(raw)) : [];
  }

  /** Texts of the elements with these names, in the order of the names, without empty ones. */
  texts(...names: string[]): string[] {
    return names.flatMap((name) => this.all(name).map(({ text }) => text)).filter((text) => text !== '');
  }
}

export class Element {
  readonly #raw: Raw;

  constructor(raw: Raw) {
    this.#raw = raw;
  }

  get text(): string {
    return (typeof this.#raw === 'string' ? this.#raw : (this.#raw._ ?? '')).trim();
  }

  attribute(name: string): string | null {
    if (typeof this.#raw === 'string') return null;
    return this.#raw.$?.[name]?.trim() || null;
  }

  /** Text of the first child with one of these names. */
  child(...names: string[]): string | null {
    return this.children(...names)[0] ?? null;
  }

  children(...names: string[]): string[] {
    if (typeof this.#raw === 'string') return [];
    const { ...children } = this.#raw;
    const found = names.flatMap((name) => (children[name] as Raw[] | undefined) ?? []);
    return found.map((raw) => new Element(raw).text).filter((text) => text !== '');
  }
}

/** rss-parser keeps a field's every occurrence only under a name that it does not use itself. */
const KEPT = 'all ';
const ATTRIBUTES = '$';

const KEEP = [...[...VOCABULARY.values()].map(({ name }) => name), ATTRIBUTES].map(
  (name): [string, string, { keepArray: true }] => [name, KEPT + name, { keepArray: true }],
);

/** Reads a canonical RSS document. */
export async function readFields(xml: string): Promise<{ channel: Fields; items: Fields[] }> {
  const parser = new RssParser<Record<string, unknown>, Record<string, unknown>>({
    customFields: { feed: KEEP as never, item: KEEP },
  });
  const { items, ...channel } = await parser.parseString(xml);
  return { channel: new Fields(channel), items: items.map((item) => new Fields(item)) };
}
