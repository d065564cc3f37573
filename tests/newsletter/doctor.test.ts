import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewsletterSettings } from '../../src/core/newsletter.ts';
import { err, ok } from '../../src/core/result.ts';
import { type DoctorDeps, diagnose } from '../../src/newsletter/doctor/doctor.ts';
import { BAD_LINK } from '../../src/newsletter/words.ts';
import { startInbox } from '../support/inbox.ts';
import { configFor, workplace } from '../support/workplace.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const KEY = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doctor-'));
  await writeFile(join(folder, 'dkim.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await writeFile(
    join(folder, 'ed.pem'),
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }),
  );
  await writeFile(join(folder, 'no.pem'), 'nonsense');
});
afterAll(() => rm(folder, { recursive: true }));

const GOOD: Record<string, string[][]> = {
  'mias._domainkey.feed.test': [['v=DKIM1; k=rsa; p=', KEY]],
  'feed.test': [['google-site-verification=x'], ['v=spf1 include:provider.test -all']],
  '_dmarc.feed.test': [['v=DMARC1; p=reject']],
};

const notFound = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));

type Change = Omit<Partial<DoctorDeps>, 'settings'> & {
  settings?: Partial<NewsletterSettings>;
  dns?: Record<string, string[][]>;
  keyFile?: string;
};

function depsWith({ settings = {}, dns = {}, keyFile = 'dkim.pem', ...over }: Change = {}): DoctorDeps {
  const records = { ...GOOD, ...dns };
  return {
    site: { url: 'https://feed.test/' },
    settings: {
      from: 'Mia <news@feed.test>',
      replyTo: null,
      postalAddress: '1 Real Street',
      smtpUrl: 'smtps://user:secret-password@smtp.provider.test',
      requireTls: true,
      maxPerSecond: 20,
      dkim: { domain: 'feed.test', selector: 'mias', privateKeyFile: join(folder, keyFile) },
      defaults: { frequency: 'weekly', weekday: 'monday', hour: 8, timezone: 'UTC' },
      proofOfWork: false,
      issuesInFeed: false,
      ...settings,
    },
    verify: async () => ok(null),
    resolveTxt: async (name) => records[name] ?? notFound('ENOTFOUND'),
    answerOf: async () => ({ status: 404, body: `<h1>${BAD_LINK}</h1>` }),
    loadSecret: async () => ok('s'.repeat(40)),
    damagedCopies: async () => [],
    ...over,
  };
}

it('finds nothing to put right where all is well', async () => {
  const { findings, records } = await diagnose(depsWith());
  expect(findings.filter(({ status }) => status !== 'fine')).toEqual([]);
  expect(records.every(({ isThere }) => isThere)).toBe(true);
});

const CASES: [string, Change, string, string, RegExp][] = [
  ['no mail server', { settings: { smtpUrl: null } }, 'SMTP', 'problem', /MIAS_FEED_SMTP_URL/],
  ['an unreadable address', { settings: { smtpUrl: 'smtp://' } }, 'SMTP', 'problem', /can't be read/],
  [
    'a wrong password',
    {
      verify: async () =>
        err({
          kind: 'setup',
          code: 535,
          message: 'The mail server does not accept the user name and password.',
        }),
    },
    'SMTP',
    'problem',
    /smtp\.provider\.test:465: The mail server does not accept/,
  ],
  [
    'no encryption',
    { settings: { smtpUrl: 'smtp://h.test', requireTls: false } },
    'TLS',
    'note',
    /in the clear/,
  ],
  ['no key file', { keyFile: 'absent.pem' }, 'DKIM', 'problem', /is not there.*openssl genrsa/],
  ['a key file that is none', { keyFile: 'no.pem' }, 'DKIM', 'problem', /no private key in PEM form/],
  [
    'a key that nodemailer can not sign with',
    { keyFile: 'ed.pem' },
    'DKIM',
    'problem',
    /ed25519; an RSA key/,
  ],
  [
    'another key in DNS',
    { dns: { 'mias._domainkey.feed.test': [['v=DKIM1; p=AAAA']] } },
    'DKIM',
    'problem',
    /another key/,
  ],
  ['no key in DNS', { dns: { 'mias._domainkey.feed.test': [] } }, 'DKIM', 'problem', /has no key/],
  ['no DKIM here', { settings: { dkim: null } }, 'DKIM', 'note', /mail server signs/],
  [
    'a signature of another domain',
    {
      settings: { from: 'news@other.test' },
      dns: { 'other.test': [['v=spf1 mx -all']], '_dmarc.other.test': [['v=DMARC1; p=none']] },
    },
    'Alignment',
    'problem',
    /signed by feed\.test/,
  ],
  [
    'a signature of the domain above',
    { settings: { from: 'news@mail.feed.test' }, dns: { 'mail.feed.test': [['v=spf1 mx -all']] } },
    'Alignment',
    'fine',
    /mail\.feed\.test/,
  ],
  ['no SPF', { dns: { 'feed.test': [['hello']] } }, 'SPF', 'problem', /Add the record below/],
  [
    'two SPF records',
    { dns: { 'feed.test': [['v=spf1 mx -all'], ['v=spf1 a -all']] } },
    'SPF',
    'problem',
    /Keep one/,
  ],
  ['an SPF record for everybody', { dns: { 'feed.test': [['v=spf1 +all']] } }, 'SPF', 'problem', /everybody/],
  ['no DMARC', { dns: { '_dmarc.feed.test': [] } }, 'DMARC', 'problem', /_dmarc\.feed\.test is missing/],
  ['no DNS at all', { resolveTxt: () => notFound('ECONNREFUSED') }, 'SPF', 'note', /could not be asked/],
  [
    'a site that is an example',
    { site: { url: 'https://feed.example.org/' } },
    'Unsubscribe',
    'problem',
    /no reader can reach/,
  ],
  ['a site without https', { site: { url: 'http://feed.test/' } }, 'Unsubscribe', 'problem', /needs https/],
  [
    'a site that does not answer',
    { answerOf: async () => null },
    'Unsubscribe',
    'problem',
    /does not answer/,
  ],
  [
    'a site whose proxy finds no program',
    { answerOf: async () => ({ status: 502, body: 'Bad gateway' }) },
    'Unsubscribe',
    'problem',
    /status 502/,
  ],
  [
    'a host of files, which knows no such page',
    { answerOf: async () => ({ status: 404, body: '<h1>This page is not here</h1>' }) },
    'Unsubscribe',
    'problem',
    /something other than "mias-feed start" \(status 404\).*pass \/newsletter on/,
  ],
  [
    'a host of files, which takes no forms',
    { answerOf: async () => ({ status: 405, body: '' }) },
    'Unsubscribe',
    'problem',
    /status 405/,
  ],
  [
    'a page for everything that is not there',
    { answerOf: async () => ({ status: 200, body: '<h1>Welcome</h1>' }) },
    'Unsubscribe',
    'problem',
    /something other than/,
  ],
  [
    'a site whose address leads to another',
    { answerOf: async () => ({ status: 301, body: '' }) },
    'Unsubscribe',
    'problem',
    /leads elsewhere \(status 301\).*RFC 8058/,
  ],
  [
    'an example for an address',
    { settings: { postalAddress: '12 Example Street' } },
    'Postal address',
    'problem',
    /real one/,
  ],
  [
    'copies of damaged files',
    { damagedCopies: async () => ['data/newsletter/subscribers/3.json.damaged-2026-11-01T08-00-00.000Z'] },
    'Damaged files',
    'note',
    /subscribers\/3\.json\.damaged-.* delete them/,
  ],
  ['no secret', { loadSecret: async () => err('data/secret is damaged.') }, 'Secret', 'problem', /damaged/],
];

describe('it says what to do about', () => {
  it.each(CASES)('%s', async (_, change, check, status, message) => {
    const { findings } = await diagnose(depsWith(change));
    const found = findings.filter((each) => each.check === check);
    expect(found.map((each) => each.status)).toContain(status);
    expect(found.map((each) => each.message).join(' ')).toMatch(message);
    expect(JSON.stringify(findings)).not.toContain('secret-password');
  });
});

it('names the records to add, ready to be copied', async () => {
  const { records } = await diagnose(depsWith({ resolveTxt: () => notFound('ENOTFOUND') }));
  expect(records).toEqual([
    { name: 'mias._domainkey.feed.test', value: `v=DKIM1; k=rsa; p=${KEY}`, isThere: false },
    { name: 'feed.test', value: 'v=spf1 a:smtp.provider.test ~all', isThere: false },
    { name: '_dmarc.feed.test', value: 'v=DMARC1; p=none; rua=mailto:news@feed.test', isThere: false },
  ]);
});

it.each([
  ['smtp.provider.test', 'a:smtp.provider.test'],
  ['192.0.2.7', 'ip4:192.0.2.7'],
  ['[2001:db8::1]', 'ip6:2001:db8::1'],
  ['localhost', 'a mx'],
  ['127.0.0.1', 'a mx'],
])('proposes an SPF record that is one for mails handed to %s', async (host, term) => {
  const change = { settings: { smtpUrl: `smtps://${host}` }, dns: { 'feed.test': [] } };
  const { records } = await diagnose(depsWith(change));
  expect(records[1]?.value).toBe(`v=spf1 ${term} ~all`);
});

it('asks DNS for names in ASCII, and names records so', async () => {
  const asked: string[] = [];
  const { records, findings } = await diagnose(
    depsWith({
      settings: { from: 'Мия <news@Пример.рф>' },
      resolveTxt: (name) => {
        asked.push(name);
        return notFound('ENOTFOUND');
      },
    }),
  );
  for (const text of [...asked, ...records.map(({ name }) => name)]) expect(text).toMatch(/^[\x21-\x7e]+$/);
  expect(records.map(({ name }) => name)).toContain('_dmarc.xn--e1afmkfd.xn--p1ai');
  expect(records.at(-1)?.value).toBe('v=DMARC1; p=none; rua=mailto:news@xn--e1afmkfd.xn--p1ai');
  expect(findings.find(({ check }) => check === 'Alignment')?.status).toBe('problem');
});

it('does not call a connection encrypted that there is none of', async () => {
  const failure = { kind: 'setup' as const, code: null, message: 'No encryption.' };
  const { findings } = await diagnose(depsWith({ verify: async () => err(failure) }));
  expect(findings.filter(({ check }) => check === 'TLS')).toEqual([]);
});

it('is a command: exits with 1 and prints the records where something is to be put right', {
  timeout: 60_000,
}, async () => {
  const [place, inbox] = await Promise.all([workplace(), startInbox()]);
  try {
    await place.configure(
      configFor([], {
        newsletter: {
          from: 'news@feed.example.org',
          postalAddress: '1 Real Street',
          smtpUrl: inbox.url,
          requireTls: false,
          dkim: { domain: 'feed.example.org', selector: 'mias', privateKeyFile: join(folder, 'dkim.pem') },
        },
      }),
    );
    const copy = 'data/newsletter/addresses/1.json.damaged-2026-11-01T08-00-00.000Z';
    await mkdir(join(place.dir, 'data/newsletter/addresses'), { recursive: true });
    await writeFile(join(place.dir, copy), '');
    const { code, stdout, stderr } = await place.run('newsletter', 'doctor');
    expect(stderr).toBe('');
    expect(stdout).toContain(`note  Damaged files: ${copy}: set aside`);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ok {4}SMTP: 127\.\S+ answers\.$/m);
    expect(stdout).toMatch(/^FIX {3}Unsubscribe: site\.url is https:\/\/feed\.example\.org\//m);
    expect(stdout).toMatch(
      /^mias\._domainkey\.feed\.example\.org\. IN TXT "v=DKIM1; k=rsa; p=[^"]{237}" "[^"]+"$/m,
    );
    expect(stdout).toMatch(
      /^_dmarc\.feed\.example\.org\. IN TXT "v=DMARC1; p=none; rua=mailto:news@feed\.example\.org"$/m,
    );
  } finally {
    await Promise.all([place.remove(), inbox.close()]);
  }
});
