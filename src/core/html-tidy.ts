/**
 * Sanitised HTML without elements that hold nothing, and nested as a parser will read it again: an element
 * that the next one closes by rule (`<p>` before a block, `<li>` before `<li>`) is closed where that happens.
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
  /** Those of them that are still open in the output. */
  readonly #nested: Element[] = [];
  /** Positions in #out of what was last worth keeping, and of the last line break. */
  #content = -1;
  #break = -1;

  text(text: string): void {
    if (/\S/.test(text)) this.#content = this.#out.length;
    this.#out.push(text);
  }

  void(tag: string, token: string): void {
    this.#closeBefore(tag);
    if (tag === 'br') this.#break = this.#out.length;
    else if (tag !== 'wbr') this.#content = this.#out.length;
    this.#out.push(token);
  }

  open(tag: string, token: string): void {
    this.#closeBefore(tag);
    const element = { tag, start: this.#out.length, breakBefore: this.#break, written: false };
    this.#opened.push(element);
    this.#nested.push(element);
    this.#out.push(token);
  }

  close(): void {
    const element = this.#opened.pop();
    if (element && !element.written) this.#end(element);
  }

  #closeBefore(tag: string): void {
    const closes = IMPLIED.get(tag);
    let last = this.#nested.at(-1);
    while (last && closes?.has(last.tag)) {
      this.#end(last);
      last = this.#nested.at(-1);
    }
  }

  #end(element: Element): void {
    this.#nested.pop();
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

  toString(): string {
    return this.#out.join('').trim();
  }
}

const set = (tags: string): Set<string> => new Set(tags.split(' '));

const VOID = set('img br hr wbr col');
const BLOCKS = set('p div h2 h3 h4 h5 h6 blockquote li dd dt figcaption');
/** Cells hold their column's place. */
const KEPT_EMPTY = set('td th colgroup');

const PARAGRAPH = set('p');
const TERMS = set('dd dt');
const RUBY = set('rt rp');

/** Which elements a start tag closes when they are its direct parent (HTML, optional end tags). */
const IMPLIED = new Map<string, Set<string>>([
  ...'p h2 h3 h4 h5 h6 blockquote details div dl figcaption figure ol pre table ul'
    .split(' ')
    .map((tag) => [tag, PARAGRAPH] as const),
  ['hr', PARAGRAPH],
  ['tr', set('tr th td')],
  ['th', set('th')],
  ['td', set('thead th td')],
  ['li', set('li')],
  ['dd', TERMS],
  ['dt', TERMS],
  ['rt', RUBY],
  ['rp', RUBY],
  ['tbody', set('thead tbody')],
  ['tfoot', set('thead tbody')],
]);
