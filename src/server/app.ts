import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { noteClientAddress, type ServerEnv } from './client-address.ts';
import { PREFLIGHT, SECURITY_HEADERS } from './headers.ts';
import type { Answer, StaticSite } from './static.ts';

/** A program of its own below a path, such as `/newsletter`. It alone is asked with methods that change something. */
export type Mounted = { path: string; app: Hono<ServerEnv>; maxBodyBytes?: number };

export type AppDeps = {
  site: StaticSite;
  /** Whether X-Forwarded-For is believed: only behind a proxy that writes it. */
  trustProxy: boolean;
  routes: readonly Mounted[];
  /** Told of what was thrown on the way to an answer. */
  onError(error: Error): void;
};

/** All that the server answers, for paths below the site's own. */
export function createApp({ site, trustProxy, routes, onError }: AppDeps): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>();
  app.use(noteClientAddress({ trustProxy }));
  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(SECURITY_HEADERS))
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
  });
  app.use(async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return next();
    const answer = await site.answer(askOf(c.req));
    return answer === null ? next() : toResponse(answer);
  });
  for (const { path, app: mounted, maxBodyBytes = MAX_FORM_BYTES } of routes) {
    app.use(`${path}/*`, bodyLimit({ maxSize: maxBodyBytes }));
    app.route(path, mounted);
  }
  app.notFound(async (c) => {
    const { method } = c.req;
    if (method === 'GET' || method === 'HEAD') return toResponse(await site.notFound(askOf(c.req)));
    return method === 'OPTIONS'
      ? c.body(null, 204, PREFLIGHT)
      : c.text(`${method} is not possible here.\n`, 405, { allow: 'GET, HEAD, OPTIONS' });
  });
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    onError(error);
    return c.text('Something went wrong here. Please try again later.\n', 500);
  });
  return app;
}

const MAX_FORM_BYTES = 64 * 1024;

const askOf = (request: { method: string; url: string; header(): Record<string, string> }) => ({
  method: request.method,
  path: new URL(request.url).pathname,
  headers: request.header(),
});

function toResponse({ status, headers, body }: Answer): Response {
  const pairs: [string, string][] = [];
  for (let at = 0; at < headers.length; at += 2) pairs.push([headers[at] ?? '', headers[at + 1] ?? '']);
  return new Response(body === null ? null : new Uint8Array(body), { status, headers: pairs });
}
