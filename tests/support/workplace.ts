import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RefreshReport } from '../../src/pipeline/report.ts';
import { type Ran, ran } from './in-process.ts';

const home = process.cwd();
const cli = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** A folder with a sources.json, in which command lines run as an operator would type them. */
export type Workplace = {
  dir: string;
  output: string;
  /** Writes sources.json. */
  configure(config: unknown): Promise<void>;
  run(...args: string[]): Promise<Ran>;
  /** `refresh --json` with the clock at `now`; throws where it printed something else. */
  refresh(now: string, ...args: string[]): Promise<RefreshReport>;
  read(path: string): Promise<string>;
  /** Path → mtime of every file under output/. */
  outputTimes(): Promise<Map<string, number>>;
  remove(): Promise<void>;
};

/** `built`: each command is the built program in a process of its own, as cron runs it. Loading it costs many times
 *  what most commands do, so that the rest run in this process. */
export async function workplace({ built = false } = {}): Promise<Workplace> {
  const dir = await mkdtemp(join(tmpdir(), 'mias-feed-'));
  const output = join(dir, 'output');
  const run = built ? builtIn(dir) : hereIn(dir);
  return {
    dir,
    output,
    configure: (config) => writeFile(join(dir, 'sources.json'), JSON.stringify(config, null, 2)),
    run,
    async refresh(now, ...args) {
      const { stdout, stderr } = await run('refresh', '--json', '--now', now, ...args);
      if (!stdout.startsWith('{')) throw new Error(`refresh printed no report: ${stdout}\n${stderr}`);
      return JSON.parse(stdout);
    },
    read: (path) => readFile(join(dir, path), 'utf8'),
    async outputTimes() {
      const entries = await readdir(output, { recursive: true, withFileTypes: true });
      const files = entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
      const times = await Promise.all(files.map(async (file) => (await stat(file)).mtimeMs));
      return new Map(files.map((file, index) => [relative(output, file), times[index] ?? 0]));
    },
    remove() {
      process.chdir(home);
      return rm(dir, { recursive: true, force: true });
    },
  };
}

const builtIn =
  (cwd: string) =>
  (...args: string[]) =>
    new Promise<Ran>((resolve) => {
      execFile(
        process.execPath,
        [cli, ...args],
        { cwd, maxBuffer: 64 * 1024 * 1024, env: { ...process.env, NO_COLOR: '1' } },
        (error, stdout, stderr) => {
          resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
        },
      );
    });

const hereIn =
  (dir: string) =>
  (...args: string[]) => {
    process.chdir(dir);
    return ran(args, { env: process.env });
  };

/** A config for origins on loopback, without waiting between requests. */
export function configFor(
  sources: { id: string; url: string; [key: string]: unknown }[],
  rest: object = {},
): object {
  return {
    site: { title: 'Test feed', url: 'https://feed.example.org/' },
    network: {
      allowPrivate: ['127.0.0.0/8'],
      perHostDelaySeconds: 0,
      contact: 'https://feed.example.org/about/',
    },
    sources: sources.map((source) => ({ name: source.id, extract: { pages: 'never' }, ...source })),
    ...rest,
  };
}
