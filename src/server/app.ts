import { type Context, Hono } from 'hono';
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
  /** What the server knows itself: `/health`, `/api`. Asked before the files. */
  own?: readonly Mounted[];
  routes: readonly Mounted[];
  /** Told of what was thrown on the way to an answer. */
  onError(error: Error): void;
};

/** All that the server answers, for paths below the site's own. */
export function createApp({ site, trustProxy, own = [], routes, onError }: AppDeps): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>();
  app.use(async (c, next) => (METHODS.has(c.req.method) ? next() : notPossible(c)));
  app.use(noteClientAddress({ trustProxy }));
  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(SECURITY_HEADERS))
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
  });
  mount(app, own);
  app.get('/opml', async (c, next) => {
    const answer = await site.answer({ ...askOf(c.req), path: '/sources.opml' });
    return answer === null ? next() : toResponse(answer);
  });
  app.use(async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return next();
    const answer = await site.answer(askOf(c.req));
    return answer === null ? next() : toResponse(answer);
  });
  mount(app, routes);
  app.notFound(async (c) => {
    const { method } = c.req;
    if (method === 'GET' || method === 'HEAD') return toResponse(await site.notFound(askOf(c.req)));
    return method === 'OPTIONS' ? c.body(null, 204, PREFLIGHT) : notPossible(c);
  });
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    onError(error);
    return c.text('Something went wrong here. Please try again later.\n', 500);
  });
  return app;
}

/** What mounted programs may be asked with. */
const METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']);

const notPossible = (c: Context<ServerEnv>): Response =>
  c.text('That method is not possible here.\n', 405, { ...SECURITY_HEADERS, allow: 'GET, HEAD, OPTIONS' });

function mount(app: Hono<ServerEnv>, programs: readonly Mounted[]): void {
  for (const { path, app: mounted, maxBodyBytes = MAX_FORM_BYTES } of programs) {
    if (path !== '/') app.use(`${path}/*`, bodyLimit({ maxSize: maxBodyBytes }));
    app.route(path, mounted);
  }
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
