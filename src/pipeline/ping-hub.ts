import { setTimeout as wait } from 'node:timers/promises';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../core/instant.ts';
import type { Config } from '../core/source.ts';
import type { Poster } from '../fetch/post.ts';
import { PING, type Store } from '../store/store.ts';

export type PingDeps = {
  store: Pick<Store, 'pending' | 'commit' | 'cursor' | 'setCursors'>;
  now(): Date;
  post: Poster['post'];
  signal?: AbortSignal | undefined;
  sleep?: (ms: number) => Promise<unknown>;
};

/** `told`: feeds that the hub knows to have changed now; `waiting`: those for another time. */
export type Pinged = { told: number; waiting: number };

/**
 * Tells the hub of the site which feeds have changed (WebSub §7: hub.mode=publish). What it did not take is kept, tried
 * again by this run after some seconds, and then by later ones, ever more seldom.
 */
export async function pingHub({ site }: Config, deps: PingDeps): Promise<Pinged> {
  const { store, now, signal, sleep = wait } = deps;
  const waiting = (await store.pending()).filter((work) => work.startsWith(PING));
  if (waiting.length === 0) return { told: 0, waiting: 0 };
  if (site.hub === null) {
    await done(waiting, store);
    return { told: 0, waiting: 0 };
  }
  if (now().getTime() < (await store.cursor(NOT_BEFORE)) * SECOND_MS)
    return { told: 0, waiting: waiting.length };
  let left = waiting;
  for (const pauseMs of [0, ...PAUSES_MS]) {
    if (pauseMs > 0) await sleep(pauseMs);
    if (signal?.aborted) break;
    left = await tell(left, site.hub, (path) => new URL(path, site.url).href, deps);
    if (left.length === 0) break;
  }
  const told = waiting.filter((work) => !left.includes(work));
  await done(told, store);
  if (signal?.aborted) return { told: told.length, waiting: left.length };
  const failures = left.length === 0 ? 0 : (await store.cursor(FAILURES)) + 1;
  const delayMs = failures === 0 ? 0 : Math.min(MINUTE_MS * 2 ** (failures - 1), LONGEST_MS);
  const notBefore = delayMs === 0 ? 0 : Math.ceil((now().getTime() + delayMs) / SECOND_MS);
  await store.setCursors({ [FAILURES]: failures, [NOT_BEFORE]: notBefore });
  return { told: told.length, waiting: left.length };
}

/** Whether the hub is to be told of something now. */
export async function hasPings({
  store,
  now,
}: Pick<PingDeps, 'now'> & { store: Pick<Store, 'pending' | 'cursor'> }) {
  if (!(await store.pending()).some((work) => work.startsWith(PING))) return false;
  return now().getTime() >= (await store.cursor(NOT_BEFORE)) * SECOND_MS;
}

const NOT_BEFORE = 'hub-not-before';
const FAILURES = 'hub-failures';
const PAUSES_MS = [SECOND_MS, 3 * SECOND_MS];
const LONGEST_MS = 6 * HOUR_MS;
const AT_ONCE = 8;

/** One request a feed; answers what could not be told. Where the hub can't be reached, the rest is not tried. */
async function tell(
  waiting: readonly string[],
  hub: string,
  urlFor: (path: string) => string,
  { post, signal }: PingDeps,
): Promise<string[]> {
  const queue = [...waiting];
  const left: string[] = [];
  let isReachable = true;
  const worker = async () => {
    for (let work = queue.shift(); work !== undefined; work = queue.shift()) {
      const topic = urlFor(work.slice(PING.length));
      const answer = isReachable
        ? await post(hub, { 'hub.mode': 'publish', 'hub.url': topic, 'hub.topic': topic }, signal)
        : null;
      if (answer?.ok === false) isReachable = false;
      if (!answer?.ok || answer.value >= 300) left.push(work);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return left;
}

/** Forgets what was told. That is a commit like any other, but nothing that the output could show. */
async function done(told: string[], store: PingDeps['store']): Promise<void> {
  if (told.length === 0) return;
  const published = await store.cursor('published');
  const revision = await store.commit({ pending: { remove: told } });
  if (published === revision - 1) await store.setCursors({ published: revision });
}
