import type { Evidence } from '../core/story.ts';
import type { StudyMention } from '../core/study.ts';
import { sentences } from '../core/text.ts';
import { findDesign } from './evidence/design.ts';
import { findSample } from './evidence/sample.ts';
import { findStatus } from './evidence/status.ts';
import { findSubjects } from './evidence/subjects.ts';

export type EvidenceInput = {
  title: string;
  /** A structured abstract's parts. */
  abstract?: readonly { heading: string; text: string }[];
  text?: string | null;
  categories?: readonly string[];
  studies?: readonly StudyMention[];
  journal?: string | null;
  pressRelease?: boolean;
  url?: string | null;
};

/** A sentence and the heading of the abstract's part it is from; the title comes first, with the heading "title". */
export type Statement = { heading: string; text: string };

/** A label, and the sentence that says so. */
export type Finding<T> = { value: T; because: string };

/**
 * What kind of evidence a text reports, by rules: only what a sentence about the study itself says, never what
 * is said of other studies, wished for or denied. Null where nothing is stated.
 */
export function evidenceOf(input: EvidenceInput): Evidence | null {
  const statements = statementsOf(input);
  const isOpinion = OPINION.test(input.title);
  const design = isOpinion ? null : findDesign(statements, input.categories ?? []);
  const sample = isOpinion ? null : findSample(statements, design);
  const subjects = findSubjects(statements, design, sample);
  const status = findStatus(statements, input);
  if (!design && !subjects && !sample && !status) return null;
  return {
    design: design?.value ?? null,
    subjects: subjects?.value ?? null,
    sample: sample?.value ?? null,
    status: status?.value ?? null,
    because: {
      ...(design ? { design: quoted(design) } : {}),
      ...(subjects ? { subjects: quoted(subjects) } : {}),
      ...(sample ? { sample: quoted(sample) } : {}),
      ...(status ? { status: quoted(status) } : {}),
    },
  };
}

/** Pieces that speak of studies and are none. */
const OPINION =
  /^\W*(?:editorial|comment(?:ary)?|letters?|opinion|viewpoint|perspective|podcast|obituary|book review|correction|corrigendum|erratum|retraction|retracted|expression of concern|from the editor|q&a|interview)\b/i;

/** Characters of a text that are read: the study is described before its discussion. */
const MAX_TEXT = 12_000;
const MAX_SENTENCE = 800;
const MAX_QUOTE = 300;

function statementsOf({ title, abstract = [], text }: EvidenceInput): Statement[] {
  const parts = abstract.length > 0 ? abstract : [{ heading: '', text: text ?? '' }];
  const found: Statement[] = [{ heading: 'title', text: title.slice(0, MAX_SENTENCE) }];
  let left = MAX_TEXT;
  for (const { heading, text: part } of parts) {
    let name = heading;
    for (const sentence of sentences(part.slice(0, Math.max(0, left)))) {
      const labelled = INLINE_HEADING.exec(sentence);
      name = labelled?.[1] ?? name;
      const rest = labelled ? sentence.slice(labelled[0].length) : sentence;
      found.push({ heading: name.toLowerCase(), text: rest.slice(0, MAX_SENTENCE) });
    }
    left -= part.length;
  }
  return found;
}

/** "Design: …" at the start of a sentence; holds up to the next one. */
const INLINE_HEADING =
  /^\s*(Background|Objectives?|Aims?|Study design|Design|Methods?|Design and methods|Methods and findings|Participants|Setting|Results|Findings|Interpretation|Conclusions?|Importance)\s*[:.\u2014-]\s+/i;

const quoted = ({ because }: Finding<unknown>): string =>
  because.length <= MAX_QUOTE ? because : `${because.slice(0, MAX_QUOTE - 1).replace(/\s+\S*$/, '')}…`;
