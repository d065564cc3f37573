import type { Clock, Instant } from '../core/instant.ts';
import type { Config, Source } from '../core/source.ts';
import type { SourceState, VisitError } from '../core/source-state.ts';
import type { Notice } from '../core/story.ts';
import type { Store } from '../store/store.ts';
import { planVisits } from './due.ts';
import { flaggedStories } from './notices.ts';
import { pageTrouble } from './read-pages.ts';

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
  /** Article pages that could not be taken, and why the last of them; null: none. */
  pages: { notTaken: number; reason: string | null } | null;
  /** What the operator should do; null: nothing. */
  todo: string | null;
};

/** A story whose study was retracted, corrected or doubted. */
export type FlaggedStory = { id: string; title: string; url: string | null; notices: Notice[] };

/** One row a configured source, in the order of sources.json. When a source comes next is what a refresh now would say. */
export async function statusRows(
  config: Config,
  store: Pick<Store, 'sources' | 'hosts' | 'lookup' | 'articles'>,
  now: Clock,
): Promise<StatusRow[]> {
  const states = await store.sources();
  const { skipped } = await planVisits(config, store, { sourceIds: null, force: false, now });
  const waits = new Map(skipped.map(({ id, nextFetchAt, reason }) => [id, { nextFetchAt, reason }]));
  const troubles = await store.lookup(config.sources.map(({ id }) => pageTrouble(id)));
  return Promise.all(
    config.sources.map(async (source) => {
      const trouble = troubles.get(pageTrouble(source.id));
      const [latest] = await store.articles(trouble?.ids.slice(0, 1) ?? []);
      const pages = trouble ? { notTaken: trouble.count, reason: latest?.visit.reason ?? null } : null;
      const { nextFetchAt = null, reason = null } = waits.get(source.id) ?? {};
      const wait = nextFetchAt === null ? {} : { nextVisitAt: nextFetchAt, nextVisitReason: reason };
      return { ...row(source, states.get(source.id) ?? null), ...wait, pages };
    }),
  );
}

/** Stories with a notice, the latest first. */
export async function flaggedList(
  store: Pick<Store, 'lookup' | 'stories' | 'articles'>,
): Promise<FlaggedStory[]> {
  const stories = await flaggedStories(store);
  const leads = await store.articles(stories.flatMap(({ articleIds }) => articleIds.slice(0, 1)));
  const byId = new Map(leads.map((article) => [article.id, article]));
  return stories.map(({ id, articleIds, notices }) => {
    const lead = byId.get(articleIds[0] ?? '');
    return { id, title: lead?.title ?? '', url: lead?.url ?? null, notices };
  });
}

function row(source: Source, known: SourceState | null): Omit<StatusRow, 'pages'> {
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
  'too-large': () => 'If the feed is meant to be so large, raise network.maxBytes in sources.json.',
  'bad-url': () => 'Correct the URL in sources.json.',
};
