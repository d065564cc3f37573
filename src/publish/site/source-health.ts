import type { Source } from '../../core/source.ts';
import type { SourceState } from '../../core/source-state.ts';

/** How a source fares, as coarsely as readers need it: it changes when that changes, not with every visit. */
export type SourceHealth = {
  id: string;
  state: 'working' | 'failing' | 'gone' | 'not visited yet' | 'switched off';
  /** For `failing` and `gone`: the last day on which it worked; null: it never has. */
  since: string | null;
};

/** Failed visits in a row that make a source a failing one. */
const PATIENCE = 3;

export function healthOf({ id, url, enabled }: Source, known: SourceState | undefined): SourceHealth {
  const state = known?.url === url ? known : undefined;
  const since = state?.lastSuccessAt?.slice(0, 10) ?? null;
  if (!enabled) return { id, state: 'switched off', since: null };
  if (state === undefined || state.lastVisitAt === null) return { id, state: 'not visited yet', since: null };
  if (state.goneAt !== null) return { id, state: 'gone', since };
  if (state.failures >= PATIENCE || (state.failures > 0 && since === null))
    return { id, state: 'failing', since };
  return { id, state: 'working', since: null };
}
