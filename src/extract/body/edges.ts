import { type Element, isTag } from 'domhandler';
import { textOf } from '../dom.ts';
import type { Cleaned } from './clean.ts';
import type { Facts, Measures } from './measure.ts';

/**
 * The short lines before the first paragraph and after the last one: dates, bylines, labels, credits, tags. A
 * heading right before the first paragraph stays, and so do captions: they belong to their pictures.
 */
export function findEdges(container: Element, measures: Measures, { noise, captions }: Cleaned): Element[] {
  const leaves = leavesOf(container, measures, { noise, captions });
  const solid = leaves.map(({ element, facts }) => isSolid(element, facts));
  const first = solid.indexOf(true);
  const last = solid.lastIndexOf(true);
  const only = first === last ? leaves[first] : undefined;
  if (first < 0 || (only && only.facts.prose < ONE_PARAGRAPH)) return [];
  const before = leaves
    .slice(0, first)
    .filter(({ element }, at) => !(at === first - 1 && HEADING.test(element.name)));
  return [...before, ...leaves.slice(last + 1)].map(({ element }) => element);
}

/** Prose of a text that is but one paragraph; where that holds less, the lines around it may say as much. */
const ONE_PARAGRAPH = 150;

type Leaf = { element: Element; facts: Facts };

/** Blocks that hold text and no other block, captions left out. */
function leavesOf(container: Element, measures: Measures, { noise, captions }: Cleaned): Leaf[] {
  const leaves: Leaf[] = [];
  const visit = (parent: Element): void => {
    for (const child of parent.children) {
      if (!isTag(child) || noise.has(child) || captions.has(child)) continue;
      const facts = measures.get(child);
      if (!facts || facts.out || facts.size === 0) continue;
      const inner = child.children.some(
        (part) => isTag(part) && !noise.has(part) && (measures.get(part)?.blocky || captions.has(part)),
      );
      if (inner) visit(child);
      else if (facts.blocky) leaves.push({ element: child, facts });
      else if (facts.prose > 0) leaves.push({ element: child, facts });
    }
  };
  visit(container);
  return leaves;
}

function isSolid(element: Element, facts: Facts): boolean {
  if (HEADING.test(element.name)) return false;
  if (facts.prose >= 30 || element.name === 'pre') return true;
  if (facts.linked > facts.size * 0.5) return false;
  if (element.name === 'li' || element.name === 'td') return true;
  return (
    facts.size >= (element.name === 'p' ? 12 : 30) &&
    /(?:[.!?:;…。！？"”»'’)]|\p{Extended_Pictographic})$/u.test(textOf(element, 2000)) &&
    !DATED.test(textOf(element, 200))
  );
}

const HEADING = /^h[1-6]$/;
const DATED =
  /^(?:by |von |par |por |di |published|updated|posted|stand:|foto|photo|image|credit|source|quelle|©)|\b(?:19|20)\d\d\b.{0,20}$/i;
