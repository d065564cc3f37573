import type { Evidence, StudyDesign } from '../../core/story.ts';
import type { Finding, Statement } from '../evidence.ts';
import { ANIMALS, PEOPLE } from './design.ts';

type Subjects = NonNullable<Evidence['subjects']>;

const ON_PEOPLE = new Set<StudyDesign>([
  'randomised trial',
  'cohort',
  'case-control',
  'cross-sectional',
  'case report',
]);
const PERSON = new RegExp(
  `\\b${PEOPLE}\\b|\\b(?:man|woman|boy|girl|baby|infant|child|patient|toddlers?|newborn|teenager|adolescent|neonates?|mothers?|travell?ers?|couples|girls|boys|pregnan\\w+|births|twins|nurses|doctors|smokers|survivors|respondents|students|recipients)\\b`,
  'i',
);

/** On whom the study was done, as its design and sample say. */
export function findSubjects(
  statements: readonly Statement[],
  design: Finding<StudyDesign> | null,
  sample: Finding<NonNullable<Evidence['sample']>> | null,
): Finding<Subjects> | null {
  if (design?.value === 'animal') return { value: 'animals', because: design.because };
  if (design?.value === 'in vitro') return { value: 'cells', because: design.because };
  if (sample && ANIMALS.test(sample.value.unit)) return { value: 'animals', because: sample.because };
  if (sample && PERSON.test(sample.value.unit)) return { value: 'people', because: sample.because };
  if (!design || !ON_PEOPLE.has(design.value)) return null;
  const [title] = statements;
  for (const text of [design.because, title?.text ?? '']) {
    if (PERSON.test(text) && !ANIMALS.test(text)) return { value: 'people', because: text };
  }
  return null;
}
