import { after, DAY_MS, HOUR_MS, type Instant } from '../../core/instant.ts';
import type { Source } from '../../core/source.ts';
import type { SourceState } from '../../core/source-state.ts';
import type { Subscription } from './subscription.ts';

export type Wanted = { sourceId: string; topic: string; hub: string };

/** The sources whose feeds name a hub, and what to ask of it. */
export function wantedSubscriptions(
  sources: readonly Source[],
  states: ReadonlyMap<string, SourceState>,
): Wanted[] {
  return sources.flatMap(({ id, url, enabled, type }) => {
    const state = states.get(id);
    if (!enabled || type !== 'feed' || state?.url !== url || !state.feed?.hub) return [];
    return [{ sourceId: id, topic: state.feed.self ?? url, hub: state.feed.hub }];
  });
}

/**
 * The subscriptions as they should be: new ones for what is wanted and not there, `leaving` for what is there and not
 * wanted, nothing of those that have ended.
 */
export function adjust(
  subscriptions: readonly Subscription[],
  wanted: readonly Wanted[],
  { now, newToken }: { now: Instant; newToken(): string },
): Subscription[] {
  const isWanted = (each: Subscription) =>
    wanted.some(({ sourceId, topic, hub }) => isSame(each, { sourceId, topic, hub }));
  const kept = subscriptions
    .filter((each) => !hasEnded(each, now))
    .map(
      (each): Subscription =>
        each.state === 'leaving' || isWanted(each)
          ? each
          : { ...each, state: 'leaving', nextTryAt: now, tries: 0 },
    );
  const missing = wanted.filter(
    (each) => !kept.some((other) => other.state !== 'leaving' && isSame(other, each)),
  );
  const added = missing.map(
    (each): Subscription => ({
      ...each,
      token: newToken(),
      secret: newToken(),
      state: 'asked',
      leaseUntil: null,
      nextTryAt: now,
      tries: 0,
      delivers: false,
    }),
  );
  return [...kept, ...added];
}

/** The hub is to be asked now: to begin, to go on, or to forget us. */
export const isDue = ({ nextTryAt }: Subscription, now: Instant): boolean => nextTryAt <= now;

/** As it is once the hub has been asked: without a confirmation it's asked again, ever more seldom. */
export const asked = (subscription: Subscription, now: Instant): Subscription => ({
  ...subscription,
  tries: subscription.tries + 1,
  nextTryAt: after(now, Math.min(HOUR_MS * 2 ** subscription.tries, DAY_MS)),
});

/** As it is once the hub has confirmed it for so many seconds; renewed when four fifths of that have passed. */
export function confirmed(subscription: Subscription, leaseSeconds: number, now: Instant): Subscription {
  const leaseMs = Math.min(Math.max(leaseSeconds, MIN_LEASE_SECONDS), MAX_LEASE_SECONDS) * 1000;
  return {
    ...subscription,
    state: 'active',
    tries: 0,
    leaseUntil: after(now, leaseMs),
    nextTryAt: after(now, leaseMs * 0.8),
  };
}

/** As it is once the hub has refused it: asked again after a day. */
export const denied = (subscription: Subscription, now: Instant): Subscription => ({
  ...subscription,
  state: 'asked',
  leaseUntil: null,
  delivers: false,
  nextTryAt: after(now, DAY_MS),
});

/** What we ask for, and assume of a hub that doesn't say (WebSub §5.1). */
export const LEASE_SECONDS = 10 * 86_400;
const MIN_LEASE_SECONDS = 60;
const MAX_LEASE_SECONDS = 90 * 86_400;

/** Times that a hub is asked to forget us; then its deliveries find nobody. */
const FAREWELLS = 3;

const isSame = (one: Wanted, other: Wanted): boolean =>
  one.sourceId === other.sourceId && one.topic === other.topic && one.hub === other.hub;

const hasEnded = ({ state, leaseUntil, tries, nextTryAt }: Subscription, now: Instant): boolean =>
  state === 'leaving' &&
  ((leaseUntil !== null && leaseUntil <= now) || (tries >= FAREWELLS && nextTryAt <= now));
