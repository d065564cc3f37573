import { load } from 'cheerio/slim';
import { type Element, isTag } from 'domhandler';
import type { Entry, Feed, ParseFailure } from '../core/feed.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { ExtractOptions } from '../core/source.ts';
import { absoluteUrl } from '../core/url.ts';
import { imageUrl } from './body/images.ts';
import { readDate } from './dates.ts';
import { attribute, elements, escapeHtml, textOf } from './dom.ts';
import { entryOf, feedOf } from './empty-feed.ts';
import { extractLanguage } from './language.ts';
import { documentTitle, type Page, readPage } from './page.ts';
import { statedSiteName } from './site-name.ts';

export type ListOptions = {
  /** Where the page was fetched from. */
  url: string;
  list: ExtractOptions['list'];
};

/** More than a page shows of its news. */
const MAX_ITEMS = 300;

/**
 * The items that a page lists, as a feed, in its order: for sites without one. An item without a link of its own
 * is skipped; the same link is taken once. Fails where the selectors find nothing, as happens when a site is rebuilt.
 */
export function readList(html: string, { url, list }: ListOptions): Result<Feed, ParseFailure> {
  if (!list)
    return failure('not-a-feed', 'A source of type "page" needs extract.list with a selector for "item".');
  const page = readPage(html, url);
  const items = find(page.root, list.item);
  if (items === null) return failure('not-a-feed', `extract.list.item “${list.item}” is no CSS selector.`);
  if (items.length === 0)
    return failure(
      'empty',
      `Nothing on the page matches extract.list.item “${list.item}”. Check the selector against the page.`,
    );
  const language = extractLanguage(page)?.value ?? null;
  const entries = new Map<string, Entry>();
  for (const item of items.slice(0, MAX_ITEMS)) {
    const entry = readItem(item, list, page, language);
    if (entry?.link && !entries.has(entry.link)) entries.set(entry.link, entry);
  }
  if (entries.size === 0)
    return failure(
      'empty',
      `None of the ${items.length} items has a link. Check extract.list.link against the page.`,
    );
  const title = statedSiteName(page)?.value ?? (documentTitle(page) || null);
  return ok(feedOf('page', [...entries.values()], { title, link: url, language }));
}

type List = NonNullable<ExtractOptions['list']>;

function readItem(item: Element, list: List, page: Page, language: string | null): Entry | null {
  const anchor = list.link ? within(item, list.link) : null;
  const target = anchor ?? (item.name === 'a' ? item : (elements(item).find(isAnchor) ?? null));
  const link = absoluteUrl(linkOf(target), page.base);
  if (!link) return null;
  const heading = list.title
    ? within(item, list.title)
    : (elements(item).find(({ name }) => /^h[1-6]$/.test(name)) ?? target);
  const title = heading ? textOf(heading, 1000) : '';
  const date = list.date
    ? within(item, list.date)
    : (elements(item).find(({ name }) => name === 'time') ?? null);
  const summary = list.summary ? within(item, list.summary) : null;
  const picture = elements(item).find(({ name }) => name === 'img');
  const image = picture ? imageUrl(picture, page.base) : null;
  return entryOf(link, {
    title: title || (target ? attribute(target, 'title').trim() : '') || null,
    published: date
      ? readDate(attribute(date, 'datetime') || attribute(date, 'content') || textOf(date, 200), language)
      : null,
    summary: summary ? escapeHtml(textOf(summary, 5000)) || null : null,
    image:
      image && picture
        ? { url: image, alt: attribute(picture, 'alt') || null, width: null, height: null, license: null }
        : null,
    language,
  });
}

const isAnchor = ({ name, attribs }: Element): boolean => name === 'a' && Boolean(attribs.href);

/** The link of an element, or of the first one within it. */
function linkOf(target: Element | null): string | null {
  if (!target) return null;
  return attribute(target, 'href') || attribute(elements(target).find(isAnchor) ?? target, 'href') || null;
}

function find(root: Element | Page['root'], selector: string): Element[] | null {
  try {
    return load(root)(selector).toArray().filter(isTag);
  } catch {
    return null;
  }
}

/** The first match inside of an item, or the item itself. */
function within(item: Element, selector: string): Element | null {
  try {
    const $ = load([]);
    const found = $(item).find(selector).get(0) ?? ($(item).is(selector) ? item : undefined);
    return found && isTag(found) ? found : null;
  } catch {
    return null;
  }
}

const failure = (code: ParseFailure['code'], message: string): Result<Feed, ParseFailure> =>
  err({ code, message, feeds: [] });
