import { DAY_MS } from '../core/instant.ts';
import type { Story } from '../core/story.ts';
import { likeness, type Profile } from './profile.ts';

/** A story as seen by its lead. */
export type Subject = {
  story: Story;
  profile: Profile;
  studies: readonly string[];
  at: number | null;
  articleId: string;
  /** Ids of articles that its page, or the studies it names, point to. */
  points: ReadonlySet<string>;
};

/**
 * Ids of the others most worth reading after a story, best first, at most 4, of different kinds: one that is much
 * like another already chosen gives way to one that is not.
 */
export function choose(own: Subject, others: readonly Subject[]): string[] {
  const left = new Map<string, Candidate>();
  for (const other of others) {
    const score = relevance(own, other);
    if (score >= MIN_RELEVANCE) left.set(other.story.id, { other, score, nearest: 0, compared: 0 });
  }
  left.delete(own.story.id);
  const chosen: Subject[] = [];
  while (chosen.length < MAX_RELATED) {
    const best = bestOf(left.values(), chosen);
    if (best === null) break;
    chosen.push(best);
    left.delete(best.story.id);
  }
  return chosen.map(({ story }) => story.id);
}

/** `nearest`: its likeness to the one that it is most like of the first `compared` chosen. */
type Candidate = { other: Subject; score: number; nearest: number; compared: number };

/** Compares a candidate with what was chosen only while it may still be the best: comparing takes most of the time. */
function bestOf(candidates: Iterable<Candidate>, chosen: readonly Subject[]): Subject | null {
  let best: { other: Subject; value: number } | null = null;
  for (const candidate of candidates) {
    const { other, score } = candidate;
    const mayWin = () => best === null || score - VARIETY * candidate.nearest >= best.value;
    for (; candidate.compared < chosen.length && mayWin(); candidate.compared++) {
      const nearness = likeness(other.profile, (chosen[candidate.compared] as Subject).profile);
      candidate.nearest = Math.max(candidate.nearest, nearness);
    }
    const value = score - VARIETY * candidate.nearest;
    if (best === null || value > best.value || (value === best.value && other.story.id < best.other.story.id))
      best = { other, value };
  }
  return best?.other ?? null;
}

const MAX_RELATED = 4;
const MIN_RELEVANCE = 0.03;
const VARIETY = 0.6;

function relevance(own: Subject, other: Subject): number {
  const pointed = own.points.has(other.articleId) || other.points.has(own.articleId) ? POINTED : 0;
  const study = own.studies.some((key) => other.studies.includes(key)) ? SAME_STUDY : 0;
  const topics = TOPICS * overlap(own.story.topics, other.story.topics);
  return (likeness(own.profile, other.profile) + topics) * freshness(own, other) + pointed + study;
}

/** A link on the page, or one study, says more than words. */
const POINTED = 0.3;
const SAME_STUDY = 0.3;
const TOPICS = 0.1;

function overlap(a: readonly string[], b: readonly string[]): number {
  let shared = 0;
  for (const topic of a) if (b.includes(topic)) shared += 1;
  return shared === 0 ? 0 : shared / (a.length + b.length - shared);
}

/** Half of what a story is worth beside another does not age. */
function freshness({ at: one }: Subject, { at: other }: Subject): number {
  const days = one === null || other === null ? 0 : Math.abs(one - other) / DAY_MS;
  return 0.5 + 0.5 * 2 ** (-days / HALF_LIFE_DAYS);
}

const HALF_LIFE_DAYS = 120;
