import { crc32 } from 'node:zlib';

/** Values by key, each as its JSON text, which is parsed when it is asked for. */
export type Records = Map<string, string>;

/** The content of one file of the store. Every commit up to number `upTo` is in it. */
export class Document {
  upTo: number;
  /** Its lines, as long as nobody has asked for all records. */
  #lines: string | null;
  #records: Records = new Map();

  constructor(upTo: number, content: Records | string) {
    this.upTo = upTo;
    this.#lines = typeof content === 'string' ? content : null;
    if (typeof content !== 'string') this.#records = content;
  }

  get records(): Records {
    if (this.#lines !== null) {
      this.#records = recordsIn(this.#lines);
      this.#lines = null;
    }
    return this.#records;
  }

  /** One record, at the cost of a search through the lines. */
  find(key: string): string | undefined {
    if (this.#lines === null) return this.#records.get(key);
    const head = `${JSON.stringify(key)}:`;
    const at = this.#lines.startsWith(head) ? 0 : this.#lines.indexOf(`\n${head}`) + 1;
    if (at === 0 && !this.#lines.startsWith(head)) return undefined;
    const end = this.#lines.indexOf('\n', at);
    return withoutComma(this.#lines.slice(at + head.length, end < 0 ? undefined : end));
  }

  /** This and more records: joined by `merge` where it has one under the same key, else added to its lines. */
  plus(added: Records, merge: (old: string, text: string) => string): Document {
    const isNew = (key: string) => this.find(key) === undefined;
    if (this.#lines !== null && [...added.keys()].every(isNew)) {
      const parts = [this.#lines, linesOf(added)].filter((part) => part !== '');
      return new Document(this.upTo, parts.join(',\n'));
    }
    const records = new Map(this.records);
    for (const [key, text] of added) {
      const old = records.get(key);
      records.set(key, old === undefined ? text : merge(old, text));
    }
    return new Document(this.upTo, records);
  }

  /** Its records as lines of JSON. */
  get lines(): string {
    return this.#lines ?? linesOf(this.#records);
  }

  /** Bytes that it takes in memory, about. */
  size(): number {
    if (this.#lines !== null) return this.#lines.length;
    let size = 0;
    for (const [key, text] of this.#records) size += recordSize(key, text);
    return size;
  }
}

export const recordSize = (key: string, text: string): number => key.length + text.length + 100;

const linesOf = (records: Records): string =>
  [...records].map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(',\n');

/** JSON with one record a line, and a checksum of what follows it. */
export function encodeDocument({ upTo, lines }: Document): string {
  return `{"upTo":${upTo},"check":"${checksum(`${upTo}\n${lines}`)}","records":{\n${lines}${END}`;
}

/** Null where the text is not, to the byte, what encodeDocument wrote. */
export function decodeDocument(text: string): Document | null {
  const head = HEAD.exec(text);
  if (!head?.[1] || !text.endsWith(END)) return null;
  const body = text.slice(head[0].length, -END.length);
  return checksum(`${head[1]}\n${body}`) === head[2] ? new Document(Number(head[1]), body) : null;
}

/** CRC-32 in 8 hex digits: finds damage, not forgery. */
export const checksum = (text: string): string => crc32(text).toString(16).padStart(8, '0');

const HEAD = /^\{"upTo":(\d{1,15}),"check":"([0-9a-f]{8})","records":\{\n/;
const END = '\n}}\n';

function recordsIn(lines: string): Records {
  const records: Records = new Map();
  if (lines === '') return records;
  for (const line of lines.split('\n')) {
    const colon = endOfKey(line);
    records.set(JSON.parse(line.slice(0, colon)), withoutComma(line.slice(colon + 1)));
  }
  return records;
}

const withoutComma = (text: string): string => (text.endsWith(',') ? text.slice(0, -1) : text);

/** Where the key's closing quote is followed by the colon. */
function endOfKey(line: string): number {
  let quote = line.indexOf('"', 1);
  while (isEscaped(line, quote)) quote = line.indexOf('"', quote + 1);
  return quote + 1;
}

function isEscaped(line: string, at: number): boolean {
  let slashes = 0;
  while (line[at - 1 - slashes] === '\\') slashes++;
  return slashes % 2 === 1;
}
