import type { Weighed } from './compare.ts';
import { paperOf } from './studies.ts';

/** Articles found to belong together, and the stored stories that they were until now. */
export type Group = { members: number[]; stories: string[] };

export type Edge = {
  a: number;
  b: number;
  /** `study`: they name the same one; `copy`: the same text; `event`: alike in words and time. */
  kind: 'study' | 'copy' | 'event';
  value: number;
};

export type Evidence = {
  articles: readonly Weighed[];
  edges: readonly Edge[];
  /** Articles that name one study which so many name that it may be a tool of theirs. */
  popular: readonly number[][];
  /** How strongly words and time join two articles; 1 is just enough. */
  strength(a: number, b: number): number;
};

const ORDER = { study: 0, copy: 1, event: 2 };

/**
 * Joins groups along edges, the strongest first. Names of studies and copies join by themselves; likeness must
 * hold on average between all that is joined, so that no chain of chance likenesses forms, and never joins two
 * stories that readers have already seen apart. Articles must be numbered in an order that does not depend on
 * how they came. Groups that were joined into others are left out of the answer.
 */
export function agglomerate(groups: readonly Group[], evidence: Evidence): Group[] {
  const groupOf = new Map<number, Group>();
  for (const group of groups) for (const member of group.members) groupOf.set(member, group);
  const sorted = [...evidence.edges].sort(
    (x, y) => ORDER[x.kind] - ORDER[y.kind] || y.value - x.value || x.a - y.a || x.b - y.b,
  );
  for (let pass = 0, joined = true; joined && pass < MAX_PASSES; pass++) {
    joined = false;
    for (const edge of sorted) if (join(groupOf, edge, evidence)) joined = true;
  }
  for (const members of evidence.popular) joinPopular(groupOf, members, evidence);
  return [...new Set([...groupOf.values()])].sort((x, y) => (x.members[0] ?? 0) - (y.members[0] ?? 0));
}

const MAX_PASSES = 4;

function join(groupOf: Map<number, Group>, edge: Edge, evidence: Evidence): boolean {
  const [one, other] = [groupOf.get(edge.a), groupOf.get(edge.b)];
  if (!one || !other || one === other || !belong(one, other, edge, evidence)) return false;
  const both = {
    members: [...one.members, ...other.members].sort((x, y) => x - y),
    stories: [...one.stories, ...other.stories],
  };
  for (const member of both.members) groupOf.set(member, both);
  return true;
}

/**
 * Forty outlets on one trial fall into few groups by their texts, and are a little alike; users of one database
 * stay many, and are not.
 */
function joinPopular(groupOf: Map<number, Group>, members: readonly number[], evidence: Evidence): void {
  if (new Set(members.map((member) => groupOf.get(member))).size > MAX_UNRELATED) return;
  for (const [index, b] of members.entries()) {
    for (const a of members.slice(0, index)) {
      if (evidence.strength(a, b) >= SLIGHT) join(groupOf, { a, b, kind: 'study', value: 1 }, evidence);
    }
  }
}

/** A quarter of the likeness that would join two articles by itself. */
const SLIGHT = 0.25;

/** An identifier that more unrelated articles share joins nothing. */
export const MAX_UNRELATED = 20;

function belong(one: Group, other: Group, edge: Edge, evidence: Evidence): boolean {
  if (areOtherPapers(one, other, evidence)) return false;
  if (edge.kind !== 'event') return true;
  if (one.stories.length > 0 && other.stories.length > 0) return false;
  return average(one, other, evidence) >= 1 + SAME_SOURCE * clash(one, other, evidence);
}

/** How much more is asked of a group that already has an article of the same source. */
const SAME_SOURCE = 0.9;

/** At most this many articles stand for a group: the earliest. */
export const SAMPLE = 8;

/**
 * How alike two groups are on average. Of a group that is held together by a study the half that is likest
 * counts: what is known to be one thing may be told in very different words.
 */
function average(one: Group, other: Group, evidence: Evidence): number {
  const [few, many] = [one.members.slice(0, SAMPLE), other.members.slice(0, SAMPLE)];
  const strengths = few.flatMap((a) => many.map((b) => evidence.strength(a, b))).sort((x, y) => y - x);
  const anchored = isAnchored(one, evidence) || isAnchored(other, evidence);
  const counted = anchored ? strengths.slice(0, Math.ceil(strengths.length / 2)) : strengths;
  return counted.reduce((sum, strength) => sum + strength, 0) / counted.length;
}

/** Whether some members name one study. */
function isAnchored({ members }: Group, { articles }: Evidence): boolean {
  const named = members.flatMap((member) => articles[member]?.features.studies ?? []);
  return new Set(named).size < named.length;
}

/** Which share of the smaller group has an article of the same source in the other; 0 to 1. */
function clash(one: Group, other: Group, { articles }: Evidence): number {
  const [few, many] = one.members.length <= other.members.length ? [one, other] : [other, one];
  const sources = new Set(many.members.map((member) => articles[member]?.features.sourceId));
  return (
    few.members.filter((member) => sources.has(articles[member]?.features.sourceId)).length /
    few.members.length
  );
}

function areOtherPapers(one: Group, other: Group, { articles }: Evidence): boolean {
  const papers = (group: Group): Set<string> => {
    const found = new Set<string>();
    for (const member of group.members) {
      const paper = paperOf(articles[member]?.features.studies ?? []);
      if (paper !== null) found.add(paper);
    }
    return found;
  };
  const [mine, theirs] = [papers(one), papers(other)];
  return mine.size > 0 && theirs.size > 0 && ![...mine].some((paper) => theirs.has(paper));
}
