import type { PageLimits } from '../core/article.ts';
import type { Page } from './page.ts';

/**
 * What a page's directives allow to be kept and shown: robots meta (also the ones addressed to us) and
 * X-Robots-Tag. The strictest of several counts.
 */
export function extractLimits(page: Page): PageLimits {
  const lines = ['robots', 'miasfeed'].flatMap((name) => page.meta.get(name) ?? []);
  // Commas part them; many write semicolons or spaces only.
  const directives = [...lines, ...headerLines(page.headers['x-robots-tag'] ?? '')].flatMap((line) =>
    line
      .toLowerCase()
      .replace(/\s*:\s*/g, ':')
      .split(/[,;\s]+/),
  );
  const has = (...names: string[]): boolean => directives.some((directive) => names.includes(directive));
  return {
    noindex: has('noindex', 'none'),
    nosnippet: has('nosnippet'),
    noarchive: has('noarchive', 'nocache'),
    maxSnippet: maxSnippet(directives),
  };
}

/** Smallest `max-snippet`; -1 is no limit. */
function maxSnippet(directives: string[]): number | null {
  const said = directives.flatMap((directive) => {
    const number = /^max-snippet:(-?\d{1,9})$/.exec(directive)?.[1];
    return number === undefined || Number(number) < 0 ? [] : [Number(number)];
  });
  return said.length > 0 ? Math.min(...said) : null;
}

/** X-Robots-Tag without what is said to other robots only ("googlebot: noindex"); several headers come joined by commas. */
function headerLines(header: string): string[] {
  let ours = true;
  return header.split(',').flatMap((part) => {
    const addressed = /^\s*([a-z][\w-]*)\s*:\s*(.*)$/i.exec(part);
    const name = addressed?.[1]?.toLowerCase() ?? '';
    if (!addressed || name === 'max-snippet' || name.startsWith('max-') || name === 'unavailable_after')
      return ours ? [part] : [];
    ours = name === 'miasfeed';
    return ours ? [addressed[2] ?? ''] : [];
  });
}
