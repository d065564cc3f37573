import type { Features } from './features.ts';
import type { Rarity } from './vocabulary.ts';

/**
 * What an article is about, as weights of its words; as a vector it has length 1. Words go by numbers, in ascending
 * order, so that two profiles of one maker are compared in one pass.
 */
export type Profile = { words: Uint32Array; weights: Float64Array };

/** Makes profiles that can be compared with one another. */
export function profileMaker(rarity: Rarity): (features: Features) => Profile {
  const numbers = new Map<string, number>();
  const numberOf = (word: string): number => {
    const number = numbers.get(word) ?? numbers.size;
    numbers.set(word, number);
    return number;
  };
  return (features) => {
    const weights = weigh(features, rarity);
    const inOrder = [...weights].map(([word, weight]) => ({ number: numberOf(word), weight }));
    inOrder.sort((a, b) => a.number - b.number);
    return {
      words: Uint32Array.from(inOrder, ({ number }) => number),
      weights: Float64Array.from(inOrder, ({ weight }) => weight),
    };
  };
}

/** A word counts more the rarer it is and the oftener the article has it, though ever less for each time. */
function weigh({ words, address }: Features, rarity: Rarity): Map<string, number> {
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
  let product = 0;
  for (let i = 0, j = 0; i < a.words.length && j < b.words.length; ) {
    const [x, y] = [a.words[i] as number, b.words[j] as number];
    if (x === y) product += (a.weights[i] as number) * (b.weights[j] as number);
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return product;
}
