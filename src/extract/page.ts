import type { Document, Element } from 'domhandler';
import { absoluteUrl } from '../core/url.ts';
import { type Measures, measure } from './body/measure.ts';
import { attribute, elements, names, textOf } from './dom.ts';
import { jsonLdNodes, type LdNode, ldTexts, ldTypes } from './json-ld.ts';
import { parseHtml } from './parse-html.ts';

/** A page read once: what every extractor looks at. */
export type Page = {
  /** Where the page was fetched from. */
  url: string;
  /** Host name without www; empty where `url` is no URL. */
  host: string;
  /** What its relative links are relative to. */
  base: string;
  root: Document;
  /** Every element in document order. */
  all: Element[];
  /** Elements by their class and id, as `names` writes them; most of a page's are repeated. */
  named: Map<string, Element[]>;
  /** Values of meta elements by lower-case name, property, itemprop or http-equiv. */
  meta: Map<string, string[]>;
  links: Element[];
  /** Elements that state a property of microdata, but for meta elements. */
  properties: Element[];
  jsonLd: LdNode[];
  /** The JSON-LD object about this page's article. */
  article: LdNode | null;
  /** Sizes and hints of every element. */
  measures: Measures;
  /** Elements in navigation, side columns and other parts that are not about this article. */
  beside: Set<Element>;
  /** Response headers, names in lower case. */
  headers: Record<string, string>;
};

export function readPage(html: string, url: string, headers: Record<string, string> = {}): Page {
  const root = parseHtml(html);
  const all = elements(root);
  const meta = new Map<string, string[]>();
  const links: Element[] = [];
  const properties: Element[] = [];
  const named = new Map<string, Element[]>();
  const scripts: Element[] = [];
  let base: string | null = null;
  for (const element of all) {
    const given = names(element);
    if (given !== '') addNamed(named, given, element);
    if (element.attribs.itemprop !== undefined && element.name !== 'meta') properties.push(element);
    if (element.name === 'meta') addMeta(meta, element);
    else if (element.name === 'link') links.push(element);
    else if (element.name === 'base') base ??= absoluteUrl(attribute(element, 'href'), url);
    else if (element.name === 'script' && /ld\+json/i.test(attribute(element, 'type'))) scripts.push(element);
  }
  const jsonLd = jsonLdNodes(scripts);
  const measures = measure(root, all);
  return {
    url,
    host: hostOf(url),
    base: base ?? url,
    root,
    all,
    named,
    meta,
    links,
    properties,
    jsonLd,
    article: articleNode(jsonLd, url),
    measures,
    beside: besideElements(all, measures),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
  };
}

const hostOf = (url: string): string =>
  URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : '';

function addNamed(named: Map<string, Element[]>, given: string, element: Element): void {
  const same = named.get(given);
  if (same) same.push(element);
  else named.set(given, [element]);
}

/** The elements whose class and id pass a test, in no order. */
export function elementsNamed(page: Page, test: (given: string) => boolean): Set<Element> {
  const found = new Set<Element>();
  for (const [given, same] of page.named) if (test(given)) for (const element of same) found.add(element);
  return found;
}

/** The first element with that name. */
export const first = (page: Page, name: string): Element | null =>
  page.all.find((element) => element.name === name) ?? null;

/** Whether an element stands in navigation, a side column or another part that is not about this article. */
export const isBeside = (page: Page, element: Element): boolean => page.beside.has(element);

function besideElements(all: readonly Element[], measures: Measures): Set<Element> {
  const beside = new Set<Element>();
  for (const element of all) {
    const facts = measures.get(element);
    const itself =
      element.name === 'nav' || element.name === 'aside' || (facts?.out === true && facts.hint === 'beside');
    if (itself || beside.has(element.parent as Element)) beside.add(element);
  }
  return beside;
}

/** The first `<title>` outside of drawings. */
export const documentTitle = (page: Page): string => {
  const element = page.all.find(
    ({ name, parent }) => name === 'title' && !(parent && 'name' in parent && parent.name === 'svg'),
  );
  return element ? textOf({ ...element, name: 'span' } as Element, 2000) : '';
};

const MAX_META = 2000;

function addMeta(meta: Map<string, string[]>, element: Element): void {
  const value = (attribute(element, 'content') || attribute(element, 'value')).trim();
  if (!value || meta.size > MAX_META) return;
  for (const key of ['property', 'name', 'itemprop', 'http-equiv']) {
    const name = attribute(element, key).trim().toLowerCase();
    for (const one of name.split(/\s+/)) {
      if (!one) continue;
      const values = meta.get(one);
      if (!values) meta.set(one, [value]);
      else if (values.length < 300 && !values.includes(value)) values.push(value);
    }
  }
}

const ARTICLE_TYPES =
  /^(?:.*Article|BlogPosting|LiveBlogPosting|Report|MedicalWebPage|SocialMediaPosting|DiscussionForumPosting|Review|Recipe|PressRelease|.*NewsArticle|Dataset|CreativeWork|VideoObject)$/;

function articleNode(nodes: LdNode[], url: string): LdNode | null {
  const articles = nodes.filter((node) => ldTypes(node).some((type) => ARTICLE_TYPES.test(type)));
  const strong = articles.filter(
    (node) => !ldTypes(node).some((type) => /^(?:CreativeWork|VideoObject|Review|Dataset)$/.test(type)),
  );
  const candidates = (strong.length > 0 ? strong : articles).filter(
    (node) => node.headline || node.name || node.datePublished,
  );
  const here = candidates.find((node) => pointsTo(node, url) && (node.headline || node.datePublished));
  return (
    here ??
    candidates[0] ??
    nodes.find((node) => ldTypes(node).some((t) => t === 'WebPage') && node.datePublished) ??
    null
  );
}

function pointsTo(node: LdNode, url: string): boolean {
  const key = (text: string) => text.replace(/^https?:\/\/(?:www\.)?|[?#].*$|\/+$/g, '');
  const want = key(url);
  const main = node.mainEntityOfPage as LdNode | string | undefined;
  const id = typeof main === 'object' && main !== null ? (main['@id'] ?? main.url) : main;
  return [...ldTexts(node.url), ...ldTexts(id)].some((one) => key(absoluteUrl(one, url) ?? one) === want);
}
