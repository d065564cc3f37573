import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Challenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../src/core/instant.ts';
import { confirm } from '../../src/newsletter/confirm.ts';
import { mailLinks } from '../../src/newsletter/links.ts';
import { sendWaiting } from '../../src/newsletter/outbox.ts';
import { erase, stop } from '../../src/newsletter/preferences.ts';
import { signUp } from '../../src/newsletter/sign-up.ts';
import { BAD_LINK } from '../../src/newsletter/words.ts';
import { htmlProblems } from '../publish/site/html.ts';
import { at, CHOICE, type People, people, SECRET, SETTINGS, SITE, webApp } from './support.ts';

let place: People;
let web: ReturnType<typeof webApp>;
beforeEach(async () => {
  place = await people();
  web = webApp(place);
});
afterEach(async () => {
  expect(web.errors).toEqual([]);
  await place.remove();
});

const FIELDS = { email: 'mia@example.org', frequency: 'weekly' };

async function subscriber(email = 'mia@example.org') {
  await signUp({ email, choice: CHOICE, language: 'en', consentText: 'I agree.' }, place);
  await confirm(await place.lastToken(), place);
  const { id } = (await at(place, email)) ?? { id: '' };
  const links = mailLinks(id, { site: SITE, secret: SECRET });
  const path = (link: string) => link.slice('https://feed.example.org'.length);
  return {
    id,
    preferences: path(links.preferences),
    unsubscribe: path(links.unsubscribe),
    token: new URL(links.preferences).searchParams.get('token') ?? '',
  };
}

describe('the sign-up form', () => {
  it('takes the box of a static page, which has but address and frequency', async () => {
    const response = await web.post('/newsletter', FIELDS);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('mia@example.org');
    await sendWaiting(place);
    expect(place.inbox[0]?.text).toContain('every Monday at 08:00 (UTC); all topics');
  });

  it.each([
    ['repeated', ['cardiology', 'oncology']],
    ['separated by commas', 'cardiology, oncology'],
  ])('takes topics that are %s', async (_, topics) => {
    await web.post('/newsletter', {
      ...FIELDS,
      topics,
      weekday: 'sunday',
      hour: '22',
      timezone: 'asia/tokyo',
    });
    expect((await at(place, FIELDS.email))?.choice).toEqual({
      frequency: 'weekly',
      weekday: 'sunday',
      hour: 22,
      timezone: 'Asia/Tokyo',
      topics: ['cardiology', 'oncology'],
    });
  });

  it.each(['/newsletter', '/newsletter/'])('is shown at %s', async (path) => {
    const response = await web.get(path);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('name="timezone"');
  });

  it.each([
    ['email', { email: 'mia@' }, 'mia@'],
    ['email', { email: '' }, 'value="weekly" checked'],
    ['frequency', { frequency: 'hourly' }, 'mia@example.org'],
    ['weekday', { weekday: 'someday' }, 'mia@example.org'],
    ['hour', { hour: '24' }, 'mia@example.org'],
    ['timezone', { timezone: 'Mars/Olympus' }, 'Mars/Olympus'],
    ['topics', { topics: 'astrology' }, 'mia@example.org'],
  ])('says beside the field %s what is wrong, and keeps what was typed (%j)', async (field, wrong, kept) => {
    const response = await web.post('/newsletter', { ...FIELDS, ...wrong });
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).toMatch(new RegExp(`class="fault" id="newsletter-${field}-fault">[A-Z][^<]+\\.<`));
    expect(html).toContain(`aria-describedby="newsletter-${field}-fault"`);
    expect(html).toContain(kept);
    await sendWaiting(place);
    expect(place.inbox).toEqual([]);
  });

  it('answers the same whether the address is new, waiting, subscribed, complained, erased or asked for too often', async () => {
    const answers = new Set<string>();
    const note = async () => {
      const response = await web.post('/newsletter', FIELDS);
      answers.add(`${response.status} ${[...response.headers].join()} ${await response.text()}`);
    };
    await note();
    await note();
    await confirm(await place.lastToken(), place);
    await note();
    await note();
    const { id } = (await at(place, FIELDS.email)) ?? { id: '' };
    await stop(id, 'complained', place);
    place.pass(DAY_MS);
    await note();
    await erase(id, place);
    await note();
    expect(place.inbox).toHaveLength(1);
    expect(answers.size).toBe(1);
  });

  it('does the same work, one write, whether the address may be written to or not', async () => {
    await place.store.compact();
    const writes: number[] = [];
    const lines = async () =>
      (await readFile(join(place.dir, 'newsletter', 'journal.jsonl'), 'utf8')).split('\n').length;
    const note = async () => {
      const before = await lines();
      await web.post('/newsletter', FIELDS);
      writes.push((await lines()) - before);
    };
    await note();
    await note();
    await confirm(await place.lastToken(), place);
    for (let time = 0; time < 3; time++) await note();
    place.pass(DAY_MS);
    await stop((await at(place, FIELDS.email))?.id ?? '', 'complained', place);
    await note();
    expect(writes).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('lets robots believe that it worked, who fill the field that nobody sees', async () => {
    const response = await web.post('/newsletter', { ...FIELDS, website: 'https://spam.example' });
    expect(response.status).toBe(200);
    expect(await at(place, FIELDS.email)).toBeNull();
  });

  it('asks those once more who were quicker than people are, and no others', async () => {
    const time = /name="time" value="([^"]+)"/.exec(await (await web.get('/newsletter')).text())?.[1] ?? '';
    expect((await web.post('/newsletter', { ...FIELDS, time })).status).toBe(422);
    place.pass(1500);
    expect((await web.post('/newsletter', { ...FIELDS, time })).status).toBe(200);
    expect((await web.post('/newsletter', { ...FIELDS, time: '1.forged' })).status).toBe(200);
  });

  it.each([
    ['address', (n: number) => `192.0.2.${n % 1}`, 10],
    ['IPv4 network', (n: number) => `192.0.2.${n % 250}`, 30],
    ['IPv6 network', (n: number) => `2001:db8:1:2::${n.toString(16)}`, 30],
  ])('limits sign-ups of one %s', async (_, address, limit) => {
    const statuses: number[] = [];
    for (let n = 0; n <= limit; n++)
      statuses.push(
        (await web.post('/newsletter', { ...FIELDS, email: `m${n}@example.org` }, address(n))).status,
      );
    expect(statuses).toEqual([...Array<number>(limit).fill(200), 429]);
    expect((await web.post('/newsletter', FIELDS, '198.51.100.1')).status).toBe(200);
    place.pass(HOUR_MS);
    expect((await web.post('/newsletter', FIELDS, address(0))).status).toBe(200);
  });

  it('takes 500 sign-ups in an hour from wherever they come, and not one more', async () => {
    let taken = 0;
    for (let n = 0; n < 520; n += 20) {
      const some = Array.from({ length: 20 }, (_, k) =>
        web.post(
          '/newsletter',
          { ...FIELDS, email: `m${n + k}@example.org` },
          `10.${(n + k) >> 8}.${(n + k) & 255}.1`,
        ),
      );
      taken += (await Promise.all(some)).filter(({ status }) => status === 200).length;
    }
    expect(taken).toBe(500);
  });

  it.each([
    ['urlencoded', 'application/x-www-form-urlencoded'],
    ['multipart', 'multipart/form-data; boundary=x'],
  ])('refuses a form of 10 MB, %s, without reading it', async (_, type) => {
    let pulled = 0;
    const body = new ReadableStream({
      pull(controller) {
        pulled += 65536;
        if (pulled > 10_000_000) controller.close();
        else controller.enqueue(new Uint8Array(65536).fill(97));
      },
    });
    const init = { method: 'POST', body, headers: { 'content-type': type }, duplex: 'half' };
    const response = await web.request('/newsletter', init as RequestInit);
    expect(response.status).toBe(413);
    expect(pulled).toBeLessThan(1_000_000);
  });
});

describe('every page', () => {
  it('is valid HTML', async () => {
    const { preferences, unsubscribe, token } = await subscriber();
    await web.post('/newsletter', FIELDS);
    const open = `/newsletter/confirm?token=${await place.lastToken()}`;
    const pages = [
      await web.get('/newsletter'),
      await web.post('/newsletter', { email: '"><b>', hour: 'x', topics: 'y' }),
      await web.post('/newsletter', FIELDS),
      await web.get(open),
      await web.request(open, { method: 'POST' }),
      await web.get(open),
      await web.get('/newsletter/confirm'),
      await web.get(preferences),
      await web.post('/newsletter/preferences', { token, action: 'save', hour: 'x' }),
      await web.post('/newsletter/preferences', { token, action: 'erase' }),
      await web.get(unsubscribe),
      await web.request(unsubscribe, { method: 'POST' }),
      await web.get(preferences),
      await web.get('/newsletter/preferences'),
      await web.post('/newsletter/preferences', { token, action: 'erase', sure: 'yes' }),
      await web.get(preferences),
    ];
    for (const page of pages) {
      const html = await page.text();
      expect([/<h1>([^<]*)/.exec(html)?.[1], await htmlProblems(html)]).toEqual([expect.any(String), []]);
    }
  }, 60_000);
});

it('says in a site of another language that its own words are English and whose are not, and keeps that language with the reader', async () => {
  const german = webApp(place, { site: { ...SITE, language: 'de' } });
  const page = await (await german.get('/newsletter')).text();
  expect(page).toContain('<html lang="en">');
  expect(page).toContain(`<span lang="de">${SITE.title}</span>`);
  await german.post('/newsletter', { email: 'mia@example.org', frequency: 'daily' });
  expect((await at(place, 'mia@example.org'))?.language).toBe('de');
  const link = `/newsletter/confirm?token=${await place.lastToken()}`;
  expect(await (await german.get(link)).text()).toContain('<html lang="en">');
  expect(place.inbox[0]?.html).toContain('<html lang="en">');
  const english = await (await web.get('/newsletter')).text();
  expect(english.match(/lang="/g)).toHaveLength(1);
});

describe('what people write into fields', () => {
  const NASTY = [
    'mia@example.org\r\nBcc: all@example.org',
    '\u202egro.elpmaxe@aim',
    '"><script>alert(1)</script>',
    "'; DROP TABLE subscribers; --",
    '=HYPERLINK("https://spam.example")@example.org',
    '\0\x07',
    '{{7*7}}',
    'a'.repeat(20_000),
    '__proto__',
  ];
  const fields = [
    'email',
    'frequency',
    'weekday',
    'hour',
    'timezone',
    'topics',
    'website',
    'time',
    'altcha',
    'token',
  ];

  it.each(fields)(
    'does no harm in %s: no mail but to whom was typed, no markup in the page',
    async (field) => {
      for (const text of NASTY) {
        const response = await web.post(
          '/newsletter',
          { ...FIELDS, [field]: text },
          `10.9.${NASTY.indexOf(text)}.1`,
        );
        const html = await response.text();
        expect(html).not.toContain('<script>alert');
        expect([200, 422]).toContain(response.status);
      }
      await sendWaiting(place);
      for (const { to, subject, headers } of place.inbox) {
        expect(to).not.toMatch(/[\r\n]|all@/);
        expect(subject).toBe('Please confirm: Mia’s Feed');
        expect(JSON.stringify(headers)).not.toContain('\\r');
      }
    },
  );
});

describe('links from mails', () => {
  it('change nothing when they are opened, however often: scanners do that', async () => {
    const { id, preferences, unsubscribe } = await subscriber();
    await web.post('/newsletter', { ...FIELDS, frequency: 'instant' });
    const open = await place.lastToken();
    const before = await place.onDisk();
    for (let time = 0; time < 3; time++)
      for (const path of [preferences, unsubscribe, `/newsletter/confirm?token=${open}`]) {
        for (const method of ['GET', 'HEAD']) expect((await web.request(path, { method })).status).toBe(200);
        expect(await (await web.get(path)).text()).toContain('<button type="submit">');
      }
    expect(await place.onDisk()).toBe(before);
    expect((await place.store.get('subscribers', id))?.stopped).toBeNull();
  });

  it.each([
    ['urlencoded', new URLSearchParams({ 'List-Unsubscribe': 'One-Click' })],
    ['multipart', formData()],
    ['without any body', undefined],
    ['with a body that is none', 'List-Unsubscribe=One-Click'],
  ])('unsubscribe by one click, %s, without redirect, cookie or login, again and again', async (_, body) => {
    const { id, unsubscribe } = await subscriber();
    const click = () => web.request(unsubscribe, { method: 'POST', ...(body && { body }) });
    for (let time = 0; time < 3; time++) {
      const response = await click();
      expect(response.status).toBe(200);
      expect(response.headers.get('set-cookie')).toBeNull();
      expect((await place.store.get('subscribers', id))?.stopped?.why).toBe('unsubscribed');
    }
  });

  it('unsubscribe with the same good answer after everything is erased', async () => {
    const { unsubscribe, token } = await subscriber();
    const click = async () => (await web.request(unsubscribe, { method: 'POST' })).text();
    const before = await click();
    await web.post('/newsletter/preferences', { token, action: 'erase', sure: 'yes' });
    expect(await click()).toBe(before);
  });

  it('do nothing with a token of another purpose, of another subscriber or another secret, or cut short', async () => {
    const mia = await subscriber();
    const joe = await subscriber('joe@example.org');
    const other = mailLinks(mia.id, { site: SITE, secret: `${SECRET}!` }).unsubscribe;
    const forged = [
      mia.token,
      `${mia.id}.${joe.unsubscribe.split('.')[1]}`,
      new URL(other).searchParams.get('token') ?? '',
      mia.unsubscribe.split('=')[1]?.slice(0, -1) ?? '',
      mia.id,
      '',
    ];
    for (const token of forged) {
      expect((await web.post('/newsletter/unsubscribe', { token })).status).toBe(404);
      const path = `/newsletter/unsubscribe?token=${encodeURIComponent(token)}`;
      expect((await web.get(path)).status).toBe(404);
    }
    const wrong = mia.unsubscribe.split('=')[1] ?? '';
    expect((await web.get(`/newsletter/preferences?token=${wrong}`)).status).toBe(404);
    for (const { id } of [mia, joe]) expect((await place.store.get('subscribers', id))?.stopped).toBeNull();
  });

  it('set no cookies and are kept by nobody', async () => {
    const { preferences } = await subscriber();
    const { headers } = await web.get(preferences);
    expect(headers.get('set-cookie')).toBeNull();
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-robots-tag')).toBe('noindex');
  });
});

it('answers the click of the doctor, whose token is none, with the page that it knows us by', async () => {
  const answer = await web.post('/newsletter/unsubscribe?token=doctor', { 'List-Unsubscribe': 'One-Click' });
  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain(BAD_LINK);
});

describe('the preferences page', () => {
  it('shows and changes the choice', async () => {
    const { id, preferences, token } = await subscriber();
    expect(await (await web.get(preferences)).text()).toContain('value="daily" checked');
    const changed = await web.post('/newsletter/preferences', {
      token,
      action: 'save',
      frequency: 'weekly',
      weekday: 'friday',
      hour: '18',
      timezone: 'America/New_York',
      topics: ['oncology'],
    });
    expect(await changed.text()).toContain('every Friday at 18:00 (America/New York); only Oncology');
    expect((await place.store.get('subscribers', id))?.choice.topics).toEqual(['oncology']);
  });

  it('says what is wrong, and changes nothing', async () => {
    const { id, token } = await subscriber();
    const response = await web.post('/newsletter/preferences', { token, action: 'save', hour: 'noon' });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('Please choose an hour from 0 to 23.');
    expect((await place.store.get('subscribers', id))?.choice).toEqual(CHOICE);
  });

  it('gives everything that is stored as a file', async () => {
    const { token } = await subscriber();
    const response = await web.post('/newsletter/preferences', { token, action: 'export' });
    expect(response.headers.get('content-disposition')).toContain('attachment');
    expect(await response.json()).toMatchObject({ email: 'mia@example.org', consent: { text: 'I agree.' } });
  });

  it('erases only who ticked the box', async () => {
    const { id, preferences, token } = await subscriber();
    expect((await web.post('/newsletter/preferences', { token, action: 'erase' })).status).toBe(422);
    expect(await place.store.get('subscribers', id)).not.toBeNull();
    expect((await web.post('/newsletter/preferences', { token, action: 'erase', sure: 'yes' })).status).toBe(
      200,
    );
    expect(await place.store.get('subscribers', id)).toBeNull();
    expect((await web.get(preferences)).status).toBe(404);
  });

  it('unsubscribes and lets people come back', async () => {
    const { id, token } = await subscriber();
    await web.post('/newsletter/preferences', { token, action: 'unsubscribe' });
    expect((await place.store.get('subscribers', id))?.stopped).not.toBeNull();
    await web.post('/newsletter/preferences', { token, action: 'restart' });
    expect((await place.store.get('subscribers', id))?.stopped).toBeNull();
  });
});

describe('proof of work, where it is asked for', () => {
  const solved = async () => {
    const challenge = (await (await web.get('/newsletter/challenge')).json()) as Challenge;
    const solution = await solveChallenge({ challenge, deriveKey });
    return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
  };

  it('takes each solution once, and only of our own tasks', async () => {
    web = webApp(place, { settings: { ...SETTINGS, proofOfWork: true } });
    const altcha = await solved();
    const payload = JSON.parse(Buffer.from(altcha, 'base64').toString());
    payload.challenge.parameters.keyPrefix = '0';
    const eased = Buffer.from(JSON.stringify(payload)).toString('base64');
    const tried: number[] = [];
    for (const field of ['', 'nonsense', 'e30=', eased, altcha, altcha])
      tried.push((await web.post('/newsletter', { ...FIELDS, altcha: field })).status);
    expect(tried).toEqual([422, 422, 422, 422, 200, 422]);
    const late = await solved();
    place.pass(HOUR_MS);
    expect((await web.post('/newsletter', { ...FIELDS, altcha: late })).status).toBe(422);
  });

  it('tells those without scripts whom to write to', async () => {
    web = webApp(place, { settings: { ...SETTINGS, proofOfWork: true } });
    expect(await (await web.get('/newsletter')).text()).toMatch(/<noscript>.*mia@feed\.example\.org/s);
  });
});

function formData(): FormData {
  const data = new FormData();
  data.append('List-Unsubscribe', 'One-Click');
  return data;
}
