import { DAY_MS, type Instant, msBetween } from '../../core/instant.ts';
import type { Frequency } from '../../core/newsletter.ts';
import type { Story } from '../../core/story.ts';
import type { Store } from '../../store/store.ts';

/** A story that may be news to somebody. */
export type Candidate = {
  id: string;
  /** Every id that it has or had. */
  ids: string[];
  topics: string[];
  leadSource: string | null;
  sources: number;
  sortAt: Instant;
  firstSeenAt: Instant;
};

/** The stories since `from`, newest arrivals first: read once for a run, whoever is to get them. */
export async function loadPool(
  store: Pick<Store, 'bySeq' | 'counts'>,
  { from, now }: { from: Instant; now: Instant },
): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (let to = (await store.counts()).lastSeq; to > 0; to -= PAGE) {
    const stories = await store.bySeq(to, Math.max(1, to - PAGE + 1));
    found.push(...stories.filter((story) => isNews(story, from, now)).map(toCandidate));
    // A story that is shown anew keeps its dates, so that a page has to be old as a whole.
    if (stories.length > 0 && stories.every(({ firstSeenAt }) => firstSeenAt < from)) break;
  }
  return found;
}

const PAGE = 500;

/** Retracted after we had it: what is told of it then is the retraction, to those who were told the story. */
function isNews({ sortAt, firstSeenAt, mergedInto, notices }: Story, from: Instant, now: Instant): boolean {
  if (mergedInto !== null || sortAt < from || firstSeenAt < from || sortAt > now) return false;
  return !notices.some(({ kind, at }) => kind === 'retraction' && at > firstSeenAt);
}

const toCandidate = ({ id, aliases, topics, sourceIds, sortAt, firstSeenAt }: Story): Candidate => ({
  id,
  ids: [id, ...aliases],
  topics,
  leadSource: sourceIds[0] ?? null,
  sources: sourceIds.length,
  sortAt,
  firstSeenAt,
});

/**
 * The best first: each source that covers a story counts, and every half-life makes it half as good, so that one
 * source now equals two half a day, a day or half a week ago, by how often the mail comes.
 */
export function rank(pool: readonly Candidate[], frequency: Frequency, now: Instant): Candidate[] {
  const score = ({ sources, sortAt }: Candidate): number =>
    Math.max(sources, 1) * 0.5 ** (msBetween(sortAt, now) / HALF_LIFE_MS[frequency]);
  return pool
    .map((candidate) => ({ candidate, score: score(candidate) }))
    .sort((a, b) => b.score - a.score || (a.candidate.id < b.candidate.id ? -1 : 1))
    .map(({ candidate }) => candidate);
}

const HALF_LIFE_MS: Record<Frequency, number> = {
  instant: DAY_MS / 2,
  daily: DAY_MS,
  weekly: 3.5 * DAY_MS,
};
