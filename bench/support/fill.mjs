// Fills a store with many items of a newsroom's feeds, each a story of its own, without the web and without
// comparing them: as fast as the store takes them, with every key that the pipeline files them under.
import { parseFeed } from '../../dist/parse/parse-feed.js';
import { filing } from '../../dist/pipeline/filing.js';
import { readers } from '../../dist/pipeline/readers.js';
import { openStore } from '../../dist/store/lowdb/open.js';
import { newArticle } from '../../dist/stories/article.js';
import { identify } from '../../dist/stories/identity.js';
import { newStory } from '../../dist/stories/tell.js';
import { loadTopics, topicsOf } from '../../dist/stories/topics.js';
import { feedOf } from './newsroom.mjs';

const STEP = 500;

/** `each` items of every source of a config, as `feedOf` gives them, in the store at `dir`. */
export async function fillStore(dir, { config, each, now }) {
  const opened = await openStore(dir, {
    now: () => now,
    random: Math.random,
    mode: 'write',
    tagAuthority: `${new URL(config.site.url).hostname},2026`,
  });
  if (!opened.ok) throw new Error(opened.error.message);
  const store = opened.value;
  const at = now.toISOString();
  const context = { now: at, mintStory: () => store.mint('story'), rankOf: () => 0 };
  const { entriesOf } = filing();
  const read = readers();
  const topics = await loadTopics();
  for (let from = 1; from <= each; from += STEP) {
    for (const [index, source] of config.sources.entries()) {
      const body = Buffer.from(feedOf(index, Math.min(STEP, each - from + 1), from));
      const feed = await parseFeed(body, { url: source.url, contentType: 'application/rss+xml' });
      if (!feed.ok) throw new Error(feed.error.message);
      const articles = [];
      const stories = [];
      for (const item of identify(source.id, feed.value.entries, read.toText).items) {
        const article = newArticle(store.mint('article'), item, source, at, read);
        const story = { ...newStory([article], context), topics: topicsOf(article, topics) };
        stories.push(story);
        articles.push({ ...article, storyId: story.id });
      }
      await store.commit({ articles, stories, keys: articles.flatMap((article) => [...entriesOf(article)]) });
    }
  }
  await store.close();
}
