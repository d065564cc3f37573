import { stemmer } from 'stemmer';

export type Stem = (word: string) => string;

/**
 * A function that reduces a lower-case word to what its inflections and its British and American spellings
 * have in common. It overreaches ("poetry" loses its o) and is meant for comparing only. What it worked out
 * is remembered for as long as the caller keeps the function, up to a bound.
 */
export function createStem(): Stem {
  const known = new Map<string, string>();
  return (word) => {
    const before = known.get(word);
    if (before !== undefined) return before;
    const stem = reduce(word);
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(word, stem);
    return stem;
  };
}

const MAX_KNOWN = 50_000;
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
