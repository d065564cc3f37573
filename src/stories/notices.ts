import type { Instant } from '../core/instant.ts';
import type { Notice } from '../core/story.ts';
import type { StudyMention } from '../core/study.ts';
import { sentences } from '../core/text.ts';

export type NoticeInput = {
  title: string;
  text?: string | null;
  studies?: readonly StudyMention[];
  url?: string | null;
  /** When the notice was published. */
  date?: Instant | null;
};

/**
 * What a journal's notice says of another paper, as learned of at `at`: its title begins with "Retraction:",
 * "Expression of Concern:", "Correction to:" or the like. `doi` is the paper concerned, not the notice; null where
 * the text doesn't name it unmistakably. Null for everything else, news about retractions included.
 */
export function noticeOf(
  { title, text, studies = [], url = null, date = null }: NoticeInput,
  at: Instant,
): Notice | null {
  const kind = KINDS.find(({ pattern }) => pattern.test(title.trim()))?.kind;
  if (!kind) return null;
  const reason = kind === 'correction' ? null : reasonIn(text ?? '');
  return { kind, at, date, reason, url, doi: paperOf(title, text ?? '', studies) };
}

const START = "^(?:\\[?(?:journal|author|publisher|editor)[\u2019']?s?[\u2019']? )?\\W{0,3}";
/** What a notice's title goes on with: a colon, "to:", "of", "for", the end. */
const GOES_ON = '(?:\\s*[:.\u2013\u2014\\]|-]|\\s+(?:notice|note|to|of|for|on|in|regarding)\\b.*|$)';

const KINDS: { kind: Notice['kind']; pattern: RegExp }[] = [
  {
    kind: 'expression of concern',
    pattern: new RegExp(`${START}(?:editorial )?expressions? of concern${GOES_ON}`, 'i'),
  },
  {
    kind: 'retraction',
    pattern: new RegExp(
      `${START}(?:retraction (?:notice|note|statement)${GOES_ON}|retraction(?:\\s*[:.\u2013\u2014\\]|]|\\s*$|\\s+(?:to|of|for) ?[:"\u201c\u2018'\u2013\u2014]|\\s+of .{0,80}\\bet al\\b)|notice of retraction|retract(?:ion)? and replac\\w+${GOES_ON}|withdrawal notice|retracted(?: article)?\\s*[:\\]])`,
      'iu',
    ),
  },
  {
    kind: 'correction',
    pattern: new RegExp(
      `${START}(?:(?:publisher|author|editorial)?\\s*corrections?(?:\\s*[:.\u2013\u2014\\]|]|\\s*$|\\s+(?:to|for|in)\\s*:|\\s+(?:to|for) (?:[\u201c"\u2018']|.{0,80}\\bet al\\b))|corrigend(?:um|a)${GOES_ON}|errat(?:um|a)${GOES_ON}|correction notice)`,
      'iu',
    ),
  },
];

const NAMES_PAPER =
  /\b(?:article|paper|study|work|publication|manuscript|retract\w*|correct\w*|concern\w*|errat\w+|corrigend\w+|original\w*|refers? to|to|in)\b[^.]{0,80}$/i;

/** The paper that is retracted or corrected: the one DOI besides the notice's own, or the one that the text points at. */
function paperOf(title: string, text: string, studies: readonly StudyMention[]): string | null {
  const dois = studies.filter(({ type }) => type === 'doi');
  const own = dois.filter(({ role }) => role === 'is').map(({ value }) => value);
  const others = [
    ...new Set(
      dois.filter(({ role, value }) => role !== 'is' && !own.includes(value)).map(({ value }) => value),
    ),
  ];
  const [only] = others;
  if (only && others.length === 1) return only;
  const lower = text.slice(0, MAX_TEXT).toLowerCase();
  const pointed = others.filter((doi) => {
    const at = lower.indexOf(doi);
    return (
      at > 0 &&
      NAMES_PAPER.test(lower.slice(Math.max(0, at - 160), at).replace(/https?:\/\/\S*$|doi\W*$/, ''))
    );
  });
  if (pointed.length > 0) return pointed.sort((a, b) => lower.indexOf(a) - lower.indexOf(b))[0] ?? null;
  // "RETRACTED: …" is the paper itself, marked.
  return /^\W*(?:retracted|withdrawn)\b/i.test(title) && own.length === 1 ? (own[0] ?? null) : null;
}

const MAX_TEXT = 50_000;
const REASON =
  /\b(?:because|due to|owing to|following (?:concerns|an investigation)|after (?:concerns|an investigation|it (?:was|came))|concerns (?:were|have been|about|regarding|over)|unreliable|misconduct|plagiaris\w+|duplicat\w+|fabricat\w+|falsif\w+|error in|errors in|compromised|manipulat\w+|could not be (?:verified|reproduced))\b/i;

/** The sentence that says why. */
function reasonIn(text: string): string | null {
  const sentence = sentences(text.slice(0, 8000)).find((each) => REASON.test(each));
  return sentence ? sentence.slice(0, 300) : null;
}
