import { createHash, createVerify, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { addressKey } from '../../src/newsletter/address.ts';
import { composeDigest } from '../../src/newsletter/mail/digest.ts';
import { domainOf, listOf, newsletterHeaders } from '../../src/newsletter/mail/headers.ts';
import { renderDigest } from '../../src/newsletter/mail/render.ts';
import type { OutgoingMail } from '../../src/newsletter/mail.ts';
import { messageId, parseMessageId } from '../../src/newsletter/message-id.ts';
import { parseSmtpUrl } from '../../src/newsletter/smtp/address.ts';
import { mailFailure, type SmtpError } from '../../src/newsletter/smtp/failure.ts';
import { openTransport, type Transport, type TransportOptions } from '../../src/newsletter/smtp/transport.ts';
import { type Inbox, type InboxOptions, startInbox } from '../support/inbox.ts';
import { FRAME, LINKS, sampleDigest, shown } from './sample-digest.ts';

const SETTINGS = { from: 'Mia’s Feed <news@feed.example.org>', replyTo: 'mia@feed.example.org' };
const NOW = new Date('2026-11-23T08:00:00Z');
const ID = 'ab'.repeat(16);
const headers = newsletterHeaders({
  site: FRAME.site,
  settings: SETTINGS,
  secret: 's'.repeat(32),
  subscriberId: ID,
  period: { frequency: 'weekly', key: '2026-W48', startsAt: NOW.toISOString() },
});

const outgoing = (over: Partial<OutgoingMail> = {}): OutgoingMail => ({
  to: 'ann@reader.example',
  ...renderDigest(sampleDigest())(LINKS),
  messageId: `<${ID}.weekly@feed.example.org>`,
  list: listOf(FRAME.site),
  headers,
  ...over,
});

const open: { close(): unknown }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

async function setUp(
  inboxOptions: InboxOptions = {},
  over: Partial<TransportOptions> & { credentials?: string } = {},
): Promise<{ inbox: Inbox; transport: Transport }> {
  const inbox = await startInbox(inboxOptions);
  const { credentials = '', ...options } = over;
  const address = parseSmtpUrl(inbox.url.replace('://', `://${credentials}`));
  if (!address.ok) throw new Error(address.error);
  const transport = openTransport({
    ...SETTINGS,
    requireTls: false,
    address: address.value,
    dkim: null,
    now: () => NOW,
    ...options,
  });
  open.push(transport, inbox);
  return { inbox, transport };
}

describe('a mail on the wire', () => {
  it('is what was sent, for a real parser', async () => {
    const { inbox, transport } = await setUp();
    const mail = outgoing();
    expect(await transport.send(mail)).toEqual({ ok: true, value: null });
    const [received] = inbox.received;
    if (!received) throw new Error('nothing came');
    const parsed = received.mail;
    expect(received.to).toEqual(['ann@reader.example']);
    expect(received.from).toBe('news@feed.example.org');
    expect(parsed.subject).toBe(mail.subject);
    expect(parsed.from?.value).toEqual([{ name: 'Mia’s Feed', address: 'news@feed.example.org' }]);
    expect(parsed.replyTo?.value[0]?.address).toBe('mia@feed.example.org');
    expect(parsed.date?.toISOString()).toBe(NOW.toISOString());
    expect(parsed.messageId).toBe(mail.messageId);
    expect(parsed.text).toBe(mail.text);
    expect(String(parsed.html)).toBe(mail.html);
    expect(parsed.attachments).toEqual([]);
    expect(received.raw).toMatch(/^Content-Type: multipart\/alternative;/m);
    expect(received.raw.indexOf('text/plain')).toBeLessThan(received.raw.indexOf('text/html'));
  });

  it('has lines that every server takes, in ASCII, and no line ends but CRLF', async () => {
    const { inbox, transport } = await setUp();
    await transport.send(outgoing());
    const raw = inbox.received[0]?.raw ?? '';
    expect(raw).not.toMatch(/[^\x00-\x7f]/);
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
    expect(raw.length).toBeLessThan(100_000);
  });

  it('says which list it is of and how to leave it with one click (RFC 8058)', async () => {
    const { inbox, transport } = await setUp();
    await transport.send(outgoing());
    const raw = (inbox.received[0]?.raw ?? '').replace(/\r\n[ \t]+/g, ' ');
    const field = (name: string) => new RegExp(`^${name}: (.*)\r$`, 'im').exec(raw)?.[1];
    expect(field('List-Id')).toBe('=?UTF-8?Q?Mia=E2=80=99s_Feed?= <newsletter.feed.example.org>');
    expect(field('List-Unsubscribe')).toMatch(
      /^<https:\/\/feed\.example\.org\/newsletter\/unsubscribe\?token=[\w.-]+>, <mailto:mia@feed\.example\.org\?subject=unsubscribe%20[\w.-]+>$/,
    );
    expect(field('List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
    expect(field('Feedback-ID')).toBe('2026-W48:weekly:newsletter:feedexampleorg');
    expect(field('Auto-Submitted')).toBe('auto-generated');
    expect(field('Precedence')).toBe('bulk');
  });

  it.each([
    ['News', '"News" <newsletter.feed.example.org>'],
    ['The "other" News \\', '"The \\"other\\" News \\\\" <newsletter.feed.example.org>'],
    ['Größte Nachrichten aus der Medizin', '<newsletter.feed.example.org>'],
  ])('names its list by the site’s title where that fits (%s)', async (title, expected) => {
    const { inbox, transport } = await setUp();
    await transport.send(outgoing({ list: listOf({ ...FRAME.site, title }) }));
    expect(/^List-ID: (.*)\r$/m.exec(inbox.received[0]?.raw ?? '')?.[1]).toBe(expected);
  });

  it('has a header of ASCII also where the sender’s domain is of another script', async () => {
    const from = 'Мия <news@Пример.рф>';
    const { inbox, transport } = await setUp({}, { from, replyTo: null });
    const id = messageId(ID, 'weekly:2026-W48', 's'.repeat(32), domainOf(from));
    expect((await transport.send(outgoing({ messageId: id }))).ok).toBe(true);
    const [received] = inbox.received;
    expect(received?.raw).toMatch(/^[\x20-\x7e\r\n\t]+$/);
    expect(received?.mail.messageId).toBe(id);
    expect(addressKey(received?.from ?? '')).toBe('news@xn--e1afmkfd.xn--p1ai');
    expect(parseMessageId(id, 's'.repeat(32))?.subscriberId).toBe(ID);
  });

  it('can be left by mail also where the sender’s address is in another script', () => {
    const { 'List-Unsubscribe': field } = newsletterHeaders({
      site: FRAME.site,
      settings: { from: 'Мия <мия+x@пример.рф>', replyTo: null },
      secret: 's'.repeat(32),
      subscriberId: ID,
      period: { frequency: 'weekly', key: '2026-W48', startsAt: NOW.toISOString() },
    });
    const mailto = /<(mailto:[\x21-\x7e]+)>$/.exec(field)?.[1] ?? '';
    expect(decodeURIComponent(new URL(mailto).pathname)).toBe('мия+x@xn--e1afmkfd.xn--p1ai');
    expect(new URL(mailto).searchParams.get('subject')).toMatch(/^unsubscribe [0-9a-f]{32}\.[\w-]{32}$/);
  });

  it.each([
    ['line ends', 'One\r\nBcc: evil@x.example\r\n\r\nbody'],
    ['an encoded word', '=?utf-8?q?=0ABcc:_evil=40x.example?='],
    ['emoji and other scripts, long', '語👩‍⚕️ü'.repeat(60)],
    ['nothing but spaces', '   '],
    ['quotes and brackets', '"<a@b.example>", (comment) \\'],
  ])('keeps to itself a subject and an address with %s', async (_, text) => {
    const { inbox, transport } = await setUp();
    await transport.send(outgoing({ subject: text }));
    const received = inbox.received[0];
    expect(received?.to).toEqual(['ann@reader.example']);
    expect(received?.mail.bcc).toBeUndefined();
    expect(received?.mail.messageId).toBe(outgoing().messageId);
    const refused = await transport.send(outgoing({ to: `a@b.example, c@d.example${text}` }));
    for (const { to } of inbox.received.slice(1)) expect(to).toHaveLength(1);
    expect(inbox.received.slice(1).flatMap(({ to }) => to)).not.toContain('c@d.example');
    expect(refused.ok && inbox.received.length === 1).toBe(false);
  });
});

const anyTitle = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }) },
  {
    weight: 4,
    arbitrary: fc
      .array(
        fc.constantFrom(
          ...['\r\n', '\n ', '\r', '\u2028', '\u0085', '\u202e', '\u2066', '\0', '\ud800', '\t', '  ', ' '],
          ...['Bcc: a@b.example', 'X-Evil: 1', '=?utf-8?q?=0ABcc:_c=40d.example?=', '=?', '?=', '=?x?='],
          ...[
            '"',
            '\\',
            '(',
            ')',
            '<a@b.example>',
            ',',
            ';',
            ':',
            '@',
            'word',
            'Überblick',
            'e\u0301',
            '語',
            'ß',
          ],
          ...['👩‍⚕️', 'دراسة', 'a'.repeat(90), 'ü'.repeat(60), '👩‍⚕️'.repeat(20)],
        ),
        { minLength: 1, maxLength: 12 },
      )
      .map((parts) => parts.join('')),
  },
);

it('arrives with any title as it is, as a header of ASCII (RFC 5322, RFC 2047) with no field too many', async () => {
  const { inbox, transport } = await setUp();
  let sent = 0;
  await fc.assert(
    fc.asyncProperty(anyTitle, anyTitle, async (title, siteTitle) => {
      const site = { ...FRAME.site, title: siteTitle };
      const digest = composeDigest([shown(title, null, 'Journal')], [], { ...FRAME, site });
      const fields = newsletterHeaders({
        site,
        settings: SETTINGS,
        secret: 's'.repeat(32),
        subscriberId: ID,
        period: { frequency: 'daily', key: '2026-11-23', startsAt: NOW.toISOString() },
      });
      const mail = renderDigest(digest)(LINKS);
      sent += 1;
      expect(
        await transport.send(
          outgoing({ ...mail, list: listOf(site), headers: fields, messageId: `<${sent}@x.example>` }),
        ),
      ).toEqual({
        ok: true,
        value: null,
      });
      const received = inbox.received.at(-1);
      const head = received?.raw.slice(0, received.raw.indexOf('\r\n\r\n')) ?? '';
      expect(received?.mail.subject).toBe(digest.subject);
      expect(received?.mail.text).toBe(mail.text);
      expect(String(received?.mail.html)).toBe(mail.html);
      expect(head).toMatch(/^[\x20-\x7e\r\n\t]+$/);
      for (const line of head.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
      for (const [word] of head.matchAll(/=\?[^?\s]+\?[bq]\?[^?\s]*\?=/gi))
        expect(word.length).toBeLessThanOrEqual(75);
      expect([...head.matchAll(/^([!-9;-~]+):/gm)].map(([, name]) => name?.toLowerCase()).sort()).toEqual(
        FIELDS,
      );
      expect(head.replace(/\r\n[ \t]/g, ' ')).toMatch(
        /^List-ID: [^<>]*<newsletter\.feed\.example\.org>\r?$/m,
      );
    }),
    {
      numRuns: 300,
      examples: [
        ['=?utf-8?q?=0ABcc:_c=40d.example?=', ''],
        [`=?${'語'.repeat(150)}`, ''],
      ],
    },
  );
}, 120_000);

const FIELDS = [
  ...['auto-submitted', 'content-type', 'date', 'feedback-id', 'from', 'list-id', 'list-unsubscribe'],
  ...['list-unsubscribe-post', 'message-id', 'mime-version', 'precedence', 'reply-to', 'subject', 'to'],
  'x-auto-response-suppress',
];

it('signs with DKIM what RFC 8058 wants signed, so that a verifier agrees', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const dkim = {
    domain: 'feed.example.org',
    selector: 'mias',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  const { inbox, transport } = await setUp({}, { dkim });
  await transport.send(outgoing());
  const raw = inbox.received[0]?.raw ?? '';
  const { fields, verified } = verifyDkim(raw, publicKey.export({ type: 'spki', format: 'pem' }).toString());
  expect(verified).toBe(true);
  for (const name of [
    'from',
    'subject',
    'list-unsubscribe',
    'list-unsubscribe-post',
    'list-id',
    'feedback-id',
    'message-id',
    'date',
    'to',
  ])
    expect(fields).toContain(name);
  expect(
    verifyDkim(
      raw.replace('One-Click', 'Two-Click'),
      publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    ).verified,
  ).toBe(false);
});

/** RFC 6376, relaxed/relaxed, as far as nodemailer writes it. */
function verifyDkim(raw: string, publicKey: string): { fields: string[]; verified: boolean } {
  const end = raw.indexOf('\r\n\r\n');
  const head = raw.slice(0, end).split(/\r\n(?![ \t])/);
  const body = raw
    .slice(end + 4)
    .replace(/[ \t]+(?=\r\n)/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/(?:\r\n)*$/, '\r\n');
  const relaxed = (field: string) => {
    const colon = field.indexOf(':');
    return `${field.slice(0, colon).toLowerCase().trim()}:${field
      .slice(colon + 1)
      .replace(/\r\n/g, '')
      .replace(/[ \t]+/g, ' ')
      .trim()}`;
  };
  const signature = head.find((field) => /^dkim-signature:/i.test(field)) ?? '';
  const tags = Object.fromEntries(
    signature
      .slice(signature.indexOf(':') + 1)
      .replace(/\s+/g, '')
      .split(';')
      .filter(Boolean)
      .map((tag) => [tag.slice(0, tag.indexOf('=')), tag.slice(tag.indexOf('=') + 1)]),
  );
  const fields = (tags.h ?? '').toLowerCase().split(':');
  const left = [...head].reverse();
  const signed = fields.flatMap((name: string) => {
    const index = left.findIndex((field) => field.toLowerCase().startsWith(`${name}:`));
    return index < 0 ? [] : left.splice(index, 1).map(relaxed);
  });
  const text = [...signed, relaxed(signature.replace(/b=[^;]*$/, 'b='))].join('\r\n');
  const bodyIsSigned = createHash('sha256').update(body, 'latin1').digest('base64') === tags.bh;
  return {
    fields,
    verified:
      bodyIsSigned &&
      createVerify('RSA-SHA256')
        .update(text, 'latin1')
        .verify(publicKey, tags.b ?? '', 'base64'),
  };
}

describe('what a server answers', () => {
  const cases: [string, InboxOptions, { kind: string; code: number | null }][] = [
    [
      'no such mailbox',
      { onRecipient: () => ({ code: 550, message: '5.1.1 no such user ann@reader.example' }) },
      { kind: 'refused', code: 550 },
    ],
    [
      'no such mailbox, without an enhanced code',
      { onRecipient: () => ({ code: 550, message: 'unknown' }) },
      { kind: 'refused', code: 550 },
    ],
    [
      'we are not welcome',
      { onRecipient: () => ({ code: 550, message: '5.7.1 blocked' }) },
      { kind: 'rejected', code: 550 },
    ],
    [
      'greylisted',
      { onRecipient: () => ({ code: 451, message: '4.7.1 try later' }) },
      { kind: 'later', code: 451 },
    ],
    [
      'mailbox full',
      { onRecipient: () => ({ code: 452, message: '4.2.2 full' }) },
      { kind: 'later', code: 452 },
    ],
    [
      'looks like spam',
      { onMail: () => ({ code: 554, message: '5.7.1 spam' }) },
      { kind: 'rejected', code: 554 },
    ],
    [
      'queue full, after the mail',
      { onMail: () => ({ code: 452, message: '4.3.1 later' }) },
      { kind: 'later', code: 452 },
    ],
    ['not a word, with the mail in its hands', { onMail: () => 'hang up' }, { kind: 'unknown', code: null }],
    ['encryption only', { authOptional: false }, { kind: 'setup', code: 530 }],
  ];
  it.each(cases)('%s', async (_, options, expected) => {
    const { inbox, transport } = await setUp(options);
    const sent = await transport.send(outgoing());
    expect(sent.ok ? null : sent.error).toMatchObject(expected);
    expect(inbox.received).toEqual([]);
    expect(JSON.stringify(sent)).not.toContain('ann@');
  });

  it('never says who is behind it, nor the password', async () => {
    const { transport } = await setUp(
      {
        authOptional: false,
        onAuth: (_, __, done) => done(new Error('no such user bob')),
        allowInsecureAuth: true,
      },
      { credentials: 'bob:hunter2%40x@' },
    );
    const verified = await transport.verify();
    expect(verified.ok ? null : verified.error.kind).toBe('setup');
    expect(JSON.stringify(verified)).not.toContain('hunter2');
  });

  it('nobody is there', async () => {
    const { inbox, transport } = await setUp();
    await inbox.close();
    expect(await transport.verify()).toEqual({
      ok: false,
      error: { kind: 'later', code: null, message: 'The mail server refuses connections.' },
    });
    const sent = await transport.send(outgoing());
    expect(sent.ok ? null : sent.error.kind).toBe('later');
  });
});

describe('encryption', () => {
  it('is asked for unless told otherwise: a server without it gets no mail', async () => {
    const { inbox, transport } = await setUp({}, { requireTls: true });
    const sent = await transport.send(outgoing());
    expect(sent.ok ? null : sent.error.kind).toBe('setup');
    expect(inbox.received).toEqual([]);
  });

  it('with a certificate that nobody vouches for is refused', async () => {
    const { inbox, transport } = await setUp({ disabledCommands: [] }, { requireTls: true });
    const verified = await transport.verify();
    expect(verified.ok ? null : verified.error.kind).toBe('setup');
    expect(inbox.received).toEqual([]);
  });

  it('is used where it is offered, also where it need not be', async () => {
    let secure = false;
    const { inbox, transport } = await setUp({
      disabledCommands: [],
      onMailFrom: (_, session, done) => {
        secure = session.secure;
        done();
      },
    });
    expect((await transport.send(outgoing())).ok).toBe(true);
    expect(secure).toBe(true);
    expect(inbox.received).toHaveLength(1);
  });
});

it('does not send again by itself what was under way when the connection ended', async () => {
  let mails = 0;
  const { transport } = await setUp({
    onMail: () => {
      mails += 1;
      return mails === 2 ? 'hang up' : null;
    },
  });
  const kinds = [];
  for (let n = 0; n < 4; n += 1) {
    const sent = await transport.send(outgoing({ messageId: `<${n}@feed.example.org>` }));
    kinds.push(sent.ok ? 'sent' : sent.error.kind);
  }
  expect(kinds).toEqual(['sent', 'unknown', 'sent', 'sent']);
  expect(mails).toBe(4);
});

it('keeps its connections', async () => {
  const { inbox, transport } = await setUp();
  await Promise.all(
    Array.from({ length: 40 }, (_, n) => transport.send(outgoing({ messageId: `<${n}@feed.example.org>` }))),
  );
  expect(inbox.received).toHaveLength(40);
  expect(inbox.connections()).toBeLessThanOrEqual(5);
});

it('tells in a sentence that a server says nothing', () => {
  const error: SmtpError = Object.assign(new Error('Greeting never received'), { code: 'ETIMEDOUT' });
  expect(mailFailure(error, { wasRead: false })).toEqual({
    kind: 'later',
    code: null,
    message: 'The mail server did not answer in time.',
  });
});

describe('an SMTP address', () => {
  it.each([
    [
      'smtps://ann:p%40ss@smtp.example.org',
      { host: 'smtp.example.org', port: 465, secure: true, auth: { user: 'ann', pass: 'p@ss' } },
    ],
    ['smtp://[::1]:2525', { host: '::1', port: 2525, secure: false, auth: null }],
    [
      'smtp://h.example/?logger=true&tls.rejectUnauthorized=false',
      { host: 'h.example', port: 587, secure: false, auth: null },
    ],
  ])('%s', (url, expected) => {
    expect(parseSmtpUrl(url)).toEqual({ ok: true, value: expected });
  });

  it.each(['', 'nonsense', 'https://h.example', 'smtp://', 'smtp://u:%zz@h.example'])('%s is none', (url) => {
    const parsed = parseSmtpUrl(url);
    expect(parsed.ok ? '' : parsed.error).toContain('MIAS_FEED_SMTP_URL');
  });
});

it('knows the domain of a mailbox', () => {
  expect(domainOf('Mia <mia@News.Example>')).toBe('news.example');
  expect(domainOf('mia@news.example')).toBe('news.example');
});
