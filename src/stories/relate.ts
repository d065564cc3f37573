import type { Article } from '../core/article.ts';
import { linkKey } from '../core/link-key.ts';
import type { Story } from '../core/story.ts';
import { choose, type Subject } from './choose-related.ts';
import type { StoryDeps } from './deps.ts';
import { featuresOf } from './features.ts';
import { ALL_ARTICLES, pageKey, studyKey } from './keys.ts';
import { askIndex } from './look-up.ts';
import { ANY_TIME, relatedCandidates } from './pairs.ts';
import { profileMaker } from './profile.ts';
import { remember } from './remember.ts';
import { sampleOf } from './sample.ts';
import { rememberStored, type Stored } from './stored.ts';
import { createVocabulary } from './vocabulary.ts';

/**
 * Finds related stories for these, and for those that they are related to: the latter keep what they had unless
 * one of these fits better. Answers the stories whose list changed. Looks up a bounded number of keys, articles
 * and stories for each, whatever the store holds.
 */
export async function relateStories(touched: readonly Story[], deps: StoryDeps): Promise<Story[]> {
  const stored = rememberStored(deps);
  const current = await stored.stories(touched.map(({ id }) => id));
  const table = await readSubjects(current, deps, stored);
  const changed = new Map<string, Story>();
  for (const story of current) update(story, table.candidates.get(story.id) ?? [], table, changed);
  const neighbours = await neighboursOf([...changed.values()], current, table, stored);
  for (const [neighbour, candidates] of neighbours) update(neighbour, candidates, table, changed);
  return [...changed.values()];
}

type Table = {
  /** Story id → other stories that it could be related to. */
  candidates: Map<string, string[]>;
  subject(storyId: string): Subject | undefined;
  /** Makes stories known by their leads. */
  read(stories: readonly Story[]): Promise<void>;
};

function update(
  story: Story,
  candidates: readonly string[],
  table: Table,
  changed: Map<string, Story>,
): void {
  const own = table.subject(story.id);
  if (!own) return;
  const others = candidates.map(table.subject).filter((subject) => subject !== undefined);
  const related = choose(own, others);
  const before = story.related;
  if (related.length === before.length && related.every((id, index) => id === before[index])) return;
  changed.set(story.id, { ...story, related });
}

/** Stories that one of these is now related to, with what they were related to and what they could be. */
async function neighboursOf(
  changed: readonly Story[],
  touched: readonly Story[],
  table: Table,
  stored: Stored,
): Promise<Map<Story, string[]>> {
  const wanting = new Map<string, string[]>();
  const isTouched = new Set(touched.map(({ id }) => id));
  for (const { id, related } of changed) {
    for (const other of related) {
      if (!isTouched.has(other)) wanting.set(other, [...(wanting.get(other) ?? []), id]);
    }
  }
  const neighbours = await stored.stories(wanting.keys());
  const before = await stored.stories(neighbours.flatMap(({ related }) => related));
  await table.read([...neighbours, ...before]);
  return new Map(neighbours.map((story) => [story, [...story.related, ...(wanting.get(story.id) ?? [])]]));
}

/** Reads the stories and what they could be related to, by their leads. */
async function readSubjects(stories: readonly Story[], deps: StoryDeps, stored: Stored): Promise<Table> {
  const leads = await leadsOf(stories, stored);
  const vocabulary = createVocabulary();
  const read = remember((article: Article) => featuresOf(sampleOf(article), vocabulary));
  const index = await askIndex([...leads.values()].map(read), new Set(), deps, ANY_TIME);
  const rarity = vocabulary.rarity(index.counts);
  const profileOf = profileMaker(rarity);
  const pointers = await followPointers([...leads.values()], deps);

  const subjects = new Map<string, Subject>();
  const know = (story: Story, lead: Article): void => {
    const { studies, at } = read(lead);
    const points = new Set(pointersOf(lead).flatMap((key) => pointers.get(key)?.ids ?? []));
    const profile = profileOf(read(lead));
    subjects.set(story.id, { story, profile, studies, at, articleId: lead.id, points });
  };

  const found = new Map<string, string[]>();
  for (const [id, lead] of leads) {
    const pointed = pointersOf(lead).flatMap((key) => pointers.get(key)?.ids.slice(0, MAX_POINTED) ?? []);
    const some = [...pointed, ...relatedCandidates(read(lead), index.postings, rarity)];
    const newest = some.length < FEW ? (pointers.get(ALL_ARTICLES)?.ids.slice(0, FEW) ?? []) : [];
    found.set(id, [...new Set([...some, ...newest])]);
  }
  const storyOf = await findStories([...found.values()].flat(), stored);
  const candidates = new Map<string, string[]>();
  for (const [id, articleIds] of found) {
    const others = articleIds.map(storyOf).filter((other) => other !== undefined);
    for (const { story, article } of others) if (!subjects.has(story.id)) know(story, article);
    candidates.set(id, [...new Set(others.map(({ story }) => story.id))]);
  }
  for (const story of stories) {
    const lead = leads.get(story.id);
    if (lead) know(story, lead);
  }
  return {
    candidates,
    subject: (id) => subjects.get(stored.story(id)?.id ?? id),
    read: async (others) => {
      const unknown = others.filter(({ id }) => !subjects.has(id));
      const known = await leadsOf(unknown, stored);
      for (const story of unknown) {
        const lead = known.get(story.id);
        if (lead) know(story, lead);
      }
    },
  };
}

type Found = { story: Story; article: Article };

/** Loads articles and their stories; answers which story each article is in. */
async function findStories(
  articleIds: readonly string[],
  stored: Stored,
): Promise<(articleId: string) => Found | undefined> {
  const articles = await stored.articles(articleIds);
  await stored.stories(articles.map(({ storyId }) => storyId).filter((id) => id !== null));
  const found = new Map<string, Found>();
  for (const article of articles) {
    const story = stored.story(article.storyId ?? '');
    if (story) found.set(article.id, { story, article });
  }
  return (id) => found.get(id);
}

/** So many articles that a page or a study points to are looked at. */
const MAX_POINTED = 5;
/** A story that finds fewer candidates looks at the newest articles too. */
const FEW = 12;

async function leadsOf(stories: readonly Story[], stored: Stored): Promise<Map<string, Article>> {
  const firsts = stories.map(({ articleIds }) => articleIds[0]).filter((id) => id !== undefined);
  const articles = new Map((await stored.articles(firsts)).map((article) => [article.id, article]));
  const leads = new Map<string, Article>();
  for (const { id, articleIds } of stories) {
    const lead = articles.get(articleIds[0] ?? '');
    if (lead) leads.set(id, lead);
  }
  return leads;
}

/** Keys of what an article points to: pages it calls related, studies it is about or cites. */
function pointersOf({ page, studies }: Article): string[] {
  const pages = (page?.related ?? []).map(({ url }) => linkKey(url)).filter((key) => key !== null);
  const named = [...studies, ...(page?.studies ?? [])].map(({ type, value }) => studyKey(`${type}:${value}`));
  return [...new Set([...pages.slice(0, MAX_POINTERS).map(pageKey), ...named.slice(0, MAX_POINTERS)])];
}

const MAX_POINTERS = 12;

function followPointers(articles: readonly Article[], deps: StoryDeps): ReturnType<StoryDeps['lookup']> {
  return deps.lookup([...new Set([ALL_ARTICLES, ...articles.flatMap(pointersOf)])]);
}
