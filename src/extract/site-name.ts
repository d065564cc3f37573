import { getDomainWithoutSuffix } from 'tldts';
import { type Found, readClues } from './clues.ts';
import { ldTexts } from './json-ld.ts';
import { documentTitle, type Page } from './page.ts';
import { TRUST } from './trust.ts';

/** What the site calls itself; null where only its address is known. */
export function extractSiteName(page: Page): Found | null {
  const said = [...readClues(page, TRUST.siteName), ...websites(page)].find(
    ({ value }) => value.length <= 100 && !/^(?:https?:|www\.|[@{[])/.test(value),
  );
  return said ? { ...said, value: said.value.replace(/^@/, '') } : titleTail(page);
}

function websites(page: Page): Found[] {
  return page.jsonLd
    .filter((node) => /WebSite|NewsMediaOrganization|Organization/.test(ldTexts(node['@type']).join(' ')))
    .flatMap((node) => ldTexts(node.name).map((value) => ({ value, why: 'json-ld WebSite' })));
}

/** The end of `<title>`, where it is the domain's name written out. */
function titleTail(page: Page): Found | null {
  const domain = (getDomainWithoutSuffix(page.url) ?? '').replace(/[^a-z0-9]/g, '');
  if (domain.length < 3) return null;
  for (const part of titleParts(documentTitle(page))) {
    const key = part
      .toLowerCase()
      .replace(/^the /, '')
      .replace(/(?:\.[a-z]{2,4})+$/, '')
      .replace(/[^a-z0-9]/g, '');
    if (key.length >= 3 && (key === domain || domain === `the${key}`)) return { value: part, why: 'title' };
  }
  return null;
}

/** The parts of a document's title, split where sites put separators. */
export const titleParts = (title: string): string[] =>
  title
    .split(/\s+[|·•–—:»«›‹\-/]+\s+|\s*[|»]\s*/)
    .map((part) => part.trim())
    .filter(Boolean);
