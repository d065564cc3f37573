import type { Article } from '../../src/core/article.ts';
import type { HostState, RobotsState, SourceState } from '../../src/core/source-state.ts';
import type { Story } from '../../src/core/story.ts';
import { storyPath } from '../../src/core/story-path.ts';

const AT = '2026-08-01T12:00:00.000Z';

export const now = (): Date => new Date(AT);

export const article = (id: string, over: Partial<Article> = {}): Article => ({
  id,
  sourceId: 'lancet',
  keys: [`link:https://journal.example/${id}`],
  guid: id,
  url: `https://journal.example/${id}`,
  title: `Statins after stroke: “${id}”`,
  authors: [],
  published: AT,
  updated: null,
  firstSeenAt: AT,
  changedAt: AT,
  sortAt: AT,
  summary: 'A trial.\nIn two lines \\ with "quotes", \u2028 and 日本語.',
  contentHtml: null,
  categories: [],
  enclosures: [],
  image: null,
  language: 'en',
  rights: null,
  journal: null,
  studies: [],
  fingerprint: 'f0',
  visit: { status: 'not-wanted', attempts: 0, notBefore: null, reason: null },
  page: null,
  heldUntil: null,
  storyId: null,
  ...over,
});

export const story = (id: string, over: Partial<Story> = {}): Story => ({
  id,
  seq: null,
  path: storyPath(id, 'Sleep in newborns', AT),
  aliases: [],
  mergedInto: null,
  articleIds: [],
  sourceIds: ['lancet'],
  sortAt: AT,
  firstSeenAt: AT,
  updatedAt: AT,
  topics: ['cardiology'],
  evidence: null,
  notices: [],
  related: [],
  toldRevision: null,
  ...over,
});

export const source = (id: string, over: Partial<SourceState> = {}): SourceState => ({
  id,
  url: `https://${id}.example/feed`,
  validatorsUrl: null,
  validators: { etag: '"a\\b"', lastModified: null },
  bodyHash: null,
  moved: null,
  lastVisitAt: AT,
  lastSuccessAt: AT,
  lastBodyAt: AT,
  nextVisitAt: AT,
  nextVisitReason: 'interval',
  holdUntil: null,
  goneAt: null,
  lastResult: 'updated',
  lastError: null,
  httpStatus: 200,
  failures: 0,
  items: 0,
  listed: {},
  feed: null,
  polling: null,
  ...over,
});

export const host = (name: string, over: Partial<HostState> = {}): HostState => ({
  host: name,
  until: AT,
  strikes: 1,
  reason: 'Retry-After',
  ...over,
});

export const robots = (origin: string, over: Partial<RobotsState> = {}): RobotsState => ({
  origin,
  fetchedAt: AT,
  verdict: 'rules',
  text: 'User-agent: *\nDisallow: /private\n',
  ...over,
});

/** Ids as a store would mint them, for the nth article or story. */
export const articleId = (n: number): string => `${n.toString(36)}-a${n}`;
export const storyId = (n: number): string => `tag:news.example,2026:${n.toString(36)}-s${n}`;
