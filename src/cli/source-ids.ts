import { didYouMean } from '../config/did-you-mean.ts';
import type { Config } from '../core/source.ts';
import type { Session } from './session.ts';

/** True if all ids are configured; else says which are not. */
export function knownSources(ids: readonly string[], { sources }: Config, session: Session): boolean {
  const known = new Set(sources.map(({ id }) => id));
  const unknown = ids.filter((id) => !known.has(id));
  for (const id of unknown) {
    const meant = didYouMean(id, known);
    const hint = meant === null ? `Run "mias-feed status" to see them all.` : `Did you mean "${meant}"?`;
    session.log.problem(`mias-feed: ${session.configFile} has no source with the id "${id}". ${hint}`);
  }
  return unknown.length === 0;
}
