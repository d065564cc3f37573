import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Config, Site } from '../../src/core/source.ts';
import { readingStore } from '../../src/server/reading.ts';
import { metricsOver, type ServeDeps, type Serving, serve } from '../../src/server/serve.ts';
import { openStore } from '../../src/store/lowdb/open.ts';

export const SITE: Site = {
  title: 'Test feed',
  description: '',
  url: 'https://feed.example.org/',
  language: 'en',
  author: null,
  hub: 'https://hub.example.org/',
};

export type Got = { status: number; headers: IncomingHttpHeaders; bytes: Buffer; text: string };

export type Served = {
  url: string;
  dataDir: string;
  serving: Serving;
  outputDir: string;
  errors: Error[];
  put(path: string, content: string | Uint8Array): Promise<void>;
  /** Asks for exactly this path, without the tidying of URL parsers. */
  get(path: string, headers?: Record<string, string>, method?: string, body?: string): Promise<Got>;
  close(): Promise<void>;
};

/** A server on loopback over an output folder of its own with these files. */
export async function served(
  files: Record<string, string | Uint8Array>,
  { site = SITE, ...deps }: Partial<ServeDeps> & { site?: Site } = {},
): Promise<Served> {
  const root = await mkdtemp(join(tmpdir(), 'mias-server-'));
  const outputDir = join(root, 'output');
  const errors: Error[] = [];
  const put = async (path: string, content: string | Uint8Array) => {
    await mkdir(dirname(join(outputDir, path)), { recursive: true });
    await writeFile(join(outputDir, path), content);
  };
  for (const [path, content] of Object.entries(files)) await put(path, content);
  const dataDir = join(root, 'data');
  const now = () => new Date('2026-03-01T12:00:00Z');
  const config = { site, sources: [] as Config['sources'], ...deps.config } as Config;
  const reading = readingStore({
    dataDir,
    open: () => openStore(dataDir, { now, random: Math.random, mode: 'read' }),
  });
  const server = await serve(
    { host: '127.0.0.1', port: 0 },
    {
      outputDir,
      reading,
      metrics: metricsOver(reading, config, now),
      trustProxy: false,
      routes: [],
      onError: (error) => errors.push(error),
      ...deps,
      config,
    },
  );
  if (!server.ok) throw new Error(server.error.message);
  const { url, close } = server.value;
  return {
    url,
    dataDir,
    outputDir,
    serving: server.value,
    errors,
    put,
    get: (path, headers, method, body) => ask(url, path, { headers, method, body }),
    async close() {
      await close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

export async function ask(
  url: string,
  path: string,
  {
    headers = {},
    method = 'GET',
    body,
  }: {
    headers?: Record<string, string> | undefined;
    method?: string | undefined;
    body?: string | undefined;
  } = {},
): Promise<Got> {
  const { hostname, port } = new URL(url);
  const asking = request({ hostname, port, path, method, headers, agent: false });
  asking.end(body);
  const [response] = await once(asking, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  return { status: response.statusCode, headers: response.headers, bytes, text: bytes.toString('utf8') };
}

/** The first bytes of the answer to `text` as it is. */
export async function askRaw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(text);
  let answer = '';
  for await (const chunk of socket) answer += chunk;
  return answer;
}
