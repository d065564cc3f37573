import { DAY_MS } from '../core/instant.ts';
import { linkKey } from '../core/link-key.ts';
import type { Features } from './features.ts';

/**
 * What an article is found by: its studies, the words of its title and first lines, and the smallest hashes of
 * its text (a min-wise sample: two copies share most of them). The day tells how much else there is to confuse
 * it with.
 */
export function keysOf(features: Features): [key: string, entry: string][] {
  const entry = entryOf(features);
  const keys: [string, string][] = [[ALL_ARTICLES, features.id]];
  if (features.at !== null) keys.push([dayKey(dayOf(features.at)), features.id]);
  const page = linkKey(features.url);
  if (page !== null) keys.push([pageKey(page), features.id]);
  for (const study of features.studies) keys.push([studyKey(study), features.id]);
  for (const key of contentKeys(features)) keys.push([key, entry]);
  return keys;
}

/** Every article there is: counts them. */
export const ALL_ARTICLES = 'articles:all';

export const dayKey = (day: number): string => `day:${day}`;
export const studyKey = (study: string): string => `study:${study}`;
export const pageKey = (link: string): string => `page:${link}`;
export const wordKey = (word: string): string => `word:${word}`;

export const dayOf = (at: number): number => Math.floor(at / DAY_MS);

/** The days whose news could be confused with a day's. */
export const around = (day: number): number[] => [-2, -1, 0, 1, 2].map((by) => day + by);

export function contentKeys(features: Features): string[] {
  const keys = foundBy(features).map(wordKey);
  for (const hash of features.shingles.subarray(0, SAMPLE)) keys.push(`text:${hash.toString(36)}`);
  return keys;
}

/** The words it is filed under, those of the title first. */
export function foundBy(features: Features): string[] {
  return [...features.lead].slice(0, MAX_WORDS);
}

const SAMPLE = 4;
const MAX_WORDS = 32;

/** An article's id with its day, so that what is too old can be passed over without loading it. */
function entryOf({ id, at }: Features): string {
  return at === null ? id : `${id}@${dayOf(at)}`;
}

export function idOfEntry(entry: string): string {
  const mark = entry.lastIndexOf('@');
  return mark < 0 ? entry : entry.slice(0, mark);
}

export function dayOfEntry(entry: string): number | null {
  const mark = entry.lastIndexOf('@');
  return mark < 0 ? null : Number(entry.slice(mark + 1));
}
