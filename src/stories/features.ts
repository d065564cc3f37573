import { hashWord, mix } from './hash.ts';
import { placesIn } from './places.ts';
import type { Sample } from './sample.ts';
import { tokens } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

/** An article reduced to what can be compared. All words are stems; function words are left out. */
export type Features = {
  id: string;
  sourceId: string;
  url: string | null;
  at: number | null;
  /** `doi:10.1/x`: what it is, or is about. */
  studies: readonly string[];
  title: ReadonlySet<string>;
  /** Title and the first lines: what the article is found by. */
  lead: ReadonlySet<string>;
  /** Words of title and text, and how often. */
  words: ReadonlyMap<string, number>;
  /** Words in the text, function words included: tells a headline from an article. */
  length: number;
  /** Hashes of three words in a row, in ascending order, each once. */
  shingles: Uint32Array;
  /** Numbers in the title. */
  figures: ReadonlySet<string>;
  /** Rare words that title or first lines name as places. */
  places: ReadonlySet<string>;
  /** Words of the page's address after the host: often the headline once more. */
  address: readonly string[];
  /** Whether the title names a part of an issue, such as its cover, rather than a subject. */
  isFrontMatter: boolean;
  /** Fields of medicine the title speaks of. */
  fields: ReadonlySet<string>;
};

/** The features of an article: always the same for the same text. */
export function featuresOf(sample: Sample, { stem, isFunctionWord, isRare, fieldsOf }: Vocabulary): Features {
  const title = tokens(sample.title, MAX_TITLE_WORDS).map(stem);
  const text = tokens(sample.text, MAX_WORDS).map(stem);
  const isTold = (word: string): boolean => !isFunctionWord(word);
  const first = text.slice(0, LEAD_WORDS);
  const words = new Map<string, number>();
  for (const word of [...title, ...text]) {
    if (isTold(word)) words.set(word, (words.get(word) ?? 0) + 1);
  }
  return {
    id: sample.id,
    sourceId: sample.sourceId,
    url: sample.url,
    at: sample.at,
    studies: sample.studies.slice(0, MAX_STUDIES).map(({ type, value }) => `${type}:${value}`),
    title: new Set(title.filter(isTold)),
    lead: new Set([...title, ...first].filter(isTold)),
    words,
    length: text.length,
    shingles: shinglesOf(text),
    figures: new Set(title.filter((word) => /\d/.test(word))),
    places: new Set(
      placesIn(`${sample.title}. ${sample.text.slice(0, MAX_PLACE_CHARACTERS)}`)
        .map(stem)
        .filter(isRare),
    ),
    address: addressWords(sample.url).map(stem).filter(isTold),
    isFrontMatter: FRONT_MATTER.test(sample.title),
    fields: fieldsOf(title),
  };
}

const FRONT_MATTER =
  /^\W*(?:editorial (?:board|advisory board)|issue (?:information|highlights)|(?:table of )?contents|mast ?head|in this issue|(?:front |back |inside )?cover(?: image| picture)?|title page|announcements?|calendar(?: of events)?|author index|subject index|guide for authors|instructions (?:for|to) authors|copyright(?: page)?|subscription information|reviewer acknowledge?ments?|errat(?:um|a)|corrigend(?:um|a)|correction|editorial|news in brief|graphical abstracts?(?: toc)?)\W*$/i;

const MAX_TITLE_WORDS = 60;
const MAX_WORDS = 450;
const LEAD_WORDS = 45;
const MAX_PLACE_CHARACTERS = 250;
/** A page that is about more than this is a list. */
const MAX_STUDIES = 20;

function addressWords(url: string | null): string[] {
  const path = url?.replace(/^https?:\/\/[^/]*|\.[a-z]{3,5}$/g, '') ?? '';
  return tokens(path.replace(/[^A-Za-z]+/g, ' '), MAX_TITLE_WORDS).filter((word) => word.length > 2);
}

function shinglesOf(words: readonly string[]): Uint32Array {
  const hashes = words.map(hashWord);
  const shingles = new Set<number>();
  for (let index = 2; index < hashes.length; index++) {
    const [first, second, third] = [hashes[index - 2] ?? 0, hashes[index - 1] ?? 0, hashes[index] ?? 0];
    shingles.add(mix(Math.imul(first, 31) ^ Math.imul(second, 17) ^ third));
  }
  return Uint32Array.from(shingles).sort();
}
