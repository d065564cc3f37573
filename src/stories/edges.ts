import type { Edge } from './agglomerate.ts';
import { compare, type Weighed } from './compare.ts';
import { dayOf } from './keys.ts';
import { pairsWithin } from './pairs.ts';
import { type Strength, strengthOf } from './strength.ts';
import type { Rarity } from './vocabulary.ts';

/** How many articles there are of one day. */
export type ArticlesOn = (day: number) => number;

export type Edges = { edges: Edge[]; strength(a: number, b: number): number };

/** What could join articles, which come in order of time. */
export function findEdges(articles: readonly Weighed[], rarity: Rarity, stored: ArticlesOn = () => 0): Edges {
  const judge = createJudge(articles, rarity, stored);
  const edges = studyEdges(articles);
  const features = articles.map((article) => article.features);
  for (const [a, b] of pairsWithin(features, rarity)) edges.push(...edgeOf(a, b, judge(a, b)));
  return { edges, strength: (a, b) => judge(a, b).value };
}

export function edgeOf(a: number, b: number, { kind, value }: Strength): Edge[] {
  if (kind === 'none' || value < WORTH_TRYING) return [];
  return [{ a, b, kind, value }];
}

/** A pair below "just enough" may still belong to groups that are alike on average. */
const WORTH_TRYING = 0.6;

/** Compares each pair once. */
export function createJudge(
  articles: readonly Weighed[],
  rarity: Rarity,
  stored: ArticlesOn,
): (a: number, b: number) => Strength {
  const known = new Map<number, Strength>();
  const neighbours = countNeighbours(articles, stored);
  return (a, b) => {
    const [low, high] = a < b ? [a, b] : [b, a];
    const key = low * 2 ** 26 + high;
    const before = known.get(key);
    if (before) return before;
    const [one, other] = [articles[low], articles[high]];
    if (!one || !other) throw new Error(`No articles ${low} and ${high} to compare`);
    const strength = strengthOf(one, other, compare(one, other, rarity), neighbours(one));
    known.set(key, strength);
    return strength;
  };
}

function countNeighbours(articles: readonly Weighed[], stored: ArticlesOn): (article: Weighed) => number {
  const here = new Map<number, number>();
  for (const { features } of articles) {
    if (features.at !== null) here.set(dayOf(features.at), (here.get(dayOf(features.at)) ?? 0) + 1);
  }
  return ({ features }) => {
    if (features.at === null) return articles.length;
    const day = dayOf(features.at);
    return [-2, -1, 0, 1, 2].reduce((sum, by) => sum + stored(day + by) + (here.get(day + by) ?? 0), 0);
  };
}

/** Edges between articles that name the same study; popular ones come last, when texts have had their say. */
export function studyEdges(articles: readonly Weighed[]): Edge[] {
  const byStudy = new Map<string, number[]>();
  for (const [index, { features }] of articles.entries()) {
    for (const study of features.studies) byStudy.set(study, [...(byStudy.get(study) ?? []), index]);
  }
  const edges: Edge[] = [];
  for (const members of byStudy.values()) {
    if (members.length > MAX_UNRELATED) continue;
    for (const [index, a] of members.entries()) {
      for (const b of members.slice(index + 1)) edges.push({ a, b, kind: 'study', value: 1 });
    }
  }
  return edges;
}

const MAX_UNRELATED = 20;
