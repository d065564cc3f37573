import type { PageArticle } from '../core/article.ts';

/**
 * What may be kept of a page. Behind a wall, or where the page forbids copies (noarchive) or sets how much may be
 * shown of it (nosnippet, max-snippet), not its text; with nosnippet no words of it at all; with noindex nothing
 * but what study it is about and how long it may not be told of. Its `why` tells of nothing else either.
 */
export function keptOf(page: PageArticle): PageArticle {
  const { blocked, limits } = page;
  const hidden = limits.noindex || blocked === 'noindex';
  const quotable = !hidden && !limits.nosnippet;
  const copyable = quotable && blocked === null && !limits.noarchive && limits.maxSnippet === null;
  const kept: PageArticle = {
    ...page,
    ...(!copyable && WITHOUT_TEXT),
    ...(blocked !== null && { summary: null }),
    ...(!quotable && { dek: null, summary: null }),
    ...(hidden && WITHOUT_FACTS),
  };
  return { ...kept, why: whyOf(kept) };
}

const WITHOUT_TEXT = { contentHtml: null, text: null, abstract: [], funding: null, conflicts: null };
const WITHOUT_FACTS = { title: null, authors: [], image: null, related: [] };

function whyOf(page: PageArticle): PageArticle['why'] {
  const values: Record<string, unknown> = page;
  const isThere = (value: unknown) => value !== null && !(Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(page.why).filter(([field]) => isThere(values[field])));
}
