import { memo } from './memo.ts';

/** `href` resolved against `base`, if that gives an http(s) URL without credentials; else null. */
export function absoluteUrl(href: string | null | undefined, base?: string | null): string | null {
  if (!href) return null;
  return base ? resolve(href, base) : absolute(href);
}

/** One article's address is asked for by every stage. */
const absolute = memo((href) => resolve(href, null), 5000);

function resolve(href: string, base: string | null): string | null {
  const text = href.trim().replace(/[\t\n\r]/g, '');
  if (text === '' || text.length > MAX_URL_LENGTH) return null;
  const url = URL.parse ? URL.parse(text, base ?? undefined) : parse(text, base);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  if (url.username || url.password || url.hostname === '') return null;
  return url.href.length > MAX_URL_LENGTH ? null : url.href;
}

const MAX_URL_LENGTH = 8192;

function parse(text: string, base: string | null): URL | null {
  try {
    return new URL(text, base ?? undefined);
  } catch {
    return null;
  }
}
