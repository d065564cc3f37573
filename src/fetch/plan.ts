import type { Feed, ParseFailure } from '../core/feed.ts';
import type { FetchRequest, FetchResult, Validators } from '../core/fetch.ts';
import { after, DAY_MS, type Instant } from '../core/instant.ts';
import type { Result } from '../core/result.ts';
import type { Network, Source } from '../core/source.ts';
import type { HostState, SourceState, VisitError } from '../core/source-state.ts';
import { heldUntil, holdAfter, hostOf } from './host-hold.ts';
import { movedTo, recordMove } from './moved.ts';
import { afterFailure, afterSuccess } from './next-visit.ts';

export type Due = { due: true } | { due: false; reason: string; until: Instant | null };

/**
 * Whether a source may be visited now. `force` overrides everything but a Retry-After. `until` is null for a
 * source that is gone. A wait longer than any we impose comes from a clock that was wrong, and is not kept.
 */
export function isDue(
  state: SourceState | null,
  source: Source,
  host: HostState | null,
  { now, force, minIntervalMs }: { now: Instant; force: boolean; minIntervalMs: number },
): Due {
  const known = stateOf(source, state);
  const latest = after(now, Math.max(DAY_MS, minIntervalMs));
  const waits = (until: Instant | null | undefined): until is Instant =>
    until != null && until > now && until <= latest;
  const held = heldUntil(host, now, force);
  if (host !== null && held !== null)
    return { due: false, reason: `${host.host}: ${host.reason}`, until: held };
  if (waits(known?.holdUntil)) return { due: false, reason: 'Retry-After', until: known.holdUntil };
  if (force || known === null) return { due: true };
  if (known.goneAt !== null) return { due: false, reason: 'gone', until: null };
  // An interval that was made shorter in the config counts at once.
  const planned = known.nextVisitReason === INTERVAL ? null : known.nextVisitAt;
  if (waits(planned)) return { due: false, reason: known.nextVisitReason ?? INTERVAL, until: planned };
  // A minute begun counts, so that an hourly cron line that starts a second earlier than the last does not wait for another hour.
  const interval = known.lastVisitAt && after(`${known.lastVisitAt.slice(0, 16)}:00.000Z`, minIntervalMs);
  return waits(interval) ? { due: false, reason: INTERVAL, until: interval } : { due: true };
}

const INTERVAL = 'interval';

/** A server that says "not modified" for longer than this is asked anew. */
const TRUST_304_MS = 14 * DAY_MS;

/**
 * What to ask a source's origin: its configured address, or the one it has moved to for good; with the validators
 * that this very address gave. Its own headers go to the configured origin only.
 */
export function requestFor(source: Source, state: SourceState | null, now: Instant): FetchRequest {
  const known = stateOf(source, state);
  const url = movedTo(known?.moved ?? null) ?? source.url;
  return {
    url,
    accept: source.type === 'page' ? 'page' : 'feed',
    validators:
      known && isReadAs(source, known) && mayAskForChanges(known, url, now) ? known.validators : null,
    headers: sameOrigin(url, source.url) ? source.headers : {},
  };
}

/** Whether the last body was read as the config says now. */
export const isReadAs = (source: Source, { readAs }: SourceState): boolean =>
  readAs === undefined || readAs === wayToRead(source);

const wayToRead = ({ type, extract }: Source): string =>
  type === 'page' ? `page ${JSON.stringify(extract.list ?? {})}` : type;

/** Where an address gave no validators there are none to send: the request is that of a source never visited. */
function mayAskForChanges(
  { validators, validatorsUrl, lastBodyAt }: SourceState,
  url: string,
  now: Instant,
): boolean {
  if (validators.etag === null && validators.lastModified === null) return false;
  return validatorsUrl === url && lastBodyAt !== null && lastBodyAt > after(now, -TRUST_304_MS);
}

export type VisitOutcome = {
  source: Source;
  state: SourceState | null;
  /** Of the host that was asked. */
  host: HostState | null;
  request: FetchRequest;
  result: FetchResult;
  /** Null where there was nothing to read: no body, or one that is known already. */
  read: Result<Feed, ParseFailure> | null;
  at: Instant;
  network: Pick<Network, 'minIntervalMs'>;
  random(): number;
};

/**
 * What is remembered of a source, and of its host (null: no change), after a visit. What the visit's articles
 * decide (`bodyHash`, `listed`, `items`, `feed`, and whether it was an update) is handed on for the caller to fill in.
 */
export function afterVisit(visit: VisitOutcome): { state: SourceState; host: HostState | null } {
  const before = stateOf(visit.source, visit.state) ?? freshState(visit.source, visit.state);
  const error = errorOf(visit);
  const state = error === null ? succeeded(before, visit) : failed(before, error, visit);
  return { state, host: hostAfter(visit) };
}

function succeeded(before: SourceState, visit: VisitOutcome): SourceState {
  const { result, read, request, at, network } = visit;
  if (result.kind === 'failed') throw new Error('A failed fetch cannot have succeeded.');
  const hints = read?.ok ? read.value.hints : (before.polling ?? NO_HINTS);
  const said = result.kind === 'unchanged' ? before.polling?.freshForMs : null;
  const polling = { ...hints, freshForMs: result.freshForMs ?? said ?? null };
  return {
    ...before,
    ...afterSuccess(polling, { at, intervalMs: network.minIntervalMs }),
    polling,
    validators: result.validators,
    validatorsUrl: result.url,
    readAs: wayToRead(visit.source),
    moved: recordMove(before.moved, { result, readable: true, failures: 0, asked: request.url }),
    lastVisitAt: at,
    lastSuccessAt: at,
    lastBodyAt: result.kind === 'fetched' ? at : before.lastBodyAt,
    holdUntil: null,
    goneAt: null,
    lastResult: 'unchanged',
    lastError: null,
    httpStatus: result.httpStatus,
    failures: 0,
  };
}

function failed(before: SourceState, error: VisitError, visit: VisitOutcome): SourceState {
  const { source, result, request, at, network, random } = visit;
  const fetchFailed = result.kind === 'failed' ? result : null;
  const code = fetchFailed?.failure.code ?? null;
  const retryAfterMs = fetchFailed?.retryAfterMs ?? null;
  const lastError = { lastResult: 'failed' as const, lastError: error };
  if (code === 'host-held')
    return {
      ...before,
      ...lastError,
      nextVisitAt: after(at, retryAfterMs ?? 0),
      nextVisitReason: 'its host asked for quiet',
    };
  const failures = before.failures + 1;
  const gone = code === 'gone' && request.url === source.url;
  const plan = { at, intervalMs: network.minIntervalMs, random: random() };
  return {
    ...before,
    ...lastError,
    ...(gone
      ? { nextVisitAt: null, nextVisitReason: 'gone' }
      : afterFailure({ code, retryAfterMs, failures }, plan)),
    // A body that could not be read must come again: nothing may be asked on the strength of it.
    ...(fetchFailed === null && { validators: NO_VALIDATORS, validatorsUrl: null }),
    moved: recordMove(before.moved, { result, readable: false, failures, asked: request.url }),
    lastVisitAt: at,
    holdUntil: retryAfterMs ? after(at, Math.min(retryAfterMs, DAY_MS)) : null,
    goneAt: gone ? at : null,
    httpStatus: fetchFailed ? fetchFailed.failure.httpStatus : statusOf(result),
    failures,
  };
}

function errorOf({ result, read }: VisitOutcome): VisitError | null {
  if (result.kind === 'failed') return { code: result.failure.code, message: result.failure.message };
  return read === null || read.ok ? null : { code: read.error.code, message: read.error.message };
}

function hostAfter({ result, host, at }: VisitOutcome): HostState | null {
  const status = statusOf(result);
  if (status === null) return null;
  const retryAfterMs = result.kind === 'failed' ? result.retryAfterMs : null;
  return holdAfter(host, { host: hostOf(result.url), status, retryAfterMs, at });
}

const statusOf = (result: FetchResult): number | null =>
  result.kind === 'failed' ? result.failure.httpStatus : result.httpStatus;

const sameOrigin = (a: string, b: string): boolean =>
  URL.canParse(b) && new URL(a).origin === new URL(b).origin;

/** What we know of a source, unless it was learned at another address. */
const stateOf = (source: Source, state: SourceState | null): SourceState | null =>
  state?.url === source.url ? state : null;

const NO_VALIDATORS: Validators = { etag: null, lastModified: null };
const NO_HINTS = { ttlMinutes: null, skipHours: [], skipDays: [], updatePeriodMs: null, hub: null };

/** A new source; of one whose address changed, what its stored articles say stays true. */
function freshState({ id, url }: Source, old: SourceState | null): SourceState {
  return {
    id,
    url,
    validatorsUrl: null,
    validators: NO_VALIDATORS,
    bodyHash: null,
    moved: null,
    lastVisitAt: null,
    lastSuccessAt: null,
    lastBodyAt: null,
    nextVisitAt: null,
    nextVisitReason: null,
    polling: null,
    holdUntil: null,
    goneAt: null,
    lastResult: null,
    lastError: null,
    httpStatus: null,
    failures: 0,
    items: old?.items ?? 0,
    listed: old?.listed ?? {},
    feed: old?.feed ?? null,
  };
}
