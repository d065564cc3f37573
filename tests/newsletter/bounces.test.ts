import { spawn } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../src/core/instant.ts';
import { countMail } from '../../src/newsletter/bounces.ts';
import { signedToken, unsubscribeMailto } from '../../src/newsletter/links.ts';
import { readReport } from '../../src/newsletter/mail-report.ts';
import { messageId, parseMessageId } from '../../src/newsletter/message-id.ts';
import { newSubscriber, saveSubscriber } from '../../src/newsletter/subscribers.ts';
import { ran } from '../support/in-process.ts';
import { CHOICE, type People, people, SECRET } from './support.ts';

let place: People;
let id: string;
let ours: string;
beforeEach(async () => {
  place = await people();
  id = await subscribed('mia@example.org');
  ours = messageId(id, 'weekly:2026-W47', SECRET, 'feed.example.org');
});
afterEach(() => place.remove());

async function subscribed(email: string): Promise<string> {
  const subscriber = newSubscriber(
    { email, choice: CHOICE, language: 'en' },
    { now: place.now(), random: place.random },
  );
  const consent = { at: place.now().toISOString(), textVersion: 'import', way: 'a test' };
  await place.store.change((draft) => saveSubscriber(draft, { ...subscriber, consent }));
  return subscriber.id;
}

const stopped = async (who = id) => (await place.store.get('subscribers', who))?.stopped?.why ?? null;

type Dsn = {
  status?: string;
  action?: string;
  original?: string;
  type?: string;
  kind?: string;
  note?: string;
};

/** A delivery status notification as mail servers write them (RFC 3464, appendix E). */
function dsn({
  status = '5.1.1',
  action = 'failed',
  original = `Message-ID: ${ours}`,
  type = 'text/rfc822-headers',
  kind = 'delivery-status',
  note = '1',
}: Dsn = {}): Buffer {
  return mail(`Content-Type: multipart/report; report-type=${kind}; boundary="b"`, [
    ['text/plain; charset=utf-8', `It could not be delivered (${note}).\nStatus: 5.1.1\nAction: failed`],
    [
      `message/${kind}`,
      `Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; mia@example.org\nAction: ${action}\nStatus: ${status}\nDiagnostic-Code: smtp; 550\n  said so`,
    ],
    [type, `From: Mia <mia@feed.example.org>\nSubject: News\n${original}\n\n`],
  ]);
}

/** A feedback report (RFC 5965). */
const arf = (feedback = 'abuse', original = `Message-ID: ${ours}`): Buffer =>
  mail('Content-Type: multipart/report; report-type=feedback-report; boundary="b"', [
    ['text/plain', 'This is a report of abuse.'],
    ['message/feedback-report', `Feedback-Type: ${feedback}\nUser-Agent: Provider/1.0\nVersion: 1`],
    ['message/rfc822', `From: Mia <mia@feed.example.org>\n${original}\nSubject: News\n\nHello`],
  ]);

const mail = (type: string, parts: [type: string, body: string][]): Buffer =>
  Buffer.from(
    `From: MAILER-DAEMON@mx.example.net\nTo: mia@feed.example.org\nSubject: Report\nMIME-Version: 1.0\n${type}\n\n${parts
      .map(([partType, body]) => `--b\nContent-Type: ${partType}\n\n${body}\n`)
      .join('')}--b--\n`.replaceAll('\n', '\r\n'),
  );

describe('a bounce', () => {
  const CASES: [name: string, dsn: Dsn, counted: string, stops: string | null][] = [
    ['of an unknown mailbox stops at once', {}, 'hard', 'bounced'],
    ['of a closed mailbox stops at once', { status: '5.2.1' }, 'hard', 'bounced'],
    ['without a closer reason stops at once', { status: '5.0.0' }, 'hard', 'bounced'],
    ['of a full mailbox does not stop', { status: '5.2.2' }, 'soft', null],
    ['because of what was sent does not stop', { status: '5.7.1' }, 'soft', null],
    ['after days of trying does not stop', { status: '4.4.7' }, 'soft', null],
    ['that may still end well counts nothing', { action: 'delayed', status: '4.4.1' }, 'other', null],
    ['that went well counts nothing', { action: 'delivered', status: '2.0.0' }, 'other', null],
    ['with the whole mail in it is understood', { type: 'message/rfc822' }, 'hard', 'bounced'],
    [
      'with a folded header in it is understood',
      { original: 'Message-ID:\n <ID>\nX-Y: z' },
      'hard',
      'bounced',
    ],
    [
      'with only List-Unsubscribe in it is understood',
      { original: 'List-Unsubscribe: <https://feed.example.org/newsletter/unsubscribe?token=TOKEN>' },
      'hard',
      'bounced',
    ],
  ];
  it.each(CASES)('%s', async (_, { original, ...rest }, counted, stops) => {
    const filled = original?.replace('<ID>', ours).replace('TOKEN', signedToken(id, 'unsubscribe', SECRET));
    expect(await countMail(dsn({ ...rest, ...(filled && { original: filled }) }), place)).toBe(counted);
    expect(await stopped()).toBe(stops);
  });

  it('stops with the fifth soft one within 14 days', async () => {
    for (let n = 1; n <= 4; n++) {
      await countMail(dsn({ status: '4.2.2', note: String(n) }), place);
      place.pass(DAY_MS);
    }
    expect(await stopped()).toBeNull();
    await countMail(dsn({ status: '4.2.2', note: '5' }), place);
    expect(await stopped()).toBe('bounced');
  });

  it('forgets soft ones that are older than that', async () => {
    for (let n = 1; n <= 12; n++) {
      await countMail(dsn({ status: '4.2.2', note: String(n) }), place);
      place.pass(3.5 * DAY_MS);
    }
    expect(await stopped()).toBeNull();
  });

  it('counts once although it is read again', async () => {
    const same = dsn({ status: '4.2.2' });
    const counted: string[] = [];
    for (let n = 0; n < 6; n++) counted.push(await countMail(same, place));
    expect(counted).toEqual(['soft', ...Array(5).fill('repeated')]);
    expect(await stopped()).toBeNull();
  });

  it.each([
    ['names no mail', 'X-Nothing: here'],
    ['has a Message-ID that we did not sign', 'Message-ID: <OTHER>'],
    ['has a Message-ID of another secret', 'Message-ID: <SECRET>'],
    ['has only the address', 'To: mia@example.org'],
    ['has a token of another purpose', 'X-Token: PREFERENCES'],
  ])('unsubscribes nobody when it %s: it may be forged', async (_, header) => {
    const original = header
      .replace('<OTHER>', `<${id}.weekly.${'0'.repeat(32)}@feed.example.org>`)
      .replace('<SECRET>', messageId(id, 'weekly', `${SECRET}!`, 'feed.example.org'))
      .replace('PREFERENCES', signedToken(id, 'preferences', SECRET));
    expect(await countMail(dsn({ original }), place)).toBe('unproven');
    expect(await stopped()).toBeNull();
  });

  it('of somebody who was erased is counted as gone', async () => {
    const gone = messageId('0'.repeat(32), 'weekly', SECRET, 'feed.example.org');
    expect(await countMail(dsn({ original: `Message-ID: ${gone}` }), place)).toBe('gone');
  });
});

describe('a complaint', () => {
  it('stops for good, also somebody who had unsubscribed', async () => {
    await countMail(dsn(), place);
    expect(await countMail(arf(), place)).toBe('complaint');
    expect(await stopped()).toBe('complained');
  });

  it('that takes one back stops nobody', async () => {
    expect(await countMail(arf('not-spam'), place)).toBe('other');
    expect(await stopped()).toBeNull();
  });

  it('without proof stops nobody', async () => {
    expect(await countMail(arf('abuse', 'X-Redacted: yes'), place)).toBe('unproven');
    expect(await stopped()).toBeNull();
  });
});

describe('other mails', () => {
  it('unsubscribe whom List-Unsubscribe’s mailto names', async () => {
    const subject = new URL(unsubscribeMailto(id, 'mia@feed.example.org', SECRET)).searchParams.get(
      'subject',
    );
    const text = Buffer.from(`From: mia@example.org\r\nSubject: ${subject}\r\n\r\n`);
    expect(await countMail(text, place)).toBe('unsubscribe');
    expect(await stopped()).toBe('unsubscribed');
  });

  it.each([
    ['an answer that quotes our mail', () => `Subject: Re: News\r\nIn-Reply-To: ${ours}\r\n\r\nThank you!`],
    [
      'an absence note',
      () => `Subject: Away\r\nAuto-Submitted: auto-replied\r\nIn-Reply-To: ${ours}\r\n\r\n`,
    ],
    ['nothing', () => ''],
    ['a megabyte of one line', () => 'x'.repeat(1_000_000)],
    [
      'parts in parts without end',
      () => 'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'.repeat(2000),
    ],
  ])('count nothing: %s', async (_, text) => {
    expect(await countMail(Buffer.from(text()), place)).toBe('other');
    expect(await stopped()).toBeNull();
  });

  it('never throw, whatever bytes they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 900 }), fc.uint8Array({ maxLength: 60 }), async (where, noise) => {
        const whole = dsn();
        const bytes = Buffer.concat([whole.subarray(0, where), noise, whole.subarray(where + noise.length)]);
        expect((await readReport(bytes)).kind).toBeTypeOf('string');
      }),
      { numRuns: 120 },
    );
  });
});

describe('a Message-ID', () => {
  it('tells whose mail it was and which one, and is a dot-atom, for any period', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }), (period) => {
        const made = messageId(id, period, SECRET, 'feed.example.org');
        expect(made).toMatch(/^<[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@feed\.example\.org>$/);
        if (encodeURIComponent(period).length < 60)
          expect(parseMessageId(made, SECRET)).toEqual({ subscriberId: id, period });
      }),
    );
  });
});

describe('newsletter bounce', () => {
  const config = async (dir: string) => {
    const file = join(dir, 'sources.json');
    await writeFile(
      file,
      JSON.stringify({
        site: { title: 'News', url: 'https://feed.example.org' },
        newsletter: { from: 'mia@feed.example.org', postalAddress: 'Street 1' },
        sources: [],
      }),
    );
    return ['--config', file, '--data', dir, '--json', 'newsletter', 'bounce'];
  };

  it('reads a maildir, and moves what it has counted', async () => {
    const maildir = join(place.dir, 'Maildir');
    for (const folder of ['new', 'cur', 'tmp']) await mkdir(join(maildir, folder), { recursive: true });
    await writeFile(join(maildir, 'new', '1.a.host'), dsn({ status: '4.2.2' }));
    await writeFile(join(maildir, 'new', '2.b.host'), arf());
    await writeFile(join(maildir, 'new', '3.c.host'), 'Subject: hello\r\n\r\n');
    const args = [...(await config(place.dir)), '--maildir', maildir];
    const { code, stdout, stderr } = await ran(args, { env: { MIAS_FEED_SECRET: SECRET } });
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ read: 3, soft: 1, complaint: 1, other: 1, unproven: 0 });
    expect(await readdir(join(maildir, 'new'))).toEqual([]);
    expect(await readdir(join(maildir, 'cur'))).toEqual(['1.a.host:2,S', '2.b.host:2,S', '3.c.host:2,S']);
    expect(await stopped()).toBe('complained');
  });

  it('says what a folder lacks that is no maildir', async () => {
    const args = [...(await config(place.dir)), '--maildir', join(place.dir, 'none')];
    const { code, stderr } = await ran(args, { env: { MIAS_FEED_SECRET: SECRET } });
    expect(code).toBe(2);
    expect(stderr).toContain("can't be read as a maildir (ENOENT)");
  });

  it('reads one mail that is piped to it, also while somebody else has the store open', async () => {
    const cli = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
    const child = spawn(process.execPath, [cli, ...(await config(place.dir))], {
      env: { ...process.env, MIAS_FEED_SECRET: SECRET },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (data) => {
      said += data;
    });
    child.stdin.end(dsn());
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
    expect(JSON.parse(said)).toMatchObject({ read: 1, hard: 1 });
    expect(await stopped()).toBe('bounced');
  }, 60_000);
});
