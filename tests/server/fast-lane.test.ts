import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type FastAnswers, type FastLane, type LaneTimes, openFastLane } from '../../src/server/fast-lane.ts';
import type { PlainRequest } from '../../src/server/plain-request.ts';
import type { Answer } from '../../src/server/static.ts';

const TIMES: LaneTimes = { firstMs: 20_000, idleMs: 75_000, silenceMs: 20_000 };

const answers: Record<string, Answer> = {
  '/small': { status: 200, headers: ['etag', '"1"', 'content-length', '5'], body: Buffer.from('small') },
  '/large': { status: 200, headers: ['content-length', '100000'], body: Buffer.alloc(100_000, 'large') },
  '/moved': { status: 301, headers: ['location', '/small', 'content-length', '0'], body: null },
};
const unchanged: Answer = { status: 304, headers: ['etag', '"1"'], body: null };

function answerTo({ method, url, headers }: PlainRequest): Answer | null {
  const answer = answers[url.replace('/later', '')] ?? null;
  if (answer && headers['if-none-match'] === '"1"') return unchanged;
  return answer && method === 'HEAD' ? { ...answer, body: null } : answer;
}

const held = { asked: () => {}, release: (_: Answer | null) => {} };

const fastAnswers: FastAnswers<PlainRequest> = {
  read: (request) => request,
  answer(request) {
    const answer = answerTo(request);
    if (request.url === '/held')
      return new Promise((resolve) => {
        held.release = resolve;
        held.asked();
      });
    return request.url.endsWith('/later') ? turn().then(() => answer) : answer;
  },
};

type Kept = { server: Server; lane: FastLane; byServer: string[] };

/** A server of Node's that answers the same, and notes what it is asked; with a fast lane before it or without. */
async function kept({ fast, times = TIMES }: { fast: boolean; times?: LaneTimes }): Promise<Kept> {
  const byServer: string[] = [];
  const server = createServer({ keepAliveTimeout: times.idleMs }, (request, response) => {
    const { method = '', url = '' } = request;
    byServer.push(`${method} ${url}`);
    const isPlain = method === 'GET' || method === 'HEAD';
    const answer = isPlain ? answerTo({ method, url, headers: request.headers as never }) : null;
    if (answer) response.writeHead(answer.status, [...answer.headers]).end(answer.body ?? undefined);
    else response.writeHead(404, { 'content-length': 2 }).end('no');
    request.resume();
  });
  const lane = openFastLane(server, fast ? fastAnswers : { ...fastAnswers, answer: () => null }, times);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, lane, byServer };
}

const open = ({ server }: Kept): Socket => connect((server.address() as AddressInfo).port, '127.0.0.1');

const close = ({ server, lane }: Kept) => {
  server.closeAllConnections();
  lane.closeAll();
  server.close();
};

/** All that comes back for these pieces, after which the client says no more; without the time. */
async function exchange(at: Kept, pieces: readonly string[]): Promise<string> {
  const socket = open(at).setNoDelay(true).setEncoding('latin1');
  let got = '';
  socket.on('data', (text) => {
    got += text;
  });
  socket.on('error', () => {});
  const closed = once(socket, 'close');
  for (const piece of pieces) {
    socket.write(piece, 'latin1');
    await turn();
    await turn();
  }
  socket.end();
  await closed;
  return got.replace(/^Date: .*\r\n/gm, '');
}

let fast: Kept;
let plain: Kept;
beforeAll(async () => {
  [fast, plain] = await Promise.all([kept({ fast: true }), kept({ fast: false })]);
});
afterAll(() => [fast, plain].forEach(close));

const get = (path: string, ...headers: string[]) =>
  ['GET ', path, ' HTTP/1.1\r\n', ...['Host: x', ...headers].map((line) => `${line}\r\n`), '\r\n'].join('');

describe('a plain request is answered', () => {
  it.each([
    ['with a small file', get('/small')],
    ['with a large file', get('/large')],
    ['after a look at the disk', get('/small/later')],
    ['with less than the file for HEAD', get('/large').replace('GET', 'HEAD')],
    ['with word that nothing changed', get('/small', 'If-None-Match: "1"')],
    ['with another place', get('/moved')],
    [
      'when a browser asks',
      get('/small', 'User-Agent: B/1', 'Accept: text/html', 'Sec-Fetch-Mode: navigate'),
    ],
    ['when a proxy asks', get('/small', 'X-Forwarded-For: 192.0.2.1', 'Connection: keep-alive')],
    ['with names in any case and space around values', get('/small', 'if-NONE-match:\t "1" ')],
  ])('%s, as Node’s server would, without it', async (_, request) => {
    const expected = await exchange(plain, [request]);
    fast.byServer.length = 0;
    expect(await exchange(fast, [request])).toBe(expected);
    expect(expected).toMatch(/^HTTP\/1\.1 (?:200|301|304) /);
    expect(fast.byServer).toEqual([]);
  });

  it('again and again over one connection, until something else is asked', async () => {
    const requests = [get('/small'), get('/small'), get('/large'), get('/moved/later'), get('/none')];
    const expected = await exchange(plain, requests);
    fast.byServer.length = 0;
    expect(await exchange(fast, [...requests, get('/small')])).toBe(
      expected + (await exchange(plain, [get('/small')])),
    );
    expect(fast.byServer).toEqual(['GET /none', 'GET /small']);
  });
});

describe('is left to Node’s server, with the rest of its connection: a request', () => {
  it.each([
    ['for what a look at the disk does not find', [get('/none/later')]],
    ['with a body', [get('/small', 'Content-Length: 3'), 'abc']],
    [
      'whose body looks like another request',
      [get('/small', `Content-Length: ${get('/large').length}`), get('/large')],
    ],
    ['in chunks', [get('/small', 'Transfer-Encoding: chunked'), '0\r\n\r\n']],
    ['after which the client wants no more', [get('/small', 'Connection: close')]],
    ['of a client that waits for word before its body', [get('/small', 'Expect: 100-continue')]],
    ['with a header that we don’t know', [get('/small', 'X-Other: 1')]],
    ['for two hosts', [get('/small', 'Host: y')]],
    ['for no host', ['GET /small HTTP/1.1\r\nAccept: */*\r\n\r\n']],
    ['of HTTP/1.0', [get('/small').replace('1.1', '1.0')]],
    ['that comes bit by bit', [...get('/small')]],
    ['that comes with the next', [get('/small') + get('/large')]],
    ['with lines that go on', [get('/small', 'Accept: a', ' b')]],
    ['with lines that end otherwise', [get('/small').replaceAll('\r\n', '\n')]],
    ['with too much about itself', [get('/small', `Cookie: ${'c'.repeat(9000)}`)]],
  ])('%s', async (_, pieces) => {
    for (const { byServer } of [plain, fast]) byServer.length = 0;
    expect(await exchange(fast, pieces)).toBe(await exchange(plain, pieces));
    expect(fast.byServer).toEqual(plain.byServer);
  });
});

describe('whatever is sent, in whatever pieces', () => {
  const header = fc.constantFrom(
    'Host: y',
    'Accept: */*',
    'Accept : */*',
    ' folded',
    'If-None-Match: "1"',
    'if-none-match:"2"',
    'Connection: close',
    'Connection: Keep-Alive',
    'Connection: upgrade',
    'Content-Length: 0',
    'Content-Length: 3',
    'Content-Length: 3, 3',
    'Transfer-Encoding: chunked',
    'Expect: 100-continue',
    'Upgrade: h2c',
    'X-Other: 1',
    'Cookie: a\u0000b',
    'Cookie: \u00e9',
    'no colon',
    ': no name',
  );
  const request = fc
    .record({
      method: fc.constantFrom('GET', 'GET', 'HEAD', 'POST', 'get', 'OPTIONS'),
      target: fc.constantFrom(
        '/small',
        '/small/later',
        '/large',
        '/none',
        '/none/later',
        '*',
        'http://x/small',
        '/\u00e9',
        '',
      ),
      version: fc.constantFrom('HTTP/1.1', 'HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/0.9'),
      host: fc.constantFrom(['Host: x'], ['Host: x'], []),
      headers: fc.array(header, { maxLength: 3 }),
      body: fc.constantFrom('', '', '', 'abc', '3\r\nabc\r\n0\r\n\r\n', '\r\n'),
      newline: fc.constantFrom('\r\n', '\r\n', '\r\n', '\n'),
    })
    .map(({ method, target, version, host, headers, body, newline }) =>
      [`${method} ${target} ${version}`, ...host, ...headers, '', body].join(newline),
    );
  const pieces = fc
    .tuple(fc.array(request, { minLength: 1, maxLength: 3 }), fc.array(fc.nat(400), { maxLength: 3 }))
    .chain(([requests, cuts]) =>
      fc.constantFrom(
        requests, // each in one piece
        [...cuts, Number.POSITIVE_INFINITY]
          .sort((a, b) => a - b)
          .map((end, n, ends) => requests.join('').slice(n === 0 ? 0 : ends[n - 1], end))
          .filter((piece) => piece !== ''),
      ),
    );

  it('the answers are those of Node’s server', async () => {
    await fc.assert(
      fc.asyncProperty(pieces, async (sent) => {
        expect(await exchange(fast, sent)).toBe(await exchange(plain, sent));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a connection ends', () => {
  const own = async (times: Partial<LaneTimes>) => {
    const at = await kept({ fast: true, times: { ...TIMES, ...times } });
    onTestFinished(() => close(at));
    return at;
  };

  it('when a client asks nothing at first', async () => {
    await once(open(await own({ firstMs: 50 })).resume(), 'close');
  });

  it('when it asks nothing more', async () => {
    const socket = open(await own({ idleMs: 50 }));
    socket.resume().write(get('/small'));
    await once(socket, 'close');
  });

  it('when it takes nothing of what it asked for', async () => {
    const at = await own({ silenceMs: 50 });
    answers['/huge'] = { status: 200, headers: ['content-length', '1e8'], body: Buffer.alloc(1e8) };
    onTestFinished(() => void delete answers['/huge']);
    const [[socket]] = await Promise.all([once(at.server, 'connection'), open(at).write(get('/huge'))]);
    await once(socket, 'close');
    expect(at.byServer).toEqual([]);
  });

  it('in the way of Node’s server when it asks on and takes nothing', async () => {
    const at = await own({});
    answers['/huge'] = { status: 200, headers: ['content-length', '1e8'], body: Buffer.alloc(1e8) };
    onTestFinished(() => void delete answers['/huge']);
    const client = open(at);
    const [socket] = await once(at.server, 'connection');
    client.write(get('/huge'));
    await expect.poll(() => socket.writableLength).toBeGreaterThan(0);
    client.write(get('/small'));
    await expect.poll(() => at.byServer).toEqual(['GET /small']);
    client.destroy();
  });

  it('when the server stops: at once, or after the answer that is under way', async () => {
    const at = await own({});
    const idle = open(at).resume();
    idle.write(get('/small'));
    await once(idle, 'data');
    const asking = open(at).setEncoding('latin1');
    let got = '';
    asking.on('data', (text) => {
      got += text;
    });
    const asked = new Promise<void>((resolve) => {
      held.asked = resolve;
    });
    asking.write(get('/held'));
    await asked;
    at.lane.drain();
    await once(idle, 'close');
    held.release(answers['/small'] ?? null);
    await once(asking, 'close');
    expect(got).toMatch(/^HTTP\/1\.1 200 [\s\S]*small$/);
  });
});
