import { type Word, wordKey, wordsOf } from './words.ts';

/** What a term stands for, and what it asks for before it counts. */
export type Meaning = {
  /** Null: an everyday phrase that only hides the terms within it. */
  slug: string | null;
  /** Counts only written exactly so ("ALL", "AIDS"). */
  exact: string[] | null;
  /** Counts only in a text that is about medicine otherwise ("stroke"). */
  weak: boolean;
  /** Does not count beside one of these words. */
  against: ReadonlySet<string>;
};

type Node = { next: Map<string, Node>; meanings: Meaning[] };
export type Matcher = { root: Node };

export type Match = { start: number; length: number; meaning: Meaning };

/** A trie over words. A trailing "!" on a term says: exactly so; "?": only in medical context. */
export function buildMatcher(
  terms: Iterable<readonly [term: string, slug: string | null]>,
  against: Readonly<Record<string, readonly string[]>>,
): Matcher {
  const root: Node = { next: new Map(), meanings: [] };
  for (const [term, slug] of terms) {
    const flags = /[!?]*$/.exec(term)?.[0] ?? '';
    const bare = term.slice(0, term.length - flags.length);
    const words = wordsOf(bare);
    if (words.length === 0) continue;
    let node = root;
    for (const { key } of words) {
      const next: Node = node.next.get(key) ?? { next: new Map(), meanings: [] };
      node.next.set(key, next);
      node = next;
    }
    const isKnown = node.meanings.some((meaning) => meaning.slug === slug);
    if (isKnown) continue;
    node.meanings.push({
      slug,
      exact: flags.includes('!') ? words.map(({ written }) => written) : null,
      weak: flags.includes('?'),
      against: new Set((against[bare] ?? against[bare.toLowerCase()] ?? []).map(wordKey)),
    });
  }
  return { root };
}

/** The topic that has all of these words as a term, however it is to be written in a text; null where none has. */
export function termOf(words: readonly Word[], { root }: Matcher): string | null {
  let node: Node | undefined = root;
  for (const { key } of words) node = node?.next.get(key);
  return node?.meanings.find(({ slug }) => slug !== null)?.slug ?? null;
}

/** The longest terms from left to right, none overlapping another. */
export function findTerms(words: readonly Word[], { root }: Matcher): Match[] {
  const found: Match[] = [];
  const shouting = isShouting(words);
  for (let start = 0; start < words.length; ) {
    let node: Node | undefined = root;
    let length = 0;
    let meanings: Meaning[] = [];
    for (let at = start; at < words.length; at += 1) {
      node = node.next.get((words[at] as Word).key);
      if (!node) break;
      const fitting = node.meanings.filter(
        ({ exact }) => !exact || (!shouting && isWritten(exact, words, start)),
      );
      if (fitting.length > 0) {
        length = at - start + 1;
        meanings = fitting;
      }
    }
    const hidden = meanings.some(({ slug }) => slug === null);
    if (!hidden) for (const meaning of meanings) found.push({ start, length, meaning });
    start += Math.max(1, length);
  }
  return found;
}

const isWritten = (exact: string[], words: readonly Word[], start: number): boolean =>
  exact.every((written, index) => words[start + index]?.written === written);

/** A headline all in capitals tells no acronym from a word. */
function isShouting(words: readonly Word[]): boolean {
  const long = words.filter(({ written }) => written.length > 3 && /^\p{L}+$/u.test(written));
  return (
    words.length > 2 && long.length > 0 && long.every(({ written }) => written === written.toUpperCase())
  );
}
