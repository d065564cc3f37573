import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';

const LEAST = { from: 'mia@example.org', postalAddress: 'Street 1, Town' };

const read = (newsletter: unknown, env: NodeJS.ProcessEnv = {}) =>
  readConfig(
    JSON.stringify({ site: { title: 'News', url: 'https://feed.example.org' }, newsletter, sources: [] }),
    'sources.json',
    env,
  );

async function complete(newsletter: unknown, env: NodeJS.ProcessEnv = {}) {
  const result = await read(newsletter, env);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.newsletter;
}

describe('the newsletter in sources.json', () => {
  test('needs only a sender and a postal address', async () => {
    expect(await complete(LEAST)).toEqual({
      ...LEAST,
      replyTo: null,
      smtpUrl: null,
      requireTls: true,
      maxPerSecond: 20,
      dkim: null,
      defaults: { frequency: 'weekly', weekday: 'monday', hour: 8, timezone: 'UTC' },
      proofOfWork: false,
      issuesInFeed: false,
    });
  });

  test('is none where it is switched off, or not there', async () => {
    expect(await complete({ ...LEAST, enabled: false })).toBeNull();
    expect(await complete(undefined)).toBeNull();
  });

  test('takes the SMTP address from the environment before the file', async () => {
    const smtpUrl = 'smtp://file.example';
    expect((await complete({ ...LEAST, smtpUrl }))?.smtpUrl).toBe(smtpUrl);
    const env = { MIAS_FEED_SMTP_URL: 'smtps://user:pw@env.example' };
    expect((await complete({ ...LEAST, smtpUrl }, env))?.smtpUrl).toBe(env.MIAS_FEED_SMTP_URL);
  });

  test.each([
    ['with a name', 'Mia’s Feed <mia@example.org>'],
    ['with a name in quotation marks', '"Feed, Mia’s" <mia@example.org>'],
    ['of another script', 'Мария <мария@пример.рф>'],
  ])('takes a sender %s', async (_, from) => {
    expect((await complete({ ...LEAST, from }))?.from).toBe(from);
  });

  const BROKEN: [name: string, newsletter: object, place: string, words: string][] = [
    ['no postal address', { from: 'mia@example.org' }, 'postalAddress', 'is missing'],
    ['an empty postal address', { ...LEAST, postalAddress: '  ' }, 'postalAddress', 'postal address'],
    ['no sender', { postalAddress: 'Street 1' }, 'from', 'is missing'],
    ['a sender that is none', { ...LEAST, from: 'Mia' }, 'from', 'e-mail address'],
    [
      'a second header in the sender',
      { ...LEAST, from: 'mia@example.org\r\nBcc: a@b.example' },
      'from',
      'e-mail',
    ],
    ['a second header in its name', { ...LEAST, from: 'A\nBcc: x <mia@example.org>' }, 'from', 'e-mail'],
    ['two senders', { ...LEAST, from: 'a@example.org, b@example.org' }, 'from', 'e-mail'],
    ['a reply address that is none', { ...LEAST, replyTo: 'no' }, 'replyTo', 'e-mail address'],
    ['a mail server of another kind', { ...LEAST, smtpUrl: 'https://x.example' }, 'smtpUrl', 'smtps://'],
    ['no mails a second', { ...LEAST, maxPerSecond: 0 }, 'maxPerSecond', 'from 1 to'],
    [
      'an unknown frequency',
      { ...LEAST, defaults: { frequency: 'monthly' } },
      'defaults.frequency',
      '"weekly"',
    ],
    ['an unknown weekday', { ...LEAST, defaults: { weekday: 'Montag' } }, 'defaults.weekday', '"monday"'],
    ['an hour after 23', { ...LEAST, defaults: { hour: 24 } }, 'defaults.hour', 'from 0 to 23'],
    [
      'an unknown time zone',
      { ...LEAST, defaults: { timezone: 'Mars' } },
      'defaults.timezone',
      'Europe/Berlin',
    ],
    [
      'half a DKIM key',
      { ...LEAST, dkim: { domain: 'example.org', selector: 'a' } },
      'dkim.privateKeyFile',
      'missing',
    ],
    ['an unknown key', { ...LEAST, postaladdress: 'x' }, 'postaladdress', 'did you mean "postalAddress"?'],
    ['a switch in words', { ...LEAST, proofOfWork: 'yes' }, 'proofOfWork', 'true or false'],
  ];
  test.each(BROKEN)('says what is wrong with %s', async (_, newsletter, place, words) => {
    const result = await read(newsletter);
    if (result.ok) throw new Error('it was accepted');
    expect(result.error.map((each) => each.place)).toEqual([`newsletter.${place}`]);
    expect(result.error[0]?.message).toContain(words);
  });

  test('never shows the password of the mail server', async () => {
    const result = await read({ ...LEAST, smtpUrl: 'http://mia:pa55word@mail.example' });
    expect(result.ok).toBe(false);
    expect(JSON.stringify(result)).not.toContain('pa55word');
  });
});
