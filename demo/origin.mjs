// The demo's internet: one small web server for each outlet, all on this machine.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { CONTENT_TYPES, renderFeed, renderPage } from './formats.mjs';
import { NEWS, OUTLETS, PUBLISHED_BEFORE } from './news.mjs';

/** How long the rate-limited outlet wants to be left alone, from its first request on. */
const QUIET_SECONDS = 20;

/** Starts every outlet. `publishNext()` brings one more item into the world and answers it, or null at the end. */
export async function startOrigins() {
  const outlets = new Map();
  const servers = [];
  for (const [index, outlet] of OUTLETS.entries()) {
    const state = { ...outlet, items: [], base: '', firstAskedAt: null };
    const server = createServer((request, response) => answer(state, request, response));
    await listen(server, `127.20.0.${index + 1}`);
    const { address, port } = server.address();
    state.base = `http://${address}:${port}`;
    outlets.set(outlet.id, state);
    servers.push(server);
  }
  let next = 0;
  const publishNext = (at) => {
    const item = NEWS[next];
    if (!item) return null;
    next += 1;
    const outlet = outlets.get(item.by);
    outlet.items.unshift({ ...item, path: `/news/${next}`, at });
    return { title: item.title, outlet: outlet.name };
  };
  for (let ago = PUBLISHED_BEFORE; ago > 0; ago -= 1) publishNext(new Date(Date.now() - ago * 3_600_000));
  return {
    outlets: [...outlets.values()],
    publishNext,
    close: () => {
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

/** An address of its own for each outlet, where the system has more than one on loopback. */
async function listen(server, address) {
  server.listen(0, address);
  try {
    await once(server, 'listening');
  } catch {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
}

function answer(outlet, request, response) {
  const { pathname } = new URL(request.url, outlet.base);
  if (pathname === '/robots.txt') return send(response, 200, 'text/plain', 'User-agent: *\nAllow: /\n');
  const item = outlet.items.find(({ path }) => path === pathname);
  if (item) {
    const others = outlet.items.filter((other) => other !== item).slice(0, 3);
    return send(response, 200, CONTENT_TYPES.html, renderPage(outlet, item, outlet.base, others));
  }
  if (pathname === '/old-feed')
    return send(response, 301, 'text/plain', '', { location: `${outlet.base}/feed` });
  if (pathname !== '/feed') return send(response, 404, 'text/plain', 'Not found');
  if (outlet.trouble === 'rate-limited' && isTooEarly(outlet))
    return send(response, 429, 'text/plain', 'Too many requests', { 'retry-after': QUIET_SECONDS });
  return sendFeed(outlet, request, response);
}

function isTooEarly(outlet) {
  outlet.firstAskedAt ??= Date.now();
  return Date.now() < outlet.firstAskedAt + QUIET_SECONDS * 1000;
}

/** 304 where the asker has it already. */
function sendFeed(outlet, request, response) {
  const body = renderFeed(outlet, outlet.items, outlet.base);
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
  if (request.headers['if-none-match'] === etag) return send(response, 304, undefined, '', { etag });
  return send(response, 200, CONTENT_TYPES[outlet.format], body, { etag });
}

function send(response, status, type, body, headers = {}) {
  response.writeHead(status, { ...(type && { 'content-type': type }), ...headers });
  response.end(body);
}
