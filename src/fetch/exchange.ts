import type { Agent, Dispatcher } from 'undici';
import { type BodyLimit, readBody } from './body.ts';
import { FetchError } from './failure.ts';

/** One answer to one request, body decoded: what lies between two redirects. */
export type Exchange = { status: number; headers: Record<string, string>; body: Uint8Array };

/** Errors' bodies are looked at for what stands between us and the page, no further. */
const ERROR_BODY: BodyLimit = { maxBytes: 64 * 1024, beyond: 'cut' };
const TELLING = new Set([401, 403, 405, 406, 429, 503]);

/**
 * Asks once; redirects are answers like any other. Throws what went wrong on the way, a FetchError where we
 * stopped it ourselves. Ends within `timeoutMs`, however slowly bytes drip.
 */
export async function exchange(
  url: URL,
  headers: Record<string, string>,
  { agent, limit, timeoutMs, signal }: ExchangeOptions,
): Promise<Exchange> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(new FetchError('timeout')), timeoutMs);
  const giveUp = () => stop.abort(stopped(url.host));
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    if (signal?.aborted) throw stopped(url.host);
    const ask = () =>
      agent.request({
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: 'GET',
        headers,
        signal: stop.signal,
      });
    const response = await ask().catch((error) => {
      if (cameTooLate(error)) return ask();
      throw error;
    });
    return await read(response, limit);
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', giveUp);
  }
}

export type ExchangeOptions = {
  agent: Agent;
  limit: BodyLimit;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
};

export const stopped = (host: string) =>
  new FetchError('timeout', `This run ended before ${host} had answered. It is asked again next time.`);

/** A server may close a connection that it kept open just when the next request comes; that is no answer to it (RFC 9112 §9.3.1). */
const cameTooLate = (error: { code?: unknown; socket?: { bytesRead?: number } | null }): boolean =>
  error.code === 'UND_ERR_SOCKET' && (error.socket?.bytesRead ?? 0) > 0;

async function read(
  { statusCode, headers: raw, body }: Dispatcher.ResponseData,
  limit: BodyLimit,
): Promise<Exchange> {
  const headers = plainHeaders(raw);
  const answer = { status: statusCode, headers, body: new Uint8Array() };
  try {
    if (statusCode >= 200 && statusCode < 300)
      return { ...answer, body: await readBody(body, headers, limit) };
    if (TELLING.has(statusCode)) return { ...answer, body: await readErrorBody(body, headers) };
    await body.dump({ limit: ERROR_BODY.maxBytes });
    return answer;
  } finally {
    if (!body.readableEnded) body.on('error', () => {}).destroy();
  }
}

/** An error page that cannot be read tells us no less than its status did. */
async function readErrorBody(body: Dispatcher.ResponseData['body'], headers: Record<string, string>) {
  return readBody(body, headers, ERROR_BODY).catch(() => new Uint8Array());
}

function plainHeaders(raw: Dispatcher.ResponseData['headers']): Record<string, string> {
  const plain: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(raw)) {
    if (value !== undefined && name !== 'set-cookie')
      plain[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return plain;
}
