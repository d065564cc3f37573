import { firstSentences, oneLine, sentences, words } from '../core/text.ts';
import type { AbstractPart } from './abstract.ts';

const MAX_WORDS = 60;

/** At most 60 words that end with a sentence: of the dek, else of a structured abstract, else of the first paragraphs that say something. */
export function summarise(
  dek: string | null,
  abstract: AbstractPart[],
  text: string | null,
  language: string | null,
): string | null {
  const tongue = language ?? 'en';
  const whole = dek && words(dek, tongue).length >= 8 && isWhole(dek) ? within(dek, tongue) : null;
  return (
    whole ??
    fromAbstract(abstract, tongue) ??
    fromText(text ?? '', tongue) ??
    (dek ? within(dek, tongue) : null)
  );
}

/** Not cut off in the middle of a sentence by whoever wrote the page's data. */
const isWhole = (dek: string): boolean =>
  /[.!?。！？»”"')\]]$/.test(dek.trim()) && !/(?:\.\.\.|…)$/.test(dek.trim());

function fromAbstract(abstract: AbstractPart[], language: string): string | null {
  const telling =
    abstract.find(({ heading }) =>
      /^(?:Conclusion|Interpretation|Schlussfolgerung|Conclusi)/.test(heading),
    ) ?? abstract.find(({ heading }) => /^(?:Result|Finding|Ergebnis|Résultat|Resultado)/.test(heading));
  return telling ? within(telling.text, language) : null;
}

function fromText(text: string, language: string): string | null {
  const paragraphs = text
    .split(/\n{2,}/)
    .slice(0, 30)
    .map(oneLine)
    .filter((line) => line.length >= 60 && /[.!?。！？]/.test(line) && !DATELINE.test(line));
  return paragraphs.length > 0 ? within(paragraphs.slice(0, 3).join(' '), language) : null;
}

const DATELINE = /^(?:by |published |updated |posted |photo|image|credit|source|copyright|©|\(c\))/i;

/** Whole sentences; of a first sentence of more than 60 words, nothing. */
function within(text: string, language: string): string | null {
  const line = oneLine(text);
  const first = sentences(line, language)[0] ?? '';
  const spaced = first.split(' ').length;
  if (line === '' || spaced > MAX_WORDS) return null;
  const cut = firstSentences(line, MAX_WORDS, language);
  // Where words aren't parted by spaces, about two characters make one.
  return /[\u3040-\u9fff]/.test(cut) ? withinSigns(cut, language) : cut;
}

function withinSigns(text: string, language: string): string {
  let kept = '';
  for (const sentence of sentences(text, language)) {
    if (kept !== '' && kept.length + sentence.length > 2 * MAX_WORDS) break;
    kept += sentence;
  }
  return kept.length > 4 * MAX_WORDS ? `${kept.slice(0, 2 * MAX_WORDS)}…` : kept;
}
