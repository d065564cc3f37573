import { absoluteUrl } from '../core/url.ts';
import { escapeMarkup, Leaf, localName, type RichText, VOID } from './leaf.ts';
import { NO_SCOPE, type Scope, scopeWithin, usualName } from './namespaces.ts';
import { type Attributes, readXml, type XmlHandler } from './read-xml.ts';
import { ATTRIBUTES, URL_ATTRIBUTES, VOCABULARY, type Word } from './vocabulary.ts';

export type CanonicalRss = {
  format: 'rss' | 'rdf' | 'atom';
  /** Well-formed RSS 2.0: one channel, its items, other vocabularies under their usual prefixes, URLs absolute. */
  xml: string;
  /** Bodies and titles: the document has a place in this list instead of each. */
  texts: RichText[];
  /** The end was there: nothing was cut off. */
  complete: boolean;
  items: number;
};

/**
 * Any XML feed, in any dialect and state of repair, as one canonical RSS 2.0 document. An item that was cut
 * off is left out. Null if there is no feed in it; 'too-complex' beyond what feeds are like.
 */
export function canonicalRss(source: string, url: string | null): CanonicalRss | 'too-complex' | null {
  const writer = new Canonicaliser(url);
  try {
    readXml(source, writer);
  } catch (error) {
    if (error === TOO_COMPLEX) return 'too-complex';
    throw error;
  }
  return writer.result();
}

const TOO_COMPLEX = Symbol('too complex');
const MAX_DEPTH = 500;
const MAX_ITEMS = 20_000;
const MAX_FIELDS = 2000;
const MAX_SHORT_TEXT = 10_000;

const ROOTS: Record<string, CanonicalRss['format']> = {
  rss: 'rss',
  channel: 'rss',
  rdf: 'rdf',
  feed: 'atom',
};

type Open = {
  name: string;
  role: 'root' | 'item' | 'group' | 'leaf' | 'markup' | 'hoisted' | 'ignored';
  scope: Scope;
  /** Where `xml:base` said that links are relative to; null: it did not. */
  base: string | null;
  word: Word | null;
  attributes: Attributes;
};

class Canonicaliser implements XmlHandler {
  readonly #url: string | null;
  readonly #texts: RichText[] = [];
  readonly #channel: string[] = [];
  readonly #items: string[] = [];
  #item: string[] | null = null;
  readonly #stack: Open[] = [];
  /** How many open elements have this name, so that a stray end tag costs nothing. */
  readonly #opened = new Map<string, number>();
  #leaf: Leaf | null = null;
  #format: CanonicalRss['format'] | null = null;
  #language = '';
  #ended = false;

  constructor(url: string | null) {
    this.#url = url;
  }

  open(name: string, attributes: Attributes, selfClosing: boolean): void {
    const above = this.#stack.at(-1);
    const scope = scopeWithin(above?.scope ?? NO_SCOPE, attributes);
    const base = this.#base(attributes['xml:base'], above?.base ?? null);
    const open: Open = { name, role: 'ignored', scope, base, word: null, attributes };
    if (this.#format === null) this.#openRoot(open);
    else if (this.#isItem(open)) this.#openItem(open);
    else if (this.#leaf) this.#openMarkup(open);
    else if (above?.role !== 'ignored') this.#openField(open, above?.role ?? 'root');
    if (VOID.has(localName(name)) && open.role === 'markup') return;
    this.#push(open);
    if (selfClosing) this.close(name);
  }

  close(name: string): void {
    if (!this.#opened.get(name)) return;
    let closed: Open | undefined;
    do {
      closed = this.#stack.pop();
      if (closed) this.#closed(closed);
    } while (closed && closed.name !== name);
  }

  text(text: () => string): void {
    const role = this.#stack.at(-1)?.role;
    if (this.#leaf) this.#leaf.text(text());
    else if (role === 'group') this.#write(escapeMarkup(text().trim().slice(0, MAX_SHORT_TEXT)));
  }

  result(): CanonicalRss | null {
    if (this.#format === null) return null;
    const complete = this.#ended || this.#stack.length === 0;
    const xml = `<rss version="2.0"><channel${attribute('lang', this.#language)}>${this.#channel.join('')}${this.#items.join('')}</channel></rss>`;
    return { format: this.#format, xml, texts: this.#texts, complete, items: this.#items.length };
  }

  #base(given: string | undefined, above: string | null): string | null {
    return given === undefined ? above : (absoluteUrl(given, above ?? this.#url) ?? above);
  }

  #push(open: Open): void {
    // Inside text, what lies too deep loses its tags only.
    if (this.#stack.length >= MAX_DEPTH) {
      if (this.#leaf) return;
      throw TOO_COMPLEX;
    }
    this.#stack.push(open);
    this.#opened.set(open.name, (this.#opened.get(open.name) ?? 0) + 1);
  }

  /** Whatever stands before the feed's root is passed over. */
  #openRoot(open: Open): void {
    const format = ROOTS[localName(open.name)];
    if (!format) return;
    this.#format = format;
    open.role = 'root';
    this.#noteLanguage(open.attributes);
    if (usualName(open.name, open.scope, this.#home()) !== null) return;
    // The root's namespace is the feed's vocabulary, even where nobody knows it.
    const prefix = open.name.slice(0, Math.max(0, open.name.indexOf(':'))).toLowerCase();
    const namespace = format === 'atom' ? 'http://www.w3.org/2005/Atom' : 'http://purl.org/rss/1.0/';
    open.scope = new Map(open.scope).set(prefix, namespace);
  }

  #home(): string {
    return this.#format === 'atom' ? 'atom:' : '';
  }

  #isItem(open: Open): boolean {
    const local = localName(open.name);
    if (local !== 'item' && local !== 'entry') return false;
    const name = usualName(open.name, open.scope, this.#home());
    return name === 'item' || name === 'atom:entry';
  }

  /** An item that was not closed ends where the next one begins. */
  #openItem(open: Open): void {
    while (this.#item || this.#leaf) {
      const closed = this.#stack.pop();
      if (!closed) break;
      this.#closed(closed);
    }
    open.role = 'item';
    this.#item = [];
    if (open.base !== null) this.#item.push(attribute('base', open.base));
    const about = open.attributes['rdf:about'] ?? open.attributes.about;
    if (about) this.#item.push(attribute('rdf:about', about));
    this.#item.push(attribute('lang', open.attributes['xml:lang'] ?? ''), '>');
  }

  #openField(open: Open, above: Open['role']): void {
    const name = usualName(open.name, open.scope, this.#home());
    const word = name === null ? undefined : VOCABULARY.get(name);
    if (!word || (this.#item?.length ?? 0) > MAX_FIELDS) return;
    open.word = word;
    if (word.treatment === 'hoisted') {
      open.role = above === 'group' ? 'ignored' : 'hoisted';
      if (name === 'channel') this.#noteLanguage(open.attributes);
      else this.#write(`<${word.name}${this.#attributes(open)}/>`);
    } else if (word.treatment === 'group') {
      open.role = above === 'group' ? 'ignored' : 'group';
      if (open.role === 'group') this.#write(`<${word.name}${this.#attributes(open)}>`);
    } else {
      open.role = 'leaf';
      this.#leaf = new Leaf();
    }
  }

  #openMarkup(open: Open): void {
    open.role = 'markup';
    if (this.#stack.length < MAX_DEPTH) this.#leaf?.openTag(open.name, open.attributes, open.base);
  }

  #closed(open: Open): void {
    this.#opened.set(open.name, (this.#opened.get(open.name) ?? 1) - 1);
    if (open.role === 'markup') this.#leaf?.closeTag(open.name);
    else if (open.role === 'leaf') this.#closeLeaf(open);
    else if (open.role === 'group') this.#write(`</${open.word?.name}>`);
    else if (open.role === 'item') this.#closeItem();
    else if (open.role === 'root') this.#ended = true;
    // RDF's items come after its channel.
    else if (open.word?.name === 'channel' && this.#format === 'rss') this.#ended = true;
  }

  #closeLeaf(open: Open): void {
    const { name = '', treatment } = open.word ?? {};
    const leaf = this.#leaf;
    this.#leaf = null;
    if (!leaf) return;
    let content = '';
    if (treatment === 'rich' && !this.#stack.some(({ role }) => role === 'group')) {
      const { type = null, mode = null, src = null } = open.attributes;
      this.#texts.push({
        ...leaf.rich(),
        type: type?.trim().toLowerCase() || null,
        mode: mode?.trim().toLowerCase() || null,
        src: absoluteUrl(src, open.base ?? this.#url),
        base: open.base,
      });
      content = String(this.#texts.length - 1);
    } else {
      const text = leaf.plain().slice(0, MAX_SHORT_TEXT);
      content = escapeMarkup(treatment === 'url' ? this.#absolute(text, open.base) : text);
    }
    this.#write(`<${name}${this.#attributes(open)}>${content}</${name}>`);
  }

  #closeItem(): void {
    const item = this.#item ?? [];
    this.#item = null;
    if (this.#items.length < MAX_ITEMS) this.#items.push(`<item${item.join('')}</item>`);
  }

  #attributes({ attributes, base }: Open): string {
    const written = new Map<string, string>();
    for (const [name, value] of Object.entries(attributes)) {
      const local = localName(name);
      if (!ATTRIBUTES.has(local) || written.has(local)) continue;
      written.set(local, attribute(local, URL_ATTRIBUTES.has(local) ? this.#absolute(value, base) : value));
    }
    return [...written.values()].join('');
  }

  /** As it was where it can't be made absolute: an id may stand in a link's place. */
  #absolute(text: string, base: string | null): string {
    const link = text.trim();
    if (/^www\.[\w-]+\.[\w.-]+(?:\/|$)/i.test(link)) return `http://${link}`;
    return absoluteUrl(link, base ?? this.#url) ?? link;
  }

  #noteLanguage(attributes: Attributes): void {
    this.#language ||= attributes['xml:lang']?.slice(0, 100) ?? '';
  }

  #write(xml: string): void {
    (this.#item ?? this.#channel).push(xml);
  }
}

const attribute = (name: string, value: string): string =>
  ` ${name}="${escapeMarkup(value.slice(0, MAX_SHORT_TEXT))}"`;
