import type { FetchFailure, FetchFailureCode } from '../core/fetch.ts';

/** Thrown inside this stage only; createFetcher() turns it into a value. */
export class FetchError extends Error {
  readonly code: FetchFailureCode;
  /** What the sentence of this code says beyond the code: an address, a size. */
  readonly detail: string;
  readonly retryAfterMs: number | null;

  constructor(code: FetchFailureCode, detail = '', retryAfterMs: number | null = null) {
    super(code);
    this.code = code;
    this.detail = detail;
    this.retryAfterMs = retryAfterMs;
  }
}

/** A failure with its sentence. `host` is named, never the whole URL, which may hold a secret. */
export function failure(
  code: FetchFailureCode,
  { host, detail = '', httpStatus = null }: { host: string; detail?: string; httpStatus?: number | null },
): FetchFailure {
  return { code, httpStatus, message: SENTENCES[code](host, detail, httpStatus) };
}

/** What an answer other than 2xx and 304 means. */
export function codeOfStatus(status: number): FetchFailureCode {
  if (status >= 500) return 'server-error';
  return CODE_OF_STATUS[status] ?? 'http-error';
}

/** What went wrong on the way, from the codes of Node's and undici's errors. */
export function codeOfError(error: unknown): { code: FetchFailureCode; detail: string } {
  if (error instanceof FetchError) return error;
  const systemCode = String((error as { code?: unknown } | null)?.code ?? '');
  const detail = systemCode || (error instanceof Error ? error.name : 'unknown error');
  for (const [pattern, code] of CODE_OF_ERROR) if (pattern.test(systemCode)) return { code, detail };
  return { code: 'network', detail };
}

const CODE_OF_STATUS: Record<number, FetchFailureCode> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  407: 'unauthorized',
  410: 'gone',
  429: 'rate-limited',
  451: 'forbidden',
};

const CODE_OF_ERROR: [RegExp, FetchFailureCode][] = [
  [/^(?:ENOTFOUND|EAI_\w+|ENODATA|ESERVFAIL|EREFUSED)$/, 'dns'],
  [/^ECONNREFUSED$/, 'refused'],
  [/^(?:ETIMEDOUT|UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT|ECONNABORTED)$/, 'timeout'],
  [/^UND_ERR_HEADERS_OVERFLOW$|^HPE_HEADER_OVERFLOW$/, 'too-large'],
  [/^UND_ERR_INVALID_ARG$/, 'bad-url'],
  [/^(?:ERR_(?:TLS|SSL)_\w+|EPROTO|CERT_\w+|\w*CERT\w*|\w*CRL\w*|UNABLE_TO_\w+|HOSTNAME_MISMATCH)$/, 'tls'],
  [/^(?:Z_|ERR__ERROR_)/, 'bad-encoding'],
];

type Sentence = (host: string, detail: string, status: number | null) => string;

const inBrackets = (detail: string) => (detail ? ` (${detail})` : '');

const SENTENCES: Record<FetchFailureCode, Sentence> = {
  'bad-url': (_, detail) =>
    `This cannot be asked for${inBrackets(detail)}. Give an http(s) URL without user name and password; credentials belong under "headers".`,
  'blocked-address': (host, detail) =>
    `${host}${detail && !host.includes(detail) ? ` leads to ${detail}, which` : ''} is not on the public internet. If that is meant, name its range in network.allowPrivate.`,
  dns: (host, detail) =>
    `The host name ${host} could not be found${inBrackets(detail)}. Check its spelling, or whether this machine is online.`,
  refused: (host) =>
    `${host} refused the connection. Its server may be down; we try again later. If it stays so, check the host and port.`,
  tls: (host, detail) =>
    `The TLS certificate or handshake of ${host} is not valid${inBrackets(detail)}. Its operator must mend it; we do not read past it.`,
  network: (host, detail) => `The connection to ${host} broke off${inBrackets(detail)}. We try again later.`,
  timeout: (host, detail) =>
    detail ||
    `${host} did not finish its answer in time. We try again later; for a source that is always slow, raise network.timeoutSeconds.`,
  'too-large': (host, detail) =>
    `The answer of ${host} is larger than ${detail || 'allowed'}. If it is meant to be, raise network.maxBytes.`,
  'bad-encoding': (host, detail) =>
    `The answer of ${host} could not be decompressed${inBrackets(detail)}. Its operator must mend it.`,
  'redirect-loop': (host) =>
    `${host} redirects in a circle, perhaps because it wants cookies. Look up the address in a browser and put the final one into sources.json.`,
  'too-many-redirects': (host) =>
    `More than 5 redirects, the last from ${host}. Put the final address into sources.json.`,
  'bad-redirect': (host, detail) =>
    `${host} redirects to what is no http(s) address${inBrackets(detail)}. Look up the new address on its site.`,
  forbidden: (host, _, status) =>
    `${host} refuses us (${status ?? 403}). Ask its operator to allow our User-Agent, or remove the source.`,
  challenge: (host, detail, status) =>
    `${host} wants proof of a human visitor (${detail || 'a bot challenge'}, status ${status ?? '?'}). We do not pretend to be one: ask its operator to let our User-Agent through, or remove the source.`,
  unauthorized: (host, _, status) =>
    `${host} wants a login (${status ?? 401}). Give it under "headers" of the source, or remove the source.`,
  'not-found': (host) => `${host} does not know this address (404). Look up the new one on its site.`,
  gone: (host) =>
    `${host} says that this address is gone for good (410). Remove the source, or give its new URL.`,
  'rate-limited': (host) =>
    `${host} asks for fewer requests (429). We leave the host alone for a while; nothing is to be done.`,
  'server-error': (host, _, status) =>
    `${host} has trouble of its own (${status ?? '5xx'}). We try again later.`,
  'http-error': (host, detail, status) =>
    `${host} answered with status ${status ?? '?'}${inBrackets(detail)}, which brings nothing to read. Look at the address in a browser.`,
  'host-held': (host, detail) =>
    `${host} asked for quiet${detail ? ` until ${detail}` : ''}, so it was not asked. We go on then; nothing is to be done.`,
  robots: (host) =>
    `The robots.txt of ${host} does not allow this page to be read. Ask its operator, or do without the page.`,
};
