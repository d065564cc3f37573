import type { Agent } from 'undici';
import type { FetchFailure } from '../core/fetch.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { Network } from '../core/source.ts';
import { absoluteUrl } from '../core/url.ts';
import { guardAddresses } from './address.ts';
import { createDispatcher, type Lookup } from './dispatcher.ts';
import { codeOfError, FetchError, failure } from './failure.ts';

/** Sends forms to other people's servers, as guardedly as `createFetcher` reads from them. */
export type Poster = {
  /** The status of the answer; what it says is not read. Redirects by 307 and 308 are followed (WebSub §5.1). */
  post(
    url: string,
    form: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<Result<number, FetchFailure>>;
  close(): Promise<void>;
};

export function createPoster(network: Network, { lookup }: { lookup?: Lookup } = {}): Poster {
  const mayConnect = guardAddresses(network.allowPrivate);
  let opened: Promise<Agent> | null = null;
  const connections = () => {
    opened ??= import('undici').then((undici) =>
      createDispatcher(undici, { mayConnect, timeoutMs: network.timeoutMs, perHost: null, lookup }),
    );
    return opened;
  };

  async function send(address: string, form: string, signal: AbortSignal): Promise<number> {
    const agent = await connections();
    let url = address;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const { origin, pathname, search } = urlOf(url);
      const { statusCode, headers, body } = await agent.request({
        origin,
        path: pathname + search,
        method: 'POST',
        headers: { 'user-agent': network.userAgent, 'content-type': 'application/x-www-form-urlencoded' },
        body: form,
        signal,
      });
      await body.dump({ limit: 64 * 1024 });
      if (statusCode !== 307 && statusCode !== 308) return statusCode;
      url = absoluteUrl(String(headers.location ?? ''), url) ?? '';
    }
    throw new FetchError('too-many-redirects');
  }

  return {
    async post(url, form, signal) {
      const timeout = AbortSignal.timeout(network.timeoutMs);
      try {
        const ended = signal ? AbortSignal.any([signal, timeout]) : timeout;
        return ok(await send(url, new URLSearchParams(form).toString(), ended));
      } catch (error) {
        const { code, detail } = timeout.aborted ? new FetchError('timeout') : codeOfError(error);
        const host = URL.canParse(url) ? new URL(url).host : '';
        return err(failure(code, { host, detail }));
      }
    },
    async close() {
      await (await opened)?.destroy();
    },
  };
}

const MAX_REDIRECTS = 3;

function urlOf(text: string): URL {
  const url = absoluteUrl(text);
  if (url === null) throw new FetchError('bad-url');
  return new URL(url);
}
