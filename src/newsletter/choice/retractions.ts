import { type Instant, toInstant } from '../../core/instant.ts';
import type { Store } from '../../store/store.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerRecord } from '../ledger/records.ts';
import type { Retraction } from '../ledger/state.ts';

/**
 * Looks at the stories that changed since the last time, and notes in the ledger which of them are retracted: those
 * who were told of one are owed a word, however long ago it was.
 */
export async function noteRetractions(
  store: Pick<Store, 'changedAfter' | 'counts'>,
  ledger: Pick<Ledger, 'state' | 'note'>,
  now: Date,
): Promise<void> {
  const { revision } = await store.counts();
  const { state } = ledger;
  if (revision === state.looked) return;
  const records: LedgerRecord[] = [];
  for await (const { id, aliases, mergedInto, notices } of store.changedAfter(state.looked)) {
    if (mergedInto !== null || !notices.some(({ kind }) => kind === 'retraction')) continue;
    const known = [id, ...aliases].map((each) => state.retractions.get(each)).find(Boolean);
    if (known && aliases.every((alias) => known.id === alias || known.also.includes(alias))) continue;
    records.push({ retracted: id, also: aliases, at: known?.at ?? toInstant(now) });
  }
  await ledger.note([...records, { looked: revision }]);
}

/** At most so many in one mail; the others follow in the next. */
export const MAX_RETRACTIONS = 5;

/** Retractions that anybody may have to be told of, the earliest known first. */
export function owedRetractions({ state }: Pick<Ledger, 'state'>): Retraction[] {
  return [...state.retractions.values()]
    .filter(({ id, also }) => state.wasTold([id, ...also]))
    .sort((a, b) => compare(a.at, b.at));
}

const compare = (a: Instant, b: Instant): number => (a < b ? -1 : a > b ? 1 : 0);
