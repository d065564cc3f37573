import type { Instant } from '../core/instant.ts';
import type { VisitError } from '../core/source-state.ts';

/** What a refresh did with one source. */
export type SourceReport = {
  id: string;
  status: 'updated' | 'unchanged' | 'failed' | 'skipped';
  httpStatus?: number;
  newItems: number;
  updatedItems: number;
  /** Entries that repeated another of the same feed, and new items that joined a story which others already told. */
  duplicateItems: number;
  nextFetchAt: Instant | null;
  error?: VisitError;
  /** Of the body that it sent, decoded; left out where it sent none. */
  bytes?: number;
  /** Why it was skipped, or why its next visit is when it is. */
  reason?: string;
};

/** What `refresh --json` prints. */
export type RefreshReport = {
  startedAt: Instant;
  finishedAt: Instant;
  sources: SourceReport[];
  stories: { new: number; updated: number; total: number };
  output: { written: number; unchanged: number };
  /** How long publishing took, where it came to that. */
  publishMs?: number;
};

export type Progress = {
  phase: 'sources' | 'pages' | 'stories' | 'publish';
  done: number;
  total: number;
  failed: number;
  newItems: number;
};
