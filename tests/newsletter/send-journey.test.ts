import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { SendReport } from '../../src/newsletter/send/send.ts';
import { type Inbox, type InboxOptions, startInbox } from '../support/inbox.ts';
import { type Origin, startOrigin } from '../support/origin.ts';
import { configFor, type Workplace, workplace } from '../support/workplace.ts';

const CLI = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

const item = (n: number, at: string, title: string, more = '') =>
  `<item><guid isPermaLink="false">n${n}</guid><link>https://journal.example/${n}</link><title>${title}</title><pubDate>${new Date(at).toUTCString()}</pubDate><description>${more || `Words of their own: ${n * 7919} ${n * 104_729} ${n * 1_299_709}.`}</description></item>`;

const feed = (...items: string[]) =>
  `<rss version="2.0"><channel><title>The Journal</title><link>https://journal.example/</link><description>d</description>${items.join('')}</channel></rss>`;

const STATINS = item(1, '2026-11-20T10:00:00Z', 'Statins after a stroke prevent the next one');
const MEASLES = item(2, '2026-11-21T10:00:00Z', 'Measles outbreak closes three schools in Leeds');

const open: { close?(): unknown; remove?(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await (each.close ?? each.remove)?.call(each);
});

type World = {
  place: Workplace;
  inbox: Inbox;
  origin: Origin;
  send(now: string, ...args: string[]): Promise<SendReport>;
};

async function world(subscribers: string[], inboxOptions: InboxOptions = {}): Promise<World> {
  const [place, inbox, origin] = await Promise.all([
    workplace(),
    startInbox(inboxOptions),
    startOrigin({ '/feed': feed(STATINS, MEASLES) }),
  ]);
  open.push(place, inbox, origin);
  await place.configure(
    configFor([{ id: 'journal', url: `${origin.url}/feed` }], {
      newsletter: {
        from: 'Test feed <news@feed.example.org>',
        postalAddress: '12 Example Street, Berlin',
        smtpUrl: inbox.url,
        requireTls: false,
        maxPerSecond: 1000,
      },
    }),
  );
  await writeFile(
    join(place.dir, 'people.csv'),
    ['email,frequency,weekday,hour,timezone,topics', ...subscribers].join('\n'),
  );
  const imported = await place.run(
    'newsletter',
    'import',
    'people.csv',
    '--confirmed-by',
    'a form',
    '--now',
    '2026-11-18T12:00:00Z',
  );
  expect(imported.stderr).toBe('');
  await place.refresh('2026-11-22T12:00:00Z');
  const send = async (now: string, ...args: string[]) => {
    const { stdout, stderr } = await place.run('newsletter', 'send', '--json', '--now', now, ...args);
    if (!stdout.startsWith('{')) throw new Error(`send printed no report: ${stdout}${stderr}`);
    return JSON.parse(stdout);
  };
  return { place, inbox, origin, send };
}

const MONDAY = '2026-11-23T09:00:00Z';
const ANN = 'ann@reader.example,weekly,monday,8,Europe/Berlin,';
const BOB = 'bob@reader.example,weekly,monday,8,UTC,neurology';
const DEE = 'dee@reader.example,daily,monday,8,UTC,';

describe('newsletter send', { timeout: 60_000 }, () => {
  it('sends each subscriber their stories once, and nothing the second time', async () => {
    const { inbox, send } = await world([ANN, BOB, DEE]);
    expect(await send(MONDAY, '--period', 'weekly')).toEqual({
      period: 'weekly',
      subscribers: 2,
      sent: 2,
      skipped: { empty: 0, already: 0, notDue: 0 },
      failed: 0,
    });
    const mails = new Map(inbox.received.map(({ to, mail }) => [to[0], mail]));
    const ann = mails.get('ann@reader.example');
    expect(ann?.text).toContain('Measles outbreak closes three schools in Leeds');
    expect(ann?.text).toContain('Statins after a stroke prevent the next one');
    expect(ann?.text).toMatch(/https:\/\/feed\.example\.org\/stories\/2026\/11\/statins-after-a-stroke\S+/);
    const bob = mails.get('bob@reader.example');
    expect(bob?.subject).toBe('Statins after a stroke prevent the next one');
    expect(bob?.text).not.toContain('Measles');

    expect(await send('2026-11-23T10:00:00Z')).toMatchObject({
      period: 'all',
      subscribers: 3,
      sent: 1,
      skipped: { already: 2 },
    });
    expect(await send('2026-11-23T11:00:00Z')).toMatchObject({ sent: 0, skipped: { already: 3 } });
    expect(inbox.received).toHaveLength(3);
  });

  it('sends no empty mail, no story twice, and one mail for all that was missed', async () => {
    const { inbox, origin, place, send } = await world([ANN]);
    await send(MONDAY);
    expect(await send('2026-11-30T09:00:00Z')).toMatchObject({ sent: 0, skipped: { empty: 1 } });

    origin.set(
      '/feed',
      feed(
        STATINS,
        MEASLES,
        item(3, '2026-12-05T10:00:00Z', 'Sleep apnoea raises blood pressure in children'),
      ),
    );
    await place.refresh('2026-12-06T12:00:00Z');
    expect(await send('2026-12-10T09:00:00Z')).toMatchObject({ sent: 1 });
    expect(inbox.received).toHaveLength(2);
    expect(inbox.received[1]?.mail.text).toContain('Sleep apnoea');
    expect(inbox.received[1]?.mail.text).not.toContain('Measles');
  });

  it('tells who would get what without sending it or naming anybody', async () => {
    const { inbox, place } = await world([ANN, BOB]);
    const { stdout, stderr, code } = await place.run('newsletter', 'send', '--dry-run', '--now', MONDAY);
    expect(code).toBe(0);
    expect(stdout).toContain('1 subscriber would get:\n  Statins after a stroke');
    expect(stdout).toContain('Nothing was sent. 2 mails would go to 2 subscribers.');
    expect(stdout + stderr).not.toContain('@');
    expect(inbox.received).toEqual([]);
    const again = await place.run('newsletter', 'send', '--json', '--now', MONDAY);
    expect(JSON.parse(again.stdout)).toMatchObject({ sent: 2 });
  });

  it('says in a sentence that the mail server is not there, and sends everything later', async () => {
    const { inbox, place, send } = await world([ANN, BOB]);
    const { url } = inbox;
    await inbox.close();
    const { code, stderr } = await place.run('newsletter', 'send', '--now', MONDAY);
    expect(code).toBe(1);
    expect(stderr).toBe('The mail server refuses connections. What was not sent is tried in the next run.\n');
    const { hostname, port } = new URL(url);
    const back = await startInbox({}, { host: hostname, port: Number(port) });
    open.push(back);
    expect(await send(MONDAY)).toMatchObject({ sent: 2, failed: 0 });
  });

  it('refuses without a mail server, and says what to set', async () => {
    const { place } = await world([ANN]);
    const config = JSON.parse(await place.read('sources.json'));
    delete config.newsletter.smtpUrl;
    await place.configure(config);
    const { code, stderr } = await place.run('newsletter', 'send', '--now', MONDAY);
    expect(code).toBe(2);
    expect(stderr).toContain('MIAS_FEED_SMTP_URL');
  });

  it('stops writing to an address that is refused for good', async () => {
    const { place, send } = await world([ANN, BOB], {
      onRecipient: (address) =>
        address.startsWith('ann') ? { code: 550, message: '5.1.1 no such user' } : null,
    });
    expect(await send(MONDAY)).toMatchObject({ subscribers: 2, sent: 1, failed: 1 });
    expect(await send('2026-11-30T09:00:00Z')).toMatchObject({ subscribers: 1 });
    const { stderr, stdout } = await place.run('newsletter', 'send', '--now', '2026-11-30T09:00:00Z');
    expect(stdout + stderr).not.toContain('@');
  });

  it('lets one of two senders do the work, and the other say so', async () => {
    const { inbox, place } = await world(
      Array.from({ length: 40 }, (_, n) => `r${n}@reader.example,weekly,monday,8,UTC,`),
      { onMail: () => sleep(20).then(() => null) },
    );
    const both = await Promise.all(
      [1, 2, 3].map(() => place.run('newsletter', 'send', '--json', '--now', MONDAY)),
    );
    expect(both.map(({ code }) => code)).toEqual([0, 0, 0]);
    const sent = both.map(({ stdout }) => JSON.parse(stdout).sent as number);
    expect(sent.reduce((sum, each) => sum + each, 0)).toBe(40);
    expect(inbox.received).toHaveLength(40);
    expect(new Set(inbox.received.map(({ to }) => to[0])).size).toBe(40);
  });

  it('keeps addresses out of everything it writes but the store of subscribers', async () => {
    const { place, send } = await world([ANN]);
    await send(MONDAY);
    const ledger = await readFile(join(place.dir, 'data/newsletter/ledger/journal.jsonl'), 'utf8');
    expect(ledger).toContain('weekly');
    expect(ledger).not.toContain('@');
    for (const name of await readdir(place.output, { recursive: true }))
      if (name.endsWith('.atom'))
        expect(await readFile(join(place.output, name), 'utf8')).not.toContain('reader.example');
  });
});

const READERS = 200;

it(`is killed again and again while it sends ${READERS} mails, and nobody gets one twice`, {
  timeout: 180_000,
}, async () => {
  let atServer = 0;
  const { inbox, place, send } = await world(
    Array.from({ length: READERS }, (_, n) => `r${n}@reader.example,weekly,monday,8,UTC,`),
    {
      onMail: async () => {
        atServer += 1;
        await sleep(5);
        return null;
      },
    },
  );
  let kills = 0;
  for (let round = 0; round < 6; round += 1) {
    const before = atServer;
    const child = spawn(process.execPath, [CLI, 'newsletter', 'send', '--now', MONDAY], {
      cwd: place.dir,
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    const enough = before + 10 + Math.floor(Math.random() * 15);
    while (atServer < enough && child.exitCode === null) await sleep(2);
    kills += Number(child.kill('SIGKILL'));
    await ended;
  }
  await send(MONDAY);
  const counts = new Map<string, number>();
  for (const { to } of inbox.received) counts.set(to[0] ?? '', (counts.get(to[0] ?? '') ?? 0) + 1);
  expect([...counts.values()].filter((count) => count > 1)).toEqual([]);
  expect(kills).toBe(6);
  // At each kill at most those in flight are lost.
  expect(counts.size).toBeGreaterThanOrEqual(READERS - kills * 15);
  expect(await send('2026-11-23T12:00:00Z')).toMatchObject({ sent: 0, skipped: { already: READERS } });
});

it('stops between two mails when it is told to, and goes on where it stopped', {
  timeout: 60_000,
}, async () => {
  const { inbox, place, send } = await world(
    Array.from({ length: 60 }, (_, n) => `r${n}@reader.example,weekly,monday,8,UTC,`),
    { onMail: () => sleep(30).then(() => null) },
  );
  const child = spawn(process.execPath, [CLI, 'newsletter', 'send', '--now', MONDAY], {
    cwd: place.dir,
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  while (inbox.received.length < 5) await sleep(5);
  const asked = Date.now();
  child.kill('SIGTERM');
  await ended;
  expect(Date.now() - asked).toBeLessThan(5000);
  expect(inbox.received.length).toBeLessThan(60);
  await send(MONDAY);
  expect(inbox.received).toHaveLength(60);
  expect(new Set(inbox.received.map(({ to }) => to[0])).size).toBe(60);
});

it('is sent by start too, which counts the mails, and ends within 5 s of SIGTERM', {
  timeout: 60_000,
}, async () => {
  const { inbox, place } = await world([ANN, BOB]);
  const child = spawn(process.execPath, [CLI, 'start', '--listen', '127.0.0.1:0', '--now', MONDAY], {
    cwd: place.dir,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  while (!log.includes('Newsletter: 2 mails sent')) {
    if (child.exitCode !== null) throw new Error(log);
    await sleep(50);
  }
  expect(inbox.received).toHaveLength(2);
  const address = /at (http:\S+)/.exec(log)?.[1] ?? '';
  const metrics = await (await fetch(new URL('metrics', address))).text();
  expect(metrics).toMatch(/mails_total\{result="sent"\} 2$/m);
  const asked = Date.now();
  child.kill('SIGTERM');
  await ended;
  expect(Date.now() - asked).toBeLessThan(5000);
  expect(log).not.toContain('reader.example');
});
