import { memo } from '../../core/memo.ts';

/** A word of a text as written, and as terms are compared by. */
export type Word = { written: string; key: string };

const MAX_TEXT = 200_000;
const MAX_WORDS = 20_000;

/** Words of a text, British spelling and plurals levelled; a possessive is no word of its own. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  const matches = text.slice(0, MAX_TEXT).matchAll(/(['’]s\b)|[\p{L}\p{N}]+/gu);
  for (const { 0: written, 1: possessive } of matches) {
    if (possessive) continue;
    words.push({ written, key: wordKey(written) });
    if (words.length >= MAX_WORDS) break;
  }
  return words;
}

const SPELLINGS: [RegExp, string][] = [
  [/aem/g, 'em'],
  [/paed/g, 'ped'],
  [/aest/g, 'est'],
  [/gynaec/g, 'gynec'],
  [/oes(?=t|o|a)/g, 'es'],
  [/oed/g, 'ed'],
  [/oe(?=a$|al|i)/g, 'e'],
  [/coel/g, 'cel'],
  [/foet/g, 'fet'],
  [/rhoe/g, 'rhe'],
  [/orrhoe/g, 'orrhe'],
  [/(tum|lab|behavi|hum|col)our/g, '$1or'],
  [/fibre/g, 'fiber'],
  [/centre/g, 'center'],
  [/ageing/g, 'aging'],
  [/([iy])s(ation|ed|ing|er?)/g, '$1z$2'],
];

/** What every word that a spelling above changes has in it: most words have not. */
const MAY_BE_BRITISH = /ae|oe|our|fibre|centre|ageing|[iy]s/;

/** How a word is compared. */
export const wordKey = memo(levelledKey, 50_000);

function levelledKey(written: string): string {
  let key = isPlain(written) ? written.toLowerCase() : levelled(written);
  if (!/^[a-z]+$/.test(key)) return key;
  if (MAY_BE_BRITISH.test(key)) for (const [from, to] of SPELLINGS) key = key.replace(from, to);
  if (/[^aeiou]ies$/.test(key) && key.length > 5) return `${key.slice(0, -3)}y`;
  return key.length > 3 && /[^su]s$/.test(key) && !/(?:is|us|ss)$/.test(key) ? key.slice(0, -1) : key;
}

const isPlain = (word: string) => /^[A-Za-z0-9]+$/.test(word);

const levelled = (word: string) =>
  word
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase();
