import { COMMON, VERY_COMMON } from './common-words.ts';
import { createFields } from './fields.ts';
import { type Stem, stem } from './spelling.ts';

/** How many articles there are, and how many of them have a word; undefined: nobody looked. */
export type Counts = { articles: number; of(word: string): number | undefined };

/** Bits of surprise in a word (by its stem): 0 for one that says nothing, about 13 for one met nowhere before. */
export type Rarity = (word: string) => number;

export type Vocabulary = {
  stem: Stem;
  /** Whether a stem carries no meaning of its own ("the", "of", "could"). */
  isFunctionWord(word: string): boolean;
  /** Whether a stem is none of the commonest words of English or of medical news. */
  isRare(word: string): boolean;
  fieldsOf(words: Iterable<string>): Set<string>;
  rarity(counts: Counts): Rarity;
};

/**
 * What is known about words before anything is stored. An empty store goes by general English and the
 * commonplaces of medical news; the more articles it holds, the more it goes by its own counts.
 */
export function createVocabulary(): Vocabulary {
  const functionWords = stems(FUNCTION_WORDS, stem);
  const everyday = stems(NEWS_WORDS, stem);
  const people = stems(PEOPLE, stem);
  const fields = createFields(stem);
  const veryCommon = stems(VERY_COMMON);
  const common = stems(COMMON);
  const expected = (word: string): number => {
    if (everyday.has(word)) return SHARE.everyday;
    if (fields.has(word) || people.has(word)) return SHARE.medical;
    if (veryCommon.has(word)) return SHARE.veryCommon;
    return common.has(word) ? SHARE.common : SHARE.rare;
  };
  return {
    stem,
    isFunctionWord: (word) => word.length < 2 || functionWords.has(word),
    isRare: (word) => expected(word) === SHARE.rare && !functionWords.has(word),
    fieldsOf: fields.of,
    rarity: (counts) => {
      const known = new Map<string, number>();
      return (word) => {
        let bits = known.get(word);
        if (bits === undefined) {
          bits = functionWords.has(word) ? 0 : surprise(counts.of(word), counts.articles, expected(word));
          known.set(word, bits);
        }
        return bits;
      };
    },
  };
}

function surprise(count: number | undefined, articles: number, expected: number): number {
  if (count === undefined) return -Math.log2(expected);
  return Math.log2((articles + PRIOR_ARTICLES) / (count + expected * PRIOR_ARTICLES));
}

/** How many articles' worth of evidence the general knowledge below counts for. */
const PRIOR_ARTICLES = 2000;

/** In what share of articles a word of each kind stands in the title or the first lines. */
const SHARE = { everyday: 1 / 40, medical: 1 / 150, veryCommon: 1 / 400, common: 1 / 1500, rare: 1 / 8000 };

function stems(list: string, stem?: Stem): Set<string> {
  const words = list.trim().split(/\s+/);
  return new Set(stem ? words.map(stem) : words);
}

const FUNCTION_WORDS = `
a about above across after again against all almost alone along already also although always am among an and
another any anyone anything are around as at away back be became because become been before behind being below
between both but by came can cannot cant come could did didnt do does doesnt doing done dont down during each
either else ever every everyone everything few for from further get gets getting give gives go goes going got
had has have having he hence her here hers herself him himself his how however i if in instead into is isnt it
its itself just keep kept least less let lets like likely made make makes making many may maybe me might more
most much must my near need needs never no none nor not nothing now of off often on once one ones only onto or
other others our out over own per perhaps put quite rather really said same saw say says see seem seems seen
she should since so some something soon still such take takes than that thats the their them then there these
they thing things this those though through thus to together too toward towards under until up upon us use
used uses using very was way we well went were what whats when where whether which while who whom whose why
will with within without would yet you your
arent couldnt couldve hadnt hasnt havent heres hes id ill im ive shes shouldnt shouldve theres theyd theyll theyre
theyve wasnt werent weve whos wont wouldnt wouldve youd youll youre youve
`;

/** What medical news says of everything. */
const NEWS_WORDS = `
study studies research researcher researchers scientist scientists expert experts doctor doctors report reports
reported news new update updated hope hopes hoped breakthrough discover discovery discovered find finds found
finding findings show shows shown suggest suggests reveal reveals link links linked tied boost boosts help helps
cut cuts raise raises rise lower lowers higher high low risk risks cause causes cure cures treat treats treated
treatment treatments therapy drug drugs medicine patient patients people person women woman men man child
children baby health healthy disease diseases disorder condition illness symptom symptoms cancer heart brain
blood cell cells test tests trial trials clinical hospital medical life lives death deaths die save saves first
year years day days week weeks month months time key clue clues warn warns warning early better best good big
claim claims could predict prevent prevents prevention fight fights beat need university professor team today
journal published analysis evidence data percent million thousands thousand case cases group number level levels
rate rates effect effects result results increase increased increases reduce reduced reduces decrease
`;

/** Whom medical news is about, and what they do. */
const PEOPLE = `
adolescent adolescents teenager teenagers teen teens adult adults elderly older infant infants babies toddlers boys
girls mothers mother fathers parents pregnant smokers smoking smoke alcohol drinking drinkers exercise sleep diet food
eating vaccine vaccines vaccination vaccinated virus viral bacteria bacterial infection infections antibiotic
antibiotics gene genes genetic dna protein surgery surgeon surgeons nurse nurses gp gps nhs pill pills tablet tablets
dose doses injection screening scan scans diagnosis diagnosed outbreak outbreaks epidemic pandemic pain brain tumour
mice mouse stem inflammation immune hormone hormones vitamin medication medications care ageing aging
`;
