/** Columns of a plain-text mail (RFC 2822 §2.1.1 asks for fewer than 78). */
export const COLUMNS = 72;

/**
 * One line of text as lines of at most 72 columns, each after `indent`. An address, which must stay whole to be
 * followed, may be longer; other words are broken where they don't fit, as writing without spaces is.
 */
export function wrap(text: string, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  const room = COLUMNS - columnsOf(indent);
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (columnsOf(joined) <= room) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = isAddress(word) ? [word] : broken(word, room);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return [...lines, line].map((each) => indent + each).join('\n');
}

const isAddress = (word: string): boolean => /^<?https?:/i.test(word);

function broken(word: string, room: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const character of word) {
    if (columnsOf(piece + character) > room) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}

/** Columns on a terminal, about: East Asian writing and emoji take two, marks none. */
function columnsOf(text: string): number {
  if (!/[^\u0000-\u02ff]/.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += WIDE.test(character) ? 2 : MARK.test(character) ? 0 : 1;
  return columns;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const MARK = /\p{M}|\u200d/u;
