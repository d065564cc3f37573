import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { DAY_MS } from '../../src/core/instant.ts';
import type { Choice } from '../../src/core/newsletter.ts';
import { mailLinks } from '../../src/newsletter/links.ts';
import { signUp } from '../../src/newsletter/sign-up.ts';
import { openNewsletterStore } from '../../src/newsletter/store.ts';
import { subscriberAt } from '../../src/newsletter/subscribers.ts';
import { htmlProblems } from '../publish/site/html.ts';
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
async function started(place: Workplace, args: string[], inbox: Inbox | null) {
  const child = spawn(process.execPath, [CLI, 'start', ...args], {
    cwd: place.dir,
    env: { ...process.env, ...(inbox && { MIAS_FEED_SMTP_URL: inbox.url }) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (data) => {
    said += data;
  });
  // Not `exit`, after which some of its log may still be on its way.
  const ended = once(child, 'close');
  return {
    said: () => said,
    /** How it ended, and after how long. */
    async stop() {
      const asked = performance.now();
      child.kill('SIGTERM');
      const [code] = await ended;
      return { code, ms: performance.now() - asked };
    },
  };
}

const NEWSLETTER = {
  newsletter: { from: 'mia@feed.example.org', postalAddress: 'Street 1', requireTls: false },
};

it('start serves the form, sends the confirmation, takes it, and says no address anywhere', async () => {
  const place = await workplace();
  const inbox = await startInbox();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const origin = await startSite([{ path: '/one' }]);
  await place.configure({
    ...configFor([{ id: 'one', url: `${origin.url}/feed` }]),
    site: { title: 'Mia’s Feed', url },
    ...NEWSLETTER,
  });
  const server = await started(place, ['--listen', `127.0.0.1:${port}`], inbox);
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

it('start says goodbye within 5 s of SIGTERM, whatever a mail server that says nothing holds up', async () => {
  const place = await workplace();
  const held: (() => void)[] = [];
  const inbox = await startInbox({ onMail: () => new Promise((done) => held.push(() => done(null))) });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const origin = await startSite([{ path: '/one' }]);
  await place.configure({
    ...configFor([{ id: 'one', url: `${origin.url}/feed` }]),
    site: { title: 'Mia’s Feed', url },
    ...NEWSLETTER,
  });
  await writeFile(join(place.dir, 'r.csv'), 'email,frequency\nreader@example.org,instant\n');
  await place.run('newsletter', 'import', 'r.csv', '--confirmed-by', 'a test');
  const server = await started(place, ['--listen', `127.0.0.1:${port}`], inbox);
  try {
    await expect.poll(server.said, { timeout: 60_000 }).toContain('Ctrl-C stops.');
    await fetch(`${url}newsletter`, {
      method: 'POST',
      body: new URLSearchParams({ email: 'other@example.org' }),
    });
    await expect.poll(() => held.length, { timeout: 30_000 }).toBeGreaterThan(0);
    const { code, ms } = await server.stop();
    expect([code, server.said().split('\n').at(-2)?.slice(21)]).toEqual([0, 'Stopped.']);
    expect(ms).toBeLessThan(5000);
  } finally {
    for (const release of held) release();
    await inbox.close();
    await origin.close();
    await place.remove();
  }
}, 120_000);

/** An address that nobody confirms, asked for so many days ago. */
async function unconfirmed(dir: string, days: number): Promise<void> {
  const at = new Date(Date.now() - days * DAY_MS);
  const opened = await openNewsletterStore(join(dir, 'data'), { now: () => at });
  if (!opened.ok) throw new Error(opened.error.message);
  const choice: Choice = { frequency: 'daily', weekday: 'monday', hour: 8, timezone: 'UTC', topics: [] };
  await signUp(
    { email: 'nobody@example.org', choice, language: 'en', consentText: 'I agree.' },
    { store: opened.value, secret: 's'.repeat(40), now: () => at, random: randomBytes },
  );
  await opened.value.close();
}

const isKept = async (dir: string): Promise<boolean> => {
  const files = await readdir(join(dir, 'data'), { recursive: true, withFileTypes: true });
  const texts = files
    .filter((file) => file.isFile())
    .map((file) => readFile(join(file.parentPath, file.name), 'utf8').catch(() => ''));
  return (await Promise.all(texts)).some((text) => text.includes('nobody@example.org'));
};

it.each([
  ['newsletter send, by cron', (place: Workplace) => place.run('newsletter', 'send').then(() => null)],
  [
    'start --listen off, with nowhere to send to',
    (place: Workplace) => started(place, ['--listen', 'off'], null),
  ],
])(
  '%s forgets after seven days who did not confirm, and not before',
  async (_, run) => {
    for (const days of [6, 8]) {
      const place = await workplace();
      await place.configure({ ...configFor([]), ...NEWSLETTER });
      await unconfirmed(place.dir, days);
      expect(await isKept(place.dir)).toBe(true);
      const running = await run(place);
      try {
        if (days > 7) await expect.poll(() => isKept(place.dir), { timeout: 30_000 }).toBe(false);
        else if (running !== null)
          await expect.poll(running.said, { timeout: 30_000 }).toContain('Ctrl-C stops.');
      } finally {
        await running?.stop();
      }
      expect(await isKept(place.dir)).toBe(days < 7);
      await place.remove();
    }
  },
  120_000,
);

async function subscriberOf(dir: string, email: string) {
  const opened = await openNewsletterStore(join(dir, 'data'), { now: () => new Date() });
  if (!opened.ok) throw new Error(opened.error.message);
  const found = await subscriberAt(opened.value, email);
  await opened.value.close();
  return found;
}

it.each([
  ['switched off', { newsletter: { ...NEWSLETTER.newsletter, enabled: false } }],
  ['not in the file any more', {}],
])(
  'start still unsubscribes and erases by the links in old mails when the newsletter is %s',
  async (_, section) => {
    const place = await workplace();
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/`;
    const site = { title: 'Mia’s Feed', url };
    await place.configure({ ...configFor([]), site, ...NEWSLETTER });
    await writeFile(join(place.dir, 'r.csv'), 'email\nreader@example.org\n');
    await place.run('newsletter', 'import', 'r.csv', '--confirmed-by', 'a test');
    const secret = (await readFile(join(place.dir, 'data', 'secret'), 'utf8')).trim();
    const kept = () => subscriberOf(place.dir, 'reader@example.org');
    const { id = '' } = (await kept()) ?? {};
    const links = mailLinks(id, { site: { url }, secret });

    await place.configure({ ...configFor([]), site, ...section });
    const server = await started(place, ['--listen', `127.0.0.1:${port}`], null);
    try {
      await expect.poll(server.said, { timeout: 60_000 }).toContain('Ctrl-C stops.');
      const seen = await (await fetch(links.unsubscribe)).text();
      expect(seen).toContain('<button type="submit">Unsubscribe</button>');
      const page = await (await fetch(links.preferences)).text();
      expect(page).toContain('There is no newsletter at the moment');
      expect(page).not.toContain('name="frequency"');
      expect(await htmlProblems(page)).toEqual([]);
      const form = (fields: Record<string, string>) => ({
        method: 'POST',
        body: new URLSearchParams(fields),
      });
      // Nothing can be chosen, nor begun again.
      await fetch(links.preferences, form({ action: 'save', frequency: 'instant' }));
      expect((await kept())?.choice.frequency).toBe('weekly');
      expect((await fetch(`${url}newsletter`, form({ email: 'new@example.org' }))).status).toBe(405);
      const done = await fetch(links.oneClick, form({ 'List-Unsubscribe': 'One-Click' }));
      expect(done.status).toBe(200);
      const words = await done.text();
      expect(words).toContain('No more mails will come.');
      expect(words).not.toContain('sign up');
      expect((await kept())?.stopped?.why).toBe('unsubscribed');
      await fetch(links.preferences, form({ action: 'restart' }));
      expect((await kept())?.stopped?.why).toBe('unsubscribed');
      expect((await fetch(links.preferences, form({ action: 'erase', sure: 'yes' }))).status).toBe(200);
      expect(await kept()).toBeNull();
      expect((await fetch(links.preferences)).status).toBe(404);
    } finally {
      await server.stop();
      await place.remove();
    }
  },
  120_000,
);
