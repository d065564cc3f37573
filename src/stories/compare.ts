import { DAY_MS } from '../core/instant.ts';
import { type Conflict, conflictOf } from './conflict.ts';
import type { Features } from './features.ts';
import type { Rarity } from './vocabulary.ts';

/** How alike two articles are, and what speaks against their being about the same thing. */
export type Comparison = {
  /** Share of the shorter text's three-word runs that the other text has too; 0 to 1. */
  copied: number;
  /** Weighted cosine of the words of their titles, and of their texts where both have one; 0 to 1. */
  alike: number;
  /** The words behind `alike`. */
  shared: string[];
  /** How improbable it is, in bits, to share those words by chance. */
  bits: number;
  /** The part of `bits` that is the rarest word's. */
  topBits: number;
  /** `doi:10.1/x`: what both are about. */
  studies: string[];
  daysApart: number;
  conflict: Conflict | null;
};

/** An article's features with the length of its word vectors, which many comparisons need. */
export type Weighed = { features: Features; titleLength: number; textLength: number };

export function weigh(features: Features, rarity: Rarity): Weighed {
  let title = 0;
  for (const word of features.title) title += rarity(word) ** 2;
  let text = title;
  for (const word of features.words.keys()) {
    if (!features.title.has(word)) text += (rarity(word) * TEXT_WEIGHT) ** 2;
  }
  return { features, titleLength: Math.sqrt(title), textLength: Math.sqrt(text) };
}

/** What a word of the text counts for, beside one of the title. */
const TEXT_WEIGHT = 0.5;

/** Whether all that is known of an article is, in effect, its title. */
export function isHeadline(features: Features): boolean {
  return features.length < HEADLINE_WORDS;
}

const HEADLINE_WORDS = 15;

export function compare(x: Weighed, y: Weighed, rarity: Rarity): Comparison {
  const [a, b] = [x.features, y.features];
  const byTitle = isHeadline(a) || isHeadline(b);
  const { product, bits, topBits, shared } = byTitle ? sharedTitle(a, b, rarity) : sharedText(a, b, rarity);
  const lengths = byTitle ? x.titleLength * y.titleLength : x.textLength * y.textLength;
  const copied = containment(a.shingles, b.shingles);
  return {
    copied,
    alike: product === 0 ? 0 : product / lengths,
    shared,
    bits,
    topBits,
    studies: sharedStudies(a, b),
    daysApart: daysBetween(a.at, b.at),
    conflict: conflictOf(a, b, rarity, copied >= COPIED),
  };
}

/** What share of a text must stand in another for it to be a copy. */
export const COPIED = 0.55;

/** Where nothing is dated, all is taken to be of one time; what is dated is seldom near what is not. */
function daysBetween(a: number | null, b: number | null): number {
  if (a === null || b === null) return a === b ? 1 : 5;
  return Math.abs(a - b) / DAY_MS;
}

type Shared = { product: number; bits: number; topBits: number; shared: string[] };

function sharedTitle(a: Features, b: Features, rarity: Rarity): Shared {
  const found: Shared = { product: 0, bits: 0, topBits: 0, shared: [] };
  for (const word of a.title) if (b.title.has(word)) note(found, word, rarity(word), 1);
  return found;
}

function sharedText(a: Features, b: Features, rarity: Rarity): Shared {
  const found: Shared = { product: 0, bits: 0, topBits: 0, shared: [] };
  const [few, many] = a.words.size <= b.words.size ? [a, b] : [b, a];
  for (const word of few.words.keys()) {
    if (!many.words.has(word)) continue;
    const weight = (a.title.has(word) ? 1 : TEXT_WEIGHT) * (b.title.has(word) ? 1 : TEXT_WEIGHT);
    note(found, word, rarity(word), weight);
  }
  return found;
}

function note(found: Shared, word: string, bits: number, weight: number): void {
  if (bits === 0) return;
  found.product += bits * bits * weight;
  found.bits += bits;
  found.topBits = Math.max(found.topBits, bits);
  found.shared.push(word);
}

/** Of two ascending lists: how much of the shorter one is in the longer. */
function containment(a: Uint32Array, b: Uint32Array): number {
  const smaller = Math.min(a.length, b.length);
  if (smaller < MIN_SHINGLES) return 0;
  let common = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [x, y] = [a[i] ?? 0, b[j] ?? 0];
    if (x === y) common++;
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return common / smaller;
}

/** Shorter texts are contained in others by chance. */
const MIN_SHINGLES = 8;

function sharedStudies(a: Features, b: Features): string[] {
  return a.studies.filter((key) => b.studies.includes(key));
}
