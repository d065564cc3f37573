import type { Article } from '../core/article.ts';
import { linkKey } from '../core/link-key.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { Source } from '../core/source.ts';
import type { Story } from '../core/story.ts';
import type { Store } from '../store/store.ts';
import { explainPair, explainStory, type PairExplanation } from '../stories/explain.ts';
import { pageKey } from '../stories/keys.ts';

/** Why articles are together in a story, or why two are not. */
export type Explanation = {
  story: { id: string; title: string; aliases: string[] } | null;
  articles: { id: string; title: string; url: string | null; source: string; storyId: string | null }[];
  pairs: PairExplanation[];
};

export type ExplainFailure = { code: 'not-found'; message: string };

type Deps = { store: Store; sources: readonly Source[] };

/** Why the articles of a story are together. `name`: id of a story or article, or the address of an article. */
export async function explainOne(name: string, deps: Deps): Promise<Result<Explanation, ExplainFailure>> {
  const story = await findStory(name, deps);
  if (story === null) return notFound(name);
  const { links } = await explainStory(story, deps.store);
  const articles = await deps.store.articles(story.articleIds);
  return ok({
    story: { id: story.id, title: articles[0]?.title ?? '', aliases: story.aliases },
    articles: articles.map(shown),
    pairs: links,
  });
}

/** Why two articles (or the leads of two stories) are, or are not, in one story. */
export async function explainTwo(
  a: string,
  b: string,
  deps: Deps,
): Promise<Result<Explanation, ExplainFailure>> {
  const one = await findArticle(a, deps);
  if (one === null) return notFound(a);
  const other = await findArticle(b, deps);
  if (other === null) return notFound(b);
  return ok({
    story: null,
    articles: [one, other].map(shown),
    pairs: [await explainPair(one, other, deps.store)],
  });
}

async function findStory(name: string, deps: Deps): Promise<Story | null> {
  let [story] = await deps.store.stories([name]);
  if (!story) {
    const article = await articleCalled(name, deps);
    if (article === null || article.storyId === null) return null;
    [story] = await deps.store.stories([article.storyId]);
  }
  while (story && story.mergedInto !== null) [story] = await deps.store.stories([story.mergedInto]);
  return story ?? null;
}

async function findArticle(name: string, deps: Deps): Promise<Article | null> {
  const called = await articleCalled(name, deps);
  if (called !== null) return called;
  const story = await findStory(name, deps);
  const [lead] = story ? await deps.store.articles(story.articleIds.slice(0, 1)) : [];
  return lead ?? null;
}

/** By its own id, or by its address in any source. */
async function articleCalled(name: string, { store, sources }: Deps): Promise<Article | null> {
  const link = linkKey(name);
  if (link === null) return (await store.articles([name]))[0] ?? null;
  const postings = await store.lookup([pageKey(link), ...sources.map(({ id }) => `item:${id}:link:${link}`)]);
  const ids = [...postings.values()].flatMap((posting) => posting.ids);
  return (await store.articles(ids))[0] ?? null;
}

const shown = ({ id, title, url, sourceId, storyId }: Article) => ({
  id,
  title,
  url,
  source: sourceId,
  storyId,
});

const notFound = (name: string) =>
  err({
    code: 'not-found' as const,
    message: `Nothing is stored under "${name}". Give a story's id (from a feed), or the address of one of its articles.`,
  });
