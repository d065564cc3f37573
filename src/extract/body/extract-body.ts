import { Element, isTag } from 'domhandler';
import { htmlToText } from '../../core/html-text.ts';
import { type Count, countWords } from '../../core/reading-time.ts';
import { ancestors, escapeHtml, isInside, names, textOf } from '../dom.ts';
import { ldTexts } from '../json-ld.ts';
import { isBeside, type Page } from '../page.ts';
import { select } from '../select.ts';
import { STANDFIRST } from '../standfirst-names.ts';
import { chooseContainer } from './choose.ts';
import { findNoise } from './clean.ts';
import { type Rendered, render } from './render.ts';

export type Body = Rendered & { count: Count; container: Element; why: string };

/** The article's text, from the source's selector or from the element that holds the most prose; null without any. */
export function extractBody(
  page: Page,
  said: { title: string | null; dek: string | null },
  selector?: string,
): Body | null {
  const { measures } = page;
  const { title, dek } = said;
  const selected = select(page, selector)[0];
  const container = selected ?? chooseContainer(page.all, measures);
  const stated = selected ? '' : statedBody(page);
  if (!container) return stated ? fromData(stated) : null;
  const cleaned = findNoise(container, measures, title);
  const rendered = withStandfirst(page, container, dek, render(container, cleaned, page.base));
  if (rendered.text.length < stated.length * SMALL_PART) return fromData(stated);
  if (rendered.text === '') return null;
  return {
    ...rendered,
    count: countWords(rendered.prose),
    container,
    why: selected ? `selector ${selector}` : `<${container.name}> with the most prose`,
  };
}

/** Where the page shows less than this of what its JSON-LD holds, its text is put there by a script. */
const SMALL_PART = 0.4;

function statedBody(page: Page): string {
  const text = ldTexts(page.article?.articleBody).join('\n\n');
  return text.length >= 500 && text.length < 1_000_000 ? text : '';
}

/** Plain text or HTML, as sites write `articleBody`. */
function fromData(stated: string): Body {
  const text = /<\/?(?:p|br|div|h\d)\b/i.test(stated)
    ? htmlToText(stated)
    : stated.replace(/<[^<>]{0,500}>/g, ' ').trim();
  const paragraphs = text
    .split(/\n\s*/)
    .map((line) => line.trim())
    .filter(Boolean);
  const said = paragraphs.join('\n\n');
  return {
    html: paragraphs.map((line) => `<p>${escapeHtml(line)}</p>`).join(''),
    text: said,
    prose: said,
    count: countWords(said),
    container: new Element('div', {}),
    why: 'json-ld articleBody',
  };
}

/** The standfirst where it stands in front of the element that holds the text. */
function withStandfirst(page: Page, container: Element, dek: string | null, body: Rendered): Rendered {
  const from = page.all.indexOf(container);
  for (const element of page.all.slice(Math.max(0, from - NEAR), from)) {
    const facts = page.measures.get(element);
    if (!facts || facts.out || facts.prose < 50 || facts.size > 900 || facts.linked > facts.size * 0.3)
      continue;
    if (
      element.children.some((child) => isTag(child) && page.measures.get(child)?.blocky) ||
      contains(element, container)
    )
      continue;
    const text = textOf(element, 1000);
    if (isBeside(page, element) || body.text.includes(text.slice(0, 60))) continue;
    if (!namedStandfirst(page, element, facts.size) && !(dek && sameStart(text, dek))) continue;
    return {
      html: `<p>${escapeHtml(text)}</p>${body.html}`,
      text: `${text}\n\n${body.text}`,
      prose: `${text}\n\n${body.prose}`,
    };
  }
  return body;
}

/** Whether the element, or one around it that holds nothing else, is named a standfirst. */
function namedStandfirst(page: Page, element: Element, size: number): boolean {
  if (STANDFIRST.test(names(element))) return true;
  for (const around of ancestors(element)) {
    if (page.measures.get(around)?.size !== size) return false;
    if (STANDFIRST.test(names(around))) return true;
  }
  return false;
}

/** Elements before the container among which a standfirst is looked for. */
const NEAR = 150;

const sameStart = (a: string, b: string): boolean =>
  a.slice(0, 40).toLowerCase() === b.slice(0, 40).toLowerCase();

const contains = (outer: Element, inner: Element): boolean => isInside(inner, (at) => at === outer);
