import { stemmer } from 'stemmer';
import { memo } from '../core/memo.ts';

export type Stem = (word: string) => string;

/**
 * What a lower-case word has in common with its inflections and its British or American spelling. It overreaches
 * ("poetry" loses its o) and is meant for comparing only.
 */
export const stem: Stem = memo(reduce, 50_000);

const MAX_LETTERS = 40;

function reduce(word: string): string {
  if (!LATIN.test(word)) return word.slice(0, MAX_LETTERS);
  const american = word
    .slice(0, MAX_LETTERS)
    .replace(/[ao]e/g, 'e')
    .replace(/our(?=$|s$|ed$|ing$|al$|able$|ite)/, 'or')
    .replace(/tre(s?)$/, 'ter$1')
    .replace(/ys(?=e|ing)/, 'yz')
    .replace(/is(?=e$|es$|ed$|ing$|ation)/, 'iz')
    .replace(/ogue(s?)$/, 'og$1')
    .replace(/ll(?=ed$|ing$|er$|ers$)/, 'l');
  return stemmer(american);
}

const LATIN = /^[a-z]{3,}$/;
