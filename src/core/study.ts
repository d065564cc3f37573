/** Registers that give a study an identifier; `other` holds further trial registries as they write them. */
export const STUDY_ID_TYPES = [
  'doi',
  'pmid',
  'pmcid',
  'nct',
  'isrctn',
  'eudract',
  'euct',
  'arxiv',
  'other',
] as const;

export type StudyIdType = (typeof STUDY_ID_TYPES)[number];

/** Normalised identifiers by register: DOIs lower case and bare, `PMC123`, `NCT01234567`, arXiv without version. */
export type StudyIds = Record<StudyIdType, string[]>;

/** `is`: the text is this work; `about`: it reports on it; `cites`: it merely mentions it. */
export type StudyRole = 'is' | 'about' | 'cites';

export type StudyMention = {
  type: StudyIdType;
  value: string;
  role: StudyRole;
  /** A preprint's version ("v2"), where stated. */
  version: string | null;
  /** Where it was found, for people: `meta[citation_doi]`, `link`, `text`, `feed prism:doi`. */
  from: string;
};

export const noStudyIds = (): StudyIds => ({
  doi: [],
  pmid: [],
  pmcid: [],
  nct: [],
  isrctn: [],
  eudract: [],
  euct: [],
  arxiv: [],
  other: [],
});

/** The identifiers that the text is, or is about: never those that it merely cites. */
export function ownStudyIds(mentions: readonly StudyMention[]): StudyIds {
  const ids = noStudyIds();
  for (const { type, value, role } of mentions) {
    if (role !== 'cites' && !ids[type].includes(value)) ids[type].push(value);
  }
  return ids;
}
