import { formatProblem } from '../config/problem.ts';
import type { Clock } from '../core/instant.ts';
import type { Config } from '../core/source.ts';
import type { Log } from './log.ts';

/** What a command has to work with: the global options and the streams. */
export type Session = {
  configFile: string;
  dataDir: string;
  outputDir: string;
  json: boolean;
  env: NodeJS.ProcessEnv;
  now: Clock;
  /** A result, for standard output. */
  print(text: string): void;
  /** What happens meanwhile, for standard error. */
  log: Log;
  /** Aborted by SIGINT and SIGTERM. */
  signal: AbortSignal;
};

/** The config; or null after all its problems have been told, for exit code 2. `inJson`: as JSON too, if that is asked for. */
export async function configOrProblems(
  session: Session,
  { strict = false, inJson = false } = {},
): Promise<Config | null> {
  const { loadConfig } = await import('../config.ts');
  const config = await loadConfig(session.configFile, session.env, { strict });
  if (config.ok) return config.value;
  const count = config.error.length;
  for (const problem of config.error) session.log.problem(formatProblem(session.configFile, problem));
  if (count > 1) session.log.problem(`${count} problems; nothing was done.`);
  if (inJson && session.json)
    session.print(`${JSON.stringify({ file: session.configFile, problems: config.error })}\n`);
  return null;
}

/** What in the config is allowed, but seldom meant. */
export async function warningsOf(config: Config): Promise<string[]> {
  const [{ configWarnings }, { loadTopics }] = await Promise.all([
    import('../config/warnings.ts'),
    import('../stories/topics.ts'),
  ]);
  return configWarnings(config, (await loadTopics()).bySlug.keys());
}
