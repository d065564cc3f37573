import { type AnyNode, type Element, isTag, isText } from 'domhandler';
import type { RelatedLink } from '../core/article.ts';
import type { Body } from './body/extract-body.ts';
import { isHidden } from './body/hints.ts';
import type { Found } from './clues.ts';
import { ancestors, elements, names, textOf } from './dom.ts';
import { elementsNamed, type Page } from './page.ts';
import { isProse, linksIn, pageKey } from './related-links.ts';
import {
  FOREIGN_NAMES,
  isLikelyHeading,
  isOtherHeading,
  isOtherList,
  isRelatedHeading,
  isUnrelatedName,
  RELATED_NAMES,
  withoutLeadIn,
} from './related-words.ts';
import { select } from './select.ts';

const MAX_LINKS = 24;

/** What the page itself offers to read on about the same subject; not menus, tags, most-read lists or advertisements. */
export function extractRelated(
  page: Page,
  body: Body | null,
  selector?: string,
): Found<RelatedLink[]> | null {
  const own = new Set([pageKey(page.url), pageKey(body ? page.base : page.url)]);
  const collect = (blocks: readonly AnyNode[]): RelatedLink[] => linksIn(page, blocks, own);
  if (selector) {
    const links = collect(select(page, selector));
    if (links.length > 0) return { value: links.slice(0, MAX_LINKS), why: `selector ${selector}` };
  }
  const { foreign, outside } = elementsOutside(page);
  const headings = shortLines(page, foreign);
  const all = [
    ...headedBlocks(headings, (heading) => isRelatedHeading(heading.text) || isNamedRelated(heading)),
    ...namedBlocks(page, outside),
    ...leadIns(page, body, outside),
  ];
  const sure = all.map((block) => block.filter((node) => !isUnseen(node)));
  // The nearest that the page offers: a side column's list is much the same on every page, and "You may also
  // like" is mostly what others read.
  const links = firstFound([
    () => merge(sure.filter((block) => !block.some(isInSideColumn)).map(collect)),
    () => merge(sure.map(collect)),
    () => merge(all.map(collect)),
    () =>
      merge(
        headedBlocks(
          headings.filter(({ element }) => !outside.has(element)),
          ({ text }) => isLikelyHeading(text),
        ).map(collect),
      ),
  ]);
  return links.length > 0 ? { value: links.slice(0, MAX_LINKS), why: 'blocks headed as related' } : null;
}

function firstFound(attempts: (() => RelatedLink[])[]): RelatedLink[] {
  for (const attempt of attempts) {
    const links = attempt();
    if (links.length > 0) return links;
  }
  return [];
}

const around = (node: AnyNode): Element[] => (isTag(node) ? [node, ...ancestors(node)] : []);

const isUnseen = (node: AnyNode): boolean =>
  around(node).some((element) => isHidden(element) || HIDING.test(names(element)));

const HIDING = /(?:^|\s)(?:hide|hidden|is-hidden|d-none|sr-only|visually-hidden)(?:\s|$)/;

const isInSideColumn = (node: AnyNode): boolean =>
  around(node).some((element) => element.name === 'aside' || SIDE_COLUMN.test(names(element)));

/** Names of the column itself; "has-sidebar" is the page's. */
const SIDE_COLUMN =
  /(?:^|\s)(?:(?:main|left|right|page|primary|secondary)[-_]?)?(?:sidebar|side-?(?:column|col|rail)|right-?(?:rail|column|col)|rightcol|widget-area)(?:\s|$|[-_](?:right|left|content|inner|wrapper|widgets?|\d))/i;

function merge(lists: RelatedLink[][]): RelatedLink[] {
  const seen = new Set<string>();
  return lists
    .filter((list) => list.length <= 2 * MAX_LINKS)
    .flat()
    .filter(({ url }) => {
      const key = pageKey(url);
      return !seen.has(key) && Boolean(seen.add(key));
    });
}

/** An element whose whole text is short enough for a heading. */
type Line = { element: Element; text: string };

/** What may be a heading, outside of what is no list of articles. */
function shortLines(page: Page, foreign: ReadonlySet<Element>): Line[] {
  const texts = new Map<Element, string>();
  // Inner ones first: an element around nothing but one of them has its text.
  for (const element of page.all.toReversed()) {
    if (HEADING.has(element.name) && !foreign.has(element) && isShort(page, element) && isShallow(element))
      texts.set(element, texts.get(onlyPart(element) as Element) ?? shortText(element));
  }
  return [...texts].reverse().flatMap(([element, text]) => (text === '' ? [] : [{ element, text }]));
}

/** The one child of an element that has a single one, blank text between tags apart. */
function onlyPart({ children }: Element): AnyNode | undefined {
  const parts = children.filter((child) => !isText(child) || /\S/.test(child.data));
  return parts.length === 1 ? parts[0] : undefined;
}

/** What stands below a heading such as "Related". */
const headedBlocks = (lines: readonly Line[], isHeading: (line: Line) => boolean): AnyNode[][] =>
  lines.filter(isHeading).map(({ element }) => sectionOf(element));

/** Measured before it is read; elements put out have no size that counts. */
const isShort = (page: Page, element: Element): boolean => {
  const facts = page.measures.get(element);
  return (
    element.children.length < 12 &&
    facts !== undefined &&
    (facts.out ? element.children.length < 6 : facts.size > 0 && facts.size <= 160)
  );
};

/** No heading nests deeper; elements that are never closed do, and each would be read to its end. */
function isShallow(element: Element): boolean {
  let at: AnyNode | undefined = element;
  for (let level = 0; level < 6; level++) {
    at = at && isTag(at) ? at.children.at(-1) : undefined;
    if (!at) return true;
  }
  return false;
}

/** A heading that says something else, in a language or words that we don't know, but is named as one of related articles. */
const isNamedRelated = ({ element, text }: Line): boolean =>
  /^h[1-6]$/.test(element.name) && RELATED_NAMES.test(names(element)) && !isOtherHeading(text);

const HEADING = new Set(
  'h1 h2 h3 h4 h5 h6 p div span strong b em dt header legend figcaption li a section label'.split(' '),
);

function shortText(element: Element): string {
  const text = textOf(element, 120);
  return text.length <= 80 ? text : '';
}

/** Up from a heading to where links begin: its following siblings, else those of what holds it. */
function sectionOf(heading: Element): AnyNode[] {
  let at: Element = heading;
  for (let level = 0; level < 4; level++) {
    const after = following(at);
    if (after.some((node) => isTag(node) && hasLink(node))) return after;
    const parent: AnyNode | null = at.parent;
    if (!parent || !isTag(parent) || /^(?:body|main|article|html)$/.test(parent.name)) break;
    at = parent;
  }
  return [];
}

function following(heading: Element): AnyNode[] {
  const found: AnyNode[] = [];
  let linked = false;
  for (let next = heading.next; next; next = next.next) {
    if (isTag(next) && (startsSection(next, heading) || isProse(next) || isBesideName(next))) break;
    if (isTag(next) && linked && hasOwnHeading(next)) break;
    linked ||= isTag(next) && hasLink(next);
    found.push(next);
  }
  return found;
}

const isBesideName = ({ name }: Element): boolean => /^(?:aside|footer|nav)$/.test(name);

const startsSection = (element: Element, heading: Element): boolean => {
  if (/^h[1-6]$/.test(heading.name) && /^h[1-6]$/.test(element.name) && element.name <= heading.name)
    return true;
  return (
    isOtherHeading(shortText(element)) ||
    elements(element)
      .slice(0, 6)
      .some((inner) => /^h[1-6]$/.test(inner.name) && isOtherHeading(shortText(inner)))
  );
};

/** Begins with a heading that leads nowhere: that of another section, not of a card. */
function hasOwnHeading(element: Element): boolean {
  const heading = [element, ...elements(element).slice(0, 8)].find(({ name }) => /^h[1-6]$/.test(name));
  if (!heading || isRelatedHeading(shortText(heading))) return false;
  const around = [...ancestors(heading), ...elements(heading)];
  return !around.some(
    ({ name, attribs }) => name === 'a' && !/^(?:#|javascript:|$)/i.test(attribs.href ?? ''),
  );
}

const hasLink = (element: Element): boolean =>
  element.name === 'a' || element.children.some((child) => isTag(child) && leadsSomewhere(child));

const leadsSomewhere = ({ name, attribs, children }: Element): boolean =>
  (name === 'a' && Boolean(attribs.href)) || children.some((child) => isTag(child) && leadsSomewhere(child));

/** Elements whose class or id says that they hold related articles; outermost ones. */
function namedBlocks(page: Page, outside: ReadonlySet<Element>): AnyNode[][] {
  const found = new Set<Element>();
  const named = elementsNamed(page, (given) => RELATED_NAMES.test(given) && !isUnrelatedName(given));
  if (named.size === 0) return [];
  for (const element of page.all) {
    if (!named.has(element) || outside.has(element) || NO_BLOCK.test(element.name)) continue;
    if ([...ancestors(element)].some((above) => found.has(above))) continue;
    const size = page.measures.get(element)?.prose ?? 0;
    if (size > 1500 || hasOtherHeading(element)) continue;
    found.add(element);
  }
  return [...found].map((element) => [element]);
}

const NO_BLOCK = /^(?:body|html|main|script|style|a|img|link|h\d)$/;

const hasOtherHeading = (element: Element): boolean =>
  elements(element)
    .slice(0, 40)
    .some(
      (inner) =>
        /^(?:h[1-6]|strong|span|div|p)$/.test(inner.name) &&
        inner.children.length <= 3 &&
        isOtherHeading(shortText(inner)),
    );

/** "Read more: …" within the text, and links outside of it that begin so. */
function leadIns(page: Page, body: Body | null, outside: ReadonlySet<Element>): AnyNode[][] {
  if (!body) return [];
  const inText = elements(body.container).filter(({ name }) => LINES.test(name));
  const alone = page.all.filter((element) => element.name === 'a' && !outside.has(element));
  return [
    ...inText.filter((element) => leadsIn(page, element)),
    ...alone.filter((element) => leadsIn(page, element) && !/\bnext\b/i.test(textOf(element, 40))),
  ].map((element) => [element]);
}

const LINES = /^(?:p|li|div|strong|em|h[2-6]|blockquote)$/;

function leadsIn(page: Page, element: Element): boolean {
  const facts = page.measures.get(element);
  if (!facts || element.children.length >= 12 || facts.size >= 560 || facts.prose >= 120) return false;
  if (facts.linked === 0 || !hasLink(element)) return false;
  const text = textOf(element, 300);
  return text.length < 280 && withoutLeadIn(text) !== text;
}

/** Elements of menus and forms, and of what is named as no list of articles (`foreign`) or as another one (`outside`). */
function elementsOutside(page: Page): { foreign: Set<Element>; outside: Set<Element> } {
  const foreign = new Set<Element>();
  const outside = new Set<Element>();
  const unrelated = (test: (given: string) => boolean): Set<Element> =>
    elementsNamed(page, (given) => test(given) && !RELATED_NAMES.test(given));
  const foreignNames = unrelated((given) => FOREIGN_NAMES.test(given));
  const otherLists = unrelated(isOtherList);
  for (const element of page.all) {
    const { name, parent } = element;
    const above = parent as Element;
    const whole = name === 'body' || name === 'html';
    const itself = name === 'nav' || name === 'form' || (!whole && foreignNames.has(element));
    if (itself || foreign.has(above)) foreign.add(element);
    if (itself || outside.has(above) || (!whole && otherLists.has(element))) outside.add(element);
  }
  return { foreign, outside };
}
