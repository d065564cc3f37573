import type { Element } from 'domhandler';
import { oneLine } from '../core/text.ts';
import { attribute, isInside, textOf } from './dom.ts';
import { ldTexts } from './json-ld.ts';
import { isBeside, type Page } from './page.ts';

/** A value and where it came from, for people. */
export type Found<T = string> = { value: T; why: string };

/**
 * What one clue of the trust table says, in page order.
 * `ld:headline` a property of the article's JSON-LD, `meta:og:title` a meta element, `item:headline` microdata.
 */
export function readClue(page: Page, clue: string): Found[] {
  const kind = clue.slice(0, clue.indexOf(':'));
  const name = clue.slice(kind.length + 1);
  if (kind === 'ld')
    return ldTexts(page.article?.[name]).map((value) => ({ value: plain(value), why: `json-ld ${name}` }));
  if (kind === 'meta') {
    return (page.meta.get(name) ?? []).map((value) => ({ value: plain(value), why: `meta[${name}]` }));
  }
  if (kind === 'item')
    return items(page, name).map((element) => ({ value: itemValue(element), why: `[itemprop=${name}]` }));
  return [];
}

export const readClues = (page: Page, clues: readonly string[]): Found[] =>
  clues.flatMap((clue) => readClue(page, clue)).filter(({ value }) => value !== '');

/** Elements of the page's main item with that property; those of comments and lists left out. */
export function items(page: Page, name: string): Element[] {
  return page.properties.filter(
    (element) =>
      attribute(element, 'itemprop').split(/\s+/).includes(name) &&
      !isBeside(page, element) &&
      !isInside(element, (at) => /Comment|ItemList|WPFooter|WPSideBar/.test(attribute(at, 'itemtype'))),
  );
}

/** Microdata's value of an element. */
export function itemValue(element: Element): string {
  const { content, datetime, href, src } = element.attribs;
  return content?.trim() || datetime?.trim() || textOf(element, 20_000) || href?.trim() || src?.trim() || '';
}

/** Meta values are often escaped twice or carry markup. */
export function plain(text: string): string {
  const short = text.length > 50_000 ? text.slice(0, 50_000) : text;
  if (!/[<&]/.test(short)) return oneLine(short);
  return oneLine(textOf(parseFragment(short)));
}

function parseFragment(html: string) {
  return parseHtml(/<\/?[a-z]/i.test(html) ? html : html.replaceAll('<', '&lt;'));
}

import { parseHtml } from './parse-html.ts';
