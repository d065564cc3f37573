import { DAY_MS } from '../core/instant.ts';
import type { Posting } from './deps.ts';
import type { Features } from './features.ts';
import { contentKeys, dayOf, dayOfEntry, foundBy, idOfEntry, studyKey, wordKey } from './keys.ts';
import type { Rarity } from './vocabulary.ts';

/** Articles further apart are compared only where they name the same study. */
const WINDOW_DAYS = 21;

/** Bits that a shared stretch of text counts for. */
const TEXT_BITS = 16;

/** A word that more articles have than these bits say finds nothing by itself. */
const MIN_BITS = 5;

/** Of articles in order of time: pairs worth comparing, by the words and the text they share. */
export function pairsWithin(articles: readonly Features[], rarity: Rarity): [number, number][] {
  const earlier = new Map<string, number[]>();
  const pairs: [number, number][] = [];
  for (const [index, article] of articles.entries()) {
    const scores = new Map<number, number>();
    const found = clues(article, rarity);
    for (const [key, bits] of found) {
      const others = earlier.get(key) ?? [];
      for (const other of others.slice(-MAX_EARLIER)) {
        if (isNear(article.at, articles[other]?.at ?? null))
          scores.set(other, (scores.get(other) ?? 0) + bits);
      }
      others.push(index);
      earlier.set(key, others);
    }
    for (const other of best(scores, MAX_PAIRS, found)) pairs.push([other, index]);
  }
  return pairs;
}

const MAX_EARLIER = 200;
const MAX_PAIRS = 40;

/** Postings with their entries read once for all articles that ask. Articles go by numbers, for `ids` names them. */
export type Clues = { ids: readonly string[]; found: ReadonlyMap<string, Entries> };

/** The articles of one posting and their days, NaN where one is not known. */
type Entries = { articles: Uint32Array; days: Float64Array };

/**
 * Reads postings as far as they can matter: what lies outside `window` is passed over, and the rest of a posting
 * once it has become old.
 */
export function readPostings(postings: ReadonlyMap<string, Posting>, window: Window): Clues {
  const numbers = new Map<string, number>();
  const numberOf = (id: string): number => {
    const number = numbers.get(id) ?? numbers.size;
    numbers.set(id, number);
    return number;
  };
  const found = new Map<string, Entries>();
  for (const [key, { ids }] of postings)
    if (!key.startsWith('day:')) found.set(key, readEntries(ids, window, numberOf));
  return { ids: [...numbers.keys()], found };
}

/** Days, both included; and how many entries of a posting are read at most. */
export type Window = { from: number; to: number; most: number };

/** The days whose articles could belong with these. */
export function windowOf(articles: readonly Features[]): Window {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { at } of articles) {
    if (at === null) continue;
    from = Math.min(from, dayOf(at) - WINDOW_DAYS);
    to = Math.max(to, dayOf(at) + WINDOW_DAYS);
  }
  return from <= to ? { from, to, most: MAX_ENTRIES } : { ...ANY_TIME, most: MAX_ENTRIES };
}

const MAX_ENTRIES = 200;

/** For what is related at any time, though rather of late. */
export const ANY_TIME: Window = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, most: 60 };

function readEntries(
  entries: readonly string[],
  { from, to, most }: Window,
  numberOf: (id: string) => number,
): Entries {
  const [articles, days]: [number[], number[]] = [[], []];
  let outside = 0;
  for (const entry of entries) {
    if (articles.length >= most) break;
    const day = dayOfEntry(entry);
    if (day === null || (day >= from && day <= to)) {
      articles.push(numberOf(idOfEntry(entry)));
      days.push(day ?? Number.NaN);
      outside = 0;
    } else if (++outside >= MAX_OUTSIDE) break;
  }
  return { articles: Uint32Array.from(articles), days: Float64Array.from(days) };
}

/** Entries come newest first; after so many in a row that are out of the window, none is expected in it. */
const MAX_OUTSIDE = 16;

/** Ids of the stored articles worth comparing with this one, most promising first. */
export function storedCandidates(article: Features, postings: Clues, rarity: Rarity): string[] {
  const day = article.at === null ? Number.NaN : dayOf(article.at);
  const tally = startTally(postings);
  const found = clues(article, rarity);
  for (const [key, bits] of found) {
    const { articles, days } = postings.found.get(key) ?? NOTHING;
    for (let rank = 0; rank < articles.length; rank++) {
      const apart = Math.abs(day - (days[rank] ?? Number.NaN));
      if (apart > WINDOW_DAYS) continue;
      tally.add(articles[rank] ?? 0, bits * (FRESH / (FRESH + rank)));
    }
  }
  return best(tally.scores(article.id), MAX_CANDIDATES, found);
}

const MAX_CANDIDATES = 8;
const NOTHING: Entries = { articles: new Uint32Array(), days: new Float64Array() };

/** Adds up scores of articles by their numbers: most of the time of finding candidates goes there. */
function startTally({ ids }: Clues) {
  const sums = new Float64Array(ids.length);
  const met: number[] = [];
  return {
    add(article: number, score: number): void {
      const sum = sums[article] ?? 0;
      if (sum === 0) met.push(article);
      sums[article] = sum + score;
    },
    /** By id, at least `least` each, without the article that asks. */
    scores(own: string, least = 0): Map<string, number> {
      const found = new Map<string, number>();
      for (const article of met) {
        const sum = sums[article] ?? 0;
        const id = ids[article] ?? '';
        if (sum >= least && id !== own) found.set(id, sum);
      }
      return found;
    },
    /** The score of the `rank`th best. */
    atRank: (rank: number): number =>
      Float64Array.from(met, (article) => sums[article] ?? 0)
        .sort()
        .at(-rank) ?? 0,
  };
}

/** Entries this far down a posting count half: the newest are the likeliest. */
const FRESH = 100;

/** Ids of the stored articles that share most with this one, of any time though rather of late. */
export function relatedCandidates(article: Features, postings: Clues, rarity: Rarity): string[] {
  const day = article.at === null ? Number.NaN : dayOf(article.at);
  const tally = startTally(postings);
  for (const word of foundBy(article)) {
    const { articles, days } = postings.found.get(wordKey(word)) ?? NOTHING;
    const bits = rarity(word);
    for (let rank = 0; rank < articles.length; rank++) {
      const age = Math.abs(day - (days[rank] ?? Number.NaN)) || 0;
      tally.add(articles[rank] ?? 0, (bits * AGEING_DAYS) / (AGEING_DAYS + age));
    }
  }
  // Numbers alone sort much faster, and nearly all candidates fall below the last that is taken; one may be the article.
  return [...tally.scores(article.id, tally.atRank(MAX_RELATED + 1))]
    .sort(([x, one], [y, other]) => other - one || (x < y ? -1 : 1))
    .slice(0, MAX_RELATED)
    .map(([id]) => id);
}

const AGEING_DAYS = 180;
const MAX_RELATED = 24;

type Clue = [key: string, bits: number];

function clues(article: Features, rarity: Rarity): Clue[] {
  const found: Clue[] = [];
  for (const word of foundBy(article)) {
    const bits = rarity(word);
    if (bits >= MIN_BITS) found.push([wordKey(word), bits]);
  }
  for (const key of contentKeys(article)) if (key.startsWith('text:')) found.push([key, TEXT_BITS]);
  for (const study of article.studies) found.push([studyKey(study), TEXT_BITS]);
  return found;
}

function isNear(a: number | null, b: number | null): boolean {
  return a === null || b === null || Math.abs(a - b) <= WINDOW_DAYS * DAY_MS;
}

/** The highest scores, of those that make up a fair share of what the article could be found by. */
function best<T extends string | number>(scores: Map<T, number>, limit: number, clues: readonly Clue[]): T[] {
  const enough = Math.max(MIN_SCORE, FAIR_SHARE * clues.reduce((sum, [, bits]) => sum + bits, 0));
  return [...scores]
    .filter(([, bits]) => bits >= enough)
    .sort(([x, one], [y, other]) => other - one || (x < y ? -1 : 1))
    .slice(0, limit)
    .map(([id]) => id);
}

const MIN_SCORE = 7;
const FAIR_SHARE = 0.1;
