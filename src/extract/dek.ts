import { isForm } from '../core/form-text.ts';
import { type Found, readClues } from './clues.ts';
import { names, textOf } from './dom.ts';
import { elementsNamed, type Page } from './page.ts';
import { STANDFIRST } from './standfirst-names.ts';
import { TRUST } from './trust.ts';

/** The standfirst, or the description that the page gives of itself; never boilerplate. */
export function extractDek(page: Page, title: string | null, siteName: string | null): Found | null {
  const said = readClues(page, TRUST.dek).filter(({ value }) => says(value, title, siteName));
  const best = said[0] ?? null;
  const whole =
    best &&
    said.concat(standfirst(page, title, siteName) ?? []).find((other) => continues(other.value, best.value));
  return whole ?? best ?? standfirst(page, title, siteName);
}

/** Whether `long` is the whole of what `short` was cut from. */
function continues(long: string, short: string): boolean {
  const start = short.replace(/\s*(?:\.\.\.|…|\[…\]|\[\.\.\.\])\s*$/, '');
  return (
    /[.!?…\p{L}]$/u.test(short) &&
    !/[.!?]["”’)]?$/.test(start) &&
    start.length > 40 &&
    long.length > start.length + 3 &&
    long.startsWith(start)
  );
}

function standfirst(page: Page, title: string | null, siteName: string | null): Found | null {
  const named = elementsNamed(page, (given) => STANDFIRST.test(given));
  for (const element of page.all) {
    if (!named.has(element) || /^(?:body|html|script|style|section|article|main)$/.test(element.name))
      continue;
    const value = textOf(element, 700);
    if (value.length >= 40 && value.length <= 600 && says(value, title, siteName))
      return { value, why: `.${names(element).trim().split(/\s+/)[0]}` };
  }
  return null;
}

/** "Example Archive - the preprint server for examples, operated by …": what a site says of itself on every page. */
const describesSite = (value: string, siteName: string | null): boolean =>
  siteName !== null &&
  value.toLowerCase().startsWith(siteName.toLowerCase()) &&
  /^\s*(?:[-–—:|]\s*|is\s)(?:the|an?)\s/i.test(value.slice(siteName.length));

const BOILERPLATE =
  /\b(?:(?:uses?|accept|allow|our|these|with|about) cookies|cookie (?:policy|settings|consent|banner)|(?:enable|requires?|activate|turn on) (?:javascript|js)\b|javascript (?:is|must|seems|appears)|(?:your|this|supported|modern|update) browser|ad ?blocker|(?:log|sign) ?in to|subscribe to (?:read|continue)|privacy policy|access denied|are you a robot|verify you are)\b/i;

function says(value: string, title: string | null, siteName: string | null): boolean {
  const key = (text: string | null) => (text ?? '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  const own = key(value);
  return (
    own.length >= 10 &&
    own !== key(title) &&
    own !== key(siteName) &&
    !isForm(value) &&
    !describesSite(value, siteName) &&
    !(BOILERPLATE.test(value) && value.length < 250)
  );
}
