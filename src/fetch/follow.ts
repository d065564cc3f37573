import type { FetchRequest, FetchResult, Validators } from '../core/fetch.ts';
import { type Clock, toInstant } from '../core/instant.ts';
import type { Network } from '../core/source.ts';
import { absoluteUrl } from '../core/url.ts';
import { resultOf } from './answer.ts';
import { ACCEPT_ENCODING, type BodyLimit } from './body.ts';
import type { Exchange } from './exchange.ts';
import { codeOfError, FetchError, failure } from './failure.ts';

const MAX_REDIRECTS = 5;

/** RFC 9309 §2.5: so much of a robots.txt is read, and what follows is not. */
export const ROBOTS_BYTES = 500 * 1024;

export type Ask = (
  url: URL,
  headers: Record<string, string>,
  options: { limit: BodyLimit; timeoutMs: number; signal?: AbortSignal | undefined },
) => Promise<Exchange & { tookMs: number }>;

/**
 * The outcome of a request after at most 5 redirects. The time limit is one for all of them; our own waiting for
 * a host's turn does not count. Custom headers go to the origin of the requested URL only, validators to the URL only.
 */
export async function follow(
  request: FetchRequest,
  { ask, network, now }: { ask: Ask; network: Network; now: Clock },
): Promise<FetchResult> {
  const first = urlOf(request.url);
  let url = first;
  let leftMs = request.timeoutMs ?? network.timeoutMs;
  let permanent = true;
  const visited = new Set<string>();
  try {
    if (first === null) throw new FetchError('bad-url');
    for (url = first; ; ) {
      visited.add(url.href);
      const sent = url === first ? validatorsToSend(request) : null;
      const headers = { ...headersFor(request, network, url.origin === first.origin), ...conditions(sent) };
      const options = { limit: limitOf(request, network), timeoutMs: leftMs, signal: request.signal };
      const exchange = await ask(url, headers, options);
      leftMs -= exchange.tookMs;
      if (!isRedirect(exchange)) {
        const permanentUrl = permanent && url !== first ? url.href : null;
        return resultOf({ exchange, url, permanentUrl, sent }, request.accept, now);
      }
      permanent &&= exchange.status === 301 || exchange.status === 308;
      const next = targetOf(exchange, url);
      if (visited.has(next.href)) throw new FetchError('redirect-loop');
      if (visited.size > MAX_REDIRECTS) throw new FetchError('too-many-redirects');
      if (leftMs <= 0) throw new FetchError('timeout');
      url = next;
      await askToFollow(request, url);
    }
  } catch (error) {
    const { code, detail } = codeOfError(error);
    return {
      kind: 'failed',
      failure: failure(code, { host: url?.host ?? '', detail }),
      url: url?.href ?? request.url,
      retryAfterMs: error instanceof FetchError ? error.retryAfterMs : null,
      at: toInstant(now()),
    };
  }
}

async function askToFollow({ mayFollow }: FetchRequest, { href }: URL): Promise<void> {
  if (mayFollow && !(await mayFollow(href))) throw new FetchError('robots');
}

function urlOf(href: string, base?: URL): URL | null {
  const absolute = absoluteUrl(href, base?.href);
  if (absolute === null) return null;
  const url = new URL(absolute);
  url.hash = '';
  return url;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

const isRedirect = ({ status }: Exchange): boolean => REDIRECTS.has(status);

function targetOf({ headers }: Exchange, base: URL): URL {
  const location = asUtf8(headers.location ?? '');
  const target = urlOf(location, base);
  if (target === null) throw new FetchError('bad-redirect', location === '' ? 'no Location' : '');
  return target;
}

/** Header bytes arrive as latin-1; some servers write addresses in UTF-8 there. */
function asUtf8(latin1: string): string {
  const utf8 = Buffer.from(latin1, 'latin1').toString('utf8');
  return utf8.includes('\ufffd') ? latin1 : utf8;
}

const limitOf = ({ accept, maxBytes }: FetchRequest, network: Network): BodyLimit =>
  accept === 'robots'
    ? { maxBytes: maxBytes ?? ROBOTS_BYTES, beyond: 'cut' }
    : { maxBytes: maxBytes ?? network.maxBytes, beyond: 'fail' };

function validatorsToSend({ validators }: FetchRequest): Validators | null {
  return validators && (validators.etag !== null || validators.lastModified !== null) ? validators : null;
}

function conditions(validators: Validators | null): Record<string, string> {
  return {
    ...(validators?.etag != null && { 'if-none-match': validators.etag }),
    ...(validators?.lastModified != null && { 'if-modified-since': validators.lastModified }),
  };
}

const ACCEPT: Record<FetchRequest['accept'], string> = {
  feed:
    'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, ' +
    'application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.4, */*;q=0.1',
  page: 'text/html, application/xhtml+xml;q=0.9, */*;q=0.1',
  robots: 'text/plain, */*;q=0.1',
};

/** Headers of our own, which a source cannot replace: we say who we are, and understand what comes back. */
const OURS = new Set(
  'host connection keep-alive upgrade te trailer expect transfer-encoding content-length user-agent accept-encoding if-none-match if-modified-since'.split(
    ' ',
  ),
);

function headersFor({ accept, headers }: FetchRequest, { userAgent }: Network, sameOrigin: boolean) {
  const custom = Object.entries(sameOrigin ? (headers ?? {}) : {})
    .map(([name, value]): [string, string] => [name.toLowerCase(), value])
    .filter(([name]) => !OURS.has(name));
  return {
    accept: ACCEPT[accept],
    ...Object.fromEntries(custom),
    'user-agent': userAgent,
    'accept-encoding': ACCEPT_ENCODING,
  };
}
