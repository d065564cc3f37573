import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parseSmtpUrl } from '../../src/newsletter/smtp/address.ts';
import { rateLimit } from '../../src/newsletter/smtp/rate.ts';
import { openTransport } from '../../src/newsletter/smtp/transport.ts';
import { ran } from '../support/in-process.ts';
import { type Inbox, type InboxOptions, type Refusal, startInbox } from '../support/inbox.ts';
import { startOrigin } from '../support/origin.ts';
import { configFor, workplace } from '../support/workplace.ts';
import { addStory, MONDAY, newWorld, reader, run, type World } from './sending.ts';

const open: { close?(): unknown; remove?(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await (each.close ?? each.remove)?.call(each);
});

/** When those who were put off are asked again. */
const LATER = '2026-11-23T09:20:00Z';

/** A newsroom whose mails go to a real SMTP server; `waits` are the pauses of the last run, in ms, of which none is waited for. */
async function toServer(world: World, options: InboxOptions = {}) {
  const inbox = await startInbox(options);
  const address = parseSmtpUrl(inbox.url);
  if (!address.ok) throw new Error(address.error);
  const transport = openTransport({
    from: 'news@feed.example.org',
    replyTo: null,
    requireTls: false,
    address: address.value,
    dkim: null,
    now: () => new Date(MONDAY),
  });
  open.push(inbox, transport);
  const waits: number[] = [];
  return {
    inbox,
    waits,
    async send(now = MONDAY, over: Parameters<typeof run>[2] = {}) {
      waits.length = 0;
      return run(world, now, {
        sendMail: transport.send,
        connect: transport.verify,
        sleep: async (ms) => void waits.push(ms),
        ...over,
      });
    },
  };
}

async function newsroom(readers: number): Promise<World> {
  const world = await newWorld(Array.from({ length: readers }, (_, n) => reader(n + 1)));
  await addStory(world, 'Story', '2026-11-22T08:00:00Z');
  return world;
}

const receivers = ({ received }: Inbox) => received.map(({ to }) => to[0]).sort();

/** Says this to the first `times` mails of one reader, to whose address or after the whole mail. */
function refusing(times: number, refusal: Refusal, step: 'onRecipient' | 'onMail'): InboxOptions {
  let left = times;
  const isTheirs = (address: string | undefined) => address === 'r1@reader.example' && left-- > 0;
  if (step === 'onMail') return { onMail: ([to]) => (isTheirs(to) ? refusal : null) };
  return { onRecipient: (to) => (isTheirs(to) ? refusal : null) };
}

describe('a server that says "later" (4xx)', () => {
  it.each([
    ['to an address', 'onRecipient' as const, { code: 450, message: '4.2.0 greylisted' }],
    ['to a whole mail', 'onMail' as const, { code: 452, message: '4.3.1 queue full' }],
  ])('%s is asked again after 2 and 10 s', async (_, step, refusal) => {
    const { inbox, send, waits } = await toServer(await newsroom(3), refusing(2, refusal, step));
    expect((await send()).report).toMatchObject({ sent: 3, failed: 0 });
    expect(waits).toEqual([2000, 10_000]);
    expect(receivers(inbox)).toEqual(['r1@reader.example', 'r2@reader.example', 'r3@reader.example']);
  });

  it('four times is asked a quarter of an hour later, each time with the same Message-ID', async () => {
    let isLater = true;
    const ids: (string | undefined)[] = [];
    const { inbox, send, waits } = await toServer(await newsroom(1), {
      onMail(_, raw) {
        ids.push(/^Message-ID:\s+(<[^>]+>)/m.exec(raw)?.[1]);
        return isLater ? { code: 451, message: '4.3.0 later' } : null;
      },
    });
    expect((await send()).report).toMatchObject({ sent: 0, failed: 1 });
    expect(waits).toEqual([2000, 10_000, 30_000]);
    isLater = false;
    expect((await send(LATER)).report).toMatchObject({ sent: 1, failed: 0 });
    expect(inbox.received).toHaveLength(1);
    expect(ids).toEqual(Array(5).fill(inbox.received[0]?.mail.messageId));
    expect(ids[0]).toMatch(/\.weekly%3A2026-W48\./);
  });

  it('to everybody ends the run after 31 readers, and all are tried later', async () => {
    let asked = 0;
    let isLater = true;
    const { inbox, send } = await toServer(await newsroom(100), {
      onRecipient: () => {
        asked += 1;
        return isLater ? { code: 451, message: '4.7.0 your quota is used up, r1@reader.example' } : null;
      },
    });
    const { report, trouble } = await send();
    expect(trouble).toBe('The mail server answered to RCPT TO: 451 4.7.0 your quota is used up, …');
    expect(report).toMatchObject({ sent: 0, failed: 100 });
    expect(asked).toBeLessThanOrEqual(46 * 4);
    isLater = false;
    expect((await send(LATER)).report).toMatchObject({ sent: 100, failed: 0 });
    expect(new Set(receivers(inbox)).size).toBe(100);
  });
});

describe('a server that says "no" (5xx)', () => {
  it('to an address is not asked again, and the reader is noted as unreachable', async () => {
    const world = await newsroom(3);
    const refusal = { code: 550, message: '5.1.1 no such user' };
    const { inbox, send, waits } = await toServer(world, refusing(99, refusal, 'onRecipient'));
    expect((await send()).report).toMatchObject({ sent: 2, failed: 1 });
    expect(world.bounced).toEqual([reader(1).id]);
    await addStory(world, 'Story of the next week', '2026-11-29T08:00:00Z');
    expect((await send('2026-11-30T09:00:00Z')).report).toMatchObject({ subscribers: 2, sent: 2, failed: 0 });
    expect(waits).toEqual([]);
    expect(receivers(inbox)).not.toContain('r1@reader.example');
  });

  it('to whatever it is sent ends the run after some, and the others are tried in the next', async () => {
    let isBlocked = true;
    const { inbox, send } = await toServer(await newsroom(100), {
      onMail: () => (isBlocked ? { code: 554, message: '5.7.1 your address is on a list' } : null),
    });
    const { report, trouble } = await send();
    expect(trouble).toMatch(/^The mail server answered to DATA: 554 5\.7\.1 your address is on a list$/);
    expect(report).toMatchObject({ sent: 0, failed: 100 });
    isBlocked = false;
    const next = await send();
    expect(next.report.sent).toBeGreaterThanOrEqual(100 - 46);
    expect(inbox.received).toHaveLength(next.report.sent);
    expect(next.report.skipped.already).toBe(100 - next.report.sent);
  });

  it('to every second address goes on to the end', async () => {
    const { inbox, send } = await toServer(await newsroom(80), {
      onRecipient: (to) =>
        Number(to.slice(1, -15)) % 2 ? { code: 550, message: '5.1.1 no such user' } : null,
    });
    const { report, trouble } = await send();
    expect(trouble).toBeNull();
    expect(report).toMatchObject({ sent: 40, failed: 40 });
    expect(inbox.received).toHaveLength(40);
  });

  it('to a mail is not asked again with it, and its stories come with the next', async () => {
    const world = await newsroom(2);
    const refusal = { code: 554, message: '5.7.1 looks like spam' };
    const { inbox, send, waits } = await toServer(world, refusing(1, refusal, 'onMail'));
    expect((await send()).report).toMatchObject({ sent: 1, failed: 1 });
    expect((await send('2026-11-23T12:00:00Z')).report).toMatchObject({ sent: 0, skipped: { already: 2 } });
    expect(waits).toEqual([]);
    expect(world.bounced).toEqual([]);
    await addStory(world, 'Story of the next week', '2026-11-29T12:00:00Z');
    await addStory(world, 'Story of late', '2026-11-23T12:00:00Z');
    await send('2026-11-30T07:59:00Z');
    expect(inbox.received).toHaveLength(1);
    await send('2026-11-30T09:00:00Z');
    expect(inbox.received).toHaveLength(3);
  });
});

it('nobody is written to who unsubscribes while a run is on its way', async () => {
  const world = await newsroom(40);
  let first: string | null = null;
  const { inbox, send } = await toServer(world, {
    onMail: ([to]) => {
      if (first !== null) return null;
      first = to ?? null;
      world.readers = world.readers.filter(({ email }) => email === first || email === 'r40@reader.example');
      return null;
    },
  });
  await send();
  // What was handed over before they left is on its way.
  expect(inbox.received.length).toBeLessThanOrEqual(16);
  expect(receivers(inbox)).toContain('r40@reader.example');
});

it('tells how far it is, up to all that are due', async () => {
  const told: string[] = [];
  const { send } = await toServer(await newsroom(20));
  await send(MONDAY, { onProgress: (done, total) => told.push(`${done} of ${total}`) });
  expect(told).toEqual(Array.from({ length: 20 }, (_, n) => `${n + 1} of 20`));
});

describe('the rate limit', () => {
  it('lets so many go in a second, evenly, and no burst after a pause', async () => {
    let now = 0;
    const next = rateLimit(10, {
      nowMs: () => now,
      sleep: async (ms) => {
        now += ms;
      },
    });
    const at: number[] = [];
    for (let n = 0; n < 30; n += 1) {
      await next();
      at.push(now);
      if (n === 14) now += 60_000;
    }
    for (const [index, time] of at.entries())
      expect(
        at.filter((each) => each >= time && each < time + 1000).length,
        String(index),
      ).toBeLessThanOrEqual(11);
    expect(at[9]).toBeGreaterThanOrEqual(800);
    expect((at[29] ?? 0) - (at[15] ?? 0)).toBeGreaterThanOrEqual(1300);
  });

  it('holds on the wire, over all connections', async () => {
    const times: number[] = [];
    const { send } = await toServer(await newsroom(60), {
      onMail: () => {
        times.push(performance.now());
        return null;
      },
    });
    const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
    await send(MONDAY, { nextSlot: rateLimit(40, { nowMs: () => performance.now(), sleep }) });
    expect(times).toHaveLength(60);
    // 100 ms that a timer was late may be made up for.
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan((59 / 40) * 1000 - 300);
  });
});

describe('newsletter send', () => {
  const item = `<item><guid>n1</guid><link>https://journal.example/1</link><title>Statins after a stroke</title><pubDate>Sun, 22 Nov 2026 08:00:00 GMT</pubDate></item>`;
  const feed = `<rss version="2.0"><channel><title>J</title><link>https://journal.example/</link><description>d</description>${item}</channel></rss>`;

  async function place(inboxOptions: InboxOptions, newsletter: object) {
    const [dir, inbox, origin] = await Promise.all([
      workplace(),
      startInbox(inboxOptions),
      startOrigin({ '/feed': feed }),
    ]);
    open.push(dir, inbox, origin);
    const settings = { from: 'news@feed.example.org', postalAddress: '1 Real Street', smtpUrl: inbox.url };
    await dir.configure(
      configFor([{ id: 'journal', url: `${origin.url}/feed` }], {
        newsletter: { ...settings, ...newsletter },
      }),
    );
    await writeFile(join(dir.dir, 'r.csv'), 'email\nann@reader.example\nbob@reader.example\n');
    await dir.run('newsletter', 'import', 'r.csv', '--confirmed-by', 'x', '--now', '2026-11-18T12:00:00Z');
    await dir.refresh('2026-11-22T12:00:00Z');
    const files = ['--config', join(dir.dir, 'sources.json'), '--data', join(dir.dir, 'data')];
    return { inbox, dir, args: [...files, '--output', dir.output, '--now', MONDAY, 'newsletter', 'send'] };
  }

  it.each([
    ['no encryption', {}],
    ['a certificate that nobody vouches for', { disabledCommands: [] }],
  ])('sends nothing to a server with %s, unless told otherwise', async (_, options) => {
    const { inbox, args, dir } = await place(options, {});
    const refused = await ran(args);
    expect([refused.code, refused.stdout]).toEqual([1, expect.stringContaining('0 mails sent')]);
    expect(refused.stderr).toBe(
      'The mail server offers no encryption, or none that we trust. Use its name as in its certificate, or set "requireTls": false if mails may travel unencrypted. What was not sent is tried in the next run.\n',
    );
    expect(inbox.received).toEqual([]);
    const config = JSON.parse(await dir.read('sources.json'));
    await dir.configure({ ...config, newsletter: { ...config.newsletter, requireTls: false } });
    expect((await ran(args)).stdout).toContain('2 mails sent to 2 subscribers');
    expect(receivers(inbox)).toEqual(['ann@reader.example', 'bob@reader.example']);
  });

  it('shows at a terminal how far it is, and at none only what came of it', async () => {
    const { args } = await place({}, { requireTls: false });
    const { stdout, stderr } = await ran(args, { terminal: true });
    expect(stdout).toBe('2 mails sent to 2 subscribers.\n');
    expect(stderr).toContain('Sent 1 of 2 mails');
    expect(stderr).toContain('Sent 2 of 2 mails');
    const again = await ran(args);
    expect([again.stdout, again.stderr]).toEqual(['0 mails sent to 2 subscribers, 2 sent before.\n', '']);
  });
});
