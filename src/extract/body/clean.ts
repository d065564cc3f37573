import { type Element, isTag } from 'domhandler';
import { oneLine } from '../../core/text.ts';
import { ancestors, INLINE, textOf } from '../dom.ts';
import { findEdges } from './edges.ts';
import type { Facts, Measures } from './measure.ts';
import { isNoiseHeading, isNoiseLine } from './noise.ts';

export type Cleaned = {
  /** Elements that are not the article's text. */
  noise: Set<Element>;
  /** Elements that say what a picture shows: part of the page, but not of the text as it is read. */
  captions: Set<Element>;
};

/** What of a container's content is not the article's running text. */
export function findNoise(container: Element, measures: Measures, title: string | null): Cleaned {
  const noise = new Set<Element>();
  const captions = new Set<Element>();
  const whole = measures.get(container)?.prose ?? 0;
  for (const article of otherArticles(container, measures)) noise.add(article);
  const visit = (parent: Element): void => {
    for (const child of parent.children) {
      if (!isTag(child) || noise.has(child)) continue;
      const facts = measures.get(child);
      if (!facts || facts.out || isNoise(child, facts, whole, title)) noise.add(child);
      else if (child.name === 'figcaption' || (facts.hint === 'caption' && facts.size < 600))
        captions.add(child);
      else if (facts.size < 120 && isNoiseHeading(child) && !isInSentence(child, facts, measures))
        dropSection(child, measures, noise, whole);
      else visit(child);
    }
  };
  visit(container);
  for (const edge of findEdges(container, measures, { noise, captions })) noise.add(edge);
  return { noise, captions };
}

/** The articles that pages which scroll on without end put below the first one. */
function otherArticles(container: Element, measures: Measures): Element[] {
  if (container.name === 'article') return [];
  const articles = outermost(container, 'article').filter((one) => (measures.get(one)?.prose ?? 0) > LONG);
  const [first, ...others] = articles;
  if (!first || !hasHeading(first)) return [];
  return others.filter(hasHeading);
}

/** Of prose: no teaser. */
const LONG = 600;

function outermost(parent: Element, name: string): Element[] {
  return parent.children
    .filter(isTag)
    .flatMap((child) => (child.name === name ? [child] : outermost(child, name)));
}

const hasHeading = (element: Element): boolean =>
  element.name === 'h1' || element.children.some((child) => isTag(child) && hasHeading(child));

/** Inline words with more of the sentence around them. */
function isInSentence(element: Element, facts: Facts, measures: Measures): boolean {
  if (facts.blocky) return false;
  for (const around of ancestors(element)) {
    const outer = measures.get(around);
    if (!outer) return false;
    if (outer.size - outer.linked > facts.size + 20) return around.name === 'p' || INLINE.has(around.name);
    if (outer.blocky) return false;
  }
  return false;
}

function isNoise(element: Element, facts: Facts, whole: number, title: string | null): boolean {
  if (KEPT.has(element.name)) return false;
  const share = whole === 0 ? 0 : facts.prose / whole;
  if (facts.hint === 'beside' && share < 0.3) return true;
  if (facts.hint === 'line' && facts.size < 400 && share < 0.2) return true;
  if (ASIDE.has(element.name) && share < 0.2 && (element.name === 'aside' || facts.prose < 120)) return true;
  if (HEADING.test(element.name)) return isTitle(element, title) || facts.size === 0;
  if (!facts.blocky || facts.size === 0) return false;
  const density = facts.linked / facts.size;
  if (LISTS.has(element.name)) return density > 0.7 && facts.prose < 40 && facts.size > 20;
  if (element.name === 'p') return facts.size < 400 && isNoiseLine(element, density);
  if (density > 0.6 && facts.prose < 40 && element.name !== 'td' && element.name !== 'tr') return true;
  return facts.size < 300 && facts.prose < 60 && isNoiseLine(element, density);
}

/** A heading such as "Related" goes with what follows it, up to the next heading of its rank or to prose. */
function dropSection(heading: Element, measures: Measures, noise: Set<Element>, whole: number): void {
  noise.add(heading);
  for (let next = heading.next; next; next = next.next) {
    if (!isTag(next)) continue;
    const facts = measures.get(next);
    if (!facts) continue;
    if (HEADING.test(next.name) && next.name <= heading.name) return;
    if (next.name === 'p' && facts.prose > 80) return;
    if (whole > 0 && facts.prose / whole > 0.25) return;
    noise.add(next);
  }
}

function isTitle(element: Element, title: string | null): boolean {
  if (!title) return element.name === 'h1';
  if (element.name !== 'h1' && element.name !== 'h2') return false;
  const key = (text: string) =>
    oneLine(text)
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '');
  const own = key(textOf(element, 1000));
  const wanted = key(title);
  return (
    own === wanted ||
    (element.name === 'h1' && own.length > 10 && (wanted.includes(own) || own.includes(wanted)))
  );
}

const HEADING = /^h[1-6]$/;
const KEPT = new Set('img picture figure br hr pre code math sub sup'.split(' '));
const ASIDE = new Set('aside header form'.split(' '));
const LISTS = new Set('ul ol dl menu'.split(' '));
