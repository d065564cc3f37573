import type { Posting } from '../store.ts';

/** A posting's JSON text: `[count, newest id, …]`. */
export const encodePosting = ({ ids, count }: Posting): string => JSON.stringify([count, ...ids]);

export function decodePosting(text: string): Posting {
  const [count, ...ids] = JSON.parse(text) as [number, ...string[]];
  return { ids, count };
}

/** The posting with one more id; the same text if that id is among those kept. */
export function fileUnder(text: string | undefined, id: string): string {
  if (text === undefined) return `[1,${JSON.stringify(id)}]`;
  const { ids, count } = decodePosting(text);
  if (ids.includes(id)) return text;
  return encodePosting({ ids: [id, ...ids].slice(0, KEPT), count: count + 1 });
}

/** What was filed early and what was filed lately, as one. `count` is exact up to 200. */
export function mergePostings(early: string, late: string): string {
  const old = decodePosting(early);
  const recent = decodePosting(late);
  const known = new Set(old.ids);
  const added = recent.ids.filter((id) => !known.has(id));
  const repeated = recent.ids.length - added.length;
  return encodePosting({
    ids: [...added, ...old.ids].slice(0, KEPT),
    count: old.count + recent.count - repeated,
  });
}

const KEPT = 200;
