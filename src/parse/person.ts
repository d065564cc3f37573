import type { Person } from '../core/feed.ts';
import { oneLine } from '../core/text.ts';
import { absoluteUrl } from '../core/url.ts';
import { plainLine } from './rich-text.ts';

/** `Name`, `mail@host`, `mail@host (Name)`, `Name (mail@host)`, `Name <mail@host>`. */
export function parsePerson(text: string): Person | null {
  const line = plainLine(text.slice(0, 500));
  const [, before = line, inside = ''] = /^([^()<>]*)[(<]([^()<>]*)[)>]$/.exec(line) ?? [];
  const email = [before, inside].find((part) => EMAIL.test(part.trim()))?.trim() ?? null;
  const name = [before, inside].find((part) => part.trim() !== '' && part.trim() !== email)?.trim() ?? null;
  return person(name && email ? name : line, email, null);
}

/** A person whose parts came apart; null if none says who. */
export function person(name: string | null, email: string | null, url: string | null): Person | null {
  const cleanName = plainLine(name ?? '').replace(/^mailto:/i, '');
  const address = oneLine(email ?? '').replace(/^mailto:/i, '') || null;
  if (cleanName === '' && address === null) return null;
  const mail = address ?? (EMAIL.test(cleanName) ? cleanName : null);
  return { name: cleanName || (address ?? ''), email: mail, url: absoluteUrl(url) };
}

/** Each name once. */
export function distinctPeople(people: (Person | null)[]): Person[] {
  const byName = new Map<string, Person>();
  for (const one of people)
    if (one && !byName.has(one.name.toLowerCase())) byName.set(one.name.toLowerCase(), one);
  return [...byName.values()];
}

const EMAIL = /^(?:mailto:)?[^\s@()<>]+@[^\s@()<>]+$/i;
