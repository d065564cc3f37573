import type { Feed, ParseFailure } from '../core/feed.ts';
import { err, ok, type Result } from '../core/result.ts';
import { absoluteUrl } from '../core/url.ts';
import { decodeBytes } from './decode-bytes.ts';
import { readFields } from './fields.ts';
import { parseJson } from './json-feed.ts';
import { linkedFeeds } from './linked-feeds.ts';
import { mendJson } from './mend-json.ts';
import { readDocument } from './read-document.ts';
import { toFeed } from './to-feed.ts';

export type ParseOptions = {
  /** Where the bytes came from: relative links are relative to it. Without it they stay relative. */
  url?: string | undefined;
  /** The Content-Type header: only its charset is believed, and only if the bytes agree. */
  contentType?: string | null | undefined;
};

/**
 * The feed in these bytes: RSS 0.9x–2.0, RDF, Atom 0.3 and 1.0 or JSON Feed 1.0 and 1.1, well-formed or not.
 * Entries in feed order, links absolute against `url`, texts as plain text or unsanitised HTML; an entry that
 * was cut off is left out. Never throws; takes time in proportion to the input's length.
 */
export async function parseFeed(
  bytes: Uint8Array,
  { url, contentType }: ParseOptions = {},
): Promise<Result<Feed, ParseFailure>> {
  const text = decodeBytes(bytes, contentType ?? null, 'xml');
  const base = absoluteUrl(url);
  const start = /[^\s\u0000-\u0020]/.exec(text)?.[0];
  if (start === undefined) return failure('empty', EMPTY);
  if (start === '{' || start === '[') return parseJsonText(text, base);
  return parseXmlText(text, base);
}

async function parseJsonText(text: string, url: string | null): Promise<Result<Feed, ParseFailure>> {
  const read = readJson(text);
  if (!read.ok) return failure('malformed', `The JSON can't be read: ${read.error}.`);
  const { json, complete } = read.value;
  const feed = await parseJson(json, url);
  if (!complete && !feed?.entries.length) return failure('malformed', CUT_OFF);
  return feed
    ? ok(feed)
    : failure('not-a-feed', 'This is JSON, but not a JSON Feed. Look for another address of the feed.');
}

/** JSON, mended where it is not well-formed; else what is wrong with it as it came. */
function readJson(text: string): Result<{ json: unknown; complete: boolean }, string> {
  try {
    return ok({ json: JSON.parse(text), complete: true });
  } catch (error) {
    const mended = mendJson(text);
    try {
      return ok({ json: JSON.parse(mended.text), complete: mended.complete });
    } catch {
      return err(error instanceof Error ? error.message : String(error));
    }
  }
}

async function parseXmlText(text: string, url: string | null): Promise<Result<Feed, ParseFailure>> {
  const document = readDocument(text, url);
  if (document === 'too-complex') return failure('too-complex', TOO_COMPLEX);
  if (document === null) return notAFeed(text, url);
  if (!document.complete && document.items.length === 0) return failure('malformed', CUT_OFF);
  return ok(toFeed(document.format, await readFields(document), url));
}

function notAFeed(text: string, url: string | null): Result<Feed, ParseFailure> {
  if (!HTML.test(text.slice(0, 10_000))) return failure('not-a-feed', NOT_A_FEED);
  const feeds = linkedFeeds(text, url);
  const advice =
    feeds.length === 0
      ? 'It links to no feed; look for one on the site.'
      : `It links to ${feeds.join(' and ')}: use that address.`;
  return failure('html', `This is a web page instead of a feed. ${advice}`, feeds);
}

/** A page, or a piece of one. */
const HTML = /<(?:!doctype html|html)[\s>]|^\s*<(?:head|body|title|meta|link|div|p|h1|script|style)[\s>]/i;

const EMPTY = 'The answer is empty. The source may be failing for the moment, or the address is out of date.';
const CUT_OFF = 'The feed was cut off before its first entry was whole. It will be asked for again.';
const TOO_COMPLEX =
  'The elements of this document are nested deeper than those of any feed, so it is not read.';
const NOT_A_FEED = 'This is neither RSS, Atom nor JSON Feed. Check the address.';

const failure = (
  code: ParseFailure['code'],
  message: string,
  feeds: string[] = [],
): Result<Feed, ParseFailure> => err({ code, message, feeds });
