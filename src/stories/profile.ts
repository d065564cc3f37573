import type { Features } from './features.ts';
import type { Rarity } from './vocabulary.ts';

/** What an article is about, as weights of its words; as a vector it has length 1. */
export type Profile = ReadonlyMap<string, number>;

/** A word counts more the rarer it is and the oftener the article has it, though ever less for each time. */
export function profileOf({ words, address }: Features, rarity: Rarity): Profile {
  const counts = new Map(words);
  for (const word of address) counts.set(word, (counts.get(word) ?? 0) + ADDRESS_WEIGHT);
  let squares = 0;
  const weights = new Map<string, number>();
  for (const [word, count] of counts) {
    const weight = (count / (count + SATURATION)) * rarity(word);
    weights.set(word, weight);
    squares += weight * weight;
  }
  const length = Math.sqrt(squares) || 1;
  for (const [word, weight] of weights) weights.set(word, weight / length);
  return weights;
}

const ADDRESS_WEIGHT = 2;
const SATURATION = 4;

/** 0: nothing in common; 1: the same. */
export function likeness(a: Profile, b: Profile): number {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a];
  let product = 0;
  for (const [word, weight] of few) product += weight * (many.get(word) ?? 0);
  return product;
}
