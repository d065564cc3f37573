import { type AnyNode, Element, isTag, isText, type ParentNode } from 'domhandler';
import { oneLine } from '../core/text.ts';

/** Every element below `root`, in document order. */
export function elements(root: ParentNode): Element[] {
  const found: Element[] = [];
  const visit = (parent: ParentNode): void => {
    for (const child of parent.children) {
      if (!isTag(child)) continue;
      found.push(child);
      visit(child);
    }
  };
  visit(root);
  return found;
}

/**
 * The text below a node on one line, a space wherever a block or a line ends; scripts and styles left out. It ends
 * where there are far more elements than text, too: a page may ask for the same ones again and again.
 */
export function textOf(node: AnyNode, maxChars = 100_000): string {
  const read = { text: '', room: maxChars, elements: 1000 + 10 * maxChars };
  readText(node, read);
  return tidy(read.text).slice(0, maxChars);
}

type Reading = { text: string; room: number; elements: number };

function readText(node: AnyNode, read: Reading): void {
  if (read.room <= 0) return;
  if (isText(node)) {
    // Indentation is no text: it must not use up the room.
    const data = node.data.length > 40 ? node.data.replace(/\s+/g, ' ') : node.data;
    read.text += data;
    read.room -= data.length;
    return;
  }
  if (!('children' in node) || (isTag(node) && SILENT.has(node.name))) return;
  const block = isTag(node) && !INLINE.has(node.name);
  if (block) read.text += ' ';
  for (const child of node.children) {
    read.elements -= 1;
    if (read.room <= 0 || read.elements <= 0) break;
    readText(child, read);
  }
  if (block) read.text += ' ';
}

/** One line, in a shorter way where there is nothing to compose or to leave out. */
function tidy(text: string): string {
  if (!ASCII.test(text)) return oneLine(text);
  return (/[\t\n\f\r]| {2}/.test(text) ? text.replace(/\s+/g, ' ') : text).trim();
}

const ASCII = /^[\t\n\f\r\x20-\x7e]*$/;

export const attribute = (element: Element, name: string): string => element.attribs[name] ?? '';

/** Class and id in one string, for hints. */
export const names = (element: Element): string => {
  const { class: classes, id } = element.attribs;
  return classes ? (id ? `${classes} ${id}` : classes) : (id ?? '');
};

export function* ancestors(element: Element): Generator<Element> {
  for (let at = element.parent; at && at instanceof Element; at = at.parent) yield at;
}

export const isInside = (element: Element, test: (ancestor: Element) => boolean): boolean => {
  for (const at of ancestors(element)) if (test(at)) return true;
  return false;
};

/** Elements whose content is not text for readers. */
export const SILENT = new Set(
  'script style noscript template svg canvas iframe object embed select option textarea math-raw head title'.split(
    ' ',
  ),
);

export const INLINE = new Set(
  (
    'a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark meter output picture q ' +
    'rb rp rt rtc ruby s samp small source span strike strong sub sup time tt u var wbr'
  ).split(' '),
);

/** Text as it is written in HTML. */
export const escapeHtml = (text: string): string =>
  /[&<>"]/.test(text)
    ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
    : text;
