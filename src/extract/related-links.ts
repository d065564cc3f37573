import { type AnyNode, type Element, isTag } from 'domhandler';
import type { RelatedLink } from '../core/article.ts';
import { absoluteUrl } from '../core/url.ts';
import { ancestors, attribute, elements, INLINE, names, textOf } from './dom.ts';
import type { Page } from './page.ts';
import { isUnrelatedName, withoutLeadIn } from './related-words.ts';

/** The articles that some blocks of a page link to, each once, without the addresses in `own`. */
export function linksIn(page: Page, blocks: readonly AnyNode[], own: ReadonlySet<string>): RelatedLink[] {
  const host = URL.canParse(page.url) ? new URL(page.url).hostname : '';
  const byUrl = new Map<string, RelatedLink>();
  const anchors = blocks
    .filter(isTag)
    .flatMap(ownElements)
    .filter(({ name }) => name === 'a');
  for (const anchor of anchors) {
    const url = absoluteUrl(attribute(anchor, 'href'), page.base);
    if (!url || own.has(pageKey(url)) || !isArticleLink(url, anchor, host) || isInSentence(anchor)) continue;
    const title = titleOf(anchor);
    const key = pageKey(url);
    const known = byUrl.get(key);
    if (!known) byUrl.set(key, { title, url });
    else if (
      isTitle(title) &&
      (!isTitle(known.title) || (title.length > known.title.length && known.title.length < 20))
    )
      known.title = title;
  }
  const links = [...byUrl.values()].slice(0, MAX_IN_BLOCK);
  const addresses = [page.url, ...links.map(({ url }) => url)].map(withoutQuery);
  const isSection = (url: string): boolean => {
    const folder = `${withoutQuery(url)}/`;
    return addresses.some((address) => address.startsWith(folder));
  };
  return links.filter(({ title, url }) => isTitle(title) && !isSection(url));
}

/** More than any list of related articles has. */
const MAX_IN_BLOCK = 200;

const withoutQuery = (url: string): string => url.replace(/\/*(?:[?#].*)?$/, '');

/** An element and those within it, without the side columns and footers it may hold. */
function ownElements(block: Element): Element[] {
  const inner = elements(block);
  const beside = inner.filter(({ name }) => /^(?:aside|nav|footer)$/.test(name));
  if (beside.length === 0) return [block, ...inner];
  const outside = new Set(beside.flatMap((part) => [part, ...elements(part)]));
  return [block, ...inner.filter((element) => !outside.has(element))];
}

/** The heading within a card, else the link's text, else its title or its picture's description. */
function titleOf(anchor: Element): string {
  const inner = elements(anchor);
  const heading = inner.find(
    (element) => /^h[1-6]$/.test(element.name) || /(?:^|[^a-z])(?:title|headline|hed)/i.test(names(element)),
  );
  const text = (heading && textOf(heading, 300)) || textOf(anchor, 300);
  if (isTitle(text)) return withoutLeadIn(text);
  const alt = inner.find(({ name }) => name === 'img')?.attribs.alt ?? '';
  return [attribute(anchor, 'title'), attribute(anchor, 'aria-label'), alt].find(isTitle) ?? text;
}

const isTitle = (text: string): boolean =>
  text.length >= 12 &&
  /\p{L}.*\p{L}/u.test(text) &&
  (/[\u3000-\u9fff\uac00-\ud7af]/.test(text) || text.trim().split(/\s+/).length >= 3 || text.length >= 25) &&
  !CALL.test(text);

/** Links that ask for something instead of naming an article. */
const CALL =
  /^(?:send us|edit section|sign up|subscribe|see (?:all|more)|view (?:all|more)|show (?:all|more)|load more|click here|get (?:the|our)|download|join|follow|log in|register|read (?:all|the full)|more (?:about|from|on|in|stories|articles)|all (?:articles|stories|posts)|alle (?:artikel|beiträge)|voir (?:tous|plus)|ver (?:todas|todos|más))\b/i;

const NOT_ARTICLE =
  /\/(?:tags?|topics?|category|categor(?:ia|ie|y)|categories|authors?|autor(?:en|es)?|profile|people|staff|users?|search|login|signin|register|subscribe|newsletters?|account|about|contact|privacy|terms|feed|rss|share|sharer|themen?|ressort|section|writer|contributors?|wp-content|cdn-cgi|overlay|print|[a-z-]*team|tips)(?:\/|\?|$)|(?:facebook|twitter|linkedin|pinterest|whatsapp|instagram|youtube|t\.me|reddit|outbrain|taboola|doubleclick|amazon|amzn|googleadservices|addtoany|apple\.com\/us\/app|play\.google)\b[^/]*\//i;

function isArticleLink(url: string, anchor: Element, host: string): boolean {
  const { pathname, search, hostname } = new URL(url);
  if (pathname === '/' && search === '') return false;
  if (NOT_ARTICLE.test(`${hostname}${pathname}`) || /\.(?:jpe?g|png|gif|mp4|mp3|zip)$/i.test(pathname))
    return false;
  const rel = attribute(anchor, 'rel');
  // Some plugins mark their own site's related posts so, to spare search engines the way.
  const isForeign = /sponsored/.test(rel) || (/nofollow/.test(rel) && hostname !== host);
  return !isForeign && !isUnrelatedName(names(anchor));
}

/** A paragraph of the article, with few links. */
export function isProse(element: Element): boolean {
  if (element.name !== 'p') return false;
  const { length } = textOf(element, 1000);
  return length > 120 && unlinkedLength(element) > length / 2;
}

function unlinkedLength(element: Element): number {
  const links = elements(element).filter(({ name }) => name === 'a');
  return links.reduce((left, link) => left - textOf(link, 1000).length, textOf(element, 1000).length);
}

/** A reference to somebody's work or words, not an article offered. */
function isInSentence(anchor: Element): boolean {
  for (const element of ancestors(anchor)) {
    if (element.name === 'p') return unlinkedLength(element) > 40;
    if (!INLINE.has(element.name)) return false;
  }
  return false;
}

/** What makes two addresses lead to the same page here. */
export function pageKey(url: string): string {
  if (!URL.canParse(url)) return url;
  const { hostname, pathname, search } = new URL(url);
  return (
    hostname.replace(/^(?:www|m|amp)\./, '') +
    pathname.replace(/\/+$/, '') +
    search.replace(/[?&](?:utm_|ref|source|cmp|itm_|int_)[^&]*/g, '')
  );
}
