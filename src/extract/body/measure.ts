import { type Element, isTag, isText, type ParentNode } from 'domhandler';
import { memo } from '../../core/memo.ts';
import { ancestors, INLINE, names, SILENT } from '../dom.ts';
import { type Hint, hintOf, isHidden, isOutsideByRole } from './hints.ts';

/** What is known of an element before anything is decided. Sizes in letters, of which a Han or kana sign counts two. */
export type Facts = {
  size: number;
  /** Of `size`, within links. */
  linked: number;
  /** How much prose there is: long runs of text with punctuation and few links. */
  prose: number;
  /** Runs of text that are prose. */
  runs: number;
  hint: Hint;
  /** Holds a block-level element. */
  blocky: boolean;
  /** Not shown, at least not at first. */
  hidden: boolean;
  /** Never text: hidden, a script, a form control, navigation. */
  out: boolean;
  /** The run of text that an inline element hands to the block around it. */
  run: Run | null;
};

export type Measures = Map<Element, Facts>;

/** Facts on every element below `root`; what is hidden, or named as something beside the article, counts for nothing. */
export function measure(root: ParentNode, all: readonly Element[]): Measures {
  const measures: Measures = new Map();
  // Most class names of a page are repeated.
  const hints = memo(hintOf, MOST_NAMES);
  let prose = 0;
  for (const child of root.children) if (isTag(child)) prose += visit(child, measures, hints, false).prose;
  for (const element of all) {
    const facts = measures.get(element);
    if (!facts || facts.out) continue;
    if (facts.hint === 'maybe') facts.hint = facts.linked > facts.size * 0.3 ? 'beside' : null;
    const doubtful = facts.hint === 'beside' || facts.hidden;
    const most = element.name === 'aside' ? MOST_OF_ASIDE : doubtful ? MOST : 0;
    if (facts.prose < most * prose) putOut(element, facts, measures);
  }
  return measures;
}

/** More than any page that people write has. */
const MOST_NAMES = 10_000;
/** An element with this share of the page's prose is the article, whatever it's called. */
const MOST = 0.4;
/** The one element made for what is beside the article may hold more, such as a live ticker. */
const MOST_OF_ASIDE = 0.85;

function putOut(element: Element, facts: Facts, measures: Measures): void {
  facts.out = true;
  for (const ancestor of ancestors(element)) {
    const above = measures.get(ancestor);
    if (!above) continue;
    if (above.out) return;
    above.size -= facts.size;
    above.linked -= facts.linked;
    above.prose -= facts.prose;
    above.runs -= facts.runs;
  }
}

type Run = { size: number; linked: number; marks: number };

function visit(element: Element, measures: Measures, hints: (given: string) => Hint, linked: boolean): Facts {
  const facts: Facts = {
    size: 0,
    linked: 0,
    prose: 0,
    runs: 0,
    hint: element.name === 'html' || element.name === 'body' ? null : hints(names(element)),
    blocky: !INLINE.has(element.name),
    hidden: isHidden(element) || isOutsideByRole(element),
    out: false,
    run: null,
  };
  measures.set(element, facts);
  if (isOut(element)) {
    facts.out = true;
    return facts;
  }
  const inLink = linked || (element.name === 'a' && element.attribs.href !== undefined);
  const run: Run = { size: 0, linked: 0, marks: 0 };
  for (const child of element.children) {
    if (isText(child)) countText(child.data, run, inLink);
    else if (isTag(child)) addChild(child, visit(child, measures, hints, inLink), facts, run);
  }
  facts.size += run.size;
  facts.linked += run.linked;
  if (facts.blocky || run.size > 200) addProse(element, run, facts);
  else facts.run = run;
  return facts;
}

function addChild(child: Element, part: Facts, facts: Facts, run: Run): void {
  const open = part.run;
  if (open && !part.out) {
    run.size += open.size;
    run.linked += open.linked;
    run.marks += open.marks;
    facts.size += part.size - open.size;
    facts.linked += part.linked - open.linked;
  } else {
    facts.size += part.size;
    facts.linked += part.linked;
  }
  facts.prose += part.prose;
  facts.runs += part.runs;
  if (part.blocky && child.name !== 'br') facts.blocky = true;
}

function addProse(element: Element, run: Run, facts: Facts): void {
  const free = run.size - run.linked;
  if (free < 40 || HEADING.test(element.name)) return;
  const openness = (free / run.size) ** 2;
  const punctuated = run.marks >= 2 || (run.marks === 1 && free > 60) ? 1 : run.marks === 1 ? 0.6 : 0.25;
  const kind = isStrayCaption(element) ? 1 : (PROSE_KIND[element.name] ?? 0.9);
  const prose = Math.min(free, 50_000) * openness * punctuated * kind;
  facts.prose += prose;
  if (prose > 30) facts.runs += 1;
}

/** Browsers ignore a `<caption>` outside of a table: what it holds is ordinary text. */
export const isStrayCaption = ({ name, parent }: Element): boolean =>
  name === 'caption' && !(parent && isTag(parent) && parent.name === 'table');

const HEADING = /^h[1-6]$/;
const PROSE_KIND: Record<string, number> = {
  p: 1,
  li: 0.6,
  td: 0.7,
  th: 0.2,
  figcaption: 0.1,
  dt: 0.3,
  label: 0.1,
  address: 0.1,
  caption: 0.1,
  time: 0.1,
};

function isOut(element: Element): boolean {
  return SILENT.has(element.name) || OUT.has(element.name);
}

const OUT = new Set('nav footer form-control button input select menu dialog audio video'.split(' '));

function countText(text: string, run: Run, linked: boolean): void {
  let size = 0;
  let marks = 0;
  let space = true;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code <= 32 || code === 160) {
      if (!space) size += 1;
      space = true;
      continue;
    }
    space = false;
    size += code >= 0x2e80 && code <= 0xffdc ? 2 : 1;
    if (isMark(code)) marks += 1;
  }
  if (space && size > 0) size -= 1;
  run.size += size;
  if (linked) run.linked += size;
  run.marks += marks;
}

/** , . ; ! ? and their kin in other scripts. */
function isMark(code: number): boolean {
  return (
    code === 44 ||
    code === 46 ||
    code === 59 ||
    code === 33 ||
    code === 63 ||
    code === 0x3002 ||
    code === 0xff0c ||
    code === 0x3001 ||
    code === 0x060c ||
    code === 0x06d4 ||
    code === 0x0964 ||
    code === 0xff1f ||
    code === 0xff01
  );
}
