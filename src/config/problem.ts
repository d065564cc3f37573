/** Where in sources.json: `['sources', 3, 'schedule']`. */
export type Path = readonly (string | number)[];

/** One thing wrong with sources.json, before it is known on which line it stands. */
export type Fault = {
  path: Path;
  /** What is wrong, as the sentence's predicate: `is "hourly"`, `is missing`. */
  found: string;
  /** What to do: `it must be …`. */
  allowed: string;
};

/** One thing wrong with sources.json: enough for a person to mend it, and for a program to find it. */
export type ConfigProblem = {
  /** `sources[3].schedule`; empty for the file as a whole. */
  place: string;
  /** From 1; null where the file could not be read. */
  line: number | null;
  column: number | null;
  found: string;
  allowed: string;
  /** All of it as one sentence, without file name and line. */
  message: string;
};

export function problem(
  { path, found, allowed }: Fault,
  at: { line: number; column: number } | null,
): ConfigProblem {
  const place = placeOf(path);
  return {
    place,
    line: at?.line ?? null,
    column: at?.column ?? null,
    found,
    allowed,
    message: `${place === '' ? 'the file' : place} ${found}; ${allowed}`,
  };
}

/** `sources.json:12:5: sources[3].schedule is "hourly"; it must be …` */
export function formatProblem(file: string, { line, column, message }: ConfigProblem): string {
  return `${line === null ? file : `${file}:${line}:${column}`}: ${message}${message.endsWith('?') ? '' : '.'}`;
}

export const placeOf = (path: Path): string =>
  path
    .map((step) =>
      typeof step === 'number'
        ? `[${step}]`
        : /^[\w$-]+$/.test(step)
          ? `.${step}`
          : `[${JSON.stringify(step)}]`,
    )
    .join('')
    .replace(/^\./, '');
