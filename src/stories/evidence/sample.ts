import type { Evidence, StudyDesign } from '../../core/story.ts';
import type { Finding, Statement } from '../evidence.ts';

type Sample = NonNullable<Evidence['sample']>;

const NUMBER = String.raw`(\d{1,3}(?:[,\u00a0\u2009\u202f ]\d{3})+|\d{1,7}(?:\.\d{1,2})? million|\d{1,7})(?![\d.,]*[%‰]|[.,]\d)`;
const UNITS =
  'patients|participants|people|persons|individuals|subjects|adults|children|adolescents|teenagers|women|men|girls|boys|infants|newborns|neonates|babies|toddlers|mothers|fathers|parents|pregnancies|births|couples|twins|volunteers|nurses|doctors|physicians|students|workers|veterans|residents|survivors|smokers|athletes|recipients|donors|adolescents|households|families|respondents|mice|rats|monkeys|macaques|dogs|pigs|eyes|deliveries|admissions|hospitalisations|hospitalizations';
const REVIEWED =
  'trials|studies|cohorts|randomi[sz]ed trials|randomi[sz]ed controlled trials|reports|articles';
/** Words between number and unit: "1,204 critically ill". Not "of", which makes a part of a whole. */
const BETWEEN = String.raw`(?:(?!of\b|in\b|to\b|and\b|with\b|for\b|per\b|mg\b|years?\b|weeks?\b|months?\b|days?\b|centres?\b|hospitals?\b|countries\b)[\p{L}\d'’-]+,? ){0,4}`;
const ABOUT = String.raw`(?:(?:a total of|an? (?:[\p{L}-]+ ){0,2}(?:sample|cohort|group|population|set) of|about|around|nearly|almost|some|over|more than|at least|roughly|approximately|up to|fewer than|just over|data (?:from|on|of)|the (?:records|health records|data|medical records) of|records (?:of|from)|all|the) ){0,3}`;

const VERBS =
  'enrolled|recruited|randomi[sz]ed|randomly (?:assigned|allocated)|included|includes|including data (?:from|on)|involving|involved|involves|followed(?: up)?|tracked|monitored|surveyed|interviewed|studied|examined|analy[sz]ed|analy[sz]ed data (?:from|on)|evaluated|assessed|questioned|observed|assigned|reviewed|treated|scanned|sequenced|compared|looked at|drew on|based on|covering|comprised|comprising|data (?:from|on)|records (?:of|from)|trial (?:of|in|with|among)|study (?:of|in|with|among)|survey of|analysis of|cohort of|sample of|group of|among|in|tested (?:it |the [\\w-]+ )?(?:in|on)|test (?:it )?(?:in|on)';

const BEFORE = new RegExp(`\\b(?:${VERBS}),? ${ABOUT}${NUMBER} ${BETWEEN}(${UNITS})\\b`, 'giu');
const AFTER = new RegExp(
  `(?<![\\d.,/:–-])${NUMBER} ${BETWEEN}(${UNITS})\\b[^.;]{0,60}?\\b(?:were (?:enrolled|recruited|randomi[sz]ed|randomly|included|analy[sz]ed|followed|assigned|studied|surveyed|eligible and)|(?:took part|participated|enrolled|underwent randomi[sz]ation|completed the survey))\\b`,
  'giu',
);
/** "In this trial, 120 women took …" */
const IN_STUDY = new RegExp(
  `\\bin (?:this|the|a|our) (?:[\\p{L}-]+,? ){0,6}(?:trial|study),? ${ABOUT}${NUMBER} ${BETWEEN}(${UNITS})\\b`,
  'giu',
);
const N_EQUALS = new RegExp(`\\(?\\bn ?= ?${NUMBER}`, 'giu');
const REVIEW = new RegExp(
  `\\b(?:included|includes|involving|involved|of|from|analy[sz]ed|pooled|identified|covering) ${ABOUT}${NUMBER} ${BETWEEN}(${REVIEWED})\\b`,
  'giu',
);
const WITH_PEOPLE = new RegExp(
  `(?:\\(|with |involving |including |comprising |covering |, )${ABOUT}${NUMBER} ${BETWEEN}(${UNITS})\\b`,
  'giu',
);

/** What the number counts is not the sample: frequencies, burdens, targets, other studies. */
const NOT_SAMPLE =
  /\b(?:affects?|affecting|kill(?:s|ed|ing)|died|deaths? of|worldwide|each year|every year|a year|annually|per (?:\d|year|cent|day|million)|by 20\d\d|live with|living with|suffer\w*|estimated|previous(?:ly)?|earlier|prior|will (?:enrol|recruit|include|involve)|plan\w*|aim\w* to|hopes? to|expected to|could|would|should|infected|sickened|evacuated|one in|1 in|out of every|in every|for every|number needed)\b/i;
/** Arms of a trial told one by one: neither is the whole. */
const ARMS =
  /\b\d[\d,]* (?:[\w-]+ ){0,5}(?:to|in|received|got|were given)\b[^.;]{2,80}\b(?:and|while|or) (?:the other |another )?\d[\d,]* (?:[\w-]+ ){0,3}(?:to|in|received|got|were given|controls?)\b/i;

const STUDY =
  /\b(?:stud(?:y|ied)|trial|researchers|scientists|investigators|survey\w*|analys[ei]s|analy[sz]ed|cohort|we|our|enrol\w+|recruited|randomi[sz]ed|randomly|participants|review|team|tested)\b/i;

/** The number of those studied, with what they are; the first that the study gives as its own, a total before others. */
export function findSample(
  statements: readonly Statement[],
  design: Finding<StudyDesign> | null,
): Finding<Sample> | null {
  if (design?.value === 'case report' || design?.value === 'guideline') return null;
  const isReview = design?.value === 'meta-analysis' || design?.value === 'systematic review';
  const told = statements.filter(({ heading, text }) => isTold(heading, text));
  if (isReview) return firstOf(told, [WITH_PEOPLE, BEFORE]) ?? firstOf(told, [REVIEW]);
  const found = firstOf(told, [AFTER, BEFORE, IN_STUDY]);
  if (found) return found;
  return design ? onlyN(told) : null;
}

function isTold(heading: string, text: string): boolean {
  if (/^(?:background|importance|introduction|context|interpretation|conclusions?)/i.test(heading))
    return false;
  if (NOT_SAMPLE.test(text)) return false;
  return (heading !== '' && heading !== 'title') || STUDY.test(text);
}

function firstOf(statements: readonly Statement[], patterns: readonly RegExp[]): Finding<Sample> | null {
  for (const { text } of statements) {
    if (!/\d/.test(text)) continue;
    if (ARMS.test(text) && !/\btotal of\b/i.test(text)) continue;
    for (const pattern of patterns) {
      for (const match of text.matchAll(pattern)) {
        const value = readSample(match[1], match[2]);
        if (value && !isPart(text, match)) return { value, because: text };
      }
    }
  }
  return null;
}

/** "in 40 of 200 patients" names a part; so does a number in a result ("pain fell in 40 patients"). */
function isPart(text: string, match: RegExpMatchArray): boolean {
  const before = text.slice(Math.max(0, (match.index ?? 0) - 50), match.index);
  const after = text.slice((match.index ?? 0) + match[0].length, (match.index ?? 0) + match[0].length + 40);
  if (
    /^ (?:a|each|every|per) (?:year|day|week|month)/i.test(after) ||
    /^,? (?:\([\d.]+ ?%|had|reported|experienced|developed|died|recovered|responded|relapsed|dropped|withdrew|were excluded|did not)\b/i.test(
      after,
    )
  )
    return true;
  if (!/^(?:in|among) /i.test(match[0])) return false;
  return (
    !/(?:trial|study|tested|survey|randomi[sz]ed|cohort|analysis|experiment|conducted|carried out|performed|effect\w*|efficacy|blind\w*)(?: [\p{L}-]+){0,5} ?$/iu.test(
      before,
    ) && before.trim() !== ''
  );
}

function readSample(number: string | undefined, unit: string | undefined): Sample | null {
  if (!number || !unit) return null;
  const million = / million$/.test(number);
  const plain = Number(number.replace(/ million$/, '').replace(/[^\d.]/g, ''));
  const size = Math.round(million ? plain * 1_000_000 : plain);
  return size < 2 ? null : { size, unit: unit.toLowerCase() };
}

/** "(n = 57)", where the study gives one such number only. */
function onlyN(statements: readonly Statement[]): Finding<Sample> | null {
  const found: Finding<Sample>[] = [];
  for (const { text } of statements) {
    for (const { 1: number } of text.matchAll(N_EQUALS)) {
      const size = Number((number ?? '').replace(/\D/g, ''));
      if (size > 1) found.push({ value: { size, unit: 'participants' }, because: text });
    }
  }
  return new Set(found.map(({ value }) => value.size)).size === 1 ? (found[0] ?? null) : null;
}
