/** A DOI as found in a text: lower case, without resolver, decoded; `start` and `end` enclose what was read of the text. */
export type FoundDoi = { value: string; version: string | null; start: number; end: number };

/**
 * DOIs of a text, in order. A bare `10.1234/x` counts where it can't be an amount, a ratio or a date; behind "doi"
 * or in an address anything of a DOI's shape counts. Linear in the text's length.
 */
export function findDois(text: string): FoundDoi[] {
  const found: FoundDoi[] = [];
  const prefix = new RegExp(PREFIX);
  for (let at = text.indexOf('10.'); at !== -1; at = text.indexOf('10.', at)) {
    prefix.lastIndex = at;
    const written = prefix.exec(text)?.[0] ?? '';
    const doi = written === '' ? null : readDoi(text, at, written);
    if (doi) found.push(doi);
    at = Math.max(at + (written.length || 1), doi?.end ?? 0);
  }
  return found;
}

/** Not inside a longer number or word ("2010.1234/x"), unless that word is "doi". The registrant is 4 to 9 digits, first no 0. */
const PREFIX =
  /(?:(?<![\p{L}\p{N}.])|(?<=doi_?))10\.(?:97[89]\.\d{2,8}|[1-9]\d{3,8}(?:\.\d{1,9}){0,4})(?:\/[\n\r ]{0,2}| \/ ?)(?=[^\s/])/iuy;

const MAX_SUFFIX = 300;
/** White space, quotes and signs that no DOI has, and scripts that put no space behind one. */
const TOKEN = /^[^\s"{}|\\^`?…“”„«»‹›‘’\p{Script=Han}\u3000-\u303f\uff00-\uffef]*/u;

function readDoi(text: string, start: number, written: string): FoundDoi | null {
  const from = start + written.length;
  const prefix = written.replace(/\s*\/\s*$/, '');
  const before = text.slice(Math.max(0, start - 24), start);
  const labelled = /(?:doi(?:\.org)?\W{0,8}|\w[/=])$/i.test(before);
  const broken = /\s/.test(written);
  if (broken && !(labelled || /\/[\n\r]/.test(written))) return null;
  const raw = readSuffix(TOKEN.exec(text.slice(from, from + MAX_SUFFIX))?.[0] ?? '');
  const { suffix, version } = withoutAppendages(prefix, withoutTail(raw));
  if (suffix === '' || !isPlausible(prefix, suffix, { before, labelled })) return null;
  return { value: `${prefix}/${suffix}`.toLowerCase(), version, start, end: from + raw.length };
}

/** The item and contribution part of a SICI (ANSI/NISO Z39.56), the one place where a DOI has angle brackets. */
const SICI = /^<[^<>\s]{1,60}>\d\.\d\.[a-z]{2};\d?(?:-[\w#]?)?/i;
const NEXT_ITEM = /[,;&/]+(?:https?:|www\.|doi\b|pmid|pmc|nct\d|isrctn)|&[\w.-]*[=;]|[\p{P}]*10\.\d{4,9}\//iu;
const CLOSERS: Record<string, string> = { ')': '(', ']': '[' };

/** Characters of a DOI up to the first that can't belong to it: white space, quotes, `?`, `#`, a bracket never opened. */
function readSuffix(text: string): string {
  const next = NEXT_ITEM.exec(text);
  const length = next ? next.index : text.length;
  const open: { bracket: string; at: number }[] = [];
  let at = 0;
  while (at < length) {
    const char = text.charAt(at);
    if (char === '<') {
      const sici = SICI.exec(text.slice(at, at + 80));
      if (!sici) break;
      at += sici[0].length;
      continue;
    }
    if (char === '#' || char === '>') break;
    if (char === '(' || char === '[') open.push({ bracket: char, at });
    else if (char in CLOSERS && open.pop()?.bracket !== CLOSERS[char]) break;
    at += 1;
  }
  return text.slice(0, open[0]?.at ?? at);
}

/** Words that lose their space before them when a page becomes text, and punctuation of the sentence around. */
const GLUED =
  /(?:external-?icon|pdf-?icon|external|crossref|google-?scholar|pubmed|medline|web-?of-?science|pmc?id:?\d*|epub|view-?article|open-?access|opens?-?in.*)$/i;
const GLUED_SENTENCE =
  /[.;](?:Published|Epub|Online|Accessed|Available|Received|Funding|The|This|These|In|See|Copyright|Author|Keywords|Background|Abstract)(?![\d.]).*$/;
const TRAILING = /[.,;:!?'*_~\-‐-―/|=&+$@%·•([]+$/;

function withoutTail(suffix: string): string {
  let text = suffix.replace(GLUED_SENTENCE, '').replace(/[‐‑]/g, '-');
  if (/>\d\.\d\.[a-z]{2};\d?(?:-[\w#]?)?$/i.test(text)) return text;
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(TRAILING, '').replace(GLUED, '');
  }
  return text;
}

/** What publishers' addresses put behind the DOI. */
const VIEW =
  /(?:[./](?:full|fulltext|full-text|abstract|abs|pdf|pdfplus|e?pdf\+html|epdf|epub|html?|xml|short|summary|meta|references|citations?|figures|tables|metrics|article-info|article-metrics|article|info|related|supplementary-material|supplemental|suppl_file|suppinfo|_pdf|_article|asset|mediaobjects|email|download|view))(?:\/.*|\+html)?$/i;
/** Parts of an article that have DOIs of their own: PLOS, eLife, PeerJ. */
const COMPONENT: [RegExp, RegExp][] = [
  [/^10\.1371$/, /(\.\d{7})\.[a-z]\d{3}$/i],
  [/^10\.7554$/, /(elife\.\d{5,6})\.(?:\d{3}|sa\d|fig\d+.*|table\d+.*|\d{3}\..*)$/i],
  // Oxford's addresses end in a number of the platform.
  [/^10\.1093$/, /^([a-z]+\/[\w.-]+)\/\d{5,9}(?:\/.*)?$/i],
  // So do those of others on the same platform, with words of the title behind it.
  [/^10\.(?:1021|1039)$/, /^([^/]+)\/\d{5,9}(?:\/.*)?$/],
  [/^10\./, /^(.+?)\/\d{5,9}\/[a-z]\w*(?:-\w+)+$/i],
  [/^10\.7717$/, /(peerj(?:-cs)?\.\d+)\/[a-z]+-\d+$/i],
];
/** bioRxiv and medRxiv, under the older and the newer registrant. */
const RXIV = /^((?:\d{4}\.\d{2}\.\d{2}\.)?\d{6,8})v(\d{1,2})(?:[./-].*)?$/i;

function withoutAppendages(prefix: string, suffix: string): { suffix: string; version: string | null } {
  const preprint = /^10\.(?:1101|64898)$/.test(prefix) ? RXIV.exec(suffix) : null;
  if (preprint) return { suffix: preprint[1] ?? suffix, version: `v${preprint[2]}` };
  let text = suffix;
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(VIEW, '').replace(TRAILING, '');
  }
  for (const [registrant, part] of COMPONENT) {
    if (registrant.test(prefix)) text = text.replace(part, '$1');
  }
  const version =
    /^10\.(?:21203|20944|6084|31219|31234|12688)$/.test(prefix) && /[./](v\d{1,2})$/i.exec(text);
  return { suffix: text || suffix, version: version ? (version[1] ?? null) : null };
}

const MONEY = /(?:[$€£¥₹]|\b(?:usd|eur|gbp|chf|rs)\.?)\s?$/i;
const AMOUNT =
  /^\d*(?:(?:a )?(?:year|yr|month|mo|week|wk|day|d|hour|hr|h|min|minute|s|sec|dose|patient|person|capita|unit|case|visit|night|kg|g|mg|µg|mcg|ng|l|dl|ml|µl|m2|mm3?|cm|px|pt|pts|piece|item|user|seat|eur|usd|gbp|chf|%)s?)$/i;
const MEDIA = /\.(?:jpe?g|png|gif|svg|webp|avif|ico|css|m?js|mp[34]|woff2?)$/i;

type Surroundings = { before: string; labelled: boolean };

function isPlausible(prefix: string, suffix: string, { before, labelled }: Surroundings): boolean {
  if (/^10\.97[89]\./.test(prefix)) return /^\d{1,7}$/.test(suffix);
  if (MEDIA.test(suffix) || !/[\p{L}\p{N}]/u.test(suffix)) return false;
  if (labelled) return true;
  if (MONEY.test(before) || AMOUNT.test(suffix) || OTHER_NUMBER.test(before)) return false;
  if (!/^[\d.,]+$/.test(suffix)) return suffix.length > 1;
  return isPlausibleNumber(prefix, suffix);
}

/** A bare suffix of digits is none where it may as well be a divisor, a decimal, a year or a date. */
function isPlausibleNumber(prefix: string, suffix: string): boolean {
  if (suffix.includes(',') || /^10*$|^(?:19|20)\d\d$/.test(suffix) || isDate(prefix, suffix)) return false;
  return suffix.replace(/\D/g, '').length >= (suffix.includes('.') ? 7 : 3);
}

const OTHER_NUMBER =
  /(?:\b(?:lot|batch|ratio|odds|tel|phone|fax|version|v|price|costs?|order|invoice|section|coordinates?)\W{0,3}|\+\d{1,3}\W{0,2})$/i;

/** "10.2021/11.2021". */
const isDate = (prefix: string, suffix: string): boolean =>
  /^10\.(?:19|20)\d\d$/.test(prefix) && /^\d{1,2}\.(?:19|20)\d\d$/.test(suffix);
