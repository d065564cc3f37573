import type { Element } from 'domhandler';
import type { Page } from '../page.ts';
import { select } from '../select.ts';
import { chooseContainer } from './choose.ts';
import { findNoise } from './clean.ts';
import { type Rendered, render } from './render.ts';

export type Body = Rendered & { container: Element; why: string };

/** The article's text, from the source's selector or from the element that holds the most prose; null without any. */
export function extractBody(page: Page, title: string | null, selector?: string): Body | null {
  const { measures } = page;
  const selected = select(page, selector)[0];
  const container = selected ?? chooseContainer(page.all, measures);
  if (!container) return null;
  const noise = findNoise(container, measures, title);
  const rendered = render(container, noise, page.base);
  if (rendered.text === '') return null;
  return {
    ...rendered,
    container,
    why: selected ? `selector ${selector}` : `<${container.name}> with the most prose`,
  };
}
