import { type Element } from 'domhandler';
import type { Found } from './clues.ts';
import { elements, isInside, textOf } from './dom.ts';
import { isBeside, type Page } from './page.ts';
import { key } from './title-site.ts';

/**
 * Where no `<h1>` is the title (it is the site's name, a section's, or stands in the breadcrumbs for search engines),
 * the stated title that a lower heading shows to the letter, whole or below its kicker. What is written to be shared
 * goes before what is written for search engines, as the heading is not.
 */
export function shownBelow(page: Page, said: readonly Found[]): Found | null {
  const shown = new Set<string>();
  for (const heading of page.all) {
    if (heading.name !== 'h2' || isBeside(page, heading) || isInside(heading, isFrame)) continue;
    for (const part of [heading, ...elements(heading)]) shown.add(key(textOf(part, 1000)));
  }
  const fits = said.filter(({ value }) => key(value).length > 8 && shown.has(key(value)));
  return fits.find(({ why }) => why === 'meta[og:title]') ?? fits[0] ?? null;
}

const isFrame = (element: Element): boolean => /^(?:nav|footer|aside)$/.test(element.name);
