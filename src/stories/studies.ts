/**
 * Whether two articles name works and none in common: two papers, even of one trial, are two stories. A paper
 * and its preprint are two names of one work, but only a page that names both can say so.
 */
export function namesOtherStudy(a: readonly string[], b: readonly string[]): boolean {
  if (a.some((key) => isWork(key) && b.includes(key))) return false;
  return ['doi:', 'pmid:', 'nct:'].some((register) => {
    const [mine, theirs] = [of(a, register), of(b, register)];
    return mine.length > 0 && theirs.length > 0 && !mine.some((key) => theirs.includes(key));
  });
}

/**
 * The one paper that these identifiers name, if they name exactly one: an article that names several may be a
 * round-up and says nothing about which of them it is about. Preprints don't count.
 */
export function paperOf(studies: readonly string[]): string | null {
  const papers = studies.filter((key) => key.startsWith('doi:') && !isPreprint(key));
  return papers.length === 1 ? (papers[0] ?? null) : null;
}

/** DOI prefixes of bioRxiv and medRxiv, arXiv, SSRN, Research Square, OSF, Preprints.org, Authorea. */
const PREPRINT = /^doi:10\.(1101|64898|48550|2139|21203|31219|31234|20944|22541)\//;

function isPreprint(key: string): boolean {
  return PREPRINT.test(key);
}

const isWork = (key: string): boolean => /^(doi|pmid):/.test(key);

function of(keys: readonly string[], register: string): string[] {
  return keys.filter((key) => key.startsWith(register));
}
