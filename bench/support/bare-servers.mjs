import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** What node:http costs by itself: the same bytes from memory, with none of what makes ours a server of feeds. */
export const NODE_HTTP = `
  import { createServer } from 'node:http';
  const server = createServer(({ headers }, response) => {
    if (headers['if-none-match'] === '"1"') return response.writeHead(304, { etag: '"1"' }).end();
    const isPacked = headers['accept-encoding'] === 'br';
    const body = isPacked ? packed : plain;
    const said = { 'content-type': type, etag: '"1"', 'content-length': body.length };
    response.writeHead(200, isPacked ? { ...said, 'content-encoding': 'br' } : said).end(body);
  });`;

/** What a connection costs in Node: ready bytes for whatever arrives, without so much as reading it. */
export const NODE_NET = `
  import { createServer } from 'node:net';
  const head = (status, ...lines) => Buffer.from(['HTTP/1.1 ' + status, 'etag: "1"', ...lines, '', ''].join('\\r\\n'));
  const about = (body) => ['content-type: ' + type, 'content-length: ' + body.length];
  const whole = (body, ...more) => Buffer.concat([head('200 OK', ...about(body), ...more), body]);
  const answers = [whole(plain), whole(packed, 'content-encoding: br'), head('304 Not Modified')];
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => {});
    socket.on('data', (asked) => {
      const of = asked.includes('If-None-Match') ? 2 : asked.includes('Accept-Encoding: br') ? 1 : 0;
      socket.write(answers[of]);
    });
  });`;

/** A process that serves `path`, and what is compressed beside it, with the program `making`, which makes `server`. */
export async function startBare(making, path) {
  const program = `
    import { readFileSync } from 'node:fs';
    const [plain, packed] = ['', '.br'].map((end) => readFileSync(process.argv[1] + end));
    const type = 'application/atom+xml; charset=utf-8';
    ${making}
    server.listen(0, '127.0.0.1', () => process.send(server.address().port));`;
  const args = ['--input-type=module', '-e', program, path];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [port] = await once(child, 'message');
  return { child, pid: child.pid, url: `http://127.0.0.1:${port}/` };
}
