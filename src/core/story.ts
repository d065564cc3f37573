import type { Instant } from './instant.ts';

export const STUDY_DESIGNS = [
  'randomised trial',
  'cohort',
  'case-control',
  'cross-sectional',
  'case report',
  'systematic review',
  'meta-analysis',
  'guideline',
  'modelling',
  'animal',
  'in vitro',
] as const;

export type StudyDesign = (typeof STUDY_DESIGNS)[number];

export const STUDY_STATUSES = ['peer-reviewed', 'preprint', 'conference abstract', 'press release'] as const;

export type StudyStatus = (typeof STUDY_STATUSES)[number];

/** A label made by rules from the text, with the sentence that says so. Null: not stated. */
export type Evidence = {
  design: StudyDesign | null;
  subjects: 'people' | 'animals' | 'cells' | null;
  sample: { size: number; unit: string } | null;
  status: StudyStatus | null;
  /** The sentence of the source behind each label. */
  because: { design?: string; subjects?: string; sample?: string; status?: string };
};

export type Notice = {
  kind: 'retraction' | 'expression of concern' | 'correction';
  /** When we learned of it. */
  at: Instant;
  /** When it was issued, where stated. */
  date: Instant | null;
  reason: string | null;
  url: string | null;
  doi: string | null;
};

/** What readers see: one or more articles about the same thing. A story with one article is the normal case. */
export type Story = {
  /** `tag:` URI (RFC 4151), minted once, kept for ever. */
  id: string;
  /**
   * Order of arrival: what feeds and archives count by. Given by the store when the story is first committed;
   * null asks for the next number (a new story, or one to be shown anew, such as a retraction).
   */
  seq: number | null;
  /** Of its page, below the site's address; made with the story and kept for ever (core/story-path.ts). */
  path: string;
  /** Ids of stories that were merged into this one. */
  aliases: string[];
  /** Set on a story that was merged away: the id that took it over. */
  mergedInto: string | null;
  /** Lead first, then coverage. */
  articleIds: string[];
  /** Sources of its articles, in that order, each once. */
  sourceIds: string[];
  sortAt: Instant;
  firstSeenAt: Instant;
  /** Moves for a new lead, a changed lead, a retraction or a correction; never for more coverage. */
  updatedAt: Instant;
  /** Topic slugs. */
  topics: string[];
  evidence: Evidence | null;
  notices: Notice[];
  /** Ids of at most 4 other stories. */
  related: string[];
  /**
   * The revision that last changed what feeds tell of it: all but `related`, which changes with every neighbour
   * that comes. Given by the store; null asks for that of the commit.
   */
  toldRevision: number | null;
};
