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

/** Postings with their entries read once for all articles that ask. */
export type Clues = Map<string, { ids: string[]; days: (number | null)[] }>;

/**
 * Reads postings as far as they can matter: what lies outside `window` is passed over, and the rest of a posting
 * once it has become old.
 */
export function readPostings(postings: ReadonlyMap<string, Posting>, window: Window): Clues {
  const read: Clues = new Map();
  for (const [key, { ids }] of postings) if (!key.startsWith('day:')) read.set(key, readEntries(ids, window));
  return read;
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
): { ids: string[]; days: (number | null)[] } {
  const [ids, days]: [string[], (number | null)[]] = [[], []];
  let outside = 0;
  for (const entry of entries) {
    if (ids.length >= most) break;
    const day = dayOfEntry(entry);
    if (day === null || (day >= from && day <= to)) {
      ids.push(idOfEntry(entry));
      days.push(day);
      outside = 0;
    } else if (++outside >= MAX_OUTSIDE) break;
  }
  return { ids, days };
}

/** Entries come newest first; after so many in a row that are out of the window, none is expected in it. */
const MAX_OUTSIDE = 16;

/** Ids of the stored articles worth comparing with this one, most promising first. */
export function storedCandidates(article: Features, postings: Clues, rarity: Rarity): string[] {
  const day = article.at === null ? null : dayOf(article.at);
  const scores = new Map<string, number>();
  const found = clues(article, rarity);
  for (const [key, bits] of found) {
    const { ids, days } = postings.get(key) ?? NOTHING;
    for (let rank = 0; rank < ids.length; rank++) {
      const [id, other] = [ids[rank] ?? '', days[rank] ?? null];
      if (day !== null && other !== null && Math.abs(day - other) > WINDOW_DAYS) continue;
      scores.set(id, (scores.get(id) ?? 0) + bits * (FRESH / (FRESH + rank)));
    }
  }
  scores.delete(article.id);
  return best(scores, MAX_CANDIDATES, found);
}

const MAX_CANDIDATES = 8;
const NOTHING = { ids: [], days: [] };

/** Entries this far down a posting count half: the newest are the likeliest. */
const FRESH = 100;

/** Ids of the stored articles that share most with this one, of any time though rather of late. */
export function relatedCandidates(article: Features, postings: Clues, rarity: Rarity): string[] {
  const day = article.at === null ? null : dayOf(article.at);
  const scores = new Map<string, number>();
  for (const word of foundBy(article)) {
    const { ids, days } = postings.get(wordKey(word)) ?? NOTHING;
    const bits = rarity(word);
    for (let rank = 0; rank < ids.length; rank++) {
      const [id, other] = [ids[rank] ?? '', days[rank] ?? null];
      const age = day === null || other === null ? 0 : Math.abs(day - other);
      scores.set(id, (scores.get(id) ?? 0) + (bits * AGEING_DAYS) / (AGEING_DAYS + age));
    }
  }
  scores.delete(article.id);
  // Numbers alone sort much faster, and nearly all candidates fall below the last that is taken.
  const least = Float64Array.from(scores.values()).sort().at(-MAX_RELATED) ?? 0;
  return [...scores]
    .filter(([, score]) => score >= least)
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
