/**
 * Sanitised HTML without elements that hold nothing, and nested as every parser will read it again: an element
 * that HTML ends where another begins (`<p>` before a block, `<li>` before `<li>`) is ended there, cells get
 * their row, parts of a table outside any table lose their tags.
 * Expects balanced tags and escaped text, as sanitize-html writes them. One pass.
 */
export function tidyHtml(html: string): string {
  const writer = new Writer();
  for (const [token, slash, tag] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>|[^<]+/g)) {
    if (!tag) writer.text(token);
    else if (VOID.has(tag)) writer.void(tag, token);
    else if (slash) writer.close();
    else writer.open(tag, token);
  }
  return writer.toString();
}

type Element = { tag: string; start: number; breakBefore: number; written: boolean };

class Writer {
  readonly #out: string[] = [];
  /** Elements of the input that are open. */
  readonly #opened: Element[] = [];
  /** Elements of the output that are open. */
  readonly #nested: Element[] = [];
  /** Positions in #out of what was last worth keeping, and of the last line break. */
  #content = -1;
  #break = -1;

  text(text: string): void {
    if (/\S/.test(text)) this.#content = this.#out.length;
    this.#out.push(text);
  }

  void(tag: string, token: string): void {
    if (tag === 'col' && !/^(?:colgroup|table)$/.test(this.#nested.at(-1)?.tag ?? '')) return;
    this.#endBefore(tag);
    if (tag === 'br') this.#break = this.#out.length;
    else if (tag !== 'wbr') this.#content = this.#out.length;
    this.#out.push(token);
  }

  open(tag: string, token: string): void {
    this.#endBefore(tag);
    const parent = this.#nested.at(-1)?.tag ?? '';
    const place = PLACES.get(tag);
    if (place && !place.has(parent)) {
      if (!CELLS.has(tag) || !ROW_PARENTS.has(parent)) {
        // A part of a table where none is expected: parsers drop its tags, and so do we.
        this.#opened.push({ tag, start: 0, breakBefore: 0, written: true });
        this.#out.push(' ');
        return;
      }
      this.#begin('tr', '<tr>');
    }
    this.#opened.push(this.#begin(tag, token));
  }

  close(): void {
    const element = this.#opened.pop();
    if (element && !element.written) this.#endThrough(element);
  }

  toString(): string {
    return this.#out.join('').trim();
  }

  #begin(tag: string, token: string): Element {
    const element = { tag, start: this.#out.length, breakBefore: this.#break, written: false };
    this.#nested.push(element);
    this.#out.push(token);
    return element;
  }

  /** Ends the elements that can't stay open when this one begins. */
  #endBefore(tag: string): void {
    for (const { ends, upTo } of ENDS.get(tag) ?? []) {
      for (let index = this.#nested.length - 1; index >= 0; index -= 1) {
        const element = this.#nested[index];
        if (!element || upTo.has(element.tag)) break;
        if (ends.has(element.tag)) this.#endThrough(element);
      }
    }
  }

  #endThrough(element: Element): void {
    let last = this.#nested.pop();
    while (last && last !== element) {
      this.#end(last);
      last = this.#nested.pop();
    }
    this.#end(element);
  }

  #end(element: Element): void {
    element.written = true;
    const holdsBreak = this.#break > element.start && !BLOCKS.has(element.tag);
    if (this.#content > element.start || holdsBreak || KEPT_EMPTY.has(element.tag)) {
      this.#content = this.#out.push(`</${element.tag}>`) - 1;
      return;
    }
    const space = this.#out.slice(element.start + 1).some((part) => !part.startsWith('<'));
    this.#out.length = element.start;
    this.#break = element.breakBefore;
    if (space) this.#out.push(' ');
  }
}

const set = (tags: string): Set<string> => new Set(tags.split(' '));

const VOID = set('img br hr wbr col');
const BLOCKS = set('p div h2 h3 h4 h5 h6 blockquote li dd dt figcaption');
/** Cells hold their column's place. */
const KEPT_EMPTY = set('td th colgroup');
const CELLS = set('td th');
const ROW_PARENTS = set('table tbody thead tfoot');

/** Where the parts of a table may stand. */
const PLACES = new Map<string, Set<string>>([
  ['tr', ROW_PARENTS],
  ...['td', 'th'].map((tag) => [tag, set('tr')] as const),
  ...['tbody', 'thead', 'tfoot', 'caption', 'colgroup'].map((tag) => [tag, set('table')] as const),
]);

/** Start tags, the open elements that they end, and where looking outwards for those stops (HTML, 13.2.6.4). */
const RULES: [tags: string, ends: string, upTo: string][] = [
  ['h2 h3 h4 h5 h6', 'h2 h3 h4 h5 h6', 'p div li dd td th'],
  [
    'li',
    'li',
    'ul ol dl table caption td th blockquote pre figure figcaption details summary h2 h3 h4 h5 h6',
  ],
  [
    'dd dt',
    'dd dt',
    'dl ul ol table caption td th blockquote pre figure figcaption details summary h2 h3 h4 h5 h6',
  ],
  ['rt rp', 'rt rp', 'ruby'],
  ['a', 'a', 'table caption td th'],
  ['td th', 'td th', 'table tr'],
  ['td th tr', 'caption colgroup', 'table'],
  ['tr', 'tr', 'table'],
  ['tbody thead tfoot caption colgroup', 'caption colgroup tbody thead tfoot', 'table'],
  [
    'p blockquote details summary div dl dd dt figcaption figure ol ul li pre table hr h2 h3 h4 h5 h6',
    'p',
    'table caption td th',
  ],
];

const ENDS = new Map<string, { ends: Set<string>; upTo: Set<string> }[]>();
for (const [tags, ends, upTo] of RULES) {
  for (const tag of set(tags))
    ENDS.set(tag, [...(ENDS.get(tag) ?? []), { ends: set(ends), upTo: set(upTo) }]);
}
