import { readdir, readFile } from 'node:fs/promises';
import { join as joined } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/core/instant.ts';
import { countBounce } from '../../src/newsletter/bounces.ts';
import { cleanUp, cleanUpDaily } from '../../src/newsletter/clean-up.ts';
import { confirm } from '../../src/newsletter/confirm.ts';
import { openLedger } from '../../src/newsletter/ledger/ledger.ts';
import type { MailFailure } from '../../src/newsletter/mail.ts';
import { sendWaiting } from '../../src/newsletter/outbox.ts';
import { currentPeriod } from '../../src/newsletter/period.ts';
import { changeChoice, erase, ownData, startAgain, stop } from '../../src/newsletter/preferences.ts';
import { signUp } from '../../src/newsletter/sign-up.ts';
import { isActive } from '../../src/newsletter/subscriber.ts';
import { exportSubscribers } from '../../src/newsletter/subscriber-table.ts';
import { activeSubscribers } from '../../src/newsletter/subscribers.ts';
import { at, CHOICE, type People, people } from './support.ts';

let place: People;
beforeEach(async () => {
  place = await people();
});
afterEach(() => place.remove());

const ask = (email = 'mia@example.org', choice = CHOICE) =>
  signUp({ email, choice, language: 'en', consentText: 'I agree.' }, place);

async function join(email = 'mia@example.org', choice = CHOICE) {
  await ask(email, choice);
  expect(await confirm(await place.lastToken(), place)).toBe('confirmed');
  const subscriber = await at(place, email);
  if (!subscriber) throw new Error('not there');
  return subscriber;
}

async function exported(): Promise<string> {
  let text = '';
  for await (const line of exportSubscribers(place.store)) text += line;
  return text;
}

describe('signing up', () => {
  it('sends one mail with a link, and nothing counts before its button is pressed', async () => {
    await ask();
    const token = await place.lastToken();
    expect(place.inbox.map(({ to }) => to)).toEqual(['mia@example.org']);
    const waiting = await at(place, 'mia@example.org');
    expect(waiting && isActive(waiting)).toBe(false);
    expect(await confirm(token, place)).toBe('confirmed');
    expect(await at(place, 'MIA@EXAMPLE.ORG')).toMatchObject({
      choice: CHOICE,
      consent: { at: '2026-11-20T09:00:00.000Z', way: 'form' },
      stopped: null,
    });
  });

  it('keeps the words that were agreed to', async () => {
    const { id } = await join();
    expect(await ownData(id, place)).toMatchObject({
      email: 'mia@example.org',
      consent: { text: 'I agree.' },
    });
  });

  it('keeps of a token only its hash', async () => {
    await ask();
    const token = await place.lastToken();
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await place.onDisk()).not.toContain(token);
  });

  it('lets a token be used once, and says so in peace the second time', async () => {
    await ask();
    const token = await place.lastToken();
    await confirm(token, place);
    const subscriber = await at(place, 'mia@example.org');
    await stop(subscriber?.id ?? '', 'unsubscribed', place);
    expect(await confirm(token, place)).toBe('already');
    expect((await at(place, 'mia@example.org'))?.stopped).not.toBeNull();
  });

  it('confirms once although the button is pressed twenty times at once', async () => {
    await ask();
    const token = await place.lastToken();
    const all = await Promise.all(Array.from({ length: 20 }, () => confirm(token, place)));
    expect(all.filter((each) => each === 'confirmed')).toHaveLength(1);
  });

  it.each([
    ['works for 48 hours', 48 * HOUR_MS - 1, 'confirmed'],
    ['does not work any more then', 48 * HOUR_MS, 'unknown'],
  ])('has a link that %s', async (_, ms, outcome) => {
    await ask();
    const token = await place.lastToken();
    place.pass(ms);
    expect(await confirm(token, place)).toBe(outcome);
  });

  it.each(['', 'none', 'x'.repeat(43), '__proto__'])('knows no token %j', async (token) => {
    await ask();
    await place.lastToken();
    expect(await confirm(token, place)).toBe('unknown');
  });

  it('writes to one address three times in a day, not more often, however it is written', async () => {
    for (const email of ['mia@example.org', 'Mia@example.org', 'MIA@example.org', 'mia@EXAMPLE.org']) {
      await ask(email);
      await sendWaiting(place);
    }
    expect(place.inbox).toHaveLength(3);
    place.pass(DAY_MS);
    await ask();
    await sendWaiting(place);
    expect(place.inbox).toHaveLength(4);
  });

  it('offers somebody who is subscribed to change what they get, and changes nothing by itself', async () => {
    await join();
    await ask('mia@example.org', { ...CHOICE, frequency: 'weekly' });
    const token = await place.lastToken();
    expect(place.inbox.at(-1)?.text).toContain('already gets');
    expect((await at(place, 'mia@example.org'))?.choice.frequency).toBe('daily');
    place.pass(MINUTE_MS);
    await confirm(token, place);
    expect(await at(place, 'mia@example.org')).toMatchObject({
      choice: { frequency: 'weekly' },
      consent: { at: '2026-11-20T09:00:00.000Z' },
    });
  });

  it('lets somebody come back who had unsubscribed, with a new consent', async () => {
    const { id } = await join();
    await stop(id, 'unsubscribed', place);
    place.pass(DAY_MS);
    await join();
    expect(await at(place, 'mia@example.org')).toMatchObject({
      id,
      stopped: null,
      consent: { at: '2026-11-21T09:00:00.000Z' },
    });
  });

  it('never writes again to somebody who complained, not even a confirmation', async () => {
    const { id } = await join();
    await stop(id, 'complained', place);
    await ask();
    await sendWaiting(place);
    expect(place.inbox).toHaveLength(1);
    await erase(id, place);
    place.pass(DAY_MS);
    await ask();
    await sendWaiting(place);
    expect(place.inbox).toHaveLength(1);
  });

  it('deletes an address that nobody confirmed for seven days, and no other', async () => {
    await join('kept@example.org');
    await ask('late@example.org');
    await sendWaiting(place);
    place.pass(7 * DAY_MS - 1);
    expect(await cleanUp(place)).toBe(0);
    await ask('new@example.org');
    place.pass(1);
    expect(await cleanUp(place)).toBe(1);
    const disk = await place.onDisk();
    expect(disk).not.toContain('late@example.org');
    for (const email of ['kept@example.org', 'new@example.org']) expect(disk).toContain(email);
  });
});

it('is cleaned up once a day, whoever comes first', async () => {
  await ask();
  expect(await cleanUpDaily(place)).toBe(0);
  place.pass(7 * DAY_MS - 1);
  expect(await cleanUpDaily(place)).toBe(0);
  place.pass(DAY_MS - 1);
  expect(await cleanUpDaily(place)).toBe(0);
  place.pass(1);
  const both = await Promise.all([cleanUpDaily(place), cleanUpDaily(place)]);
  expect(both.sort()).toEqual([0, 1]);
});

describe('the outbox', () => {
  it('tries again later what the server could not take, and sends it once', async () => {
    place.failWith({ kind: 'later', code: 451, message: 'busy' });
    await ask();
    expect(await sendWaiting(place)).toEqual({ sent: 0, failed: 1, problem: 'busy' });
    place.failWith(null);
    expect(await sendWaiting(place)).toMatchObject({ sent: 0 });
    place.pass(2 * MINUTE_MS);
    expect(await sendWaiting(place)).toMatchObject({ sent: 1 });
    place.pass(DAY_MS);
    expect(await sendWaiting(place)).toEqual({ sent: 0, failed: 0, problem: null });
  });

  it.each<[string, MailFailure]>([
    ['an address that is refused', { kind: 'refused', code: 550, message: 'no such user' }],
    ['a mail that is', { kind: 'rejected', code: 554, message: 'no' }],
    [
      'what may have been sent when the connection ended',
      { kind: 'unknown', code: null, message: 'It closed.' },
    ],
  ])('gives up %s, until somebody asks again', async (_, failure) => {
    place.failWith(failure);
    await ask();
    expect(await sendWaiting(place)).toMatchObject({ sent: 0, failed: 1 });
    place.failWith(null);
    for (let hour = 0; hour < 24; hour++) {
      place.pass(HOUR_MS);
      expect(await sendWaiting(place)).toMatchObject({ sent: 0, failed: 0 });
    }
    await ask();
    expect(await sendWaiting(place)).toMatchObject({ sent: 1 });
  });

  it('does not send again what may have been sent when the process was killed', async () => {
    await ask();
    const killed = sendWaiting({ ...place, sendMail: () => Promise.reject(new Error('killed')) });
    await expect(killed).rejects.toThrow('killed');
    place.pass(HOUR_MS);
    expect(await sendWaiting(place)).toMatchObject({ sent: 0, failed: 0 });
    await ask();
    expect(await sendWaiting(place)).toMatchObject({ sent: 1 });
  });

  it('sends each once although two send at the same time', async () => {
    for (let n = 0; n < 12; n++) await ask(`reader${n}@example.org`);
    await Promise.all([sendWaiting(place), sendWaiting(place)]);
    expect(new Set(place.inbox.map(({ to }) => to)).size).toBe(12);
    expect(place.inbox).toHaveLength(12);
  });
});

describe('preferences', () => {
  it('change what somebody gets', async () => {
    const { id } = await join();
    await changeChoice(id, { ...CHOICE, topics: ['oncology'] }, place);
    expect((await at(place, 'mia@example.org'))?.choice.topics).toEqual(['oncology']);
  });

  it('unsubscribe and take that back', async () => {
    const { id } = await join();
    await stop(id, 'unsubscribed', place);
    await stop(id, 'unsubscribed', place);
    for await (const { email } of activeSubscribers(place.store)) expect(email).toBe('nobody');
    place.pass(HOUR_MS);
    await startAgain(id, 'I agree again.', 'en', place);
    expect(await ownData(id, place)).toMatchObject({
      stopped: null,
      consent: { way: 'preferences', text: 'I agree again.' },
    });
  });

  it('erase everything but a hash that only the secret can make', async () => {
    const { id } = await join('Very.Unusual@example.org');
    await erase(id, place);
    await erase(id, place);
    expect(await place.onDisk()).not.toMatch(/unusual/i);
    expect(await ownData(id, place)).toBeNull();
    const suppressed: string[] = [];
    for await (const [hash, { why }] of place.store.all('suppressed'))
      suppressed.push(`${hash.length} ${why}`);
    expect(suppressed).toEqual(['64 erased']);
  });

  it('leave nothing of who was erased in any file, whatever they did before, and export them no more', async () => {
    await join('somebody@example.org');
    const { id } = await join('Very.Unusual@example.org', { ...CHOICE, topics: ['oncology'] });
    await ask('very.unusual@EXAMPLE.org', { ...CHOICE, topics: ['cardiology'] });
    await place.lastToken();
    await ask('very.unusual@example.org', { ...CHOICE, topics: ['hypertension'] });
    await place.store.change((draft) => draft.put('reports', 'r', { at: place.now().toISOString() }));
    const ledger = await openLedger(place.dir, { now: place.now });
    if (!ledger.ok) throw new Error(ledger.error.message);
    const period = currentPeriod(CHOICE, place.now());
    const claim = await ledger.value.claim(id, period, { stories: ['s'], retractions: [] });
    await ledger.value.settle(claim ?? 0, 'sent');
    await ledger.value.close();
    await countBounce(id, 'soft', place);
    for (const theirs of ['Unusual', 'oncology', 'cardiology', 'hypertension'])
      expect(await place.onDisk()).toContain(theirs);
    expect(await exported()).toContain('Unusual');

    await erase(id, place);
    const disk = await place.onDisk();
    expect(disk).not.toMatch(/unusual|oncology|cardiology|hypertension/i);
    expect(disk).toContain('somebody@example.org');
    // The ledger's line of numbers is all that names the id.
    const files = await readdir(place.dir, { recursive: true });
    const naming: string[] = [];
    for (const file of files) {
      const text = await readFile(joined(place.dir, file), 'utf8').catch(() => '');
      if (text.includes(id)) naming.push(file);
    }
    expect(naming).toEqual([joined('newsletter', 'ledger', 'journal.jsonl')]);
    expect(await exported()).toBe(
      'email,frequency,weekday,hour,timezone,topics\r\nsomebody@example.org,daily,monday,7,Europe/Berlin,\r\n',
    );
  });

  it('let somebody sign up again who was erased, as somebody new', async () => {
    const { id } = await join();
    await erase(id, place);
    const again = await join();
    expect(again.id).not.toBe(id);
    for await (const [hash] of place.store.all('suppressed')) expect(hash).toBe('none');
  });
});
