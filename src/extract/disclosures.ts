import { oneLine, sentences } from '../core/text.ts';

const FUNDING_HEADING =
  /^(?:funding(?: (?:source|statement|information|support))?s?|financial support|source of funding|sources of funding|role of the funding source|förderung|finanzierung|financement|financiación|financiamento)\b[\s:.–-]*/i;
const FUNDING =
  /\b(?:(?:study|research|work|trial|project|analysis|team|authors?|it|this) (?:\w+ ){0,4}(?:was|were|is|received|has been) (?:\w+ ){0,3}(?:funded|supported|financed|sponsored|funding|grants?)\b|(?:was|were) (?:\w+ )?(?:funded|supported|financed|sponsored) by\b|funding (?:was provided|came|for (?:the|this) \w+ (?:was|came))|supported by (?:a |the )?(?:grants?|nih|national)|funded by (?:the |a )?[A-Z]|wurde (?:\S+ ){0,8}(?:gefördert|finanziert)|financée? par|financiad[oa] por)/i;
const CONFLICT_HEADING =
  /^(?:(?:competing|conflicts?(?: of)?|declarations? of|disclosure of|potential conflicts? of) (?:interests?|competing interests?)(?: (?:statement|disclosures?))?|disclosures?|coi|interessenkonflikte?|conflits? d[’']intérêts?|conflictos? de intereses?)\b[\s:.–-]*/i;
const CONFLICT =
  /\b(?:(?:declared?|reports?|reported|disclosed?|have|has|had|with) (?:\w+ ){0,3}(?:no |any |potential |other |financial )*(?:competing|conflicts? of|relevant financial|financial) (?:interests?|disclosures?|relationships?|ties)|(?:received|receiving|reports?|reported|disclosed) (?:\w+ ){0,6}(?:consulting|speaker|lecture|personal|advisory|research) (?:fees?|funding|support|grants?)|no (?:competing|conflicts? of) interests?|interessenkonflikt)/i;

/** The sentence (or section) that says who paid; null where none does. */
export const fundingStatement = (text: string): string | null => statement(text, FUNDING_HEADING, FUNDING);

/** The sentence (or section) on conflicts of interest; null where there is none. */
export const conflictStatement = (text: string): string | null => statement(text, CONFLICT_HEADING, CONFLICT);

const MAX_CHARS = 600;

function statement(text: string, heading: RegExp, sentence: RegExp): string | null {
  const lines = text
    .slice(-200_000)
    .split(/\n+/)
    .map((line) => line.trim())
    .filter(Boolean);
  for (const [at, line] of lines.entries()) {
    const head = heading.exec(line)?.[0];
    if (head === undefined) continue;
    const rest = line.slice(head.length).trim();
    const isHeading = rest === '' || /[:.]\s*$/.test(head);
    const said = rest === '' ? (lines[at + 1] ?? '') : rest;
    if (isHeading && said.length >= 15) return clip(said);
  }
  for (const line of lines.toReversed()) {
    if (line.length > 20_000 || !sentence.test(line)) continue;
    const found = sentences(line).find((one) => sentence.test(one));
    if (found) return clip(found);
  }
  return null;
}

function clip(said: string): string {
  const line = oneLine(said);
  if (line.length <= MAX_CHARS) return line;
  let kept = '';
  for (const one of sentences(line)) {
    if (kept.length + one.length > MAX_CHARS) break;
    kept += `${kept ? ' ' : ''}${one}`;
  }
  return kept || `${line.slice(0, MAX_CHARS).replace(/\s+\S*$/, '')}…`;
}
