import type { Article } from '../core/article.ts';
import type { Story } from '../core/story.ts';
import { type Comparison, compare, isHeadline, type Weighed, weigh } from './compare.ts';
import type { Conflict } from './conflict.ts';
import type { StoryDeps } from './deps.ts';
import { featuresOf } from './features.ts';
import { around, contentKeys, dayOf } from './keys.ts';
import { askIndex } from './look-up.ts';
import { ANY_TIME } from './pairs.ts';
import { sampleOf } from './sample.ts';
import { type Strength, strengthOf } from './strength.ts';
import { createVocabulary, type Rarity } from './vocabulary.ts';

/** What speaks for and against two articles being one story. */
export type PairExplanation = {
  articleIds: [string, string];
  /** Whether they are in one story. */
  together: boolean;
  comparison: Comparison;
  strength: Strength;
  /** Keys that both are found by. */
  keys: string[];
  /** For people, the most telling first. */
  sentences: string[];
};

/** Why a story's articles are together: for each but the first, the one of the others that it belongs with most. */
export type StoryExplanation = { storyId: string; aliases: string[]; links: PairExplanation[] };

export async function explainPair(a: Article, b: Article, deps: StoryDeps): Promise<PairExplanation> {
  const explain = await explainer([a, b], deps);
  return explain(0, 1);
}

export async function explainStory(story: Story, deps: StoryDeps): Promise<StoryExplanation> {
  const articles = await deps.articles(story.articleIds.slice(0, MAX_ARTICLES));
  const explain = await explainer(articles, deps);
  const links = articles.slice(1).map((_, index) => {
    const pairs = articles.map((_, other) => other).filter((other) => other !== index + 1);
    return pairs.map((other) => explain(other, index + 1)).sort(byForce)[0];
  });
  const found = links.filter((link) => link !== undefined);
  return { storyId: story.id, aliases: story.aliases, links: found };
}

/** Every one is compared with every other. */
const MAX_ARTICLES = 40;

function byForce(a: PairExplanation, b: PairExplanation): number {
  const force = ({ comparison, strength }: PairExplanation): number =>
    comparison.studies.length * 10 + strength.value;
  return force(b) - force(a);
}

type Explain = (one: number, other: number) => PairExplanation;

async function explainer(articles: readonly Article[], deps: StoryDeps): Promise<Explain> {
  const vocabulary = createVocabulary();
  const features = articles.map((article) => featuresOf(sampleOf(article), vocabulary));
  const index = await askIndex(features, new Set(), deps, ANY_TIME);
  const rarity = vocabulary.rarity(index.counts);
  const weighed = features.map((each) => weigh(each, rarity));
  const explain = (one: number, other: number): PairExplanation => {
    const [a, b] = [weighed[one], weighed[other]];
    const [x, y] = [articles[one], articles[other]];
    if (!a || !b || !x || !y) throw new Error(`No articles ${one} and ${other} to explain`);
    const comparison = compare(a, b, rarity);
    const days = a.features.at === null ? [] : around(dayOf(a.features.at));
    const neighbours = days.reduce((sum, day) => sum + index.storedOn(day), 0);
    const strength = strengthOf(a, b, comparison, neighbours);
    const together = x.storyId !== null && x.storyId === y.storyId;
    const keys = contentKeys(a.features).filter((key) => contentKeys(b.features).includes(key));
    const sentences = [verdict(together), ...reasons(a, b, comparison, strength, rarity)];
    if (together && strength.value < 1 && comparison.studies.length === 0)
      sentences.push('Other articles of the story, each like its neighbours, join them.');
    return { articleIds: [x.id, y.id], together, comparison, strength, keys, sentences };
  };
  return explain;
}

const verdict = (together: boolean): string =>
  together ? 'They are in one story.' : 'They are in two stories.';

function reasons(
  a: Weighed,
  b: Weighed,
  comparison: Comparison,
  strength: Strength,
  rarity: Rarity,
): string[] {
  const { copied, alike, studies, shared, daysApart, conflict } = comparison;
  const headlines = isHeadline(a.features) || isHeadline(b.features);
  const rarest = [...shared].sort((x, y) => rarity(y) - rarity(x) || (x < y ? -1 : 1)).slice(0, MAX_WORDS);
  const said: (string | false)[] = [
    studies.length > 0 && `Both are about ${studies.join(' and ')}.`,
    copied > 0 && `${percent(copied)} of the shorter text's runs of three words stand in the other text too.`,
    rarest.length > 0
      ? `The rarest words (by their stems) that their ${headlines ? 'titles' : 'texts'} share are ${rarest.join(', ')}; likeness ${alike.toFixed(2)}.`
      : `Their ${headlines ? 'titles' : 'texts'} share no word that says anything.`,
    `They are ${daysApart.toFixed(1)} days apart.`,
    conflict !== null && CONFLICTS[conflict],
    JUDGEMENTS[strength.kind](strength.value),
  ];
  return said.filter((sentence) => sentence !== false);
}

const MAX_WORDS = 8;

const percent = (share: number): string => `${Math.round(share * 100)} %`;

const CONFLICTS: Record<Conflict, string> = {
  'other study':
    'Each names a work or a trial that the other does not name, so words alone do not join them.',
  'front matter':
    'A title that names only a part of an issue says nothing of a subject, so words do not join them.',
  'other figures':
    'They give other years, or other numbers under the same headline, so words do not join them.',
  'other place': 'Each names a place that the other does not mention, so words do not join them.',
  'other subject':
    'Each has a subject in its title that the other does not mention, so words do not join them.',
  'other field': 'Their titles speak of other fields of medicine, so their likeness counts half.',
};

const JUDGEMENTS: Record<Strength['kind'], (value: number) => string> = {
  copy: () => 'One text is a copy of the other: that joins them.',
  event: (value) =>
    value >= 1
      ? `With what else was published around then, that is ${value.toFixed(2)} of what joins two articles; a larger story must be as like on average.`
      : `With what else was published around then, that is ${value.toFixed(2)} of what would join two articles.`,
  none: () => 'By their words nothing joins them.',
};
