import type { Features } from './features.ts';

/** The earliest first; what ties is told apart by content, so that the order does not depend on who came first. */
export function byTime(a: Features, b: Features): number {
  const [one, other] = [a.at ?? Number.POSITIVE_INFINITY, b.at ?? Number.POSITIVE_INFINITY];
  if (one !== other) return one < other ? -1 : 1;
  return compareText(contentOf(a), contentOf(b)) || compareText(a.id, b.id);
}

const contentOf = ({ sourceId, title, url }: Features): string =>
  `${sourceId}\n${[...title].join(' ')}\n${url ?? ''}`;

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
