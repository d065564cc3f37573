import { showable } from '../core/characters.ts';
import { STUDY_ID_TYPES, type StudyIds, type StudyIdType } from '../core/study.ts';

export type StudyLink = { type: StudyIdType; value: string; label: string; url: string | null };

/** The identifiers of a study as people know them, each with the page of the register that gave it. */
export function studyLinks(ids: StudyIds): StudyLink[] {
  return STUDY_ID_TYPES.flatMap((type) =>
    ids[type].map((value) => ({
      type,
      value,
      label: `${LABELS[type]}${value}`,
      url: studyUrl(type, value),
    })),
  );
}

/** The page of an identifier at its register; null where it has none that we know. */
export const studyUrl = (type: StudyIdType, value: string): string | null => URLS[type]?.(value) ?? null;

const LABELS: Record<StudyIdType, string> = {
  doi: 'doi:',
  pmid: 'PubMed ',
  pmcid: '',
  nct: '',
  isrctn: '',
  eudract: 'EudraCT ',
  euct: 'EU CT ',
  arxiv: 'arXiv:',
  other: '',
};

/** A path keeps the slashes that DOIs and old arXiv numbers have. */
const path = (value: string): string => encodeURIComponent(showable(value)).replaceAll('%2F', '/');

const URLS: Partial<Record<StudyIdType, (value: string) => string>> = {
  doi: (value) => `https://doi.org/${path(value)}`,
  pmid: (value) => `https://pubmed.ncbi.nlm.nih.gov/${path(value)}/`,
  pmcid: (value) => `https://pmc.ncbi.nlm.nih.gov/articles/${path(value)}/`,
  nct: (value) => `https://clinicaltrials.gov/study/${path(value)}`,
  isrctn: (value) => `https://www.isrctn.com/${path(value)}`,
  eudract: (value) =>
    `https://www.clinicaltrialsregister.eu/ctr-search/search?query=eudract_number:${path(value)}`,
  euct: (value) => `https://euclinicaltrials.eu/ctis-public/view/${path(value)}`,
  arxiv: (value) => `https://arxiv.org/abs/${path(value)}`,
};
