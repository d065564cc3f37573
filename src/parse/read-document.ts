import { absoluteUrl } from '../core/url.ts';
import { absoluteOrSame, knownAttributes } from './attributes.ts';
import { Element, type Elements } from './element.ts';
import { Leaf, localName, VOID } from './leaf.ts';
import { NO_SCOPE, type Scope, scopeWithin } from './namespaces.ts';
import { type Attributes, NO_ATTRIBUTES, readXml, type XmlHandler } from './read-xml.ts';
import type { Word } from './vocabulary.ts';
import { WordFinder } from './word-finder.ts';

/** An XML feed of any dialect in the shape of RSS 2.0: one channel and its items. */
export type FeedDocument = {
  format: 'rss' | 'rdf' | 'atom';
  /** Elements by their usual names, other vocabularies with their usual prefixes; URLs absolute. */
  channel: Elements;
  items: Elements[];
  /** The end was there: nothing was cut off. */
  complete: boolean;
};

/**
 * Reads an XML feed in any dialect and state of repair. An item that was cut off is left out. Null if there
 * is no feed in it; 'too-complex' beyond what feeds are like.
 */
export function readDocument(source: string, url: string | null): FeedDocument | 'too-complex' | null {
  const builder = new DocumentBuilder(url);
  try {
    readXml(source, builder);
  } catch (error) {
    if (error === TOO_COMPLEX) return 'too-complex';
    throw error;
  }
  return builder.result();
}

const TOO_COMPLEX = Symbol('too complex');
const MAX_DEPTH = 500;
const MAX_ITEMS = 20_000;
const MAX_FIELDS = 2000;
/** Characters of text that can't be HTML. */
const MAX_SHORT_TEXT = 10_000;

const ROOTS = new Map<string, FeedDocument['format']>([
  ['rss', 'rss'],
  ['channel', 'rss'],
  ['rdf', 'rdf'],
  ['feed', 'atom'],
]);

/** Documents that may hold RDF without being a feed. */
const FOREIGN_ROOTS = new Set(['html', 'svg', 'opml', 'urlset', 'sitemapindex']);

type Open = {
  name: string;
  role: 'root' | 'item' | 'group' | 'leaf' | 'markup' | 'hoisted' | 'ignored';
  scope: Scope;
  /** Where `xml:base` said that links are relative to; null: it did not. */
  base: string | null;
  word: Word | null;
  attributes: Attributes;
};

class DocumentBuilder implements XmlHandler {
  readonly #url: string | null;
  readonly #channel: Elements = {};
  readonly #items: Elements[] = [];
  #item: Elements | null = null;
  #group: Element | null = null;
  #fields = 0;
  readonly #stack: Open[] = [];
  /** How many open elements have this name, so that a stray end tag costs nothing. */
  readonly #opened = new Map<string, number>();
  #words = new WordFinder('');
  #leaf: Leaf | null = null;
  #format: FeedDocument['format'] | null = null;
  #ended = false;
  #foreign = false;

  constructor(url: string | null) {
    this.#url = url;
  }

  open(name: string, attributes: Attributes, selfClosing: boolean): void {
    const above = this.#stack.at(-1);
    const scope = scopeWithin(above?.scope ?? NO_SCOPE, attributes);
    const base = this.#base(attributes['xml:base'], above?.base ?? null);
    const open: Open = { name, role: 'ignored', scope, base, word: null, attributes };
    // Whatever stands before the feed's root is passed over, well-formed or not.
    if (this.#format === null && !this.#isRoot(open)) return;
    const { word, isItem } = this.#words.find(name, scope);
    if (open.role === 'root') this.#noteLanguage(attributes);
    else if (isItem) this.#openItem(open);
    else if (this.#leaf) this.#openMarkup(open);
    else if (above?.role !== 'ignored') this.#openField(open, word);
    if (open.role === 'markup' && VOID.has(localName(name))) return;
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
    if (this.#leaf) this.#leaf.text(text());
    else if (this.#group && this.#stack.at(-1)?.role === 'group')
      this.#group._ += text().slice(0, MAX_SHORT_TEXT);
  }

  result(): FeedDocument | null {
    if (this.#format === null) return null;
    const complete = this.#ended || this.#stack.length === 0;
    return { format: this.#format, channel: this.#channel, items: this.#items, complete };
  }

  #base(given: string | undefined, above: string | null): string | null {
    return given === undefined ? above : (absoluteUrl(given, above ?? this.#url) ?? above);
  }

  #push(open: Open): void {
    // Inside text, what lies too deep loses its tags only.
    if (this.#stack.length >= MAX_DEPTH) {
      if (open.role === 'markup') return;
      throw TOO_COMPLEX;
    }
    this.#stack.push(open);
    this.#opened.set(open.name, (this.#opened.get(open.name) ?? 0) + 1);
  }

  #isRoot(open: Open): boolean {
    const name = localName(open.name);
    const format = ROOTS.get(name);
    this.#foreign ||= FOREIGN_ROOTS.has(name);
    if (!format || this.#foreign) return false;
    this.#format = format;
    open.role = 'root';
    this.#words = new WordFinder(format === 'atom' ? 'atom:' : '');
    if (this.#words.find(open.name, open.scope).known) return true;
    // The root's namespace is the feed's vocabulary, even where nobody knows it.
    const prefix = open.name.slice(0, Math.max(0, open.name.indexOf(':'))).toLowerCase();
    const namespace = format === 'atom' ? 'http://www.w3.org/2005/Atom' : 'http://purl.org/rss/1.0/';
    open.scope = new Map(open.scope).set(prefix, namespace);
    return true;
  }

  /** An item that was not closed ends where the next one begins. */
  #openItem(open: Open): void {
    while (this.#item || this.#leaf) {
      const closed = this.#stack.pop();
      if (!closed) break;
      this.#closed(closed);
    }
    const { 'rdf:about': resource = '', about = resource, 'xml:lang': language } = open.attributes;
    open.role = 'item';
    this.#item = {};
    this.#fields = 0;
    if (about) this.#item['rdf:about'] = [new Element(about, NO_ATTRIBUTES)];
    if (language) this.#item['xml:lang'] = [new Element(language, NO_ATTRIBUTES)];
  }

  #openField(open: Open, word: Word | null): void {
    if (!word || this.#fields > MAX_FIELDS) return;
    open.word = word;
    if (word.treatment !== 'hoisted' && word.treatment !== 'group') {
      open.role = 'leaf';
      this.#leaf = new Leaf();
    } else if (!this.#group) {
      open.role = word.treatment;
      if (word.name === 'channel') this.#noteLanguage(open.attributes);
      else this.#openGroup(open);
    }
  }

  /** A hoisted element counts beside its children, a group holds them. */
  #openGroup(open: Open): void {
    const element = this.#add(open, '');
    if (open.role !== 'group') return;
    element.children = {};
    this.#group = element;
  }

  #openMarkup(open: Open): void {
    open.role = 'markup';
    if (this.#stack.length < MAX_DEPTH) this.#leaf?.openTag(open.name, open.attributes, open.base);
  }

  #closed(open: Open): void {
    this.#opened.set(open.name, (this.#opened.get(open.name) ?? 1) - 1);
    if (open.role === 'markup') this.#leaf?.closeTag(open.name);
    else if (open.role === 'leaf') this.#closeLeaf(open);
    else if (open.role === 'group') this.#group = null;
    else if (open.role === 'item') this.#closeItem();
    else if (open.role === 'root') this.#ended = true;
    // RDF's items come after its channel.
    else if (open.word?.name === 'channel' && this.#format === 'rss') this.#ended = true;
  }

  #closeLeaf(open: Open): void {
    const leaf = this.#leaf;
    const treatment = open.word?.treatment;
    this.#leaf = null;
    if (!leaf) return;
    if (treatment === 'rich' && !this.#group) {
      const { type = '', mode = '', src = null } = open.attributes;
      this.#add(open, '').rich = {
        text: leaf.html ?? leaf.plain,
        markup: leaf.html !== null,
        type: type.trim().toLowerCase() || null,
        mode: mode.trim().toLowerCase() || null,
        src: absoluteUrl(src, open.base ?? this.#url),
        base: open.base,
      };
    } else {
      const text = leaf.plain.slice(0, MAX_SHORT_TEXT).trim();
      this.#add(open, treatment === 'url' ? absoluteOrSame(text, open.base ?? this.#url) : text);
    }
  }

  #closeItem(): void {
    if (this.#item && this.#items.length < MAX_ITEMS) this.#items.push(this.#item);
    this.#item = null;
  }

  /** Adds an element to the group, item or channel that is open. */
  #add({ word, attributes, base }: Open, text: string): Element {
    const element = new Element(text, knownAttributes(attributes, base ?? this.#url));
    const name = word?.name ?? '';
    const parent = this.#group?.children ?? this.#item ?? this.#channel;
    const others = parent[name];
    if (others) others.push(element);
    else parent[name] = [element];
    this.#fields += 1;
    return element;
  }

  /** The root's or the channel's. */
  #noteLanguage(attributes: Attributes): void {
    const language = attributes['xml:lang'];
    if (language) this.#channel['xml:lang'] ??= [new Element(language, NO_ATTRIBUTES)];
  }
}
