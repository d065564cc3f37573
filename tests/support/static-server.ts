import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { type Origin, startOrigin } from './origin.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.atom': 'application/atom+xml',
  '.rss': 'application/rss+xml',
  '.xml': 'application/xml',
  '.txt': 'text/plain; charset=utf-8',
};

/** A folder as any static host serves it, at `base` of an address of loopback: index files of folders, and 404.html. */
export function serveFolder(
  /** May be known only later. */
  dir: string | (() => string),
  { base = '/', port = 0, address }: { base?: string; port?: number; address?: string } = {},
): Promise<Origin> {
  const folder = typeof dir === 'string' ? () => dir : dir;
  return startOrigin(
    async (request, response) => {
      const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname);
      const below = path.startsWith(base) ? normalize(path.slice(base.length)) : '..';
      const name = below.endsWith('/') || below === '.' ? `${below}/index.html` : below;
      const found = below.startsWith('..') ? null : await readFile(join(folder(), name)).catch(() => null);
      const body = found ?? (await readFile(join(folder(), '404.html')).catch(() => 'not found'));
      const type = found ? (TYPES[extname(name)] ?? 'application/octet-stream') : TYPES['.html'];
      response.writeHead(found ? 200 : 404, { 'content-type': type ?? '' });
      response.end(body);
    },
    { port, ...(address === undefined ? {} : { address }) },
  );
}
