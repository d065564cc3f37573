import { OUR_LANGUAGE } from '../../core/language.ts';
import type { Site } from '../../core/source.ts';

/**
 * What `lang` says on a text that others wrote, within pages whose own words are ours (WCAG 2.2, 3.1.2): its language;
 * the site's where nobody told; nothing where that is the page's.
 */
export function langOf(language: string | null | undefined, { language: ofSite }: Site): string | undefined {
  const known = language ?? ofSite;
  return known === OUR_LANGUAGE ? undefined : known;
}
