import type { StudyIdType } from '../../core/study.ts';

/** How one register writes its identifiers. The first group that matched holds the identifier, or its digits. */
type Register = {
  type: StudyIdType;
  /** What every match holds, in lower case: searched for first, as most texts name few registers. */
  sign: string | RegExp;
  pattern: RegExp;
  write: (written: string) => string;
  /** Where the shape alone says too little: what must stand near it. */
  near?: RegExp;
};

const asIs = (written: string): string => written;
const upper = (written: string): string => written.toUpperCase();
const digits = (prefix: string) => (written: string) => prefix + written;
/** Between a register's name and its number: "ISRCTN registry number: 123", "NCT-123". */
const GAP = String.raw`(?:[\s\-_:#.()]|\b(?:registry|registration|number|no|id|identifier)\b){0,8}`;
const name = (letters: string, number: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])${letters}${GAP}(${number})(?!\\d)`, 'giu');

const TRIAL = /eudract|euctr|eu ?clinical ?trials|clinicaltrialsregister|ctr-search|trial|regist/i;

/** Trial and review registers, most of them of the WHO's network. Dashes of every kind are read as hyphens. */
export const REGISTERS: Register[] = [
  { type: 'nct', sign: 'nct', pattern: name('nct', '0\\d{7}'), write: digits('NCT') },
  { type: 'isrctn', sign: 'isrctn', pattern: name('isrctn', '\\d{8}'), write: digits('ISRCTN') },
  {
    type: 'euct',
    sign: /20\d\d-5\d{5}-/,
    pattern: /(?<!\d|\d-)(20\d{2}-5\d{5}-\d{2}-\d{2})(?!-?\d)/g,
    write: asIs,
  },
  {
    type: 'eudract',
    sign: /\d-\d{6}-\d/,
    pattern: /(?<!\d|\d-)((?:199\d|20[0-3]\d)-[0-46-9]\d{5}-\d{2})(?!-?\d)/g,
    write: asIs,
    near: TRIAL,
  },
  {
    type: 'pmcid',
    sign: 'pmc',
    pattern: /(?<![\p{L}\p{N}])pmcid\W{0,4}(?:pmc)?[\s-]?(\d{3,9})(?!\d)/giu,
    write: digits('PMC'),
  },
  // Without "ID", four digits may be a year ("PMC2020", a meeting).
  { type: 'pmcid', sign: 'pmc', pattern: /(?<![\p{L}\p{N}])pmc-?(\d{5,9})(?!\d)/giu, write: digits('PMC') },
  { type: 'pmcid', sign: 'pmc', pattern: /(?<![\p{L}\p{N}])pmc (\d{5,9})(?!\d)/giu, write: digits('PMC') },
  { type: 'other', sign: 'actrn', pattern: name('actrn', '\\d{14}'), write: digits('ACTRN') },
  { type: 'other', sign: 'drks', pattern: name('drks', '\\d{8}'), write: digits('DRKS') },
  {
    type: 'other',
    sign: 'chictr',
    pattern: /(?<![\p{L}\p{N}])chictr[\s:]{0,2}((?:-?[a-z]{2,4}-?\d{8}|-?\d{10})(?!\d))/giu,
    write: (written) => `ChiCTR${upper(written).replace(/^-(?=\d)/, '')}`,
  },
  {
    type: 'other',
    sign: 'ctri/',
    pattern: /(?<![\p{L}\p{N}])(ctri\/\d{4}\/\d{2,3}\/\d{6})(?!\d)/giu,
    write: upper,
  },
  {
    type: 'other',
    sign: 'jrct',
    pattern: /(?<![\p{L}\p{N}])jrct[\s:-]{0,2}([a-z]?\d{9,10})(?!\d)/giu,
    write: (written) => `jRCT${written.toLowerCase()}`,
  },
  {
    type: 'other',
    sign: 'umin',
    pattern: name('umin(?:-ctr)?(?:\\W{0,3}umin)?', '\\d{9}'),
    write: digits('UMIN'),
  },
  {
    type: 'other',
    sign: 'japic',
    pattern: /(?<![\p{L}\p{N}])japic-?cti-?(\d{6})(?!\d)/giu,
    write: digits('JapicCTI-'),
  },
  {
    type: 'other',
    sign: 'irct',
    pattern: name('irct', '\\d{10,16}n\\d{1,3}'),
    write: (written) => `IRCT${upper(written)}`,
  },
  { type: 'other', sign: 'pactr', pattern: name('pactr', '\\d{15,16}'), write: digits('PACTR') },
  { type: 'other', sign: 'crd', pattern: name('crd', '42\\d{9,13}'), write: digits('CRD') },
  { type: 'other', sign: 'tctr', pattern: name('tctr', '\\d{11}'), write: digits('TCTR') },
  { type: 'other', sign: 'kct', pattern: name('kct', '\\d{7}'), write: digits('KCT') },
  { type: 'other', sign: 'rpcec', pattern: name('rpcec', '\\d{8}'), write: digits('RPCEC') },
  { type: 'other', sign: 'lbctr', pattern: name('lbctr', '\\d{10}'), write: digits('LBCTR') },
  { type: 'other', sign: 'itmctr', pattern: name('itmctr', '\\d{10}'), write: digits('ITMCTR') },
  { type: 'other', sign: 'jma-iia', pattern: name('jma-iia', '\\d{5}'), write: digits('JMA-IIA') },
  { type: 'other', sign: 'slctr/', pattern: /(?<![\p{L}\p{N}])(slctr\/\d{4}\/\d{3})(?!\d)/giu, write: upper },
  {
    type: 'other',
    sign: 'rbr',
    pattern: /(?<![\p{L}\p{N}])rbr-?([0-9][a-z0-9]{5,7})(?![\p{L}\p{N}])/giu,
    write: (written) => `RBR-${written.toLowerCase()}`,
  },
  { type: 'other', sign: 'per-', pattern: /(?<![\p{L}\p{N}])(per-\d{3}-\d{2})(?!\d)/giu, write: upper },
  { type: 'other', sign: 'phrr', pattern: /(?<![\p{L}\p{N}])(phrr\d{6}-\d{6})(?!\d)/giu, write: upper },
  {
    type: 'other',
    sign: /n(?:tr|l).{0,6}\d/,
    // A postcode ("NL1234 AB") has two letters behind it; NTR is also a broadcaster.
    pattern: /(?<![\p{L}\p{N}])(NTR ?\d{3,5}|NL-?OMON\d{4,5}|NL-?\d{4,5}(?! [A-Z]{2}\b))(?![\p{L}\p{N}])/gu,
    write: (written) => written.replace(' ', ''),
    near: /trial|regist|ntr\d|lopende|omon/i,
  },
  {
    type: 'arxiv',
    sign: 'arxiv',
    pattern: /arxiv(?:\.org\/(?:abs|pdf|html)\/|[\s:.\]/]{1,3})(\d{2}(?:0[1-9]|1[0-2])\.\d{4,5})(?!\d)/gi,
    write: asIs,
  },
  {
    type: 'arxiv',
    sign: 'arxiv',
    pattern: /arxiv(?:\.org\/(?:abs|pdf)\/|[\s:]{1,3})([a-z][a-z-]{1,9}(?:\.[a-z]{2})?\/\d{7})(?!\d)/gi,
    write: asIs,
  },
  {
    type: 'pmid',
    sign: /pmid|pubmed/,
    pattern:
      /(?<![\p{L}\p{N}])(?:pmids?|pubmed\s?(?:id|identifier))(?:["'’\s:=#\-_/[\](]|number|no\.){0,5}(\d{1,8})(?![\d/]|[.,]\d)/giu,
    write: withoutZeros,
  },
  {
    type: 'pmid',
    sign: /pubmed|europepmc|\[uid\]=|list_uids=/,
    pattern:
      /(?:pubmed\.ncbi\.nlm\.nih\.gov\/|nlm\.nih\.gov\/(?:m\/)?pubmed\/|\/pubmed[:/]|pubmed:\s?|europepmc\.org\/(?:article|abstract)\/med\/|\[uid\]=|list_uids=)(\d{1,8})(?!\d|\.\d)/gi,
    write: withoutZeros,
  },
  {
    type: 'pmid',
    sign: 'pubmed',
    pattern: /(?:pubmed(?:\.ncbi\.nlm\.nih\.gov)?)\/\?term=(\d{5,8})(?![\d+%\w])/gi,
    write: withoutZeros,
  },
];

function withoutZeros(written: string): string {
  return written.replace(/^0+/, '');
}

/** A text without any of these, as most are, names no register. */
const ANY_SIGN = new RegExp(
  REGISTERS.map(({ sign }) => (typeof sign === 'string' ? sign : sign.source)).join('|'),
  'i',
);

export type FoundId = { type: StudyIdType; value: string; start: number; end: number };

/** Identifiers of trial registers, PubMed, PMC and arXiv in a text. */
export function findRegistered(text: string): FoundId[] {
  const plain = text.replace(/[‐‑‒–—−]/g, '-');
  if (!ANY_SIGN.test(plain)) return [];
  const lower = plain.toLowerCase();
  const found: FoundId[] = [];
  for (const { type, sign, pattern, write, near } of REGISTERS) {
    if (!(typeof sign === 'string' ? lower.includes(sign) : sign.test(lower))) continue;
    for (const match of plain.matchAll(pattern)) {
      const start = match.index;
      if (near && !near.test(plain.slice(Math.max(0, start - 80), start + 60))) continue;
      const value = write(match[1] ?? '');
      // Nothing but noughts is a form's example.
      if (/[1-9]/.test(value)) found.push({ type, value, start, end: start + match[0].length });
    }
  }
  return lower.includes('pmid') ? [...found, ...listedPmids(plain)] : found;
}

/** "PMIDs: 123, 456 and 789": those behind the first. */
function listedPmids(text: string): FoundId[] {
  const found: FoundId[] = [];
  for (const list of text.matchAll(
    /\bpmids?\W{1,3}(\d{1,8}(?:(?:, ?|; ?| and |, and | & )\d{7,8}(?!\d)){1,40})/gi,
  )) {
    for (const { 0: value, index } of (list[1] ?? '').matchAll(/\d+/g)) {
      const start = list.index + index;
      found.push({ type: 'pmid', value: withoutZeros(value), start, end: start + value.length });
    }
  }
  return found;
}
