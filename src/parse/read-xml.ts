import { Entities } from './entities.ts';

export type Attributes = Record<string, string>;

export const NO_ATTRIBUTES: Attributes = Object.freeze(Object.create(null));

/** What a document consists of, in document order. Names as written; text decoded only when asked for. */
export type XmlHandler = {
  open(name: string, attributes: Attributes, selfClosing: boolean): void;
  close(name: string): void;
  text(text: () => string): void;
};

/**
 * Reads XML that need not be well-formed, in time linear in its length and without recursion: bare `&` and
 * `<` are text, references to HTML's entities are known, attributes may lack quotes or values, comments and
 * DTDs are passed over, control characters are dropped. Tags need not match: that is the handler's business.
 */
export function readXml(source: string, handler: XmlHandler): void {
  new XmlReader(source, handler).read();
}

const LETTER = /[A-Za-z_:\u0080-\uffff]/;
const ATTRIBUTE =
  /[\s/]*([^\s=/<>"']+)(?:\s*=\s*(?:"([^"<]*)"|'([^'<]*)'|"([^">]*)"|'([^'>]*)'|["']?([^\s<>"']*)))?/y;
/** Often closed by `>` alone. */
const INSTRUCTION = /<\?[^<>]*>?/y;
const TAG_END = /[^<>]*>?/y;
const DOCTYPE = /<!DOCTYPE(?:[^[<>"']|"[^"<>]*"|'[^'<>]*')*/iy;
const MAX_ATTRIBUTES = 100;
/** What XML 1.0 can't hold. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

class XmlReader {
  readonly #source: string;
  readonly #handler: XmlHandler;
  readonly #entities = new Entities();
  #position = 0;

  constructor(source: string, handler: XmlHandler) {
    this.#source = source;
    this.#handler = handler;
  }

  read(): void {
    const { length } = this.#source;
    while (this.#position < length) {
      const tag = this.#source.indexOf('<', this.#position);
      if (tag !== this.#position) this.#text(this.#position, tag === -1 ? length : tag);
      if (tag === -1) return;
      this.#position = tag;
      this.#markup(this.#source.charAt(tag + 1));
    }
  }

  #markup(next: string): void {
    if (next === '/') this.#endTag();
    else if (next === '!') this.#declaration();
    else if (next === '?') this.#take(INSTRUCTION);
    else if (LETTER.test(next)) this.#startTag();
    else this.#bareBracket();
  }

  #text(start: number, end: number): void {
    this.#position = end;
    this.#handler.text(() => this.#decode(this.#source.slice(start, end)));
  }

  #decode(raw: string): string {
    return this.#entities.decode(raw).replace(FORBIDDEN, '');
  }

  /** Matches a sticky expression here and moves past it. */
  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#position;
    const match = pattern.exec(this.#source);
    if (match) this.#position = pattern.lastIndex;
    return match;
  }

  #startTag(): void {
    this.#position += 1;
    const name = this.#name();
    if (this.#source.charAt(this.#position) === '>') {
      this.#position += 1;
      this.#handler.open(name, NO_ATTRIBUTES, false);
      return;
    }
    const start = this.#position - name.length - 1;
    const attributes = this.#attributes();
    const end = this.#take(TAG_END)?.[0] ?? '';
    if (!end.endsWith('>')) {
      // `IL-6<TNF and p<0.05`: no tag.
      this.#position = start;
      this.#bareBracket();
      return;
    }
    this.#handler.open(name, attributes, this.#source.charAt(this.#position - 2) === '/');
  }

  #name(): string {
    const start = this.#position;
    let end = start;
    while (isNameCharacter(this.#source.charCodeAt(end))) end += 1;
    this.#position = end;
    return this.#source.slice(start, end);
  }

  #attributes(): Attributes {
    const attributes: Attributes = Object.create(null);
    for (let count = 0; count < MAX_ATTRIBUTES; count++) {
      const match = this.#take(ATTRIBUTE);
      if (!match) break;
      const [, name = '', ...values] = match;
      const value = values.find((found) => found !== undefined) ?? '';
      attributes[name] ??= this.#decode(value).replace(/[\t\r\n]/g, ' ');
    }
    return attributes;
  }

  #endTag(): void {
    this.#position += 2;
    const name = this.#name();
    if (this.#source.charAt(this.#position) === '>') this.#position += 1;
    else this.#take(TAG_END);
    if (name !== '') this.#handler.close(name);
  }

  #declaration(): void {
    const { length } = this.#source;
    if (this.#source.startsWith('<!--', this.#position)) {
      // Without an end, the document was cut off in the comment.
      const end = this.#source.indexOf('-->', this.#position);
      this.#position = end === -1 ? length : end + 3;
    } else if (this.#source.startsWith('<![CDATA[', this.#position)) {
      const start = this.#position + 9;
      const end = this.#source.indexOf(']]>', start);
      const text = this.#source.slice(start, end === -1 ? length : end).replace(FORBIDDEN, '');
      this.#position = end === -1 ? length : end + 3;
      this.#handler.text(() => text);
    } else if (this.#take(DOCTYPE)) {
      this.#internalSubset();
    } else {
      this.#bareBracket();
    }
  }

  #internalSubset(): void {
    if (this.#source.charAt(this.#position) === '[') {
      const end = this.#source.indexOf(']', this.#position);
      if (end === -1) return;
      this.#entities.declare(this.#source.slice(this.#position, end));
      this.#position = end + 1;
    }
    this.#take(TAG_END);
  }

  #bareBracket(): void {
    this.#text(this.#position, this.#position + 1);
  }
}

/** Letters, digits and `_ : . -`; beyond ASCII everything, as nothing there ends a name. */
function isNameCharacter(code: number): boolean {
  if (code > 127) return true;
  if (code >= 97 ? code <= 122 : code >= 65 && code <= 90) return true;
  return (code >= 45 && code <= 58 && code !== 47) || code === 95;
}
