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

  /** One record, by binary search: only in a document whose records are sorted. */
  find(key: string): string | undefined {
    if (this.#lines === null) return this.#records.get(key);
    const head = headOf(key);
    const { start, end } = placeOf(head, this.#lines);
    return start === end ? undefined : valueAt(this.#lines, start + head.length, end);
  }

  /** This sorted document and more records; `merge` joins those that have the same key. */
  plus(added: Records, merge: (old: string, text: string) => string): Document {
    const { lines } = this;
    const parts: string[] = [];
    let from = 0;
    for (const [key, text] of sortRecords(added)) {
      const head = headOf(key);
      const { start, end } = placeOf(head, lines);
      const isNew = start === end;
      parts.push(lines.slice(from, start));
      parts.push(head + (isNew ? text : merge(valueAt(lines, start + head.length, end), text)));
      from = isNew ? start : end + 1;
    }
    parts.push(lines.slice(from));
    const whole = parts.map((part) => (part.endsWith(',\n') ? part.slice(0, -2) : part));
    return new Document(this.upTo, whole.filter((part) => part !== '').join(',\n'));
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

/** The records in the order in which Document.find looks for them. */
export function sortRecords(records: Records): Records {
  const heads = [...records].map(([key, text]) => ({ head: headOf(key), key, text }));
  heads.sort((one, other) => (one.head < other.head ? -1 : 1));
  return new Map(heads.map(({ key, text }) => [key, text]));
}

const linesOf = (records: Records): string =>
  [...records].map(([key, text]) => headOf(key) + text).join(',\n');

/** How a record's line begins; none is the beginning of another. */
const headOf = (key: string): string => `${JSON.stringify(key)}:`;

/** Where among sorted lines the one with this head begins and ends; both where it would begin if there is none. */
function placeOf(head: string, lines: string): { start: number; end: number } {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const start = middle === 0 ? 0 : lines.lastIndexOf('\n', middle - 1) + 1;
    const feed = lines.indexOf('\n', middle);
    const end = feed < 0 ? lines.length : feed;
    if (lines.startsWith(head, start)) return { start, end };
    if (lines.slice(start, start + head.length) < head) low = end + 1;
    else high = start;
  }
  return { start: low, end: low };
}

const valueAt = (lines: string, start: number, end: number): string =>
  lines.slice(start, lines[end - 1] === ',' ? end - 1 : end);

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
    records.set(JSON.parse(line.slice(0, colon)), valueAt(line, colon + 1, line.length));
  }
  return records;
}

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
