import type { Instant } from '../../core/instant.ts';
import type { Candidate } from './pool.ts';

export const MAX_STORIES = 12;

export type Wanted = {
  /** Stories that were published, and came to us, before these are not news. */
  from: Instant;
  seenAfter: Instant | null;
  wasTold(ids: readonly string[]): boolean;
};

/**
 * The best of a ranked list that a subscriber doesn't know, at most 12, the lead first. One source leads at most four
 * of them as long as others have something to say.
 */
export function choose(ranked: readonly Candidate[], { from, seenAfter, wasTold }: Wanted): Candidate[] {
  const chosen: Candidate[] = [];
  const spare: Candidate[] = [];
  const bySource = new Map<string | null, number>();
  for (const candidate of ranked) {
    if (chosen.length === MAX_STORIES) break;
    const { ids, sortAt, firstSeenAt, leadSource } = candidate;
    if (sortAt < from || firstSeenAt < from || (seenAfter !== null && firstSeenAt <= seenAfter)) continue;
    if (wasTold(ids)) continue;
    const before = bySource.get(leadSource) ?? 0;
    bySource.set(leadSource, before + 1);
    if (before < MOST_OF_A_SOURCE) chosen.push(candidate);
    else if (spare.length < MAX_STORIES) spare.push(candidate);
  }
  return [...chosen, ...spare].slice(0, MAX_STORIES);
}

const MOST_OF_A_SOURCE = 4;
