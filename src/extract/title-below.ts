import type { Element } from 'domhandler';
import { absoluteUrl } from '../core/url.ts';
import type { Found } from './clues.ts';
import { isInside, textOf } from './dom.ts';
import { isBeside, type Page } from './page.ts';
import { belowHiddenMark, partsOf } from './title-heading.ts';
import { key } from './title-site.ts';

/**
 * Where no `<h1>` is the title (it is the site's name, a section's, or stands in the breadcrumbs for search engines),
 * the stated title that a lower heading shows to the letter, whole or below its kicker. What is written to be shared
 * goes before what is written for search engines, as the heading is not.
 */
export function shownBelow(page: Page, said: readonly Found[]): Found | null {
  const headings = lower(page, /^h2$/);
  const shown = new Map<string, Element>();
  for (const heading of headings)
    for (const part of [heading, ...partsOf(heading)]) shown.set(key(textOf(part, 1000)), part);
  const fits = said.filter(({ value }) => key(value).length > 8 && shown.has(key(value)));
  const fit = fits.find(({ why }) => why === 'meta[og:title]') ?? fits[0];
  if (!fit) return goesOn(headings, said);
  const below = belowHiddenMark(shown.get(key(fit.value)) as Element);
  return below ? { value: below, why: 'h2' } : fit;
}

/** A heading that begins with a stated title, and has its second line below it. */
function goesOn(headings: readonly Element[], said: readonly Found[]): Found | null {
  for (const heading of headings) {
    const value = textOf(heading, 300);
    if (said.some((title) => key(title.value).length > 12 && key(value).startsWith(key(title.value))))
      return { value, why: heading.name };
  }
  return null;
}

/**
 * Of a diary, whose `<h1>` is its name, the entry's heading: the document's title has both, in that order, and the
 * entry's heading is a link to the page itself.
 */
export function entryBelow(page: Page, name: string, document: string): Found | null {
  const rest = key(document).startsWith(key(name)) ? key(document).slice(key(name).length) : '';
  if (rest === '') return null;
  const entry = lower(page, /^h[23]$/).find(
    (heading) =>
      key(textOf(heading, 1000)) === rest && partsOf(heading).some((link) => leadsHere(link, page)),
  );
  return entry ? { value: textOf(entry, 1000), why: entry.name } : null;
}

function leadsHere({ attribs }: Element, { base, url }: Page): boolean {
  const target = attribs.href ? absoluteUrl(attribs.href, base) : null;
  return target !== null && target.replace(/#.*$/, '') === url.replace(/#.*$/, '');
}

/** The first of them: a title stands near the top, and pages are hostile. */
function lower(page: Page, name: RegExp): Element[] {
  const found: Element[] = [];
  for (const element of page.all) {
    if (found.length === MOST) break;
    if (name.test(element.name) && !isBeside(page, element) && !isInside(element, isFrame))
      found.push(element);
  }
  return found;
}

const MOST = 100;

const isFrame = ({ name }: Element): boolean => /^(?:nav|footer|aside|h[1-6])$/.test(name);
