import { absoluteUrl } from '../core/url.ts';
import { type Found, readClues } from './clues.ts';
import { attribute } from './dom.ts';
import type { Page } from './page.ts';
import { TRUST } from './trust.ts';

/** The address that the page gives itself. One that leads to a site's front page is a mistake and is passed over. */
export function extractCanonical(page: Page): Found | null {
  const links = page.links
    .filter((link) => /(?:^|\s)canonical(?:\s|$)/i.test(attribute(link, 'rel')))
    .map((link) => ({ value: attribute(link, 'href'), why: 'link[rel=canonical]' }));
  for (const { value, why } of [...links, ...readClues(page, TRUST.canonical)]) {
    const url = /^[^\s<>]+$/.test(value.trim()) ? absoluteUrl(value, page.base) : null;
    if (url && !isFrontPage(url, page.url)) return { value: url, why };
  }
  return null;
}

function isFrontPage(url: string, page: string): boolean {
  const front = ({ pathname, search }: URL) => pathname === '/' && search === '';
  return front(new URL(url)) && URL.canParse(page) && !front(new URL(page));
}
