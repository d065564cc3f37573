import type { Choice } from '../core/newsletter.ts';
import { err, ok, type Result } from '../core/result.ts';
import { readAddress } from './address.ts';
import { type ChoiceFields, type ChoiceRules, type Fault, readChoice } from './choice.ts';

/** The fields of a form as they came: each name's texts. */
export type FormFields = { all(name: string): string[]; first(name: string): string };

/** The sign-up form's address and choice; or everything that is wrong with them. */
export function readSignUp(
  form: FormFields,
  rules: ChoiceRules,
): Result<{ email: string; choice: Choice }, Fault[]> {
  const email = readAddress(form.first('email'));
  const choice = readChoice(choiceFieldsOf(form), rules);
  if (email.ok && choice.ok) return ok({ email: email.value, choice: choice.value });
  return err([
    ...(email.ok ? [] : [{ field: 'email' as const, message: email.error }]),
    ...(choice.ok ? [] : choice.error),
  ]);
}

export const choiceFieldsOf = (form: FormFields): ChoiceFields => ({
  frequency: form.first('frequency'),
  weekday: form.first('weekday'),
  hour: form.first('hour'),
  timezone: form.first('timezone'),
  topics: form.all('topics'),
});
