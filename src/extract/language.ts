import { type Found, readClues } from './clues.ts';
import { attribute } from './dom.ts';
import { first, type Page } from './page.ts';
import { TRUST } from './trust.ts';

const TAG = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i;

/** The language of the text, as a BCP 47 tag: what `<html lang>` says, else what the page's data says. */
export function extractLanguage(page: Page): Found | null {
  const html = first(page, 'html');
  const own = html ? attribute(html, 'lang') || attribute(html, 'xml:lang') : '';
  const said = [{ value: own, why: 'html[lang]' }, ...readClues(page, TRUST.language)];
  for (const { value, why } of said) {
    const tag = value.split(/[,;\s]/)[0]?.replaceAll('_', '-') ?? '';
    if (TAG.test(tag) && !/^(?:und|mul|zxx|x-default|lang)$/i.test(tag)) return { value: tidy(tag), why };
  }
  return null;
}

function tidy(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? tag;
  } catch {
    return tag.toLowerCase();
  }
}
