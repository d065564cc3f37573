/** A request for a document as most clients send it: GET or HEAD, in one piece, without a body. */
export type PlainRequest = {
  method: string;
  /** The request's target, as it was sent. */
  url: string;
  /** By names in lower case. */
  headers: Readonly<Record<string, string>>;
};

/**
 * Reads what a client sent at once, if it is one plain request and nothing else (RFC 9112 §3 and §5). Null for all that
 * needs a whole HTTP parser to be sure of: a piece of a request, several, a body, an older version, a header that is
 * said twice or that may mean something for the connection.
 */
export function readPlainRequest(bytes: Buffer): PlainRequest | null {
  if (bytes.length > MAX_BYTES) return null;
  const [, method = '', url = '', lines] = REQUEST.exec(bytes.toString('latin1')) ?? [];
  if (lines === undefined) return null;
  const headers: Record<string, string> = Object.create(null);
  for (const line of lines.slice(0, -2).split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    if (!HARMLESS.has(name) || name in headers) return null;
    headers[name] = line.slice(colon + 1).trim();
  }
  if (headers.host === undefined) return null;
  const { connection = 'keep-alive' } = headers;
  return connection.toLowerCase() === 'keep-alive' ? { method, url, headers } : null;
}

const MAX_BYTES = 8 * 1024;

const REQUEST = /^(GET|HEAD) (\/[\x21-\x7e]*) HTTP\/1\.1\r\n((?:[A-Za-z-]+:[\t\x20-\x7e]*\r\n)+)\r\n$/;

/** Headers that tell about the client or choose among answers, and never change where a request ends. */
const HARMLESS = new Set([
  'a-im',
  'accept',
  'accept-charset',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'connection',
  'cookie',
  'dnt',
  'forwarded',
  'from',
  'host',
  'if-modified-since',
  'if-none-match',
  'pragma',
  'priority',
  'referer',
  'sec-ch-ua',
  'sec-ch-ua-mobile',
  'sec-ch-ua-platform',
  'sec-fetch-dest',
  'sec-fetch-mode',
  'sec-fetch-site',
  'sec-fetch-user',
  'sec-gpc',
  'upgrade-insecure-requests',
  'user-agent',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
]);
