import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../src/core/instant.ts';
import { cleanUp } from '../../src/newsletter/clean-up.ts';
import { signedToken } from '../../src/newsletter/links.ts';
import { erase } from '../../src/newsletter/preferences.ts';
import { signUp } from '../../src/newsletter/sign-up.ts';
import { type NewsletterStore, openNewsletterStore } from '../../src/newsletter/store.ts';
import { importSubscribers } from '../../src/newsletter/subscriber-table.ts';
import { at, CHOICE, type People, people, SECRET, SETTINGS, webApp } from './support.ts';

const OTHERS = Array.from({ length: 200 }, (_, n) => `reader${n}@example.org`);
const RULES = { defaults: SETTINGS.defaults, topics: new Set<string>() };

let place: People;
let stores: NewsletterStore[];
beforeEach(async () => {
  place = await people();
  stores = [];
});
afterEach(async () => {
  for (const store of stores) await store.close();
  await place.remove();
});

const add = (to: People, ...emails: string[]) =>
  importSubscribers(Readable.from([`email\n${emails.join('\n')}\n`]), 'a list', {
    ...to,
    rules: RULES,
    language: 'en',
  });

const filesIn = async (dir: string, wanted: (name: string) => boolean): Promise<string[]> => {
  const names = await readdir(join(dir, 'newsletter'), { recursive: true });
  return names.filter(wanted).map((name) => join(dir, 'newsletter', name));
};

const copies = async (): Promise<string> => {
  const paths = await filesIn(place.dir, (name) => name.includes('.damaged-'));
  return (await Promise.all(paths.map((path) => readFile(path, 'utf8')))).join('\n');
};

/** What a disk may do to these files: a checksum that is wrong, and as a last line the half of the first record. */
async function damage(wanted: (name: string) => boolean): Promise<void> {
  for (const path of await filesIn(place.dir, wanted)) {
    const text = await readFile(path, 'utf8');
    const half = text.split('\n')[1]?.slice(0, 90) ?? '';
    await writeFile(path, `${text.replace(/"check":"\w{8}"/, '"check":"00000000"')}${half}\n`);
  }
}

/** The readers as another process has them after the damage: whoever is the first to write sets copies aside. */
async function afterDamage(): Promise<People> {
  const opened = await openNewsletterStore(place.dir, { now: place.now });
  if (!opened.ok) throw new Error(opened.error.message);
  stores.push(opened.value);
  const again = { ...place, store: opened.value };
  await add(again, 'new@example.org');
  for (const table of ['subscribers', 'addresses'] as const)
    for await (const [key] of again.store.all(table)) expect(key).toBeDefined();
  expect(again.store.warnings.length).toBeGreaterThan(0);
  return again;
}

describe('who was erased', () => {
  it.each([
    ['subscribers', (name: string) => /^subscribers\b.*\.json$/.test(name)],
    ['addresses', (name: string) => /^addresses\b.*\.json$/.test(name)],
    ['both', (name: string) => /^(subscribers|addresses)\b.*\.json$/.test(name)],
  ])('is in no copy of a damaged file either, while others stay in them (%s)', async (_, wanted) => {
    await add(place, 'Very.Unusual@example.org', ...OTHERS);
    const { id } = (await at(place, 'very.unusual@example.org')) ?? { id: '' };
    await place.store.compact();
    await damage(wanted);
    const again = await afterDamage();
    const before = await copies();
    expect(before).toMatch(/unusual/i);

    await erase(id, again);
    const after = await copies();
    expect(after + (await place.onDisk())).not.toMatch(/unusual/i);
    expect(after).not.toContain(id);
    const kept = OTHERS.filter((email) => after.includes(`"${email}"`));
    expect(kept).toEqual(OTHERS);
  });

  it('is in no copy of a damaged journal', async () => {
    await add(place, 'Very.Unusual@example.org');
    await add(place, ...OTHERS);
    const { id } = (await at(place, 'very.unusual@example.org')) ?? { id: '' };
    await damage((name) => name === 'journal.jsonl');
    const again = await afterDamage();
    expect(await copies()).toMatch(/unusual/i);
    await erase(id, again);
    expect((await copies()) + (await place.onDisk())).not.toMatch(/unusual/i);
  });

  it('and whose record was lost by the damage is forgotten by their link all the same, and not imported again', async () => {
    await add(place, 'Very.Unusual@example.org', ...OTHERS);
    const { id } = (await at(place, 'very.unusual@example.org')) ?? { id: '' };
    await place.store.compact();
    await damage((name) => /^subscribers\b.*\.json$/.test(name));
    const again = await afterDamage();
    const app = webApp(again);
    const token = signedToken(id, 'preferences', SECRET);
    expect((await app.get(`/newsletter/preferences?token=${token}`)).status).toBe(404);
    expect((await app.post('/newsletter/preferences', { token, action: 'erase' })).status).toBe(404);
    expect(await copies()).toMatch(/unusual/i);
    const erased = await app.post('/newsletter/preferences', { token, action: 'erase', sure: 'yes' });
    expect(await erased.text()).toContain('Everything is erased');
    expect((await copies()) + (await place.onDisk())).not.toMatch(/unusual/i);
    expect(await add(again, 'very.unusual@example.org')).toMatchObject({ value: { suppressed: 1 } });
  });
});

it('an address that nobody confirmed for seven days is in no copy of a damaged file', async () => {
  const email = 'Very.Unusual@example.org';
  await signUp({ email, choice: CHOICE, language: 'en', consentText: 'I agree.' }, place);
  await add(place, ...OTHERS);
  await place.store.compact();
  await damage((name) => /^addresses\b.*\.json$/.test(name));
  const again = await afterDamage();
  expect(await copies()).toMatch(/unusual/i);
  place.pass(7 * DAY_MS);
  expect(await cleanUp(again)).toBe(1);
  expect((await copies()) + (await place.onDisk())).not.toMatch(/unusual/i);
  expect(await copies()).toContain('reader1@example.org');
});
