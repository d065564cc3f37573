import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Writable } from 'node:stream';
import { CommanderError, Command as Parser } from 'commander';
import { packageVersion } from '../config/version.ts';
import type { Command, ExitCode } from './command.ts';
import { COMMANDS } from './commands.ts';
import { describeError } from './describe-error.ts';
import { createLog } from './log.ts';
import type { Session } from './session.ts';

export type Surroundings = {
  env: NodeJS.ProcessEnv;
  stdout: Writable;
  stderr: Writable & { isTTY?: boolean; columns?: number };
  signal: AbortSignal;
};

/** Runs one command line and answers its exit code. Never throws: what nobody expected is told with its trace. */
export async function runCli(argv: string[], surroundings: Surroundings): Promise<number> {
  let exitCode: ExitCode = 0;
  const program = programFor(surroundings, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    surroundings.stderr.write(`${describeError(error)}\n`);
    return 1;
  }
}

function programFor(surroundings: Surroundings, done: (code: ExitCode) => void): Parser {
  const { stdout, stderr } = surroundings;
  const program = new Parser('mias-feed')
    .description('Reads medical news and research from many feeds, and publishes one.')
    .option('--config <file>', 'what to follow and how', 'sources.json')
    .option('--data <dir>', 'what is remembered between runs', 'data')
    .option('--output <dir>', 'what is published', 'output')
    .option('--json', 'the result as JSON on standard output, and nothing else there')
    .version(packageVersion(), '--version', 'print the version')
    .helpOption('--help', 'print this help')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'mias-feed: ')),
    })
    .showHelpAfterError('Run "mias-feed --help" to see what it can do.')
    .exitOverride();
  program.addOption(program.createOption('--now <instant>', 'pretend that it is this time').hideHelp());
  for (const command of COMMANDS) addCommand(program, command, surroundings, done);
  return program;
}

function addCommand(
  program: Parser,
  { name, summary, argument, options, run }: Command,
  surroundings: Surroundings,
  done: (code: ExitCode) => void,
): void {
  const parser = program.command(name).description(summary).helpOption('--help', 'print this help');
  for (const each of argument?.name.split(' ') ?? []) parser.argument(each, argument?.description);
  for (const { flags, description, repeatable } of options) {
    if (repeatable)
      parser.option(flags, description, (value: string, before: string[] = []) => [...before, value]);
    else parser.option(flags, description);
  }
  parser.action(async () => {
    const session = sessionFor(program, surroundings);
    done(await run(session, parser.args, parser.opts()));
  });
}

function sessionFor(program: Parser, { env, stdout, stderr, signal }: Surroundings): Session {
  const {
    config = '',
    data = '',
    output = '',
    json,
    now,
  } = program.opts<Record<string, string | undefined>>();
  const clock = clockFrom(program, now);
  const wrong = wrongPlaces({ config, data, output });
  if (wrong !== null) program.error(`mias-feed: ${wrong}`, { exitCode: 2 });
  return {
    configFile: config,
    dataDir: data,
    outputDir: output,
    json: Boolean(json),
    env,
    now: clock,
    print: (text) => stdout.write(text),
    log: createLog(stderr, clock),
    signal,
  };
}

/** What must not be: a place without a name, as from an unset variable of a shell; or what nobody may read in what all may. */
function wrongPlaces(places: { config: string; data: string; output: string }): string | null {
  for (const [name, place] of Object.entries(places))
    if (place.trim() === '') return `--${name} is empty; give it a name, or leave it out.`;
  const way = relative(resolve(places.output), resolve(places.data));
  if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) return null;
  return `--data ${places.data} lies in --output ${places.output}, so that all that is kept, readers' addresses too, would be published; name a folder outside.`;
}

/** A clock that stood at `start` when the program began; the real one without it. */
function clockFrom(program: Parser, start: string | undefined): () => Date {
  if (start === undefined) return () => new Date();
  const offset = Date.parse(start) - Date.now();
  if (Number.isNaN(offset))
    program.error(`mias-feed: --now ${start} is no time; write it as 2026-01-31T12:00:00Z.`, { exitCode: 2 });
  return () => new Date(Date.now() + offset);
}
