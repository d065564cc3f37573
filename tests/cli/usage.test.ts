import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ran } from '../support/in-process.ts';

let folder: string;
let good: string;
let broken: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mia-cli-'));
  good = join(folder, 'good.json');
  broken = join(folder, 'broken.json');
  await writeFile(
    good,
    JSON.stringify({
      site: { title: 'News', url: 'https://news.test/' },
      sources: [{ id: 'who-news', name: 'WHO', url: 'https://who.test/feed' }],
    }),
  );
  await writeFile(broken, '{\n "site": { "title": "News" },\n "sources": [{ "id": "Who" }]\n}');
});
afterAll(() => rm(folder, { recursive: true }));

describe('help and version', () => {
  test('--version prints the version alone', async () => {
    const { code, stdout } = await ran(['--version']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
  });

  test('--help lists every command and global option, but not what is hidden', async () => {
    const { code, stdout } = await ran(['--help']);
    expect(code).toBe(0);
    for (const word of [
      'refresh',
      'start',
      'publish',
      'check',
      'status',
      '--config',
      '--data',
      '--output',
      '--json',
    ])
      expect(stdout).toContain(word);
    expect(stdout).not.toContain('--now');
  });

  test.each(['refresh', 'start', 'publish', 'check', 'status'])(
    '%s --help explains its options',
    async (name) => {
      const { code, stdout } = await ran([name, '--help']);
      expect([code, stdout]).toEqual([0, expect.stringContaining('--config')]);
    },
  );
});

describe('wrong usage ends with 2 and a hint, and prints nothing on standard output', () => {
  const cases: [name: string, argv: string[], hint: RegExp][] = [
    ['no command', [], /Usage: mias-feed/],
    ['a misspelt command', ['refrsh'], /unknown command 'refrsh'\n\(Did you mean refresh\?\)/],
    ['an unknown option', ['refresh', '--forse'], /unknown option '--forse'\n\(Did you mean --force\?\)/],
    ['an option without its value', ['refresh', '--source'], /argument missing/],
    ['an argument too many', ['status', 'now'], /too many arguments/],
    ['a time that is none', ['status', '--now', 'soon'], /--now soon is no time/],
    ['a folder without a name', ['refresh', '--data', ''], /--data is empty/],
    ['an output folder without a name', ['publish', '--output', ' '], /--output is empty/],
    ['data in the output', ['start', '--data', 'a/out/data', '--output', './a/out'], /would be published/],
    ['data that is the output', ['refresh', '--data', 'a/', '--output', 'a'], /would be published/],
    ['an output around all', ['refresh', '--output', '.'], /would be published/],
    ['an address without its scheme', ['check', 'who.test/feed', '--config', 'GOOD'], /no http\(s\) address/],
    [
      'an address of another scheme',
      ['check', 'feed://who.test/', '--config', 'GOOD'],
      /no http\(s\) address/,
    ],
  ];
  test.each(cases)('%s', async (_, argv, hint) => {
    const { code, stdout, stderr } = await ran(argv.map((each) => (each === 'GOOD' ? good : each)));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(hint);
    expect(stderr).not.toMatch(/\n {4}at /);
  });

  test('a source that is not configured, with the one that may be meant', async () => {
    const { code, stderr } = await ran(['refresh', '--source', 'who-nwes', '--config', good]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('Did you mean "who-news"?')]);
  });
});

describe('the config', () => {
  test('check without arguments says that it is in order', async () => {
    const { code, stdout, stderr } = await ran(['check', '--config', good]);
    expect([code, stdout, stderr]).toEqual([0, `${good} is in order: 1 source to follow.\n`, '']);
  });

  test.each([['check'], ['refresh'], ['start'], ['publish'], ['status']])(
    '%s tells all problems of a broken one, with lines, and ends with 2',
    async (command) => {
      const { code, stdout, stderr } = await ran([
        command,
        '--config',
        broken,
        '--data',
        join(folder, 'data'),
      ]);
      expect([code, stdout]).toEqual([2, '']);
      expect(
        stderr
          .replaceAll(broken, 'FILE')
          .trimEnd()
          .split('\n')
          .map((line) => line.split(';')[0]),
      ).toEqual([
        'FILE:2:2: site.url is missing',
        'FILE:3:14: sources[0].name is missing',
        'FILE:3:14: sources[0].url is missing',
        'FILE:3:16: sources[0].id is "Who"',
        '4 problems',
      ]);
    },
  );

  test('check --json gives problems to programs', async () => {
    const { code, stdout } = await ran(['check', '--json', '--config', broken]);
    expect(code).toBe(2);
    expect(JSON.parse(stdout).problems[0]).toMatchObject({ place: 'site.url', line: 2 });
  });

  test('a file that is not there is named', async () => {
    const { code, stderr } = await ran(['refresh', '--config', join(folder, 'none.json')]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('none.json: the file is not there')]);
  });
});
