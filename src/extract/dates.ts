import type { Element } from 'domhandler';
import { parseDate } from '../core/date.ts';
import type { Instant } from '../core/instant.ts';
import { type Found, readClues } from './clues.ts';
import { attribute, names, textOf } from './dom.ts';
import { elementsNamed, isBeside, type Page } from './page.ts';
import { TRUST } from './trust.ts';
import { findWrittenDate } from './written-date.ts';

/** When the page says it was published; what is not said stays null. */
export const extractPublished = (page: Page, language: string | null): Found<Instant> | null =>
  dated(readClues(page, TRUST.published), language) ??
  timeElement(page, language) ??
  dateLine(page, language) ??
  addressDate(page.url);

/** When the page says it was last changed. */
export const extractModified = (page: Page, language: string | null): Found<Instant> | null =>
  dated(readClues(page, TRUST.modified), language);

function dated(said: Found[], language: string | null): Found<Instant> | null {
  for (const { value, why } of said) {
    const at = readDate(value, language);
    if (at) return { value: at, why };
  }
  return null;
}

/** A machine's date, or the one that a short line names; what lies outside of the web's years is a mistake. */
export function readDate(text: string, language: string | null): Instant | null {
  const at =
    (/\d{4}\S{0,3}\d/.test(text) || text.length < 60 ? parseDate(text) : null) ??
    findWrittenDate(text, language);
  const year = Number(at?.slice(0, 4));
  return at && year >= 1980 && year < 2100 ? at : null;
}

/** The same for what people read: a bare year or month is no date there. */
const readLine = (text: string, language: string | null): Instant | null =>
  /\d.*\d{2}|\d{2}.*\d/.test(text) && text.length >= 8 ? readDate(text, language) : null;

function timeElement(page: Page, language: string | null): Found<Instant> | null {
  const times = page.all.filter((element) => element.name === 'time' && !isBeside(page, element));
  const rank = (element: Element): number =>
    element.attribs.pubdate !== undefined || /publi|posted|entry-date|created/i.test(names(element))
      ? 0
      : /updat|modif/i.test(names(element))
        ? 2
        : 1;
  for (const element of times.sort((a, b) => rank(a) - rank(b))) {
    const at = readDate(attribute(element, 'datetime'), language) ?? readLine(textOf(element, 200), language);
    if (at) return { value: at, why: 'time' };
  }
  return null;
}

const DATE_NAMES =
  /(?:^|[^a-z])(?:date|datum|fecha|data|published|pubdate|publish|posted|post-?date|entry-?date|dateline|timestamp|time|datetime|pub-?date|article-?date|byline|meta|post-?meta|entry-?meta|info|article-?info|created|source|author)(?![a-z])|date$|Date/;

/** A short element whose names say that it holds the date, else a line near the title that is little else. */
function dateLine(page: Page, language: string | null): Found<Instant> | null {
  const named = elementsNamed(page, (given) => DATE_NAMES.test(given));
  let looked = 0;
  for (const element of page.all) {
    if (!named.has(element) || /^(?:time|body|html|script|style|meta|link|input|img|a)$/.test(element.name))
      continue;
    if (isBeside(page, element)) continue;
    looked += 1;
    if (looked > 60) break;
    const text = textOf(element, 400);
    const at = text.length <= 250 ? readLine(text, language) : null;
    if (at) return { value: at, why: `.${names(element).trim().split(/\s+/)[0]}` };
  }
  return shortLine(page, language);
}

function shortLine(page: Page, language: string | null): Found<Instant> | null {
  const heading = Math.max(
    0,
    page.all.findIndex((element) => element.name === 'h1'),
  );
  let looked = 0;
  for (const element of page.all.slice(heading)) {
    const size = page.measures.get(element)?.size ?? 0;
    if (!TEXTUAL.test(element.name) || size < 8 || size > 110 || element.children.length > 8) continue;
    looked += 1;
    if (looked > MAX_LINES) break;
    const at = isBeside(page, element) ? null : readLine(textOf(element, 140), language);
    if (at) return { value: at, why: 'a line below the title' };
  }
  return null;
}

/** Further down there is nothing that is said of the article. */
const MAX_LINES = 3000;

const TEXTUAL = /^(?:p|div|span|li|em|small|i|td|b|strong|h\d|font|dd)$/;

/** /2024/03/05/ in the page's own address. */
function addressDate(url: string): Found<Instant> | null {
  const found = /[/_-]((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)/.exec(url);
  const at = found ? parseDate(`${found[1]}-${found[2]}-${found[3]}`) : null;
  return at ? { value: at, why: 'address' } : null;
}
