import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { err, ok, type Result } from '../core/result.ts';
import type { ServerEnv } from './client-address.ts';
import { type FastLane, openFastLane } from './fast-lane.ts';
import { type Answer, type Ask, plainAnswer, type StaticSite } from './static.ts';

export type Address = { host: string; port: number };

/** A server that listens. `close` lets answers under way finish for a few seconds. */
export type Listening = { url: string; close(): Promise<void> };

export type ListenFailure = { code: string; message: string };

export type ListenDeps = {
  app: Hono<ServerEnv>;
  site: StaticSite;
  /** Where the site begins for its readers: `/`, or `/feed/` behind a proxy that serves other things, too. */
  basePath: string;
  graceMs?: number;
};

/** Starts to answer. Fails with a sentence where the address is taken or can't be used. */
export async function listen(
  { host, port }: Address,
  { app, site, basePath, graceMs = GRACE_MS }: ListenDeps,
): Promise<Result<Listening, ListenFailure>> {
  const rest = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const home = plainAnswer(301, { location: basePath });
  const server = createServer(LIMITS, (request, response) => {
    const url = request.url ?? '/';
    request.url = withoutBase(url, basePath);
    const answer = `${url}/` === basePath ? home : hotAnswer(request, site);
    if (answer === null) void rest(request, response);
    else send(answer, response);
  });
  const lane = openFastLane(
    server,
    {
      read: ({ method, url, headers }) => askFor(method, withoutBase(url, basePath), headers),
      answer: (ask) => site.hot(ask) ?? (site.isKnown(ask.path) ? site.answer(ask) : null),
    },
    { firstMs: LIMITS.headersTimeout, silenceMs: SILENCE_MS, idleMs: LIMITS.keepAliveTimeout },
  );
  server.maxConnections = MAX_CONNECTIONS;
  // A client that takes nothing for so long is cut off.
  server.setTimeout(SILENCE_MS);
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    return err(failureOf(error, `${host}:${port}`));
  }
  const bound = server.address() as AddressInfo;
  const shown = bound.family === 'IPv6' ? `[${bound.address}]` : bound.address;
  let stopped: Promise<void> | null = null;
  return ok({
    url: `http://${shown}:${bound.port}/`,
    close() {
      stopped ??= stop(server, lane, graceMs);
      return stopped;
    },
  });
}

const GRACE_MS = 2500;
const SILENCE_MS = 30_000;
const MAX_CONNECTIONS = 2000;

const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  /** A whole request, its body included. */
  requestTimeout: 30_000,
  /** Longer than proxies keep a connection that they don't use, so that they never write into one that we close. */
  keepAliveTimeout: 75_000,
};

/** The same URL below the site's own path; a proxy may have taken that off already. */
export function withoutBase(url: string, basePath: string): string {
  if (basePath === '/' || !url.startsWith(basePath)) return url;
  return url.slice(basePath.length - 1);
}

/** Most requests are for a few files, which are at hand. */
function hotAnswer({ method = '', url = '/', headers }: IncomingMessage, site: StaticSite): Answer | null {
  if (method !== 'GET' && method !== 'HEAD') return null;
  return site.hot(askFor(method, url, headers));
}

function askFor(method: string, url: string, headers: IncomingHttpHeaders): Ask {
  const query = url.indexOf('?');
  return { method, path: query < 0 ? url : url.slice(0, query), headers };
}

function send({ status, headers, body }: Answer, response: ServerResponse): void {
  response.writeHead(status, headers as string[]);
  if (body === null) response.end();
  else response.end(body);
}

async function stop(server: Server, lane: FastLane, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  lane.drain();
  const timer = setTimeout(() => {
    server.closeAllConnections();
    lane.closeAll();
  }, graceMs);
  await closed;
  clearTimeout(timer);
}

function failureOf(error: unknown, address: string): ListenFailure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  const hint = 'Choose another with --listen HOST:PORT, or none with --listen off.';
  return { code, message: `${address} ${REASONS[code] ?? `can't be listened at (${code})`}. ${hint}` };
}

const REASONS: Record<string, string> = {
  EADDRINUSE: 'is taken by another program, so nothing can be served there',
  EACCES: 'may not be listened at by this user (ports below 1024 are for root)',
  EADDRNOTAVAIL: 'is no address of this machine',
  ENOTFOUND: 'is not known: the host name has no address',
};
