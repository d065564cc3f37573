import { showable } from '../../core/characters.ts';
import { oneLine } from '../../core/text.ts';

/**
 * What others wrote, as one line that can't do anything but be read: no line ends, which begin header fields and
 * fake lines, no other controls, and none of the characters that turn the direction of what follows them.
 */
export const plainLine = (text: string): string => oneLine(showable(text).replace(DIRECTION, ''));

/** Marks, embeddings, overrides and isolates of the Unicode bidirectional algorithm (UAX #9 §2). */
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** At most `max` characters (code points), cut at a word where there is one, with an ellipsis. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const characters = [...text];
  if (characters.length <= max) return text;
  const cut = characters.slice(0, max - 1).join('');
  const word = cut.replace(/\s+\S*$/, '');
  return `${(word.length > cut.length / 2 ? word : cut).replace(/[\s,;:–—-]+$/, '')}…`;
}
