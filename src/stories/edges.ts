import { type Edge, type Evidence, MAX_UNRELATED } from './agglomerate.ts';
import { compare, type Weighed } from './compare.ts';
import { around, dayOf } from './keys.ts';
import { type Strength, strengthOf } from './strength.ts';
import type { Rarity } from './vocabulary.ts';

/** What is known of articles beyond those at hand. */
export type Stored = {
  /** How many there are of one day. */
  storedOn(day: number): number;
  /** Ids of those that name a study. */
  sharers(study: string): readonly string[];
};

/** What could join articles, which come in order of time. */
export function findEvidence(
  articles: readonly Weighed[],
  pairs: readonly [number, number][],
  rarity: Rarity,
  stored: Stored = { storedOn: () => 0, sharers: () => [] },
): Evidence {
  const judge = createJudge(articles, rarity, stored.storedOn);
  const edges: Edge[] = [];
  const popular: number[][] = [];
  for (const [study, members] of sharersOfStudies(articles)) {
    const count = Math.max(members.length, stored.sharers(study).length);
    if (count > MAX_UNRELATED) popular.push(members);
    else edges.push(...studyEdges(members));
  }
  for (const [a, b] of pairs) edges.push(...edgeOf(a, b, judge(a, b)));
  return { articles, edges, popular, strength: (a, b) => judge(a, b).value };
}

function edgeOf(a: number, b: number, { kind, value }: Strength): Edge[] {
  if (kind === 'none' || value < WORTH_TRYING) return [];
  return [{ a, b, kind, value }];
}

/** A pair below "just enough" may still belong to groups that are alike on average. */
export const WORTH_TRYING = 0.6;

/** Compares each pair once. */
function createJudge(
  articles: readonly Weighed[],
  rarity: Rarity,
  storedOn: (day: number) => number,
): (a: number, b: number) => Strength {
  const known = new Map<number, Strength>();
  const neighbours = countNeighbours(articles, storedOn);
  return (a, b) => {
    const [low, high] = a < b ? [a, b] : [b, a];
    const key = low * 2 ** 26 + high;
    const before = known.get(key);
    if (before) return before;
    const [one, other] = [articles[low], articles[high]];
    if (!one || !other) throw new Error(`No articles ${low} and ${high} to compare`);
    const strength = strengthOf(
      one,
      other,
      compare(one, other, rarity),
      Math.max(neighbours(one), neighbours(other)),
    );
    known.set(key, strength);
    return strength;
  };
}

function countNeighbours(
  articles: readonly Weighed[],
  storedOn: (day: number) => number,
): (article: Weighed) => number {
  const here = new Map<number, number>();
  for (const { features } of articles) {
    if (features.at !== null) here.set(dayOf(features.at), (here.get(dayOf(features.at)) ?? 0) + 1);
  }
  return ({ features }) => {
    if (features.at === null) return articles.length;
    const day = dayOf(features.at);
    return around(day).reduce((sum, each) => sum + storedOn(each) + (here.get(each) ?? 0), 0);
  };
}

function sharersOfStudies(articles: readonly Weighed[]): [study: string, members: number[]][] {
  const byStudy = new Map<string, number[]>();
  for (const [index, { features }] of articles.entries()) {
    for (const study of new Set(features.studies)) {
      const sharers = byStudy.get(study);
      if (sharers) sharers.push(index);
      else byStudy.set(study, [index]);
    }
  }
  return [...byStudy].sort(([x], [y]) => (x < y ? -1 : 1));
}

function studyEdges(members: readonly number[]): Edge[] {
  return members.flatMap((a, index) =>
    members.slice(index + 1).map((b): Edge => ({ a, b, kind: 'study', value: 1 })),
  );
}
