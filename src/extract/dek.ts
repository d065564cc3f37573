import { type Found, readClues } from './clues.ts';
import { names, textOf } from './dom.ts';
import type { Page } from './page.ts';
import { STANDFIRST } from './standfirst-names.ts';
import { TRUST } from './trust.ts';

/** The standfirst, or the description that the page gives of itself; never boilerplate. */
export function extractDek(page: Page, title: string | null, siteName: string | null): Found | null {
  const said = readClues(page, TRUST.dek).filter(({ value }) => says(value, title, siteName));
  return said[0] ?? standfirst(page, title, siteName);
}

function standfirst(page: Page, title: string | null, siteName: string | null): Found | null {
  for (const element of page.all) {
    if (
      !STANDFIRST.test(names(element)) ||
      /^(?:body|html|script|style|section|article|main)$/.test(element.name)
    )
      continue;
    const value = textOf(element, 700);
    if (value.length >= 40 && value.length <= 600 && says(value, title, siteName))
      return { value, why: `.${names(element).trim().split(/\s+/)[0]}` };
  }
  return null;
}

const BOILERPLATE =
  /\b(?:cookies?|javascript|enable js|browser(?:s| settings| is| does)|ad ?blocker|log ?in to|sign in to|subscribe to (?:read|continue)|consent|privacy policy|access denied|are you a robot|verify you are)\b/i;

function says(value: string, title: string | null, siteName: string | null): boolean {
  const key = (text: string | null) => (text ?? '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  const own = key(value);
  return (
    own.length >= 10 &&
    own !== key(title) &&
    own !== key(siteName) &&
    !(BOILERPLATE.test(value) && value.length < 250)
  );
}
