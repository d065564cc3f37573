import type { Context } from 'hono';
import type { Choice } from '../core/newsletter.ts';
import type { Fault } from '../newsletter/choice.ts';
import type { FormFields } from '../newsletter/form.ts';
import type { ChoiceValues, FieldFaults } from '../publish/site/choice-fields.tsx';

/** The form that was posted, urlencoded or multipart; empty where the body is neither. */
export async function fieldsOf(c: Context): Promise<FormFields> {
  const body: Record<string, unknown> = await c.req.parseBody({ all: true }).catch((error) => {
    if (error instanceof TypeError) return {};
    throw error;
  });
  const all = (name: string): string[] =>
    [body[name]].flat().filter((value): value is string => typeof value === 'string');
  return { all, first: (name) => all(name)[0] ?? '' };
}

/** From the form's hidden field, or from the link itself. */
export const tokenOf = (c: Context, fields: FormFields): string =>
  fields.first('token') || (c.req.query('token') ?? '');

/** What was typed, so that nobody has to type it again. */
export const typed = (form: FormFields, defaults: Omit<Choice, 'topics'>): ChoiceValues => ({
  frequency: form.first('frequency') || defaults.frequency,
  weekday: form.first('weekday') || defaults.weekday,
  hour: form.first('hour') || String(defaults.hour),
  timezone: form.first('timezone').slice(0, 64) || defaults.timezone,
  topics: form.all('topics').slice(0, 500),
});

export const faultsOf = (faults: readonly Fault[]): FieldFaults =>
  Object.fromEntries(faults.map(({ field, message }) => [field, message]));
