import type { Article } from '../core/article.ts';
import type { Story } from '../core/story.ts';
import { type Evidence, type Group, MAX_UNRELATED, SAMPLE } from './agglomerate.ts';
import { compare, type Weighed, weigh } from './compare.ts';
import type { StoryDeps } from './deps.ts';
import { findEvidence, WORTH_TRYING } from './edges.ts';
import { type Features, featuresOf } from './features.ts';
import { around, dayOf } from './keys.ts';
import { askIndex, type Index } from './look-up.ts';
import { byTime } from './order.ts';
import { pairsWithin, storedCandidates, windowOf } from './pairs.ts';
import { remember } from './remember.ts';
import { sampleOf } from './sample.ts';
import type { Stored } from './stored.ts';
import { strengthOf } from './strength.ts';
import { createVocabulary, type Rarity, type Vocabulary } from './vocabulary.ts';

/** Newcomers, the stored articles they may belong with, and all that speaks for or against it. */
export type Scene = {
  newcomers: Features[];
  /** In order of time. Numbers in `groups` and `evidence` are positions in this list. */
  features: Features[];
  articles: ReadonlyMap<string, Article>;
  groups: Group[];
  evidence: Evidence;
  rarity: Rarity;
};

type Work = {
  stored: Stored;
  vocabulary: Vocabulary;
  index: Index;
  articles: Map<string, Article>;
  known: Map<string, Features>;
};

/** Gathers what grouping these articles needs, in a few rounds of look-ups, whatever the store holds. */
export async function setScene(pending: readonly Article[], deps: StoryDeps, stored: Stored): Promise<Scene> {
  const vocabulary = createVocabulary();
  const all = pending.map((article) => featuresOf(sampleOf(article), vocabulary)).sort(byTime);
  const index = await askIndex(all, new Set(pending.filter(isNew).map(({ id }) => id)), deps, windowOf(all));
  const articles = new Map(pending.map((article) => [article.id, article]));
  const known = new Map(all.map((features) => [features.id, features]));
  const work: Work = { stored, vocabulary, index, articles, known };

  const wanted = await findCandidates(all, work);
  await stored.stories(pending.map(({ storyId }) => storyId).filter((id) => id !== null));
  const tools = findTools(index, work);
  const newcomers = all.map((features) => without(tools, features));
  for (const features of newcomers) known.set(features.id, features);
  await index.learn([...known.values()].flatMap(({ title }) => [...title]));
  const rarity = vocabulary.rarity(index.counts);
  const weighed = remember((features: Features) => weigh(features, rarity));
  const pairs = promising(newcomers, wanted, work, weighed, rarity);
  return assemble(newcomers, pairs, work, weighed, rarity);
}

const isNew = ({ storyId }: Article): boolean => storyId === null;

/** For each newcomer the stored articles that share studies, words or text with it; loaded, with their stories. */
async function findCandidates(newcomers: readonly Features[], work: Work): Promise<Map<string, string[]>> {
  const { index, stored, vocabulary } = work;
  const rarity = vocabulary.rarity(index.counts);
  const wanted = new Map<string, string[]>();
  for (const newcomer of newcomers) {
    const sharing = newcomer.studies.flatMap((study) => index.sharers(study));
    wanted.set(newcomer.id, [
      ...new Set([...sharing, ...storedCandidates(newcomer, index.postings, rarity)]),
    ]);
  }
  const ids = new Set([...wanted.values()].flat());
  const loaded = await load(
    [...ids].filter((id) => !work.articles.has(id)),
    work,
  );
  await stored.stories(loaded.map(({ storyId }) => storyId).filter((id) => id !== null));
  return wanted;
}

async function load(
  ids: readonly string[],
  { stored, vocabulary, articles, known }: Work,
): Promise<Article[]> {
  const loaded = await stored.articles(ids.filter((id) => !articles.has(id)));
  for (const article of loaded) {
    articles.set(article.id, article);
    known.set(article.id, featuresOf(sampleOf(article), vocabulary));
  }
  return loaded;
}

/** Identifiers that articles of very many stories share: of a database or a method rather than of a study. */
function findTools(index: Index, { articles, stored }: Work): Set<string> {
  const tools = new Set<string>();
  for (const study of index.studies) {
    const stories = index.sharers(study).map((id) => stored.story(articles.get(id)?.storyId ?? '')?.id);
    if (new Set(stories.filter(Boolean)).size > MAX_UNRELATED) tools.add(study);
  }
  return tools;
}

function without(tools: ReadonlySet<string>, features: Features): Features {
  if (!features.studies.some((study) => tools.has(study))) return features;
  return { ...features, studies: features.studies.filter((study) => !tools.has(study)) };
}

/** Pairs of a newcomer and a stored article that could belong together. */
function promising(
  newcomers: readonly Features[],
  wanted: ReadonlyMap<string, string[]>,
  { index, known, articles, stored }: Work,
  weighed: (features: Features) => Weighed,
  rarity: Rarity,
): [string, string][] {
  const found: [string, string][] = [];
  const hasStory = (id: string): boolean => stored.story(articles.get(id)?.storyId ?? '') !== undefined;
  for (const newcomer of newcomers) {
    const neighbours =
      newcomer.at === null
        ? 0
        : around(dayOf(newcomer.at)).reduce((sum, day) => sum + index.storedOn(day), 0);
    for (const id of wanted.get(newcomer.id) ?? []) {
      const other = known.get(id);
      if (!other || id === newcomer.id || !hasStory(id)) continue;
      const [a, b] = [weighed(newcomer), weighed(other)];
      const comparison = compare(a, b, rarity);
      const worth = strengthOf(a, b, comparison, neighbours).value >= WORTH_TRYING;
      if (worth || comparison.studies.length > 0) found.push([newcomer.id, id]);
    }
  }
  return found;
}

async function assemble(
  newcomers: Features[],
  pairs: readonly [string, string][],
  work: Work,
  weighed: (features: Features) => Weighed,
  rarity: Rarity,
): Promise<Scene> {
  const { stored, articles, known, index } = work;
  const storyOf = (id: string): Story | undefined => stored.story(articles.get(id)?.storyId ?? '');
  const ids = new Set([...newcomers.map(({ id }) => id), ...pairs.map(([, other]) => other)]);
  const stories = new Set([...ids].map(storyOf).filter((story) => story !== undefined));
  const samples = [...stories].flatMap(({ articleIds }) => articleIds.slice(0, SAMPLE));
  await load(samples, work);
  const features = [...new Set([...ids, ...samples])]
    .map((id) => known.get(id))
    .filter((each) => each !== undefined)
    .sort(byTime);
  const position = new Map(features.map(({ id }, at) => [id, at]));
  const at = (id: string): number => position.get(id) ?? 0;
  const within = pairsWithin(newcomers, rarity).map(([a, b]): [number, number] => [
    at(newcomers[a]?.id ?? ''),
    at(newcomers[b]?.id ?? ''),
  ]);
  const across = pairs.map(([a, b]): [number, number] => [at(a), at(b)]);
  const evidence = findEvidence(features.map(weighed), [...within, ...across], rarity, index);
  return { newcomers, features, articles, groups: groupsOf(features, storyOf), evidence, rarity };
}

function groupsOf(features: readonly Features[], storyOf: (id: string) => Story | undefined): Group[] {
  const groups = new Map<string, Group>();
  for (const [position, { id }] of features.entries()) {
    const story = storyOf(id);
    const key = story ? `story:${story.id}` : `article:${id}`;
    const group = groups.get(key) ?? { members: [], stories: story ? [story.id] : [] };
    group.members.push(position);
    groups.set(key, group);
  }
  return [...groups.values()];
}
