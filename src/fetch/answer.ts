import type { FetchRequest, FetchResult, Validators } from '../core/fetch.ts';
import { type Clock, toInstant } from '../core/instant.ts';
import { findChallenge } from './challenge.ts';
import type { Exchange } from './exchange.ts';
import { codeOfStatus, failure } from './failure.ts';
import { freshFor } from './freshness.ts';
import { parseRetryAfter } from './retry-after.ts';

export type Answered = {
  exchange: Exchange;
  url: URL;
  permanentUrl: string | null;
  /** The validators that this very answer was asked with. */
  sent: Validators | null;
};

/** What the last answer of a chain of redirects means. */
export function resultOf(
  { exchange, url, permanentUrl, sent }: Answered,
  accept: FetchRequest['accept'],
  now: Clock,
): FetchResult {
  const { status, headers, body } = exchange;
  const at = toInstant(now());
  const common = {
    url: url.href,
    permanentUrl,
    httpStatus: status,
    at,
    freshForMs: freshFor(headers, now()),
  };
  const own = validatorsOf(headers);
  if (status === 304 && sent !== null) {
    const validators = { etag: own.etag ?? sent.etag, lastModified: own.lastModified ?? sent.lastModified };
    return { kind: 'unchanged', ...common, validators };
  }
  const isSuccess = status >= 200 && status < 300;
  // Words of a page that was asked for are not looked at: an article may be about challenges.
  const mayBeChallenge = !isSuccess || (accept === 'feed' && isHtml(body));
  const challenge = findChallenge(status, headers, mayBeChallenge ? textOf(body) : '');
  if (isSuccess && status !== 206 && challenge === null) {
    const contentType = headers['content-type'] ?? null;
    return { kind: 'fetched', ...common, body, contentType, headers, validators: own };
  }
  const code = challenge === null ? codeOfStatus(status) : 'challenge';
  const detail = challenge ?? (status === 304 ? 'not modified, which was not the question' : '');
  return {
    kind: 'failed',
    failure: failure(code, { host: url.host, detail, httpStatus: status }),
    url: url.href,
    retryAfterMs: status >= 400 ? parseRetryAfter(headers['retry-after'], now()) : null,
    at,
  };
}

const validatorsOf = (headers: Record<string, string>): Validators => ({
  etag: headers.etag || null,
  lastModified: headers['last-modified'] || null,
});

/** As much of a body as challenges need to show themselves. */
const textOf = (body: Uint8Array) => Buffer.from(body.subarray(0, 64 * 1024)).toString('latin1');

const isHtml = (body: Uint8Array) =>
  /^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)\b/i.test(
    Buffer.from(body.subarray(0, 200)).toString('latin1'),
  );
