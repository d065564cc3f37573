import type { Instant } from '../core/instant.ts';
import type { Config, Source } from '../core/source.ts';
import type { SourceState, VisitError } from '../core/source-state.ts';
import type { Store } from '../store/store.ts';

export type StatusRow = {
  id: string;
  name: string;
  url: string;
  enabled: boolean;
  lastVisitAt: Instant | null;
  lastSuccessAt: Instant | null;
  lastResult: 'updated' | 'unchanged' | 'failed' | 'never';
  error: VisitError | null;
  nextVisitAt: Instant | null;
  nextVisitReason: string | null;
  items: number;
  failures: number;
  /** Where a permanent redirect leads, seen on so many visits in a row. */
  movedTo: string | null;
  /** What the operator should do; null: nothing. */
  todo: string | null;
};

/** One row a configured source, in the order of sources.json. */
export async function statusRows(config: Config, store: Pick<Store, 'sources'>): Promise<StatusRow[]> {
  const states = await store.sources();
  return config.sources.map((source) => row(source, states.get(source.id) ?? null));
}

function row(source: Source, known: SourceState | null): StatusRow {
  const state = known?.url === source.url ? known : null;
  return {
    id: source.id,
    name: source.name,
    url: source.url,
    enabled: source.enabled,
    lastVisitAt: state?.lastVisitAt ?? null,
    lastSuccessAt: state?.lastSuccessAt ?? null,
    lastResult: state?.lastResult ?? 'never',
    error: state?.lastError ?? null,
    nextVisitAt: state?.nextVisitAt ?? null,
    nextVisitReason: state?.nextVisitReason ?? null,
    items: state?.items ?? 0,
    failures: state?.failures ?? 0,
    movedTo: state?.moved?.to ?? null,
    todo: state === null ? null : todo(source, state),
  };
}

/** Failures in a row after which waiting is no longer the answer. */
const PATIENCE = 3;

function todo(source: Source, { goneAt, lastError, moved, failures }: SourceState): string | null {
  if (goneAt !== null) return 'The feed is gone for good (410). Remove the source, or give its new URL.';
  if (moved !== null && moved.count >= 3) return `It moved. Write "url": "${moved.to}" in sources.json.`;
  if (lastError === null) return null;
  return ADVICE[lastError.code]?.(source) ?? (failures < PATIENCE ? null : lastError.message);
}

const ADVICE: Partial<Record<VisitError['code'], (source: Source) => string>> = {
  html: ({ id }) =>
    `The URL answers with a web page. Run "mias-feed check ${id}" to see the feeds that it links to.`,
  'not-a-feed': ({ id }) => `The URL is no feed. Run "mias-feed check ${id}" to see what it answers.`,
  'not-found': () => 'Look up the new address of the feed on its site.',
  unauthorized: () => 'The feed wants a login: give it under "headers".',
  forbidden: () => 'The site refuses us. Ask its owner, or remove the source.',
  challenge: () =>
    'The site wants a browser. Ask its owner to let our User-Agent read the feed, or remove the source.',
  'blocked-address': () =>
    'The name leads into a private network. If that is meant, name its range in network.allowPrivate.',
  dns: () => 'The host name is unknown. Check its spelling.',
  'bad-url': () => 'Correct the URL in sources.json.',
};
