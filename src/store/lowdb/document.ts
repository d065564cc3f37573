import { crc32 } from 'node:zlib';

/**
 * One file of the store: records by key, each kept as its JSON text and parsed when it is asked for.
 * Every commit up to number `upTo` is in it.
 */
export type Document = { upTo: number; records: Map<string, string> };

/** JSON with one record a line, and a checksum of what follows it. */
export function encodeDocument({ upTo, records }: Document): string {
  const lines: string[] = [];
  for (const [key, text] of records) lines.push(`${JSON.stringify(key)}:${text}`);
  const body = lines.join(',\n');
  return `{"upTo":${upTo},"check":"${checksum(`${upTo}\n${body}`)}","records":{\n${body}${END}`;
}

/** Null where the text is not, to the byte, what encodeDocument wrote. */
export function decodeDocument(text: string): Document | null {
  const head = HEAD.exec(text);
  if (!head?.[1] || !text.endsWith(END)) return null;
  const body = text.slice(head[0].length, -END.length);
  if (checksum(`${head[1]}\n${body}`) !== head[2]) return null;
  const records = new Map<string, string>();
  if (body !== '') {
    for (const line of body.split('\n')) {
      const colon = endOfKey(line);
      const end = line.endsWith(',') ? line.length - 1 : line.length;
      records.set(JSON.parse(line.slice(0, colon)), line.slice(colon + 1, end));
    }
  }
  return { upTo: Number(head[1]), records };
}

/** CRC-32 in 8 hex digits: finds damage, not forgery. */
export const checksum = (text: string): string => crc32(text).toString(16).padStart(8, '0');

const HEAD = /^\{"upTo":(\d{1,15}),"check":"([0-9a-f]{8})","records":\{\n/;
const END = '\n}}\n';

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
