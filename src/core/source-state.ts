import type { ParseFailure, PollingHints } from './feed.ts';
import type { FetchFailureCode, Freshness, Validators } from './fetch.ts';
import type { Instant } from './instant.ts';

/** What one visit to a source came to. */
export type VisitError = {
  code: FetchFailureCode | ParseFailure['code'];
  message: string;
};

/** All that is remembered about one source between visits. Small: read whole at the start of every run. */
export type SourceState = {
  id: string;
  /** The URL configured when this was written; another one in the config starts afresh. */
  url: string;
  /** The URL that `validators` belong to: they are sent to no other. */
  validatorsUrl: string | null;
  validators: Validators;
  /** Hash of the last body that was read whole, so that an unchanged 200 costs no parse. */
  bodyHash: string | null;
  /** How that body was read: one that the config wants read otherwise is asked for again, and read. */
  readAs?: string;
  /** Where 301/308 led on the last visits in a row, and how often; used directly from `count` 3 on. */
  moved: { to: string; count: number } | null;
  lastVisitAt: Instant | null;
  /** The last visit that ended in a readable feed or a 304. */
  lastSuccessAt: Instant | null;
  /** The last visit answered with a body: a server that says 304 for ever is asked anew after 14 days. */
  lastBodyAt: Instant | null;
  nextVisitAt: Instant | null;
  /** Why `nextVisitAt` is what it is: `interval`, `max-age`, `ttl`, `backing off`, `gone`, … */
  nextVisitReason: string | null;
  /** What the origin and its feed last asked of those who poll them: counts for the 304s that follow, too. */
  polling: (Freshness & PollingHints) | null;
  /** A Retry-After: not even `--force` goes earlier. */
  holdUntil: Instant | null;
  /** 410: never again until the config changes. */
  goneAt: Instant | null;
  lastResult: 'updated' | 'unchanged' | 'failed' | null;
  lastError: VisitError | null;
  httpStatus: number | null;
  /** Failed visits in a row. */
  failures: number;
  /** Articles of this source in the store. */
  items: number;
  /** Identity key → fingerprint and details of each entry the feed listed last, so that a listed, unchanged entry costs no look-up. */
  listed: Record<string, string>;
  /** What the feed said of itself, for `atom:source`, OPML and `status`. */
  feed: {
    title: string | null;
    link: string | null;
    language: string | null;
    /** WebSub: who tells of its news, and under which address. */
    hub: string | null;
    self?: string | null;
  } | null;
};

/** A host that asked us to wait (429 or 503 with Retry-After, or our own doubling). */
export type HostState = {
  /** host[:port], lower case. */
  host: string;
  until: Instant;
  /** 429s in a row without Retry-After: each doubles the wait. */
  strikes: number;
  reason: string;
};

/** A copy of an origin's robots.txt, kept at most 24 h. */
export type RobotsState = {
  origin: string;
  fetchedAt: Instant;
  verdict: 'rules' | 'allow' | 'refuse';
  text: string;
};
