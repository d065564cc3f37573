import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Seen = { method: string; path: string; headers: IncomingHttpHeaders; at: number };

/** What a path answers: a text with status 200, a whole answer, or a function for everything else. */
export type Answer =
  | string
  | { status?: number; headers?: Record<string, string | string[]>; body?: string | Uint8Array }
  | ((request: IncomingMessage, response: ServerResponse) => void | Promise<void>);

export type Origin = {
  /** `http://127.1.2.3:40001`, without a slash at the end. */
  url: string;
  host: string;
  /** Every request in the order of arrival. */
  requests: Seen[];
  /** Changes what a path answers from now on. */
  set(path: string, answer: Answer): void;
  close(): Promise<void>;
};

/**
 * A real HTTP server on loopback, at an address of its own unless told otherwise (any of 127.0.0.0/8).
 * Either one handler for everything, or answers by path (query included); other paths answer 404.
 */
export async function startOrigin(
  handler: Record<string, Answer> | Exclude<Answer, string | { body?: unknown }> = {},
  { address = ownAddress(), port = 0 }: { address?: string; port?: number } = {},
): Promise<Origin> {
  const answers = new Map(Object.entries(typeof handler === 'function' ? {} : handler));
  const requests: Seen[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    requests.push({ method: request.method ?? '', path, headers: request.headers, at: Date.now() });
    const answer = typeof handler === 'function' ? handler : (answers.get(path) ?? { status: 404 });
    Promise.resolve(give(answer, request, response)).catch(() => response.destroy());
  });
  server.listen(port, address);
  await once(server, 'listening');
  const host = `${address}:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    requests,
    set: (path, answer) => void answers.set(path, answer),
    async close() {
      server.closeAllConnections();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function give(answer: Answer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (typeof answer === 'function') return answer(request, response);
  const { status = 200, headers = {}, body = '' } = typeof answer === 'string' ? { body: answer } : answer;
  response.writeHead(status, headers);
  response.end(body);
}

const ownAddress = () => `127.${byte()}.${byte()}.${1 + Math.floor(Math.random() * 254)}`;
const byte = () => 1 + Math.floor(Math.random() * 254);
