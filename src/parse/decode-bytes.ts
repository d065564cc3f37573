import { isUtf8 } from 'node:buffer';
import { detect } from 'chardet';
import iconv from 'iconv-lite';

/**
 * A document's text. The byte order mark decides, then the HTTP charset, then what the document declares,
 * then a detector. A claim that the bytes contradict is passed over: UTF-8 that isn't, a one-byte or UTF-16
 * label on text that is valid UTF-8. latin-1 is read as windows-1252, as browsers do (WHATWG Encoding).
 */
export function decodeBytes(bytes: Uint8Array, contentType: string | null, kind: 'xml' | 'html'): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const marked = fromMark(buffer) ?? fromZeros(buffer);
  if (marked) return withoutMark(iconv.decode(buffer, marked));
  if (isWholeUtf8(buffer)) return fromUtf8(buffer, contentType, kind);
  const claims = [charsetOf(contentType), declared(buffer, kind)].map(encodingOf);
  const claim = claims.find((encoding) => encoding !== null && !/^utf-/.test(encoding));
  return withoutMark(iconv.decode(buffer, claim ?? detected(buffer, claims.includes('utf-8'))));
}

/** Valid UTF-8 is UTF-8, unless it is all ASCII under a label that reads ASCII differently (ISO-2022-JP). */
function fromUtf8(buffer: Buffer, contentType: string | null, kind: 'xml' | 'html'): string {
  const encoding = encodingOf(charsetOf(contentType)) ?? encodingOf(declared(buffer, kind));
  return encoding === 'iso-2022-jp' ? fromIso2022Jp(buffer) : withoutMark(buffer.toString('utf8'));
}

/** iconv-lite lacks this one; the platform has it. */
const fromIso2022Jp = (buffer: Buffer): string => new TextDecoder('iso-2022-jp').decode(buffer);

const MARKS: [string, number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-32le', [0xff, 0xfe, 0, 0]],
  ['utf-32be', [0, 0, 0xfe, 0xff]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** How the first character looks, `s`, in a document without a mark (XML 1.0, appendix F): `<`, `{`, `[` or a space. */
const ZEROS: [encoding: string, start: string][] = [
  ['utf-32be', '000s'],
  ['utf-32le', 's000'],
  ['utf-16be', '0s0'],
  ['utf-16le', 's0'],
];

const FIRST = new Set(Buffer.from('<{[ \t\r\n'));

const startsWith = (buffer: Buffer, [, start]: [string, number[]]): boolean =>
  start.every((byte, index) => buffer[index] === byte);

/** A UTF-8 mark in front of bytes that are not UTF-8 was put there by a tool that did not look. */
function fromMark(buffer: Buffer): string | null {
  const encoding = MARKS.find((mark) => startsWith(buffer, mark))?.[0] ?? null;
  return encoding === 'utf-8' && !isWholeUtf8(buffer) && !hasUtf8Letters(buffer) ? null : encoding;
}

function fromZeros(buffer: Buffer): string | null {
  const start = [...buffer.subarray(0, 4)].map((byte) => (FIRST.has(byte) ? 's' : String(byte))).join('');
  return ZEROS.find(([, zeros]) => start.startsWith(zeros))?.[0] ?? null;
}

/** Whether the bytes are UTF-8, but for a last character that was cut off. */
function isWholeUtf8(buffer: Buffer): boolean {
  if (isUtf8(buffer)) return true;
  for (let cut = 1; cut <= 3 && cut < buffer.length; cut++) {
    const last = buffer[buffer.length - cut] ?? 0;
    if (last >= 0xc0) return isUtf8(buffer.subarray(0, buffer.length - cut));
    if (last < 0x80) return false;
  }
  return false;
}

function charsetOf(contentType: string | null): string | null {
  return /charset\s*=\s*["']?\s*([^\s"';,]{1,40})/i.exec((contentType ?? '').slice(0, 1000))?.[1] ?? null;
}

function declared(buffer: Buffer, kind: 'xml' | 'html'): string | null {
  const head = buffer.toString('latin1', 0, kind === 'html' ? 4096 : 1024);
  const xml = /<\?xml\s[^>]{0,200}?encoding\s*=\s*["']?\s*([\w.:-]{1,40})/i.exec(head)?.[1];
  if (xml || kind === 'xml') return xml ?? null;
  return /<meta\s[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{1,40})/i.exec(head)?.[1] ?? null;
}

/** A label's encoding by the web's own table, which knows `latin1` and `x-sjis` and refuses UTF-7; else an old code page. */
function encodingOf(label: string | null): string | null {
  if (!label) return null;
  const name = label.toLowerCase().replace(/_/g, '-');
  try {
    const { encoding } = new TextDecoder(name);
    return encoding === 'iso-2022-jp' || iconv.encodingExists(encoding) ? encoding : null;
  } catch {
    return /^(?:cp|ibm|mac|iso|koi8|win|viscii|tcvn)/.test(name) && iconv.encodingExists(name) ? name : null;
  }
}

function detected(buffer: Buffer, saysUtf8: boolean): string {
  if (saysUtf8 && hasUtf8Letters(buffer)) return 'utf-8';
  const found = encodingOf(detect(sample(buffer)));
  return found && !/^utf-16|^utf-32/.test(found) ? found : 'windows-1252';
}

/** Bytes of 64 KB around the first one beyond ASCII: the detector is slow, and blind to ASCII. */
function sample(buffer: Buffer): Buffer {
  const first = buffer.findIndex((byte) => byte >= 0x80);
  const start = Math.max(0, first - 1024);
  return buffer.subarray(start, start + 65_536);
}

/** Whether some letter beyond ASCII is spelt as UTF-8 spells it: the rest is then a few broken bytes. */
function hasUtf8Letters(buffer: Buffer): boolean {
  return /[\xc3-\xf4][\x80-\xbf]/.test(buffer.toString('latin1', 3, 1_000_000));
}

const withoutMark = (text: string): string => text.replace(/^\ufeff+/, '');
