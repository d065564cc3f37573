import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { FetchError } from './failure.ts';

export type BodyLimit = {
  /** Counted after decompression. */
  maxBytes: number;
  /** Whether a longer body fails, or is cut there. */
  beyond: 'fail' | 'cut';
};

/** What we can undo; sent as Accept-Encoding. */
export const ACCEPT_ENCODING = 'gzip, deflate, br';

/** The decoded bytes of a body, never holding much more than `maxBytes` of them. */
export async function readBody(
  body: Readable,
  headers: Record<string, string>,
  { maxBytes, beyond }: BodyLimit,
): Promise<Uint8Array> {
  const codings = codingsOf(headers['content-encoding']);
  if (beyond === 'fail' && Number(headers['content-length']) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of await decoded(body, codings)) {
    const bytes = chunk as Uint8Array;
    const room = maxBytes - length;
    chunks.push(bytes.length > room ? bytes.subarray(0, room) : bytes);
    length += Math.min(bytes.length, room);
    if (bytes.length <= room) continue;
    if (beyond === 'fail') throw tooLarge(maxBytes);
    break;
  }
  return Buffer.concat(chunks, length);
}

const tooLarge = (maxBytes: number) =>
  new FetchError('too-large', `${Math.round(maxBytes / 100_000) / 10} MB`);

/** More codings on top of each other than any honest server uses. */
const MAX_CODINGS = 2;

function codingsOf(header: string | undefined): string[] {
  const codings = (header ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim());
  const real = codings.filter((coding) => !NO_CODING.test(coding) && !isCharset(coding));
  const unknown = real.find((coding) => !KNOWN.has(coding));
  if (unknown !== undefined || real.length > MAX_CODINGS)
    throw new FetchError('bad-encoding', `Content-Encoding ${real.join(', ').slice(0, 60)}`);
  return real.reverse();
}

const KNOWN = new Set(['gzip', 'x-gzip', 'deflate', 'br']);

/** What servers write where nothing was done; the last ones are MIME's. */
const NO_CODING = /^(?:|identity|none|binary|[78]bit)$/;

/** `Content-Encoding: utf-8`: a charset in the wrong header. */
function isCharset(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
}

async function decoded(body: Readable, codings: readonly string[]): Promise<Readable> {
  let last = body;
  for (const coding of codings) {
    const decoder =
      coding === 'deflate'
        ? await inflater(last)
        : coding === 'br'
          ? createBrotliDecompress()
          : createGunzip();
    // An error of either end destroys both and reaches the reader of the last.
    last = pipeline(last, decoder, () => {});
  }
  return (await isGzip(last)) ? pipeline(last, createGunzip(), () => {}) : last;
}

/** "deflate" is zlib's format, but many servers send it without zlib's header (RFC 9110 §8.4.1.2). */
async function inflater(body: Readable): Promise<Transform> {
  const first = await firstChunk(body);
  if (first === null) return createInflate();
  body.unshift(first);
  return ((first[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw();
}

/** A file that is itself compressed, such as `sitemap.xml.gz`, also where it was compressed once more for the way: no feed and no page begins so. */
async function isGzip(body: Readable): Promise<boolean> {
  const first = await firstChunk(body);
  if (first === null) return false;
  body.unshift(first);
  return first[0] === 0x1f && first[1] === 0x8b;
}

async function firstChunk(body: Readable): Promise<Buffer | null> {
  const chunk: Buffer | null = body.read();
  if (chunk !== null || body.readableEnded) return chunk;
  await new Promise<void>((resolve, reject) => {
    body.once('readable', resolve).once('end', resolve).once('error', reject);
  });
  return body.read();
}
