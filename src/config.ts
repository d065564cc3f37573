import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { completeConfig } from './config/complete.ts';
import { type ConfigProblem, type Fault, problem } from './config/problem.ts';
import { checkRules } from './config/rules.ts';
import { checkShape } from './config/shape.ts';
import { err, ok, type Result } from './core/result.ts';
import type { Config } from './core/source.ts';

export type { ConfigProblem };

/**
 * sources.json and the environment, checked and complete; or everything that is wrong with it, in the file's order.
 * `strict` also refuses keys that one object holds twice, which takes some milliseconds.
 */
export async function loadConfig(
  file: string,
  env: NodeJS.ProcessEnv,
  { strict = false } = {},
): Promise<Result<Config, ConfigProblem[]>> {
  const text = await readText(file);
  return text.ok ? readConfig(text.value, file, env, { strict }) : err([problem(text.error, null)]);
}

/** The same for text that is already in memory; `file` is only named. */
export async function readConfig(
  text: string,
  file: string,
  env: NodeJS.ProcessEnv,
  { strict = false } = {},
): Promise<Result<Config, ConfigProblem[]>> {
  const json = parseJson(text);
  if (!json.ok) return err([await syntaxProblem(text)]);
  const shape = checkShape(json.value);
  const faults = [...(shape.ok ? [] : shape.error), ...(await checkRules(json.value, env))];
  const fine = shape.ok && faults.length === 0;
  if (fine && !strict) return ok(completeConfig(shape.value, file, env));
  const { placeFinder, repeatedKeys } = await import('./config/places.ts');
  faults.push(...repeatedKeys(text));
  if (fine && faults.length === 0) return ok(completeConfig(shape.value, file, env));
  const spotOf = placeFinder(text);
  return err(
    faults
      .map((fault) => problem(fault, spotOf(fault.path)))
      .sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)),
  );
}

async function readText(file: string): Promise<Result<string, Fault>> {
  try {
    const bytes = await readFile(file);
    if (!isUtf8(bytes) || bytes.includes(0)) return err({ path: [], ...NOT_UTF8 });
    return ok(bytes.toString().replace(/^\ufeff/, ''));
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    return err({
      path: [],
      ...(UNREADABLE[code] ?? { found: `can't be read (${code})`, allowed: 'check it' }),
    });
  }
}

/** Windows' editors and shells also write UTF-16 and windows-1252. */
const NOT_UTF8 = { found: 'is not in UTF-8', allowed: 'save it anew with that encoding in your editor' };

const UNREADABLE: Record<string, Pick<Fault, 'found' | 'allowed'>> = {
  ENOENT: { found: 'is not there', allowed: 'create it, or name another one with --config FILE' },
  EISDIR: { found: 'is a folder', allowed: 'name a file with --config FILE' },
  EACCES: { found: 'may not be read', allowed: 'give this user the right to read it' },
};

function parseJson(text: string): Result<unknown, null> {
  try {
    return ok(JSON.parse(text));
  } catch {
    return err(null);
  }
}

async function syntaxProblem(text: string): Promise<ConfigProblem> {
  const { syntaxFault } = await import('./config/places.ts');
  const { found, allowed, spot } = syntaxFault(text);
  return problem({ path: [], found, allowed }, spot);
}
