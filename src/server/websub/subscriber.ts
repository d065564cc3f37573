import { Hono } from 'hono';
import { type Clock, toInstant } from '../../core/instant.ts';
import type { Config } from '../../core/source.ts';
import type { SourceState } from '../../core/source-state.ts';
import type { Poster } from '../../fetch/post.ts';
import type { ServerEnv } from '../client-address.ts';
import { adjust, asked, confirmed, denied, isDue, LEASE_SECONDS, wantedSubscriptions } from './plan.ts';
import { isSignedWith } from './signature.ts';
import type { Subscription } from './subscription.ts';
import type { SubscriptionsFile } from './subscriptions-file.ts';

export type SubscriberDeps = {
  config: Config;
  /** As they were kept. */
  subscriptions: readonly Subscription[];
  /** Keeps them, durably. */
  save: SubscriptionsFile['save'];
  post: Poster['post'];
  sources(): Promise<ReadonlyMap<string, SourceState>>;
  now: Clock;
  /** Text that nobody can guess. */
  newToken(): string;
  /** Told of a source whose hub says that there is news. */
  onNews(sourceId: string): void;
};

export type Subscriber = {
  /** Where hubs call: to be mounted at `/websub`. */
  routes: Hono<ServerEnv>;
  /** Asks hubs for what is to be begun, renewed or ended now. */
  maintain(signal?: AbortSignal): Promise<void>;
  /** Whether the hub's word can be waited for instead of asking the source. */
  isTrusted(sourceId: string): boolean;
  /** Whether the visit after a hub's word brought news. */
  visited(sourceId: string, hadNews: boolean): Promise<void>;
};

/**
 * Lets hubs tell us of news (W3C WebSub). What they deliver is never taken for news itself: it makes us look at the
 * source, so that nobody but the source can put words into its mouth, and what is stored comes one way only.
 */
export function createSubscriber(deps: SubscriberDeps): Subscriber {
  const { config, now } = deps;
  const byToken = new Map(deps.subscriptions.map((subscription) => [subscription.token, subscription]));
  let last: Promise<unknown> = Promise.resolve();

  /** One change after the other, each on disk before anybody is told; `act` says whether it changed anything. */
  function change(act: () => boolean): Promise<void> {
    const turn = last.then(async () => {
      if (act()) await deps.save([...byToken.values()]);
    });
    last = turn.catch(() => undefined);
    return turn;
  }

  const update = (token: string, next: (subscription: Subscription) => Subscription): Promise<void> =>
    change(() => {
      const known = byToken.get(token);
      if (known) byToken.set(token, next(known));
      return known !== undefined;
    });

  async function askHub(subscription: Subscription, signal: AbortSignal | undefined): Promise<void> {
    const { token, topic, hub, secret, state } = subscription;
    // Before the hub is asked, because it may call back before it answers.
    await update(token, (known) => asked(known, toInstant(now())));
    const callback = new URL(`websub/${token}`, config.site.url).href;
    const mode = state === 'leaving' ? 'unsubscribe' : 'subscribe';
    const more = { 'hub.secret': secret, 'hub.lease_seconds': String(LEASE_SECONDS) };
    const form = { 'hub.mode': mode, 'hub.topic': topic, 'hub.callback': callback };
    await deps.post(hub, state === 'leaving' ? form : { ...form, ...more }, signal);
  }

  let running: Promise<void> | null = null;
  async function maintain(signal: AbortSignal | undefined): Promise<void> {
    const wanted = wantedSubscriptions(config.sources, await deps.sources());
    const at = { now: toInstant(now()), newToken: deps.newToken };
    await change(() => {
      const before = [...byToken.values()];
      const after = adjust(before, wanted, at);
      byToken.clear();
      for (const subscription of after) byToken.set(subscription.token, subscription);
      return JSON.stringify(after) !== JSON.stringify(before);
    });
    for (const subscription of [...byToken.values()]) {
      if (signal?.aborted) return;
      if (isDue(subscription, at.now)) await askHub(subscription, signal);
    }
  }

  /** A hub asks whether it was really we who asked (WebSub §5.3), or says that it won't (§5.2). */
  async function verify(subscription: Subscription, query: Record<string, string>): Promise<string | null> {
    const mode = query['hub.mode'];
    if (query['hub.topic'] !== subscription.topic) return null;
    if (mode === 'denied') {
      await update(subscription.token, (known) => denied(known, toInstant(now())));
      return '';
    }
    const challenge = query['hub.challenge'] ?? '';
    if (mode === 'subscribe' && subscription.state !== 'leaving') {
      const lease = Number(query['hub.lease_seconds']);
      const seconds = lease > 0 ? lease : LEASE_SECONDS;
      await update(subscription.token, (known) => confirmed(known, seconds, toInstant(now())));
      return challenge;
    }
    if (mode === 'unsubscribe' && subscription.state === 'leaving') {
      await change(() => byToken.delete(subscription.token));
      return challenge;
    }
    return null;
  }

  const routes = new Hono<ServerEnv>()
    .get('/:token', async (c) => {
      const subscription = byToken.get(c.req.param('token'));
      const answer = subscription ? await verify(subscription, c.req.query()) : null;
      return answer === null ? c.notFound() : c.text(answer);
    })
    .post('/:token', async (c) => {
      const subscription = byToken.get(c.req.param('token'));
      if (!subscription) return c.text('Nobody is subscribed here.\n', 410);
      const body = new Uint8Array(await c.req.arrayBuffer());
      const isGenuine = isSignedWith(subscription.secret, body, c.req.header('x-hub-signature'));
      if (isGenuine && subscription.state !== 'leaving') deps.onNews(subscription.sourceId);
      // A wrong signature is not told apart (WebSub §7.1.1).
      return c.body(null, 202);
    });

  const of = (sourceId: string) =>
    [...byToken.values()].find((each) => each.sourceId === sourceId && each.state !== 'leaving');

  return {
    routes,
    maintain(signal) {
      running ??= maintain(signal).finally(() => {
        running = null;
      });
      return running;
    },
    isTrusted(sourceId) {
      const subscription = of(sourceId);
      const isOn = subscription?.state === 'active' && (subscription.leaseUntil ?? '') > toInstant(now());
      return isOn && subscription.delivers;
    },
    async visited(sourceId, hadNews) {
      const subscription = of(sourceId);
      if (subscription && subscription.delivers !== hadNews)
        await update(subscription.token, (known) => ({ ...known, delivers: hadNews }));
    },
  };
}
