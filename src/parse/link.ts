import { absoluteUrl } from '../core/url.ts';

/** An http(s) link made absolute. Where nobody knows what to, a relative one stays as it is written. */
export function linkFrom(href: string | null | undefined, base: string | null): string | null {
  const absolute = absoluteUrl(href, base);
  if (absolute !== null || base !== null || !href) return absolute;
  return absoluteUrl(href, NOWHERE)?.startsWith(NOWHERE) ? href.trim() : null;
}

const NOWHERE = 'https://nowhere.invalid/';
