/** Words a minute of silent reading (Brysbaert 2019 for English; IReST, Trauzettel-Klosinski 2012, for the others). */
const WORDS_PER_MINUTE: Record<string, number> = {
  en: 238,
  de: 179,
  fr: 195,
  es: 218,
  pt: 181,
  it: 188,
  nl: 202,
  sv: 199,
  fi: 161,
  pl: 166,
  ru: 184,
  sl: 180,
  tr: 166,
  he: 187,
  ar: 138,
};
/** Characters a minute. */
const SIGNS_PER_MINUTE: Record<string, number> = { zh: 255, ja: 357, ko: 400 };

const SIGN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}'’_-]*/gu;

/** Whole minutes that a text takes to read; null below 100 words (of Chinese, Japanese or Korean: 200 characters). */
export function readingMinutes({ words, signs }: Count, language: string | null): number | null {
  const primary = (language ?? 'en').slice(0, 2).toLowerCase();
  if (words + signs / 2 < 100) return null;
  const minutes = words / (WORDS_PER_MINUTE[primary] ?? 200) + signs / (SIGNS_PER_MINUTE[primary] ?? 300);
  return Math.max(1, Math.round(minutes));
}

/** Words parted by spaces or marks, and signs of scripts that part none. */
export type Count = { words: number; signs: number };

export function countWords(text: string): Count {
  const signs = text.match(SIGN)?.length ?? 0;
  const rest = signs > 0 ? text.replace(SIGN, ' ') : text;
  return { words: rest.match(WORD)?.length ?? 0, signs };
}
