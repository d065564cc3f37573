import { DAY_MS, type Instant } from '../../core/instant.ts';
import type { HostState, RobotsState } from '../../core/source-state.ts';
import { type Records, sortRecords } from './document.ts';
import { HOSTS, LIST_LENGTH } from './layout.ts';

/** A document's records as they are to be written: without what nobody will ask for again, and keys sorted. */
export function tidy(name: string, records: Records, now: Date): Records {
  const isPast = (at: Instant, ms: number) => Date.parse(at) + ms < now.getTime();
  if (name === HOSTS) {
    dropWhere<HostState>(records, ({ until }) => isPast(until, 7 * DAY_MS));
  } else if (name.startsWith('robots/')) {
    dropWhere<RobotsState>(records, ({ fetchedAt }) => isPast(fetchedAt, DAY_MS));
  } else if (name.startsWith('lists/')) {
    for (const [id] of byNewest(records).slice(LIST_LENGTH)) records.delete(id);
  } else if (name.startsWith('keys/')) {
    return sortRecords(records);
  }
  return records;
}

/** A list's stories with their seq, newest first. */
export const byNewest = (records: Records): [id: string, seq: number][] =>
  [...records]
    .map(([id, seq]): [string, number] => [id, Number(seq)])
    .sort(([, one], [, other]) => other - one);

function dropWhere<T>(records: Records, isOver: (value: T) => boolean): void {
  for (const [key, text] of records) if (isOver(JSON.parse(text) as T)) records.delete(key);
}
