import type { Element } from 'domhandler';
import { attribute } from '../dom.ts';
import type { Facts, Measures } from './measure.ts';

/**
 * The element that holds the article's text: most prose, least of anything else. Prose counts squared over
 * all text, so that a parent wins where it adds prose, and a child where the parent adds only links and labels.
 */
export function chooseContainer(all: readonly Element[], measures: Measures): Element | null {
  let best: Element | null = null;
  let bestScore = 0;
  for (const element of all) {
    const facts = measures.get(element);
    if (!facts || facts.out || facts.prose === 0) continue;
    const score = (facts.prose ** 2 / (facts.size + facts.linked + 60)) * favour(element, facts);
    if (score > bestScore) {
      best = element;
      bestScore = score;
    }
  }
  return best;
}

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
