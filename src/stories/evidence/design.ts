import type { StudyDesign } from '../../core/story.ts';
import type { Finding, Statement } from '../evidence.ts';

type Rule = {
  design: StudyDesign;
  /** The study says of itself that it is one, in its title or where its methods are told. */
  names: RegExp;
  /** Words of news reports for the same. */
  told?: RegExp;
  /** Its name means too much else in running text. */
  titleOnly?: true;
};

const PEOPLE =
  '(?:patients|people|adults|children|women|men|participants|volunteers|infants|newborns|babies|adolescents|teenagers|students|nurses|workers|veterans|individuals|persons|residents)';
const PERSON =
  '(?:patients?|man|woman|men|women|child|children|boy|girl|toddler|infant|newborn|neonate|teenager|adolescent|adult|travell?er|\\d{1,3}[- ]year[- ]old)';

const RCT =
  '(?:(?:cluster|block)[- ])?(?:individually )?randomi[sz]ed,?(?:[- ](?!(?:each|every|across|within|per)\\b)[\\w-]+,?){0,7} (?:trial|study)s?\\b';

/** What experiments shuffle: "the checkerboards were randomly presented" tells of no trial. */
const SHUFFLED =
  '(?:orders?|sequences?|stimul(?:i|us)|images?|pictures?|photos?|faces|words|tones|sounds|items|questions?|positions?|locations?|presentations?|conditions|checkerboards?|patterns?|labels?|samples|plots|wells)';

/** In order: a review of randomised trials is a review, a trial in mice is an animal study. */
const RULES: Rule[] = [
  {
    design: 'guideline',
    names:
      /\b(?:clinical )?practice guidelines?\b|\b(?:clinical|updated|new|joint|national|international|treatment|management) guidelines? (?:for|on|from)\b|\bguidelines? (?:update|committee recommend)|\b(?:consensus|position|recommendation|scientific) statement\b|\brapid recommendations?\b|^guidelines? for\b|: (?:a |an )?(?:[\w-]+ ){0,3}guideline\b/i,
    told: /\b(?:this|the (?:new|updated)) (?:clinical |practice |joint ){0,2}(?:guideline|consensus statement|position statement)s? (?:was|were|is|are|covers?|recommends?|advises?|provides?|updates?)\b/i,
  },
  {
    design: 'meta-analysis',
    names:
      /\bmeta[- ]?analys[ei]s\b|\bpooled analysis of (?:individual (?:patient|participant) data|\d+|[a-z]+ randomi[sz]ed)/i,
    told: /\b(?:pooled|combined) (?:the )?(?:data|results) (?:from|of) (?:\d[\d,]*|[a-z]+) (?:[\w-]+ ){0,3}(?:trials|studies)\b/i,
  },
  {
    design: 'systematic review',
    names: /\bsystematic(?:ally)? review|\bumbrella review\b|\bscoping review\b|\bcochrane review\b/i,
    told: /\bsystematically (?:searched|reviewed)\b|\bsearched (?:\w+, ){0,4}(?:medline|pubmed|embase)\b/i,
  },
  {
    design: 'case report',
    names: new RegExp(
      `\\bcase reports?\\b|\\ba case of [^:]{3,80} in (?:an? |the )?(?:[\\w-]+ ){0,3}${PERSON}\\b|^case \\d+-\\d{4}\\b|\\breport of (?:a|one|two|three) cases?\\b`,
      'i',
    ),
    titleOnly: true,
    told: /\b(?:we|doctors|physicians|clinicians|surgeons) (?:report|describe|present)(?:ed)? (?:the case of|a case|the first case|an? \d{1,3}[- ]year[- ]old)|\b(?:according to|in|this|published in) (?:the |a |an |this )?case (?:report|study) (?:of|in|by|describ\w+|published)\b|\bpublished (?:[^.]{1,40} )?in (?:the journal )?BMJ Case Reports\b/i,
  },
  {
    design: 'case-control',
    names:
      /\b(?:nested |matched |population-based )?case[-\u2013 ]control(?:led)? (?:study|analysis|design)|\btest[- ]negative (?:case[- ]control |design)/i,
  },
  {
    design: 'randomised trial',
    names: new RegExp(
      `\\b${RCT}|\\brct\\b|\\b(?:double|single|triple)[- ]blind(?:ed)?,?(?: [\\w-]+,?){0,4} (?:trial|study)\\b|\\brandomi[sz]ed (?:controlled |clinical )?(?:phase )`,
      'i',
    ),
    told: new RegExp(
      [
        `(?<!\\b${SHUFFLED} )\\b(?:were|was) (?:then )?(?:randomly (?:assigned|allocated|divided|split|given|put|placed)|(?:1:1 )?randomi[sz]ed)\\b`,
        `(?<!\\b(?:were|was) (?:then )?)\\brandomly (?:assigned|allocated) (?!(?:the |their )?${SHUFFLED}\\b)`,
        '\\brandomi[sz]ed (?:\\d[\\d,]*|[a-z]+ (?:patients|people|adults|children|women|men|participants))\\b',
        '\\bassigned at random\\b',
      ].join('|'),
      'i',
    ),
  },
  {
    design: 'modelling',
    names:
      /\b(?<!\bdynamics )(?:mathematical|simulation|modelling|modeling|microsimulation|decision[- ]analytic) (?:study|analysis)\b(?! (?:tool\w*|software|package|program|pipeline|platform)\b)|: a modell?ing (?:study|analysis)\b|\bcost[- ]effectiveness analysis\b/i,
    told: /\b(?:we|researchers|scientists|the team|the study|the authors) (?:used|built|developed|ran|created) (?:a |an )?(?:[\w-]+ ){0,3}(?:mathematical|computer|simulation|transmission|epidemic|microsimulation) (?:model|simulation)s?\b/i,
  },
  {
    design: 'cross-sectional',
    names: /\bcross[- ]sectional (?:[\w-]+ ){0,3}(?:study|survey|analysis|data)\b/i,
  },
  {
    design: 'cohort',
    names:
      /\bcohort (?:study|analysis)\b|\b(?:prospective|retrospective|population[- ]based|nationwide|birth|register-based|registry-based)(?:,? [\w-]+){0,3} cohort\b|\blongitudinal (?:cohort )?study\b|\bregistry study\b/i,
    told: /\b(?:followed|tracked|monitored) (?:up )?(?:(?:a group of|about|nearly|almost|around|some|over|more than|the health of) ){0,2}(?:\d[\d,.]*|[a-z]+ (?:hundred|thousand|million))(?: (?:million|thousand))? (?:[\w-]+ ){0,4}(?:people|adults|patients|children|women|men|participants|volunteers|nurses|babies|births|veterans|workers|twins|pairs)\b[^.]{0,80}\b(?:for|over|from|since|until|between)\b/i,
  },
];

const ANIMALS =
  /\b(?:mice|mouse|murine|rats?|zebrafish|macaques?|rhesus|(?:rhesus|cynomolgus) monkeys?|monkeys?|marmosets?|non-?human primates?|hamsters?|guinea pigs?|rabbits?|ferrets?|pigs?|piglets|swine|sheep|lambs|dogs?|beagles?|fruit fl(?:y|ies)|drosophila|c\. elegans|nematodes?|roundworms?|fish|cats)\b/i;
const CELLS =
  /\b(?:in vitro|cell lines?|cultured (?:[\w-]+ )?cells?|cell cultures?|organoids?|petri dish(?:es)?|lab-grown (?:[\w-]+ )?cells|organ-on-a-chip|cells in (?:a|the) (?:dish|lab(?:oratory)?))\b/i;

/** Said of other work, wished for, planned or denied. */
const NOT_OWN =
  /\b(?:previous(?:ly)?|earlier|prior|past|other|existing|future|further|larger|need(?:s|ed)?|should|unlike|lack(?:s|ed|ing)?|without|until|await\w*|planned|plans?|planning|will|would|could|cannot|propos\w+|protocol|rationale|feasib\w+|non-?randomi[sz]ed|quasi-?randomi[sz]ed|mendelian|not (?:a|an|been|yet|in|be|from|randomi[sz]ed)|no (?:[\w-]+ ){0,3}(?:trials?|stud(?:y|ies)|meta-analys[ie]s|guidelines?|reviews?)|never|rather than|instead of|in contrast|as opposed to|call(?:s|ed|ing)? for|more (?:trials|studies|research)|first step|many (?:[\w-]+ ){0,2}(?:trials|studies)|most (?:[\w-]+ ){0,2}(?:trials|studies)|several (?:[\w-]+ ){0,2}(?:trials|studies)|few (?:[\w-]+ ){0,2}(?:trials|studies)|some (?:[\w-]+ ){0,2}(?:trials|studies)|critics?|upcoming|ongoing|under way|underway|begin\w*|begun|start(?:s|ed|ing)? (?:a|an|in|next)|launch\w*|recruiting|ago|last year|in (?:19|200|201)\d|secondary analysis|post[- ]hoc|nested within|emulat\w+|such as|adher\w+ to|according to|in line with|follow(?:s|ing)? (?:the )?(?:[\w-]+ )?guidelines?|checklist|how to|commentary|editorial|letter|opinion|explain\w*|obituary|a (?:19|20)\d\d (?:[\w-]+ ){0,3}(?:trial|study|analysis|meta-analysis|review)|what is|webinar|course|workshop)\b/i;

/** The sentence speaks of the study at hand. */
const OWN =
  /\b(?:we|our|this|here,? |the (?:present|current|new|study|trial|team|group|lab|researchers|authors|analysis|review|research|findings|paper)|researchers|scientists|investigators|(?:in|from|for|of) an? |the (?:study|trial) (?:was|is)|(?:was|is) an? )\b|^an? /i;
const METHODS =
  /^(?:study )?(?:design|methods?|design and methods|methods and findings|participants|design, setting.*|main outcomes.*)/i;

const CATEGORIES: Record<string, StudyDesign> = {
  'randomized controlled trial': 'randomised trial',
  'randomised controlled trial': 'randomised trial',
  'meta-analysis': 'meta-analysis',
  'systematic review': 'systematic review',
  'practice guideline': 'guideline',
  guideline: 'guideline',
  'case reports': 'case report',
  'case report': 'case report',
};

/** The study's design, as its title, methods or reporters state it. */
export function findDesign(
  statements: readonly Statement[],
  categories: readonly string[],
): Finding<StudyDesign> | null {
  const own = statements.filter((statement) => isOwn(statement));
  const [title] = statements;
  const animal = title ? animalStudy(title, own) : null;
  for (const rule of RULES) {
    const found = own.find(({ heading, text }) => states(rule, heading, text));
    if (!found) continue;
    if (animal && !['meta-analysis', 'systematic review', 'guideline', 'modelling'].includes(rule.design))
      return animal;
    return { value: rule.design, because: found.text };
  }
  for (const category of categories) {
    const value = CATEGORIES[category.trim().toLowerCase()];
    if (value) return { value, because: category.trim() };
  }
  return animal;
}

function isOwn({ heading, text }: Statement): boolean {
  if (
    /^(?:background|importance|introduction|context|objectives?|aims?|interpretation|conclusions?|discussion|limitations)/i.test(
      heading,
    )
  )
    return false;
  return !NOT_OWN.test(text) && !text.endsWith('?');
}

function states({ names, told, titleOnly }: Rule, heading: string, text: string): boolean {
  if (heading === 'title') return names.test(text);
  if (METHODS.test(heading)) return names.test(text) || told?.test(text) === true;
  if (told?.test(text)) return true;
  const named = titleOnly ? null : names.exec(text);
  // "We published 120 randomised trials": several are others'.
  return named !== null && !/(?:trial|studie)s$/i.test(named[0]) && OWN.test(text);
}

/** A study in animals or cells: its title says so and speaks of no people, or its methods do. */
function animalStudy(title: Statement, own: readonly Statement[]): Finding<StudyDesign> | null {
  const inAnimals = isInAnimals(title.text);
  if (inAnimals) return { value: 'animal', because: title.text };
  if (isInCells(title.text)) return { value: 'in vitro', because: title.text };
  const people = own.some(({ text }) => PEOPLE_STUDIED.test(text));
  if (people) return null;
  const reported = own.filter(({ heading }) => heading !== 'title');
  const method = reported.find(({ text }) => EXPERIMENT.test(text) && ANIMALS.test(text));
  if (method && !CELLS.test(title.text)) return { value: 'animal', because: method.text };
  const culture = reported.find(({ text }) => EXPERIMENT.test(text) && CELLS.test(text));
  return culture ? { value: 'in vitro', because: culture.text } : null;
}

const PEOPLE_STUDIED = new RegExp(
  `\\b(?:\\d[\\d,]*|of|in|among|enrolled|recruited) (?:[\\w-]+ ){0,3}${PEOPLE}\\b`,
  'i',
);
/** Those who did it, and what they did. */
const EXPERIMENT =
  /\b(?:we|researchers|scientists|investigators|the (?:team|group|lab|authors|study|researchers|scientists|experiments?))\b[^.;]{0,80}\b(?:used|tested|treated|gave|fed|injected|studied|exposed|infected|grew|engineered|bred|examined|removed|deleted|edited|transplanted|implanted|experimented)\b/i;
const IN = '(?:in|of|on|from|for|cures?|helps?|protects?|reverses?|makes?|lets?|slows?|extends?)';

const NOT_SUBJECTS = new RegExp(
  `\\b(?:${PEOPLE}|humans?|patient|owners?|pets?|kitchens?|plague|infest\\w*|invasion|pests?)\\b`,
  'i',
);
/** Animals that are in the news for other reasons than experiments. */
const OTHER_NEWS =
  /\b(?:bites?|allerg\w+|transplant\w*|xeno\w+|kidney|heart valve|rabies|flu|farm\w*|meat|oil|intake|eating|consumption|virus|fever|scratch|therapy|rac\w+|stray|outbreak|cull\w*|spill\w*)\b/i;
/** Animals as zoologists see them. */
const NATURAL_HISTORY =
  /\b(?:new (?:species|genus|genera|records?)|(?:n|sp)\. (?:sp|nov)\b|(?:species|fish|bird|insect) (?:diversity|richness|abundance)|diversity and abundance|taxonom\w+|phylogen\w+|redescription|habitats?|fisher(?:y|ies)|rivers?)\b/i;
const LABORATORY =
  /\b(?:mice|mouse|murine|rats|zebrafish|macaques|(?:non-?human )?primates?|monkeys|hamsters|drosophila)\b/i;

function isInAnimals(title: string): boolean {
  const animal = ANIMALS.exec(title);
  if (!animal || NOT_SUBJECTS.test(title) || NATURAL_HISTORY.test(title)) return false;
  if (!LABORATORY.test(title) && OTHER_NEWS.test(title)) return false;
  if (/\b(?:mouse|rat|murine|animal) (?:models?|study|studies)\b/i.test(title)) return true;
  return new RegExp(`\\b${IN} (?:[\\w-]+ ){0,3}${animal[0]}\\b`, 'i').test(title);
}

const isInCells = (title: string): boolean =>
  CELLS.test(title) &&
  !/\bin vivo\b/i.test(title) &&
  !/\bcell cultures?\b/i.test(title) &&
  !new RegExp(`\\b${PEOPLE}\\b|\\bin vitro (?:fertili[sz]ation|diagnostic)`, 'i').test(title);

export { ANIMALS, CELLS, PEOPLE };
