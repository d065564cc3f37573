import { Document, DomHandler, isCDATA, isTag } from 'domhandler';
import { decodeHTML, decodeHTMLAttribute } from 'entities';
import { Parser, type ParserOptions } from 'htmlparser2';

/** Deeper than any page that people write; keeps walks of the tree within the stack. */
const MAX_DEPTH = 120;
const MAX_CHARS = 15_000_000;
const MAX_NODES = 200_000;

/**
 * The tree of a page (htmlparser2), in time linear in its length: at most 15 million characters and 200,000
 * nodes are read, and what lies deeper than 120 levels is hoisted to the top instead of nested further.
 */
export function parseHtml(html: string, options: ParserOptions = {}): Document {
  const root = new Document([]);
  let rest = html.slice(0, MAX_CHARS);
  let nodes = MAX_NODES;
  while (rest !== '' && nodes > 0) {
    const handler = new BoundedHandler(nodes);
    const parser = new Parser(handler, { ...options, decodeEntities: false });
    let read = rest.length;
    try {
      parser.end(rest);
    } catch (error) {
      if (error !== TOO_DEEP) throw error;
      read = Math.max(1, parser.endIndex + 1);
    }
    nodes = handler.left;
    adopt(root, handler.root);
    rest = rest.slice(read);
  }
  return root;
}

const TOO_DEEP = Symbol('too deep');

/** Decodes character references itself, where there are any: a parser that need not look for them is a fifth faster. */
class BoundedHandler extends DomHandler {
  left: number;

  constructor(left: number) {
    super();
    this.left = left;
  }

  override onopentag(name: string, attributes: Record<string, string>): void {
    this.left -= 1;
    for (const key in attributes) {
      const value = attributes[key] as string;
      if (value.includes('&')) attributes[key] = decodeHTMLAttribute(value);
    }
    super.onopentag(name, attributes);
    if (this.left <= 0 || this.tagStack.length > MAX_DEPTH) throw TOO_DEEP;
  }

  override ontext(data: string): void {
    super.ontext(data.includes('&') && !this.#isRaw() ? decodeHTML(data) : data);
  }

  /** Whether `&amp;` is no reference here. */
  #isRaw(): boolean {
    const parent = this.lastNode?.parent ?? this.tagStack.at(-1);
    return parent !== undefined && (isTag(parent) ? RAW.has(parent.name) : isCDATA(parent));
  }
}

const RAW = new Set(['script', 'style', 'textarea', 'xmp']);

function adopt(root: Document, from: Document): void {
  for (const child of from.children) {
    child.parent = root;
    const last = root.children.at(-1) ?? null;
    child.prev = last;
    if (last) last.next = child;
    root.children.push(child);
  }
}
