import { randomBytes } from 'node:crypto';
import type { Config } from '../core/source.ts';
import type { Reading } from '../server/reading.ts';
import type { Subscriber } from '../server/websub/subscriber.ts';
import type { Session } from './session.ts';

export type Hubs = { subscriber: Subscriber; close(): Promise<void> };

/** What lets sources' hubs tell us of news (WebSub); null where they could not reach the site, or what was agreed can't be read. */
export async function callableByHubs(
  config: Config,
  { dataDir, log, now }: Session,
  { reading, onNews }: { reading: Reading; onNews(sourceId: string): void },
): Promise<Hubs | null> {
  const { isReachable } = await import('../server/websub/reachable.ts');
  if (!isReachable(config.site.url, config.network.allowPrivate)) return null;
  const [{ createSubscriber }, { subscriptionsFile }, { createPoster }] = await Promise.all([
    import('../server/websub/subscriber.ts'),
    import('../server/websub/subscriptions-file.ts'),
    import('../fetch/post.ts'),
  ]);
  const file = subscriptionsFile(dataDir, { now, onDamage: log.problem });
  const subscriptions = await file.load();
  if (!subscriptions.ok) {
    log.problem(subscriptions.error);
    return null;
  }
  const poster = createPoster(config.network);
  const subscriber = createSubscriber({
    config,
    subscriptions: subscriptions.value,
    save: file.save,
    post: poster.post,
    async sources() {
      const states = await reading.use((store) => store.sources());
      return states.ok ? states.value : new Map();
    },
    now,
    newToken: () => randomBytes(24).toString('base64url'),
    onNews,
  });
  return { subscriber, close: poster.close };
}
