import type { Evidence } from '../../core/story.ts';
import type { EvidenceInput, Finding, Statement } from '../evidence.ts';

type Status = NonNullable<Evidence['status']>;

const PREPRINT_DOI =
  /^10\.(?:1101\/(?:\d{4}\.\d{2}\.\d{2}\.)?\d{6,8}$|64898\/|21203\/rs\.|20944\/preprints|2139\/ssrn|48550\/arxiv|31219\/osf|31234\/osf|26434\/chemrxiv|36227\/techrxiv)/;
const PREPRINT_HOST =
  /^https?:\/\/(?:[\w-]+\.)*(?:medrxiv|biorxiv|arxiv|preprints|researchsquare|ssrn)\.(?:org|com)\//i;
const PREPRINT_NAME = /^(?:medrxiv|biorxiv|arxiv|research square|ssrn|preprints(?:\.org)?)\b/i;

const NOT_REVIEWED =
  /\b(?:not|yet to|before|awaiting|awaits?|without|pending) (?:yet )?(?:been |undergone |being |gone through )?(?:formally )?(?:peer[- ]review(?:ed)?)\b|\bhas(?:n['’]t| not) (?:yet )?(?:been )?peer[- ]reviewed\b|\bis a preprint\b/i;
const AS_PREPRINT =
  /\b(?:study|findings|results|paper|research|work|data|analysis|report)\b[^.]{0,80}\b(?:posted|published|released|uploaded|shared|appeared|available|described|reported)\b[^.]{0,50}\b(?:preprint|medrxiv|biorxiv|arxiv|research square)\b|\bin a (?:new )?preprint\b|\bthis preprint\b|\bthe preprint (?:study|paper|server)\b/i;
const PUBLISHED =
  /\b(?:study|findings|results|paper|research|work|trial|analysis|review|report|article|it|they|was|were|is|are|team|researchers|today|online)\b[^.]{0,90}\b(?:published|appears?|appeared|reported|report|detailed|described|writing)\b[^.]{0,40}\b(?:in|by) (?:[Tt]he )?(?:peer[- ]reviewed )?(?:medical |scientific |open[- ]access |academic )?(?:journals? \p{Lu}|(?:New England Journal|Lancet|BMJ\b|JAMA|Nature|Science\b(?! ?(?:Daily|Alert|News))|Cell\b|PLOS|PLoS|Annals of|Journal of|British Journal|American Journal|European Heart Journal|Circulation|Proceedings of|eLife|Gut\b|Neurology|Pediatrics|Blood\b|Diabetes Care|Cochrane))/u;
const PEER_REVIEWED =
  /\bpublished in (?:a|the) peer[- ]reviewed\b|\b(?:study|paper|article|research|findings) (?:was|were|is|has been|have been) peer[- ]reviewed\b/i;
const PRESENTED =
  /\b(?:presented|unveiled|reported|presenting|presentation|released)\b[^.]{0,60}\bat (?:the |this year['’]s |an? )?(?:[\p{L}\d'’&()-]+ ){0,9}(?:congress|conference|annual meeting|meeting|scientific sessions|symposium|convention|summit)\b/iu;
const NOT_OWN =
  /\b(?:previous(?:ly)?|earlier|prior|other|another|last year|in (?:19|200|201)\d|ago|separate|will be|should|would|until|expected|if|once|first posted|originally|initially|retracted|later|since been withdrawn|plans?|hope)\b/i;

/** Where the text stands on the way to publication, as its metadata or a sentence about the study says. */
export function findStatus(
  statements: readonly Statement[],
  { studies = [], journal = null, pressRelease = false, url = null, title }: EvidenceInput,
): Finding<Status> | null {
  if (pressRelease) return { value: 'press release', because: 'Marked as a press release by its source.' };
  const own = studies.filter(({ role, type }) => role === 'is' && type === 'doi').map(({ value }) => value);
  const preprintDoi = own.find((doi) => PREPRINT_DOI.test(doi));
  if (preprintDoi) return { value: 'preprint', because: `doi:${preprintDoi}` };
  if (url && PREPRINT_HOST.test(url)) return { value: 'preprint', because: url };
  if (journal && PREPRINT_NAME.test(journal.trim())) return { value: 'preprint', because: journal };
  const [doi] = own;
  if (doi && journal && !isUnreviewed(title, doi))
    return { value: 'peer-reviewed', because: `${journal}, doi:${doi}` };
  if (doi && journal) return null;
  return fromText(statements, studies);
}

/** Parts of journals that reviewers do not see. */
const isUnreviewed = (title: string, doi: string): boolean =>
  /^(?:\W*)(?:editorial|correction|corrigendum|erratum|retraction|retracted|expression of concern|letters?|comment|commentary|news|obituary|author(?:s['’]|['’]s)? (?:reply|response)|reply|in reply|response to|correspondence|perspective|viewpoint|opinion|podcast|book review|this week|from the editor|withdrawn|in memoriam|preface|quiz|audio interview|research highlights?)\b/i.test(
    title,
  ) ||
  /^10\.1038\/d\d{5}/.test(doi) ||
  /^10\.1136\/bmj\.[a-z]\d/.test(doi);

function fromText(
  statements: readonly Statement[],
  studies: EvidenceInput['studies'],
): Finding<Status> | null {
  const told = statements.filter(({ text }) => !text.endsWith('?'));
  const find = (pattern: RegExp, strict = true): Statement | undefined =>
    told.find(({ text }) => pattern.test(text) && !(strict && NOT_OWN.test(text)));
  const published = find(PUBLISHED) ?? find(PEER_REVIEWED);
  const unreviewed = find(NOT_REVIEWED) ?? find(AS_PREPRINT);
  const presented = find(PRESENTED);
  if (unreviewed && published) return null;
  if (published) return { value: 'peer-reviewed', because: published.text };
  if (presented && (!unreviewed || !/preprint/i.test(unreviewed.text)))
    return { value: 'conference abstract', because: presented.text };
  if (unreviewed && /preprint|rxiv|peer/i.test(unreviewed.text))
    return { value: 'preprint', because: unreviewed.text };
  const preprint = studies?.filter(({ role, type }) => role === 'about' && type === 'doi') ?? [];
  const [only] = preprint;
  return only && preprint.every(({ value }) => PREPRINT_DOI.test(value))
    ? { value: 'preprint', because: `doi:${only.value}` }
    : null;
}
