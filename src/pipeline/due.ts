import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, type Instant, toInstant } from '../core/instant.ts';
import type { Config, Source } from '../core/source.ts';
import type { HostState, SourceState } from '../core/source-state.ts';
import { hostOf } from '../fetch/host-hold.ts';
import { isDue, requestFor } from '../fetch/plan.ts';
import { settingsFingerprint } from '../publish/settings.ts';
import type { Store } from '../store/store.ts';
import { loadTopicLabels } from '../stories/topic-labels.ts';
import { hasPings } from './ping-hub.ts';
import type { RefreshReport, SourceReport } from './report.ts';
import { hasWork } from './waiting.ts';

export type DueSource = { source: Source; state: SourceState | null; host: HostState | null };

export type Plan = { due: DueSource[]; skipped: SourceReport[] };

/** Which sources may be visited now, and why the others are left alone. */
export async function planVisits(
  config: Config,
  store: Pick<Store, 'sources' | 'hosts'>,
  options: { sourceIds: string[] | null; force: boolean; now: Clock },
): Promise<Plan> {
  const [states, hosts] = await Promise.all([store.sources(), store.hosts()]);
  const now = toInstant(options.now());
  const plan: Plan = { due: [], skipped: [] };
  for (const source of config.sources) {
    if (options.sourceIds !== null && !options.sourceIds.includes(source.id)) continue;
    const state = states.get(source.id) ?? null;
    const host = hosts.get(hostOf(requestFor(source, state, now).url)) ?? null;
    const verdict = decide(source, state, host, now, config, options.force);
    if (verdict.due) plan.due.push({ source, state, host });
    else plan.skipped.push(skipped(source.id, verdict));
  }
  return plan;
}

/**
 * The report of a pass that would change nothing: no source is due, nothing that waits could be done now, and all that
 * is stored is published. Null where there is something to do. Costs no look at the web, nor at articles that don't wait.
 */
export async function nothingToDo(
  config: Config,
  deps: { store: Store; outputDir: string; now: Clock },
  options: { sourceIds: string[] | null; force: boolean },
): Promise<RefreshReport | null> {
  const { store, outputDir, now } = deps;
  const { due, skipped } = await planVisits(config, store, { ...options, now });
  if (due.length > 0) return null;
  const sources = new Map(config.sources.map((source) => [source.id, source]));
  if (await hasWork(store, sources, toInstant(now()))) return null;
  if (await hasPings({ store, now })) return null;
  const { revision, stories } = await store.counts();
  const settings = settingsFingerprint(config, await loadTopicLabels());
  const isPublished =
    (await store.cursor('published')) === revision && (await store.cursor('published-settings')) === settings;
  if (!isPublished || !existsSync(join(outputDir, 'feed.atom'))) return null;
  const at = toInstant(now());
  return {
    startedAt: at,
    finishedAt: at,
    sources: skipped,
    stories: { new: 0, updated: 0, total: stories },
    output: { written: 0, unchanged: 0 },
  };
}

type Verdict = { due: true } | { due: false; reason: string; until: Instant | null };

function decide(
  source: Source,
  state: SourceState | null,
  host: HostState | null,
  now: Instant,
  { network }: Config,
  force: boolean,
): Verdict {
  if (!source.enabled) return { due: false, reason: 'switched off in sources.json', until: null };
  return isDue(state, source, host, { now, force, minIntervalMs: network.minIntervalMs });
}

const skipped = (id: string, { reason, until }: Verdict & { due: false }): SourceReport => ({
  id,
  status: 'skipped',
  newItems: 0,
  updatedItems: 0,
  duplicateItems: 0,
  nextFetchAt: until,
  reason,
});
