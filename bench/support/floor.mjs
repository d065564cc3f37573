// What parts of a refresh cost alone, without which it could not do its work: the least it could take.
import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createFetcher } from '../../dist/fetch/fetcher.js';
import { parseFeed } from '../../dist/parse/parse-feed.js';
import { describeStory } from '../../dist/pipeline/describe.js';
import { readers } from '../../dist/pipeline/readers.js';
import { newArticle } from '../../dist/stories/article.js';
import { identify } from '../../dist/stories/identity.js';
import { newStory } from '../../dist/stories/tell.js';

const now = '2026-11-01T00:00:00.000Z';

/** Feeds → articles: parsed, recognised within the feed, sanitised; nothing kept. */
export async function articlesOf(bodies, sources) {
  const read = readers();
  const articles = [];
  for (const [index, source] of sources.entries()) {
    const feed = await parseFeed(Buffer.from(bodies[index]), { url: source.url, contentType: null });
    if (!feed.ok) throw new Error(feed.error.message);
    for (const item of identify(source.id, feed.value.entries, read.toText).items)
      articles.push(newArticle(`${articles.length.toString(36)}-0`, item, source, now, read));
  }
  return articles;
}

/** Each source asked whether it has anything new, as a guest asks; the answers aren't kept. */
export async function askAll({ network, sources }) {
  const fetcher = createFetcher(network, { now: () => new Date() });
  const validators = { etag: '"1"', lastModified: null };
  const answers = await Promise.all(
    sources.map(({ url }) => fetcher.fetch({ url, accept: 'feed', validators })),
  );
  await fetcher.close();
  if (answers.some(({ kind }) => kind !== 'unchanged')) throw new Error('not all were unchanged');
}

/** Topics and evidence of each article, each a story of its own: nothing compared, nothing kept. */
export async function labelAll(articles, topics) {
  const store = { articles: async () => [], lookup: async () => new Map() };
  const deps = { store, topics, sources: new Map() };
  const context = { now, mintStory: () => 'tag:bench.example.org,2026:1-a', rankOf: () => 0 };
  for (const article of articles)
    await describeStory(newStory([article], context), new Map([[article.id, article]]), now, deps);
}

/** The files of a folder, read into memory. */
export async function filesIn(dir) {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = entries.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
  return Promise.all(
    paths.map(async (path) => ({ path: path.slice(dir.length + 1), bytes: await readFile(path) })),
  );
}

/** Writes and syncs these files, 16 at a time. */
export async function writeAll(dir, files) {
  for (const folder of new Set(files.map(({ path }) => dirname(path))))
    await mkdir(join(dir, folder), { recursive: true });
  const left = [...files];
  const worker = async () => {
    for (let file = left.pop(); file; file = left.pop()) {
      const handle = await open(join(dir, file.path), 'w');
      await handle.writeFile(file.bytes);
      await handle.sync();
      await handle.close();
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}
