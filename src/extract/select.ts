import { load } from 'cheerio/slim';
import { type Element, isTag } from 'domhandler';
import { attribute, textOf } from './dom.ts';
import type { Page } from './page.ts';

/** Elements that a source's own selector finds; none where it is empty or no selector at all. */
export function select(page: Page, selector: string | undefined): Element[] {
  if (!selector) return [];
  try {
    return load(page.root)(selector).toArray().filter(isTag);
  } catch {
    return [];
  }
}

/** Their texts: what is meant for machines first (`content`, `datetime`), then what is read. */
export const selectTexts = (page: Page, selector: string | undefined): string[] =>
  select(page, selector)
    .map(
      (element) => attribute(element, 'content') || attribute(element, 'datetime') || textOf(element, 5000),
    )
    .filter(Boolean);
