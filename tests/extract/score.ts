/** Shares of equal things in two lists: [precision, recall]; nothing against nothing is right. */
export function overlap(
  want: readonly string[],
  got: readonly string[],
): [precision: number, recall: number] {
  const left = new Map<string, number>();
  for (const one of want) left.set(one, (left.get(one) ?? 0) + 1);
  let hits = 0;
  for (const one of got) {
    const count = left.get(one) ?? 0;
    if (count > 0) hits += 1;
    left.set(one, count - 1);
  }
  const empty = want.length === 0 && got.length === 0 ? 1 : 0;
  return [got.length > 0 ? hits / got.length : empty, want.length > 0 ? hits / want.length : empty];
}

export const f1 = ([precision, recall]: [number, number]): number =>
  precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);

export const tokens = (text: string | null): string[] =>
  (text ?? '')
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}\p{M}_]+/gu) ??
  [];

/** Runs of four words: what bodies are compared by. */
export function shingles(text: string | null): string[] {
  const words = tokens(text);
  return words.length < 4
    ? [words.join(' ')].filter(Boolean)
    : words.slice(3).map((_, at) => words.slice(at, at + 4).join(' '));
}

export const plain = (text: string | null): string =>
  (text ?? '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[‘’‚‛′`´]/g, "'")
    .replace(/[“”„«»]/g, '"')
    .replace(/[‐-―−]/g, '-')
    .replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/g, '')
    .replace(/…/g, '...')
    .replace(/\s+/g, ' ')
    .trim();

export function urlKey(url: string, query: boolean): string {
  if (!URL.canParse(url)) return url.toLowerCase();
  const { hostname, pathname, search } = new URL(url);
  return `${hostname.replace(/^(?:www|m|amp)\./, '')}${pathname.replace(/\/+$/, '')}${query ? search : ''}`.toLowerCase();
}

export const sameDay = (want: string, got: string | null): boolean =>
  got !== null &&
  (got.slice(0, 10) === want.slice(0, 10) ||
    Math.abs(Date.parse(want) - Date.parse(got)) <= 43_200_000 ||
    new Date(want).toISOString().slice(0, 10) === got.slice(0, 10));
