import type { Element } from 'domhandler';
import { attribute, INLINE } from '../dom.ts';
import type { Facts, Measures } from './measure.ts';

/**
 * The element that holds the article's text: most prose, least of anything else. Prose counts squared over
 * all text, so that a parent wins where it adds prose, and a child where the parent adds only links and labels.
 */
export function chooseContainer(all: readonly Element[], measures: Measures): Element | null {
  let best: Element | null = null;
  let bestScore = 0;
  const outside = new Set<unknown>();
  for (const element of all) {
    const facts = measures.get(element);
    if (facts?.out || outside.has(element.parent)) outside.add(element);
    if (outside.has(element)) continue;
    if (!facts || facts.out || facts.prose === 0 || INLINE.has(element.name) || ROWS.has(element.name))
      continue;
    const purity = facts.prose / (facts.size + facts.linked + 60);
    const score = facts.prose * purity ** PURITY * favour(element, facts);
    if (score > bestScore) {
      best = element;
      bestScore = score;
    }
  }
  return best ?? plainest(all, measures);
}

/** A page without any prose: its article, main part or body, if there is text in it at all. */
function plainest(all: readonly Element[], measures: Measures): Element | null {
  for (const name of ['article', 'main', 'body', 'html', 'p', 'div']) {
    const found = all.find((element) => element.name === name && (measures.get(element)?.size ?? 0) > 0);
    if (found) return found;
  }
  return null;
}

/** A row is no text, though a layout's cell may be. */
const ROWS = new Set(['tr', 'tbody', 'thead', 'tfoot', 'dt']);

/** How much being free of links and labels counts against being long. */
const PURITY = 1.2;

function favour(element: Element, facts: Facts): number {
  if (element.name === 'body' || element.name === 'html') return 0.9;
  if (element.name === 'p' || element.name === 'li') return 0.8;
  if (/\barticleBody\b/.test(attribute(element, 'itemprop'))) return 1.5;
  if (element.name === 'article') return 1.2;
  if (element.name === 'main' || attribute(element, 'role') === 'main') return 1.1;
  if (element.name === 'aside') return 0.5;
  return HINTED[facts.hint ?? 'none'] ?? 1;
}

const HINTED: Record<string, number> = { body: 1.3, within: 1.1, beside: 0.5, line: 0.7 };
