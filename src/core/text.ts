import { memo } from './memo.ts';

/** Text on one line: NFC, white space and invisible characters collapsed, trimmed. */
export function oneLine(text: string): string {
  if (ONE_LINE.test(text)) return text;
  return text
    .normalize('NFC')
    .replace(/[\u200b\u2060\ufeff\u00ad]/g, '')
    .replace(/[\s\u00a0\u0000-\u001f\u007f]+/g, ' ')
    .trim();
}

/** What most titles and names are already. */
const ONE_LINE = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;

/** Words of a text by Unicode rules; in Chinese, Japanese and Thai each word as the segmenter sees it. */
export function words(text: string, language = 'en'): string[] {
  const found: string[] = [];
  const segments = segmenter('word', language);
  for (const piece of pieces(text, /\s/)) {
    for (const part of segments.segment(piece)) if (part.isWordLike) found.push(part.segment);
  }
  return found;
}

/** Sentences by Unicode rules; "Dr.", "et al." and initials end none. */
export function sentences(text: string, language = 'en'): string[] {
  const segments = segmenter('sentence', language);
  const found: string[] = [];
  for (const piece of pieces(text, /[.!?。！？\n]/)) {
    for (const { segment } of segments.segment(piece)) {
      const before = found.at(-1);
      if (before !== undefined && ABBREVIATED.test(before)) found[found.length - 1] = before + segment;
      else found.push(segment);
    }
  }
  return found.map((sentence) => sentence.trim()).filter(Boolean);
}

const ABBREVIATED =
  /(?:^|[\s("“])(?:Dr|Drs|Prof|Mr|Mrs|Ms|St|Sen|Rep|Gov|Gen|vs|et al|e\.g|i\.e|cf|ca|approx|no|nos|Fig|Figs|Ref|Refs|Vol|Jr|Sr|U\.S|U\.K|[A-Z])\.\s*$/;

/** Intl.Segmenter takes time in proportion to the square of its input's length (20,000 words: a minute), so it gets pieces. */
const PIECE = 1000;

/** A text in pieces of about 1,000 characters, each cut after a character like `end` where there is one. */
function pieces(text: string, end: RegExp): string[] {
  const found: string[] = [];
  let from = 0;
  while (text.length - from > PIECE) {
    let to = from + PIECE;
    while (to > from + PIECE / 2 && !end.test(text.charAt(to - 1))) to -= 1;
    if (to === from + PIECE / 2) to = from + PIECE;
    if (/[\ud800-\udbff]/.test(text.charAt(to - 1))) to += 1;
    found.push(text.slice(from, to));
    from = to;
  }
  found.push(text.slice(from));
  return found;
}

/**
 * The first sentences of a text that have together at most `maxWords` words. Where the first sentence alone
 * is longer, it is cut at a word and ends in an ellipsis.
 */
export function firstSentences(text: string, maxWords: number, language = 'en'): string {
  const kept: string[] = [];
  let count = 0;
  for (const sentence of sentences(oneLine(text.slice(0, maxWords * LONGEST_WORD)), language)) {
    count += spacedWords(sentence, language).length;
    if (count > maxWords) break;
    kept.push(sentence);
  }
  if (kept.length > 0) return kept.join(UNSPACED.test(kept[0] ?? '') ? '' : ' ');
  const all = spacedWords(oneLine(text.slice(0, maxWords * LONGEST_WORD)), language);
  const cut = all.slice(0, maxWords).join('').trim();
  return all.length <= maxWords ? cut : `${cut.replace(/[\s,;:–—-]+$/, '')}…`;
}

/** No text has words of so many characters on average. */
const LONGEST_WORD = 100;

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** The text in pieces of a word each, with the spaces and marks that follow it. */
function spacedWords(text: string, language: string): string[] {
  if (!UNSPACED.test(text)) return text.match(/\S+\s*/g) ?? [];
  const found: string[] = [];
  for (const piece of pieces(text, /\s/)) {
    for (const { segment, isWordLike } of segmenter('word', language).segment(piece)) {
      if (isWordLike || found.length === 0) found.push(segment);
      else found[found.length - 1] += segment;
    }
  }
  return found;
}

const segmenter = (granularity: 'word' | 'sentence', language: string): Intl.Segmenter =>
  SEGMENTERS[granularity](language);

/** To make one takes as long as to use it on a paragraph. */
const SEGMENTERS = {
  word: memo((language) => newSegmenter('word', language), 100),
  sentence: memo((language) => newSegmenter('sentence', language), 100),
};

function newSegmenter(granularity: 'word' | 'sentence', language: string): Intl.Segmenter {
  try {
    return new Intl.Segmenter(language, { granularity });
  } catch {
    return new Intl.Segmenter('en', { granularity });
  }
}
