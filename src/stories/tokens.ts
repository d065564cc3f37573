/**
 * Words and numbers of a text in order, lower case, without accents. Runs of Chinese, Japanese and Thai come
 * as overlapping pairs of characters, which compare well without a dictionary. At most `max` of them.
 */
export function tokens(text: string, max: number): string[] {
  const found: string[] = [];
  const plain = fold(text.slice(0, max * CHARACTERS_PER_TOKEN));
  for (const [token] of plain.matchAll(TOKEN)) {
    if (found.length >= max) break;
    if (UNSPACED.test(token)) found.push(...pairs(token));
    else found.push(NUMBER.test(token) ? token.replace(/,(?=\d{3})/g, '').replace(/\.0+$/, '') : token);
  }
  return found.slice(0, max);
}

/** Generous: only a bound on the work for one text. */
const CHARACTERS_PER_TOKEN = 24;

const TOKEN = /\d+(?:[.,]\d+)*|[\p{L}\p{M}\p{N}]+/gu;
const NUMBER = /^\d+[.,]/;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** "patient's" and "patients", "Médecins" and "Medecins" are one word. */
function fold(text: string): string {
  return (ASCII.test(text) ? text : text.normalize('NFKD').replace(/\p{M}+/gu, ''))
    .replace(/['’]s\b/g, '')
    .toLowerCase()
    .replace(/(?<=\p{Ll})['’](?=\p{Ll})/gu, '');
}

const ASCII = /^[\x00-\x7f]*$/;

function pairs(run: string): string[] {
  const characters = [...run];
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}
