import { type Element, isTag } from 'domhandler';
import { absoluteUrl } from '../core/url.ts';
import { type Found, readClues } from './clues.ts';
import { ancestors, elements, isInside, names, textOf } from './dom.ts';
import { documentTitle, type Page } from './page.ts';
import { entryBelow, shownBelow } from './title-below.ts';
import { belowHiddenMark, headingText } from './title-heading.ts';
import { isSite, key, siteKeys, withoutSite } from './title-site.ts';
import { TRUST } from './trust.ts';

/** The article's title, without the site's name around it: the heading where other data agrees that it is one. */
export function extractTitle(page: Page, siteName: string | null): Found | null {
  const site = siteKeys(siteName, page);
  const bare = (value: string): string => withoutSite(value, site, null);
  const document = documentTitle(page);
  const said = readClues(page, TRUST.title).filter(
    ({ value }) => value.length <= 500 && !isSite(value, siteName, page),
  );
  const headings = page.all.filter(
    (element) =>
      element.name === 'h1' && !isSite(textOf(element, 300), siteName, page) && !leadsHome(element, page),
  );
  const titles = (said.length > 0 ? said.map(({ value }) => value) : [document]).map(bare);
  const heading = mainHeading(headings, titles, bare(document));
  const scholarly = said[0]?.why.match(/citation_|dc/) && !isPartOf(said[0].value, heading) ? said[0] : null;
  const shorter = said.find(
    ({ value }) =>
      heading &&
      key(value).length > 12 &&
      key(heading.value) !== key(value) &&
      key(heading.value).endsWith(key(value)),
  );
  const longer = said.find(
    ({ value, why }) => heading && why === 'json-ld headline' && isKickerAndTitle(bare(value), heading.value),
  );
  const found =
    scholarly ??
    (heading?.labelled ? heading : null) ??
    (heading ? agreed(said, bare) : null) ??
    (heading && heading.whole !== heading.value ? shownWhole(said, heading, bare) : null) ??
    longer ??
    (heading && document ? entryBelow(page, heading.value, document) : null) ??
    shorter ??
    heading ??
    shownBelow(page, said) ??
    said[0] ??
    (document ? { value: document, why: 'title' } : onlyHeading(page));
  if (!found) return null;
  const value = withoutSite(found.value, site, heading?.value ?? null);
  return value ? { ...found, value } : null;
}

/** A stated title that the heading shows to the letter, kicker and all; as it is stated, with the mark between them. */
const shownWhole = (
  said: readonly Found[],
  heading: Heading,
  bare: (value: string) => string,
): Found | null => said.find(({ value }) => key(bare(value)) === key(heading.whole)) ?? null;

/** What JSON-LD and Open Graph say with one voice, marked as the latter marks it: it's what people are shown. */
function agreed(said: readonly Found[], bare: (value: string) => string): Found | null {
  const headline = said.find(({ why }) => why === 'json-ld headline');
  const shared = said.find(({ why }) => why === 'meta[og:title]');
  return headline && shared && key(bare(headline.value)) === key(bare(shared.value)) ? shared : null;
}

/** A heading's title, and its text with the kicker. */
type Heading = Found & { whole: string /** The kicker is set off by a hidden mark. */; labelled: boolean };

/** The first `<h1>` that says the same as one of the titles elsewhere on the page, else about the same as one. */
function mainHeading(headings: readonly Element[], titles: string[], document: string): Heading | null {
  const wanted = titles.map(wordSet).filter(({ size }) => size > 0);
  const exact = new Set([...titles, document].map(key));
  let best: Heading | null = null;
  let bestLikeness = 0.4;
  for (const element of headings) {
    if (isInside(element, isSiteHead)) continue;
    const value = headingText(element);
    if (value.length > 300) continue;
    const own = wordSet(value);
    const same = own.size > 0 && exact.has(key(value));
    if (!same && (own.size < 2 || isSection(element))) continue;
    const likeness = same ? SAME : Math.max(0, ...wanted.map((title) => alike(own, title)));
    if (likeness > bestLikeness) {
      best = { value, whole: textOf(element, 1000), labelled: belowHiddenMark(element) !== null, why: 'h1' };
      bestLikeness = likeness;
    }
  }
  return best;
}

/** Headings of the first rank side by side are those of sections. */
const isSection = (heading: Element): boolean =>
  heading.parent?.children.some((other) => other !== heading && isTag(other) && other.name === 'h1') === true;

/** More than any share of words. */
const SAME = 2;

function onlyHeading(page: Page): Found | null {
  const only = page.all.find(
    (element) => element.name === 'h1' && !isInside(element, isSiteHead) && !leadsHome(element, page),
  );
  return only ? { value: headingText(only), why: 'h1' } : null;
}

/** Whether a title is but one or two words of the heading, such as the menu's name for the page. */
const isPartOf = (title: string, heading: Found | null): boolean =>
  heading !== null && wordSet(title).size < 3 && key(heading.value).includes(key(title));

/** "Kicker: Title", of which the heading shows the title. */
const isKickerAndTitle = (whole: string, title: string): boolean =>
  /[:/–]\s/.test(whole) &&
  key(title).length > 8 &&
  key(whole).length > key(title).length &&
  key(whole).endsWith(key(title));

/** Words; of scripts that part none, signs. */
const wordSet = (text: string): Set<string> =>
  new Set(
    text
      .toLowerCase()
      .match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}\p{M}]+/gu),
  );

/** Shared words in proportion to the shorter of the two. */
function alike(a: Set<string>, b: Set<string>): number {
  let shared = 0;
  for (const word of a) if (b.has(word)) shared += 1;
  return shared / Math.min(a.size, b.size);
}

const isSiteHead = (element: Element): boolean =>
  /^(?:footer|aside)$/.test(element.name) ||
  isCrumbs(element) ||
  (!WHOLE.test(element.name) && /logo|sidebar|brand/i.test(names(element)));

const isCrumbs = (element: Element): boolean =>
  element.name === 'nav' || (/^(?:ol|ul)$/.test(element.name) && /crumb/i.test(names(element)));

/** What holds the whole page or article is no sidebar, though it may be said to have one. */
const WHOLE = /^(?:html|body|main|article)$/;

/** A heading that is a link to the site's front page is its name. */
function leadsHome(heading: Element, { base, host }: Page): boolean {
  const links = [heading, ...ancestors(heading), ...elements(heading)].filter(({ name }) => name === 'a');
  const url = absoluteUrl(links[0]?.attribs.href, base);
  if (url === null) return false;
  const { hostname, pathname, search } = new URL(url);
  return hostname.replace(/^www\./, '') === host && pathname === '/' && search === '';
}
