import { type Element, isTag, isText } from 'domhandler';
import { oneLine } from '../core/text.ts';
import { names, textOf } from './dom.ts';

/**
 * The title below a kicker that is set off for the eye, so that the mark between them is hidden from it: such a
 * kicker is a label above the title. Null without a hidden mark.
 */
export function belowHiddenMark(heading: Element): string | null {
  const mark = partsOf(heading).find(
    (part) =>
      (HIDDEN.test(names(part)) || part.attribs['aria-hidden'] === 'true') && MARK.test(textOf(part, 20)),
  );
  if (!mark) return null;
  let after = '';
  let passed = false;
  const visit = (parent: Element): void => {
    for (const child of parent.children) {
      if (child === mark) passed = true;
      else if (isText(child) && passed) after += child.data;
      else if (isTag(child)) visit(child);
    }
  };
  visit(heading);
  const below = oneLine(after);
  return below.length > 8 ? below : null;
}

/** The elements of a heading down to three levels: headings may be nested, and pages are hostile. */
export function partsOf(heading: Element, levels = 3): Element[] {
  if (levels === 0) return [];
  return heading.children.filter(isTag).flatMap((child) => [child, ...partsOf(child, levels - 1)]);
}

const HIDDEN = /hidden|sr-only|screen-?reader|off-?screen/i;
const MARK = /^[:–—|/•·-]$/;

/** A heading's text without the kicker above it. */
export function headingText(heading: Element): string {
  const below = belowHiddenMark(heading);
  if (below) return below;
  const parts = heading.children.filter((child) => !isTag(child) || !KICKER.test(names(child)));
  const text =
    parts.length < heading.children.length ? oneLine(parts.map((part) => textOf(part, 1000)).join(' ')) : '';
  return once(text.replace(/^[\s:|–—-]+/, '') || textOf(heading, 1000));
}

/** A text that is repeated for wider and narrower screens, said once. */
function once(text: string): string {
  for (const times of [2, 3]) {
    const length = (text.length + 1) / times - 1;
    const part = text.slice(0, length);
    if (length >= 8 && text === Array(times).fill(part).join(' ')) return part;
  }
  return text;
}

const KICKER =
  /kicker|eyebrow|top-?line|dachzeile|overline|roof-?line|spitzmarke|super-?title|pre-?title|overhead|badge|label|topic|hidden|screen-reader/i;
