import { z } from 'zod';
import { err, ok, type Result } from '../core/result.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Fault, Path } from './problem.ts';
import { type ConfigFile, configSchema } from './schema.ts';

/** sources.json with its defaults, if its keys and values have the form that the schema asks for. */
export function checkShape(json: unknown): Result<ConfigFile, Fault[]> {
  const parsed = configSchema.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  const faults = parsed.error.issues.flatMap((issue) => faultsOf(issue, json));
  const told = new Set<string>();
  return err(
    faults.filter(({ path, found }) => {
      const key = JSON.stringify([path, found]);
      return !told.has(key) && told.add(key);
    }),
  );
}

function faultsOf(issue: z.core.$ZodIssue, json: unknown): Fault[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key));
  const value = valueAt(json, path);
  const found =
    issue.code === 'invalid_key'
      ? 'is not allowed here'
      : value === undefined
        ? 'is missing'
        : `is ${describeValue(value, path)}`;
  const allowed = issue.code === 'invalid_key' ? issue.issues[0]?.message : issue.message;
  return [{ path, found, allowed: `it must be ${allowed}` }];
}

function unknownKey(path: Path, key: string): Fault {
  const known = keysAt(path);
  const meant = didYouMean(key, known);
  return {
    path: [...path, key],
    found: 'is not a known key',
    allowed: meant === null ? `known here: ${known.join(', ')}` : `did you mean "${meant}"?`,
  };
}

/** A value as a person would quote it. What may be a secret is never shown. */
export function describeValue(value: unknown, path: Path): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (path.includes('headers') || path.includes('smtpUrl')) return `a ${typeof value}`;
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function valueAt(json: unknown, path: Path): unknown {
  let value = json;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

function keysAt(path: Path): string[] {
  let schema: unknown = configSchema;
  for (const step of path) {
    const inner = unwrap(schema);
    if (inner instanceof z.ZodArray) schema = inner.element;
    else if (inner instanceof z.ZodObject) schema = inner.shape[step];
    else return [];
  }
  const inner = unwrap(schema);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

function unwrap(schema: unknown): unknown {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault)
    inner = inner.unwrap();
  return inner;
}
