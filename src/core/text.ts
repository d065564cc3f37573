/** Text on one line: NFC, white space and invisible characters collapsed, trimmed. */
export function oneLine(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u200b\u2060\ufeff\u00ad]/g, '')
    .replace(/[\s\u00a0\u0000-\u001f\u007f]+/g, ' ')
    .trim();
}

/** Words of a text by Unicode rules; in Chinese, Japanese and Thai each word as the segmenter sees it. */
export function words(text: string, language = 'en'): string[] {
  const found: string[] = [];
  for (const part of segmenter('word', language).segment(text)) {
    if (part.isWordLike) found.push(part.segment);
  }
  return found;
}

export function sentences(text: string, language = 'en'): string[] {
  return [...segmenter('sentence', language).segment(text)]
    .map(({ segment }) => segment.trim())
    .filter(Boolean);
}

/**
 * The first sentences of a text that have together at most `maxWords` words. Where the first sentence alone
 * is longer, it is cut at a word and ends in an ellipsis.
 */
export function firstSentences(text: string, maxWords: number, language = 'en'): string {
  const kept: string[] = [];
  let count = 0;
  for (const sentence of sentences(oneLine(text), language)) {
    count += sentence.split(' ').length;
    if (count > maxWords) break;
    kept.push(sentence);
  }
  if (kept.length > 0) return kept.join(' ');
  const all = oneLine(text).split(' ');
  return all.length <= maxWords
    ? all.join(' ')
    : `${all
        .slice(0, maxWords)
        .join(' ')
        .replace(/[\s,;:–—-]+$/, '')}…`;
}

function segmenter(granularity: 'word' | 'sentence', language: string): Intl.Segmenter {
  try {
    return new Intl.Segmenter(language, { granularity });
  } catch {
    return new Intl.Segmenter('en', { granularity });
  }
}
