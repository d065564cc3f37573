import type { Article } from '../core/article.ts';

/**
 * Which of a story's articles readers should see: the earliest original. A text that credits an agency is a
 * copy and comes last; of two at one time the study's own page comes first, then the source listed earlier.
 */
export function byLead(rankOf: (sourceId: string) => number): (a: Article, b: Article) => number {
  const rank = (article: Article): (number | string)[] => [
    isCopy(article) ? 1 : 0,
    article.sortAt,
    isTheStudy(article) ? 0 : 1,
    rankOf(article.sourceId),
    article.title,
    article.url ?? '',
  ];
  return (a, b) => {
    const [one, other] = [rank(a), rank(b)];
    const differs = one.findIndex((value, index) => value !== other[index]);
    return differs < 0 ? 0 : (one[differs] ?? 0) < (other[differs] ?? 0) ? -1 : 1;
  };
}

/** Whether the text is an agency's, and this source is not that agency. */
export function isCopy({ page, summary, contentHtml, sourceId, url }: Article): boolean {
  const text = page?.text ?? summary ?? contentHtml?.slice(0, 400).replace(/<[^<>]*>/g, '') ?? '';
  const agency = creditOf(text);
  if (agency === null) return false;
  const host = /^https?:\/\/([^/]*)/.exec(url ?? '')?.[1] ?? '';
  return !`${sourceId} ${host}`.toLowerCase().includes(agency.toLowerCase().split(' ')[0] ?? '');
}

/** The agency that a text credits in its first words: "(Reuters) -", "GENEVA, May 3 (Xinhua) —". */
export function creditOf(text: string): string | null {
  return CREDIT.exec(text.slice(0, 120))?.[1] ?? null;
}

const CREDIT =
  /^\s*(?:\p{Lu}[\p{L}\p{N} .,/'’-]{0,60})?\((Reuters(?: Health)?|AP|AFP|UPI|PA|dpa|ANSA|EFE|Xinhua|IANS|PTI|ANI|Kyodo|TASS|HealthDay(?: News)?|Bloomberg|CNN)\)/u;

function isTheStudy({ studies, page }: Article): boolean {
  return [...studies, ...(page?.studies ?? [])].some(({ role }) => role === 'is');
}
