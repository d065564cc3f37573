import type { Features } from './features.ts';
import { namesOtherStudy } from './studies.ts';
import type { Rarity } from './vocabulary.ts';

/** Why two articles that look alike are not about the same thing. */
export type Conflict =
  | 'other study'
  | 'front matter'
  | 'other figures'
  | 'other place'
  | 'other subject'
  | 'other field';

/** `sameText`: most of one text stands in the other, so that what differs is what a template leaves open. */
export function conflictOf(a: Features, b: Features, rarity: Rarity, sameText: boolean): Conflict | null {
  if (namesOtherStudy(a.studies, b.studies)) return 'other study';
  if (a.isFrontMatter || b.isFrontMatter) return 'front matter';
  if (isOtherYear(a.figures, b.figures) || isSerial(a, b)) return 'other figures';
  if (areTheirOwn(a.places, b.places, a, b)) return 'other place';
  if (areOtherSubjects(a, b, rarity, sameText)) return 'other subject';
  const haveFields = a.fields.size > 0 && b.fields.size > 0;
  return haveFields && ![...a.fields].some((field) => b.fields.has(field)) ? 'other field' : null;
}

function isOtherYear(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [mine, theirs] = [years(a), years(b)];
  return mine.length > 0 && theirs.length > 0 && !mine.some((year) => theirs.includes(year));
}

function years(figures: ReadonlySet<string>): string[] {
  return [...figures].filter((figure) => /^(19|20)\d\d$/.test(figure));
}

/** The same headline with other numbers: this week's report and last week's. */
function isSerial(a: Features, b: Features): boolean {
  if (a.figures.size === 0 || b.figures.size === 0) return false;
  const rest = ({ title, figures }: Features): string =>
    [...title].filter((word) => !figures.has(word)).join(' ');
  return [...a.figures].join(' ') !== [...b.figures].join(' ') && rest(a) === rest(b);
}

/** Each article has words of this kind that the whole of the other lacks, and none that the other has. */
function areTheirOwn(ofA: ReadonlySet<string>, ofB: ReadonlySet<string>, a: Features, b: Features): boolean {
  if (ofA.size === 0 || ofB.size === 0) return false;
  return ![...ofA].some((word) => b.words.has(word)) && ![...ofB].some((word) => a.words.has(word));
}

function areOtherSubjects(a: Features, b: Features, rarity: Rarity, sameText: boolean): boolean {
  const [mine, theirs] = [subjects(a, rarity), subjects(b, rarity)];
  if (!sameText) return areTheirOwn(mine, theirs, a, b);
  const isForm = Math.min(a.length, b.length) < FORM_WORDS;
  if (isForm && areTheirOwn(rareWords(a, rarity), rareWords(b, rarity), a, b)) return true;
  return [...mine].some((word) => !b.words.has(word)) && [...theirs].some((word) => !a.words.has(word));
}

/** So short a text may be a form that says date, volume and authors of any paper. */
const FORM_WORDS = 60;

function rareWords({ title }: Features, rarity: Rarity): Set<string> {
  return new Set([...title].filter((word) => rarity(word) >= SUBJECT_BITS));
}

/** What a text is about: the rare words of its title that its text has too. */
function subjects(features: Features, rarity: Rarity): Set<string> {
  return new Set([...rareWords(features, rarity)].filter((word) => (features.words.get(word) ?? 0) > 1));
}

const SUBJECT_BITS = 7;
