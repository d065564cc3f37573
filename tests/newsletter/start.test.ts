import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { startSite } from '../support/article-page.ts';
import { type Inbox, startInbox } from '../support/inbox.ts';
import { configFor, type Workplace, workplace } from '../support/workplace.ts';

const CLI = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** `start` as an operator runs it; `said` is what it has written to its log. */
async function started(place: Workplace, port: number, inbox: Inbox) {
  const child = spawn(process.execPath, [CLI, 'start', '--listen', `127.0.0.1:${port}`], {
    cwd: place.dir,
    env: { ...process.env, MIAS_FEED_SMTP_URL: inbox.url },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (data) => {
    said += data;
  });
  const ended = once(child, 'exit');
  return {
    said: () => said,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

it('start serves the form, sends the confirmation, takes it, and says no address anywhere', async () => {
  const place = await workplace();
  const inbox = await startInbox();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const origin = await startSite([{ path: '/one' }]);
  await place.configure({
    ...configFor([{ id: 'one', url: `${origin.url}/feed` }]),
    site: { title: 'Mia’s Feed', url },
    newsletter: { from: 'mia@feed.example.org', postalAddress: 'Street 1', requireTls: false },
  });
  const server = await started(place, port, inbox);
  try {
    await expect.poll(server.said, { timeout: 60_000 }).toContain('Ctrl-C stops.');
    expect(await place.read('output/newsletter/index.html')).toContain('name="timezone"');
    const asked = await fetch(`${url}newsletter`, {
      method: 'POST',
      body: new URLSearchParams({ email: 'reader@example.org', frequency: 'daily' }),
    });
    expect(asked.status).toBe(200);
    await expect.poll(() => inbox.received.length, { timeout: 30_000 }).toBe(1);
    const link = /http:\/\/\S+/.exec(inbox.received[0]?.mail.text ?? '')?.[0] ?? '';
    expect(link.startsWith(`${url}newsletter/confirm?token=`)).toBe(true);
    const metrics = await (await fetch(`${url}metrics`)).text();
    expect(metrics).toContain('mias_feed_mails_total{result="sent"} 1');
    expect(metrics).not.toContain('reader@');
    expect((await fetch(link)).status).toBe(200);
    expect((await place.run('newsletter', 'export')).stdout).not.toContain('reader@');
    expect((await fetch(link, { method: 'POST' })).status).toBe(200);
    const exported = await place.run('newsletter', 'export');
    expect(exported.stdout).toContain('reader@example.org,daily,monday,8,UTC,');
    expect(((await stat(join(place.dir, 'data', 'secret'))).mode & 0o777).toString(8)).toBe('600');
  } finally {
    await server.stop();
    await inbox.close();
    await origin.close();
  }
  expect(server.said()).not.toMatch(/reader|example\.org|bug/);
  expect(await readFile(join(place.dir, 'output', 'sitemaps', 'pages.xml'), 'utf8')).toContain('newsletter/');
  await place.remove();
}, 120_000);
