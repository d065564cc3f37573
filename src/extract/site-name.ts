import { getDomainWithoutSuffix } from 'tldts';
import { type Found, readClue, readClues } from './clues.ts';
import { ldTexts } from './json-ld.ts';
import { documentTitle, type Page } from './page.ts';
import { TRUST } from './trust.ts';

/** What the site calls itself, else the domain by which readers know it. */
export const extractSiteName = (page: Page): Found | null => statedSiteName(page) ?? hostName(page);

/** What the site calls itself; null where only its address is known. */
export function statedSiteName(page: Page): Found | null {
  const said = [...readClues(page, TRUST.siteName), ...websites(page)].find(
    ({ value }) => value.length <= 100 && !/^(?:https?:|www\.|[@{[])/.test(value),
  );
  if (!said) return titleTail(page);
  return publication(said.value, page) ?? { ...said, value: usualName(said.value.replace(/^@/, ''), page) };
}

/** The publication on a platform ("Debugger" on Medium): the publisher, where the document's title ends in it. */
function publication(name: string, page: Page): Found | null {
  const ends = titleParts(documentTitle(page)).slice(1);
  const named = readClue(page, 'ld:publisher').find(({ value }) => ends.includes(value));
  return named && !named.value.startsWith(name) ? named : null;
}

/**
 * A name without what only its registration, or its claim, adds: the publisher or the title has it without. Written
 * out where the publisher does so ("WSJ", "Wall Street Journal"), and whole where the publisher says it whole.
 */
function usualName(name: string, page: Page): string {
  const publishers = readClue(page, 'ld:publisher').map(({ value }) => value);
  if (publishers.includes(name)) return name;
  const writtenOut = publishers.find((other) => initials(other) === name);
  if (writtenOut) return writtenOut;
  const others = [
    ...readClues(page, TRUST.siteName).map(({ value }) => value),
    ...websites(page).map(({ value }) => value),
    ...titleParts(documentTitle(page)).slice(1),
  ];
  const short = others.find(
    (other) => other.length >= 3 && name.startsWith(other) && ADDED.test(name.slice(other.length)),
  );
  return short ?? name;
}

/** Of three words and more, "The" left out. */
function initials(name: string): string {
  const words = name.replace(/^The /, '').split(/\s+/);
  return words.length < 3 ? '' : words.map((word) => word.charAt(0)).join('');
}

const ADDED = /^(?:\s+[-–—|:·]\s+.+|,?\s+(?:Inc|LLC|Ltd|Limited|GmbH|AG|Corp|S\.?A|B\.?V|plc)\.?)$/i;

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

const hostName = ({ url, host }: Page): Found | null =>
  getDomainWithoutSuffix(url) ? { value: host, why: 'address' } : null;

/** The parts of a document's title, split where sites put separators. */
export const titleParts = (title: string): string[] =>
  title
    .split(/\s+[|·•–—:»«›‹\-/]+\s+|\s*[|»]\s*/)
    .map((part) => part.trim())
    .filter(Boolean);
