import { COPIED, type Comparison, isHeadline, type Weighed } from './compare.ts';

/** What could join two articles: the same text, or words enough; and how strongly, 1 being just enough. */
export type Strength = { kind: 'copy' | 'event' | 'none'; value: number };

/**
 * Weighs a comparison. `neighbours` is how many articles lie within days of the two: the more there are, the
 * more words two of them share by chance. One source seldom writes twice about one thing in other words, but
 * often fills the same form for another: from one source more is asked.
 */
export function strengthOf(a: Weighed, b: Weighed, comparison: Comparison, neighbours: number): Strength {
  if (isCopy(a, b, comparison)) return { kind: 'copy', value: 1 + comparison.copied };
  const value = eventStrength(a, b, comparison, neighbours);
  return { kind: value > 0 ? 'event' : 'none', value };
}

const COPIED_BY_ONE_SOURCE = 0.9;
const COPY_ALIKE = 0.2;
const COPY_DAYS = 21;

function isCopy(a: Weighed, b: Weighed, { copied, alike, conflict, daysApart }: Comparison): boolean {
  if (copied < COPIED || alike < COPY_ALIKE || daysApart > COPY_DAYS) return false;
  if (conflict !== null && conflict !== 'other field') return false;
  if (a.features.sourceId !== b.features.sourceId) return true;
  return copied >= COPIED_BY_ONE_SOURCE && sameTitle(a, b);
}

function sameTitle(a: Weighed, b: Weighed): boolean {
  const [one, other] = [a.features.title, b.features.title];
  return one.size === other.size && [...one].every((word) => other.has(word));
}

function eventStrength(a: Weighed, b: Weighed, comparison: Comparison, neighbours: number): number {
  const { alike, bits, topBits, daysApart, conflict } = comparison;
  if (conflict !== null && conflict !== 'other field') return 0;
  const headlines = isHeadline(a.features) || isHeadline(b.features);
  const words = Math.min(a.features.title.size, b.features.title.size);
  const enough = headlines ? HEADLINES_ALIKE * Math.max(1, Math.sqrt(words / SHORT_TITLE)) : TEXTS_ALIKE;
  const surprise = Math.min(1, bits / (SPARE_BITS + Math.log2(1 + neighbours)));
  const second = Math.min(1, (bits - topBits) / SECOND_BITS);
  const manifold = ONE_WORD + (1 - ONE_WORD) * second;
  const together = Math.max(0, 1 - Math.max(0, daysApart - FREE_DAYS) / FADING_DAYS);
  return Math.min(
    areTwoPieces(a, b) ? 1 : MOST,
    (alike / enough) * surprise * manifold * together * (conflict === null ? 1 : OTHER_FIELD),
  );
}

/** What one source publishes under two titles, it means to be read as two. */
const areTwoPieces = (a: Weighed, b: Weighed): boolean =>
  a.features.sourceId === b.features.sourceId && !sameTitle(a, b);

const HEADLINES_ALIKE = 0.18;
/** Long titles, of papers above all, share a word or two more easily: from so many words on, more is asked. */
const SHORT_TITLE = 6;
const TEXTS_ALIKE = 0.35;
const SPARE_BITS = 6;
/** One word in common may be a subject of the day; it takes others to make it an event. */
const ONE_WORD = 0.5;
const SECOND_BITS = 6;
const OTHER_FIELD = 0.5;
/** One strong likeness must not carry a whole group. */
const MOST = 2;
/** News of one event comes within a day or so; after a week what looks alike is news of another. */
const FREE_DAYS = 1.2;
const FADING_DAYS = 4;
