import type { FetchResult } from '../core/fetch.ts';
import type { SourceState } from '../core/source-state.ts';

type Moved = SourceState['moved'];

/** So many visits in a row must have ended at the same new address before it is asked directly. */
const SURE = 3;

/** The address to ask instead of the configured one; null while we are not sure that it moved. */
export const movedTo = (moved: Moved): string | null =>
  moved !== null && moved.count >= SURE ? moved.to : null;

/**
 * What a visit teaches about where the source lives now. Permanent redirects count while they lead to the same
 * readable feed; anything else ends the row. Once the new address is in use, only as many failures in a row
 * send us back to the old one.
 */
export function recordMove(
  moved: Moved,
  {
    result,
    readable,
    failures,
    asked,
  }: { result: FetchResult; readable: boolean; failures: number; asked: string },
): Moved {
  const inUse = movedTo(moved) === asked;
  if (!readable || result.kind === 'failed') return inUse && failures < SURE ? moved : null;
  const to = result.permanentUrl;
  if (to === null || isDowngrade(asked, to)) return inUse ? moved : null;
  return { to, count: moved?.to === to ? moved.count + 1 : 1 };
}

/** A redirect from https to http is followed, but never remembered. */
const isDowngrade = (from: string, to: string) => from.startsWith('https:') && to.startsWith('http:');
