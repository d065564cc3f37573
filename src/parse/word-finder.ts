import { type Scope, usualName } from './namespaces.ts';
import { VOCABULARY, type Word } from './vocabulary.ts';

export type Meaning = {
  /** Null: none that we read. */
  word: Word | null;
  isItem: boolean;
  /** Whether its vocabulary is one of ours. */
  known: boolean;
};

/** Finds what elements mean in one document, each name in a scope once: documents use few names many times. */
export class WordFinder {
  /** The prefix of the feed's own vocabulary: `atom:`, or none for RSS. */
  readonly #home: string;
  readonly #scopes = new WeakMap<Scope, Map<string, Meaning>>();

  constructor(home: string) {
    this.#home = home;
  }

  find(name: string, scope: Scope): Meaning {
    const names = this.#scopes.get(scope) ?? new Map<string, Meaning>();
    const known = names.get(name);
    if (known) return known;
    const found = meaning(usualName(name, scope, this.#home));
    if (names.size < MAX_NAMES) this.#scopes.set(scope, names.set(name, found));
    return found;
  }
}

const MAX_NAMES = 2000;
const ITEMS = new Set(['item', 'entry', 'atom:entry', 'atom:item']);

function meaning(usual: string | null): Meaning {
  if (usual === null) return { word: null, isItem: false, known: false };
  // RSS and Atom borrow each other's words without saying so.
  const borrowed = usual.startsWith('atom:') ? usual.slice(5) : `atom:${usual}`;
  const word = VOCABULARY.get(usual) ?? VOCABULARY.get(borrowed) ?? null;
  return { word, isItem: ITEMS.has(usual), known: true };
}
