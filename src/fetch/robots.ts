import type { Fetcher, FetchResult } from '../core/fetch.ts';
import { type Clock, DAY_MS, HOUR_MS, msBetween, SECOND_MS, toInstant } from '../core/instant.ts';
import type { RobotsState } from '../core/source-state.ts';
import { absoluteUrl } from '../core/url.ts';
import { ROBOTS_BYTES } from './follow.ts';
import { allows, parseRobots, type RobotsRules } from './robots-rules.ts';

export type RobotsDeps = {
  now: Clock;
  load(origin: string): Promise<RobotsState | null>;
  save(state: RobotsState): Promise<unknown>;
};

export type Permission = {
  allowed: boolean;
  /** A sentence for a person. */
  reason: string;
  /** A refusal that says nothing about the page: robots.txt could not be had. It may be asked again later. */
  passing: boolean;
};

export type Robots = {
  /** `signal` ends the wait for a robots.txt; the page may not be read then, for now. */
  mayFetch(url: string, signal?: AbortSignal): Promise<Permission>;
};

/** The name by which robots.txt files call us. */
export const PRODUCT_TOKEN = 'MiasFeed';

/** A site's wish for more time between requests is met up to this; Crawl-delay is no part of RFC 9309. */
const MAX_CRAWL_DELAY_MS = 30 * SECOND_MS;

/**
 * Asks each origin's robots.txt before any of its pages (RFC 9309): with 4xx everything may be read, with 5xx or
 * no answer nothing. A copy serves for a day, a refusal for want of an answer for an hour.
 */
export function createRobots(
  fetcher: Pick<Fetcher, 'fetch'> & { slowDown?(host: string, delayMs: number): void },
  { now, load, save }: RobotsDeps,
): Robots {
  const readings = new Map<string, Promise<Reading>>();

  async function read(origin: string, signal?: AbortSignal): Promise<Reading> {
    const kept = await load(origin);
    if (kept !== null && isFresh(kept, now)) return readingOf(kept);
    const result = await fetcher.fetch({
      url: `${origin}/robots.txt`,
      accept: 'robots',
      ...(signal && { signal }),
    });
    const state: RobotsState = { origin, fetchedAt: toInstant(now()), ...verdictOf(result) };
    // What was not asked was not answered either, and is nothing to keep.
    if (isUnasked(result) || signal?.aborted) readings.delete(origin);
    else await save(state);
    return readingOf(state);
  }

  function readAnew(origin: string, signal?: AbortSignal): Promise<Reading> {
    const reading = read(origin, signal);
    readings.set(origin, reading);
    return reading;
  }

  return {
    async mayFetch(href, signal) {
      const absolute = absoluteUrl(href);
      if (absolute === null) return { allowed: false, reason: 'It is no http(s) address.', passing: false };
      const url = new URL(absolute);
      let reading = await (readings.get(url.origin) ?? readAnew(url.origin, signal));
      if (!isFresh(reading.state, now)) reading = await readAnew(url.origin, signal);
      const delayMs = reading.rules.crawlDelayMs;
      if (delayMs !== null) fetcher.slowDown?.(url.host, Math.min(delayMs, MAX_CRAWL_DELAY_MS));
      return judge(url, reading);
    },
  };
}

type Reading = { state: RobotsState; rules: RobotsRules };

const readingOf = (state: RobotsState): Reading => ({ state, rules: parseRobots(state.text, PRODUCT_TOKEN) });

function isFresh({ fetchedAt, verdict }: RobotsState, now: Clock): boolean {
  const ageMs = msBetween(fetchedAt, toInstant(now()));
  return ageMs >= 0 && ageMs < (verdict === 'refuse' ? HOUR_MS : DAY_MS);
}

const isUnasked = (result: FetchResult): boolean =>
  result.kind === 'failed' && result.failure.code === 'host-held';

/** RFC 9309 §2.3.1: too many redirects count as unavailable, too. */
const LOST = new Set(['redirect-loop', 'too-many-redirects', 'bad-redirect']);

function verdictOf(result: FetchResult): Pick<RobotsState, 'verdict' | 'text'> {
  if (result.kind === 'fetched') return { verdict: 'rules', text: wholeLines(result.body) };
  if (result.kind === 'unchanged') return { verdict: 'refuse', text: '' };
  const { code, httpStatus } = result.failure;
  const isMissing = httpStatus !== null && httpStatus >= 400 && httpStatus < 500;
  return { verdict: isMissing || LOST.has(code) ? 'allow' : 'refuse', text: '' };
}

/** Of a longer file than is read, no line that is cut off: the beginning of a rule closes more than the rule. */
function wholeLines(body: Uint8Array): string {
  const text = Buffer.from(body).toString('utf8');
  return body.length < ROBOTS_BYTES ? text : text.slice(0, Math.max(0, text.search(/[\r\n][^\r\n]*$/)));
}

function judge(url: URL, { state, rules }: Reading): Permission {
  if (state.verdict === 'refuse')
    return {
      allowed: false,
      passing: true,
      reason: `The robots.txt of ${url.host} could not be had, so its pages are left alone for now.`,
    };
  if (state.verdict === 'allow')
    return { allowed: true, passing: false, reason: `${url.host} has no robots.txt.` };
  const allowed = allows(rules, url);
  const verb = allowed ? 'allows' : 'does not allow';
  return { allowed, passing: false, reason: `The robots.txt of ${url.host} ${verb} this page to be read.` };
}
