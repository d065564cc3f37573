/**
 * Words that a text names as places: capitalised words after "in", "at", "near" or "from", lower case.
 * Headlines in capitals have none; a word that is no place does no harm where both texts share it.
 */
export function placesIn(text: string): string[] {
  const found: string[] = [];
  for (const match of text.slice(0, MAX_CHARACTERS).matchAll(PLACE)) {
    found.push(
      ...(match[1] ?? '')
        .toLowerCase()
        .split(/[\s-]+/)
        .filter(Boolean),
    );
  }
  return found;
}

const MAX_CHARACTERS = 500;
const PLACE = /\b(?:in|at|near|from|across)\s+((?:\p{Lu}\p{Ll}{2,}[ -]?){1,3})/gu;
