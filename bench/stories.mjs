// What grouping costs per article with 1,000, 10,000 and 100,000 articles stored:
//   node bench/stories.mjs [--dist DIR] [--sizes 1000,10000,100000]
// The articles are made up: words with the frequencies of a language, stories of one to ten articles, some of
// them copies, 500 articles a day.
import { mkdtempSync, openSync, readSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const option = (name, fallback) =>
  process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : fallback;
const dist = resolve(option('--dist', join(import.meta.dirname, '../dist')));
const { assignStories } = await import(pathToFileURL(join(dist, 'stories/assign.js')).href);
const { relateStories } = await import(pathToFileURL(join(dist, 'stories/relate.js')).href);

const BATCH = 500;
const sizes = option('--sizes', '1000,10000,100000').split(',').map(Number);

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');
const random = mulberry(7);
const store = openStore();
const write = writer();
const results = [];
for (const size of sizes) {
  while (store.size() < size) await group(write(Math.min(BATCH, size - store.size())));
  const times = [];
  const relating = [];
  for (let round = 0; round < 5; round++) {
    const batch = write(BATCH);
    const start = cpuMs();
    const change = await group(batch);
    const middle = cpuMs();
    store.commit({ stories: await relateStories(change.stories.slice(0, 100), store) });
    times.push((middle - start) / BATCH);
    relating.push((cpuMs() - middle) / Math.min(100, change.stories.length));
  }
  collectGarbage();
  const [ms, relateMs] = [median(times), median(relating)];
  results.push({ stored: size, ms, relateMs, mb: used() / 2 ** 20 });
  console.log(
    `${String(size).padStart(7)} stored: ${ms.toFixed(2)} ms an article (${Math.round(1000 / ms)}/s), ` +
      `${relateMs.toFixed(2)} ms a story related, ${Math.round(results.at(-1).mb)} MB, ${store.countStories()} stories`,
  );
}
const [first, last] = [results[0], results.at(-1)];
console.log(
  `last to first: ${(last.ms / first.ms).toFixed(2)}, related ${(last.relateMs / first.relateMs).toFixed(2)}`,
);

/** What is alive, after a collection: the heap grows lazily beyond it. */
function used() {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Processor time rather than the clock's: what else the machine does is none of ours. */
function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function group(batch) {
  const now = batch.at(-1).firstSeenAt;
  const change = await assignStories(batch, store, { now, mintStory: store.mintStory, rankOf: () => 0 });
  store.commit({ ...change, articles: [...batch, ...change.articles] });
  return change;
}

/** Articles lie in a file, as they do in a real store; what finds them is in memory. */
function openStore() {
  const file = openSync(join(mkdtempSync(join(tmpdir(), 'bench-stories-')), 'articles'), 'w+');
  const places = new Map();
  const stories = new Map();
  const keys = new Map();
  let end = 0;
  let minted = 0;
  const read = ([start, length]) => {
    const bytes = Buffer.allocUnsafe(length);
    readSync(file, bytes, 0, length, start);
    return JSON.parse(bytes.toString());
  };
  const save = (article) => {
    const bytes = Buffer.from(JSON.stringify(article));
    writeSync(file, bytes, 0, bytes.length, end);
    places.set(article.id, [end, bytes.length]);
    end += bytes.length;
  };
  const known = (map, ids) => ids.map((id) => map.get(id)).filter((each) => each !== undefined);
  return {
    size: () => places.size,
    countStories: () => [...stories.values()].filter(({ mergedInto }) => mergedInto === null).length,
    mintStory: () => `tag:example.org,2026:story:${minted++}`,
    articles: async (ids) => known(places, ids).map(read),
    stories: async (ids) => known(stories, ids),
    lookup: async (asked) => {
      const found = new Map();
      for (const key of asked) {
        const posting = keys.get(key);
        if (typeof posting === 'string') found.set(key, { ids: [posting], count: 1 });
        else if (posting) found.set(key, { ids: posting.ids.slice(-200).reverse(), count: posting.count });
      }
      return found;
    },
    commit: (change) => {
      for (const article of change.articles ?? []) save(article);
      for (const story of change.stories ?? [])
        stories.set(story.id, { ...story, seq: story.seq ?? stories.size });
      for (const [key, entry] of change.keys ?? []) {
        const before = keys.get(key);
        if (before === undefined) {
          keys.set(key, entry);
          continue;
        }
        const posting = typeof before === 'string' ? { ids: [before], count: 1 } : before;
        posting.count += 1;
        posting.ids.push(entry);
        if (posting.ids.length > 240) posting.ids = posting.ids.slice(-200);
        keys.set(key, posting);
      }
    },
  };
}

/** Makes articles, 500 a day from 2026-01-01. */
function writer() {
  const open = [];
  let written = 0;
  return (count) => {
    const batch = [];
    for (let index = 0; index < count; index++) {
      const at = new Date(Date.UTC(2026, 0, 1) + (written / 500) * 86_400_000).toISOString();
      const parent = random() < 0.35 && open.length > 0 ? open[Math.floor(random() * open.length)] : null;
      const fresh = { title: phrase(9, 400), text: phrase(120, 0) };
      const told = parent === null ? fresh : retell(parent, fresh);
      if (parent === null) open.push(fresh);
      if (open.length > 300) open.shift();
      batch.push(article(written++, told, at));
    }
    return batch;
  };
}

function retell(parent, fresh) {
  if (random() < 0.5) return { title: fresh.title, text: `LONDON (Reuters) - ${parent.text}` };
  const words = parent.text.split(' ');
  const kept = words.filter(() => random() < 0.45).join(' ');
  return {
    title: `${parent.title.split(' ').slice(0, 6).join(' ')} ${phrase(3, 0)}`,
    text: `${kept} ${phrase(60, 0)}`,
  };
}

function article(number, { title, text }, at) {
  return {
    id: `${number.toString(36)}-x`,
    sourceId: `source-${Math.floor(random() * 200)}`,
    keys: [],
    guid: null,
    url: `https://example.org/${number}`,
    title,
    authors: [],
    published: at,
    updated: null,
    firstSeenAt: at,
    changedAt: at,
    sortAt: at,
    summary: text,
    contentHtml: null,
    categories: [],
    enclosures: [],
    image: null,
    language: 'en',
    rights: null,
    journal: null,
    studies:
      random() < 0.2
        ? [
            {
              type: 'doi',
              value: `10.1000/${Math.floor(number / 3)}`,
              role: 'about',
              version: null,
              from: 'text',
            },
          ]
        : [],
    fingerprint: String(number),
    visit: { status: 'not-wanted', attempts: 0, notBefore: null, reason: null },
    page: null,
    heldUntil: null,
    storyId: null,
  };
}

/** Words by Zipf's law, without the `skip` commonest. */
function phrase(length, skip) {
  const words = [];
  while (words.length < length) {
    const rank = Math.floor(40_000 ** random()) + skip;
    words.push(word(rank));
  }
  return words.join(' ');
}

function word(rank) {
  const syllables = [
    'ba',
    'ce',
    'di',
    'fo',
    'gu',
    'ha',
    'ke',
    'li',
    'mo',
    'nu',
    'pa',
    're',
    'si',
    'to',
    'vu',
    'za',
  ];
  let text = '';
  for (let rest = rank + 17; rest > 0; rest = Math.floor(rest / 16)) text += syllables[rest % 16];
  return text;
}

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function mulberry(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}
