import type { Posting } from '../store.ts';

/** A posting's JSON text: `[count, newest id, …]`. */
export const encodePosting = ({ ids, count }: Posting): string => JSON.stringify([count, ...ids]);

export function decodePosting(text: string): Posting {
  const [count, ...ids] = JSON.parse(text) as [number, ...string[]];
  return { ids, count };
}

/**
 * The posting with one more id; the same text if that id is among those kept. Works on the text, because this
 * happens some forty times for each article: inside JSON strings a quotation mark is escaped, so one that is
 * not stands at the border of an id.
 */
export function fileUnder(text: string | undefined, id: string): string {
  const quoted = JSON.stringify(id);
  if (text === undefined) return `[1,${quoted}]`;
  if (text.includes(quoted)) return text;
  const comma = text.indexOf(',');
  const count = Number(text.slice(1, comma));
  const end = count < KEPT ? text.length - 1 : text.lastIndexOf(',"');
  return `[${count + 1},${quoted}${text.slice(comma, end)}]`;
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
