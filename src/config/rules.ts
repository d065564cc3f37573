import type { Fault, Path } from './problem.ts';

type Json = Record<string, unknown>;

/**
 * What must hold between values, and what only the library that will read a value can tell. Works on the
 * file as it was written, so that these problems are reported together with those of shape.
 */
export async function checkRules(json: unknown, env: NodeJS.ProcessEnv): Promise<Fault[]> {
  const entries = sourceEntries(json);
  return [
    ...repeatedIds(entries),
    ...entries.flatMap(({ entry, path }) => [
      ...unlicensed(entry, path),
      ...listless(entry, path),
      ...headerFaults(entry, path, env),
    ]),
    ...(await cronFaults(json, entries)),
    ...(await selectorFaults(json, entries)),
  ];
}

type Entry = { entry: Json; path: Path };

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function sourceEntries(json: unknown): Entry[] {
  if (!isObject(json) || !Array.isArray(json.sources)) return [];
  return json.sources.flatMap((entry: unknown, index) =>
    isObject(entry) ? [{ entry, path: ['sources', index] }] : [],
  );
}

function repeatedIds(entries: Entry[]): Fault[] {
  const first = new Map<string, Path>();
  return entries.flatMap(({ entry: { id }, path }) => {
    if (typeof id !== 'string') return [];
    const before = first.get(id);
    if (before === undefined) first.set(id, path);
    return before === undefined
      ? []
      : [
          {
            path: [...path, 'id'],
            found: `is ${JSON.stringify(id)}, like that of sources[${before[1]}]`,
            allowed: 'each source needs an id of its own',
          },
        ];
  });
}

function unlicensed({ content, license }: Json, path: Path): Fault[] {
  if (content !== 'full' || license !== undefined) return [];
  return [
    {
      path: [...path, 'content'],
      found: 'is "full", but the source has no "license"',
      allowed: 'name the licence that allows republishing whole texts, or use "excerpt"',
    },
  ];
}

function listless({ type, extract }: Json, path: Path): Fault[] {
  if (type !== 'page' || (isObject(extract) && extract.list !== undefined)) return [];
  return [
    {
      path: [...path, 'extract', 'list'],
      found: 'is missing',
      allowed: 'a source of type "page" needs at least { "item": SELECTOR } here',
    },
  ];
}

function headerFaults({ headers }: Json, path: Path, env: NodeJS.ProcessEnv): Fault[] {
  if (!isObject(headers)) return [];
  return Object.entries(headers).flatMap(([name, value]): Fault[] => {
    if (typeof value !== 'string') return [];
    const at = [...path, 'headers', name];
    const missing = variablesIn(value).filter((variable) => !env[variable]);
    if (missing.length > 0) {
      const names = missing.map((variable) => `\${${variable}}`).join(' and ');
      return [{ path: at, found: `needs ${names} from the environment`, allowed: 'set it and try again' }];
    }
    if (/^[\t\x20-\x7e]*$/.test(fillIn(value, env))) return [];
    return [
      { path: at, found: 'has a value that no header can carry', allowed: 'use printable ASCII on one line' },
    ];
  });
}

const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

const variablesIn = (value: string): string[] => [
  ...new Set([...value.matchAll(VARIABLE)].map(([, name]) => name ?? '')),
];

/** `value` with each `${NAME}` taken from the environment. */
export const fillIn = (value: string, env: NodeJS.ProcessEnv): string =>
  value.replace(VARIABLE, (_, name: string) => env[name] ?? '');

async function cronFaults(json: unknown, entries: Entry[]): Promise<Fault[]> {
  const defaults = isObject(json) && isObject(json.defaults) ? json.defaults.schedule : undefined;
  const schedules = [
    { schedule: defaults, path: ['defaults', 'schedule'] },
    ...entries.map(({ entry, path }) => ({ schedule: entry.schedule, path: [...path, 'schedule'] })),
  ].filter(({ schedule }) => typeof schedule === 'string' && schedule.trim() !== '');
  if (schedules.length === 0) return [];
  const { validateDetailed } = await import('node-cron');
  const verdicts = new Map<unknown, string | null>();
  return schedules.flatMap(({ schedule, path }) => {
    if (!verdicts.has(schedule)) {
      const { valid, errors } = validateDetailed(String(schedule));
      verdicts.set(schedule, valid ? null : (errors[0]?.message ?? 'not a cron expression'));
    }
    const reason = verdicts.get(schedule);
    if (!reason) return [];
    return [
      {
        path,
        found: `is ${JSON.stringify(schedule)} (${reason})`,
        allowed: 'it must be a cron expression in UTC, such as "*/15 * * * *"',
      },
    ];
  });
}

async function selectorFaults(json: unknown, entries: Entry[]): Promise<Fault[]> {
  const defaults =
    isObject(json) && isObject(json.defaults) ? [{ entry: json.defaults, path: ['defaults'] }] : [];
  const selectors = [...defaults, ...entries].flatMap(({ entry, path }) =>
    selectorsIn(entry.extract, [...path, 'extract']),
  );
  if (selectors.length === 0) return [];
  const { load } = await import('cheerio/slim');
  const $ = load('<p></p>');
  return selectors.flatMap(({ selector, path }) => {
    try {
      $('*').is(selector);
      return [];
    } catch (error) {
      const reason = error instanceof Error ? error.message.trim() : String(error);
      return [
        { path, found: `is ${JSON.stringify(selector)} (${reason})`, allowed: 'it must be a CSS selector' },
      ];
    }
  });
}

function selectorsIn(extract: unknown, path: Path): { selector: string; path: Path }[] {
  if (!isObject(extract)) return [];
  return Object.entries(extract).flatMap(([key, value]) => {
    if (key === 'list') return selectorsIn(value, [...path, key]);
    return key !== 'pages' && typeof value === 'string' && value.trim() !== ''
      ? [{ selector: value, path: [...path, key] }]
      : [];
  });
}
