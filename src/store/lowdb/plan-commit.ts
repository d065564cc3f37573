import type { Article } from '../../core/article.ts';
import type { Story } from '../../core/story.ts';
import type { Change } from '../store.ts';
import type { DocumentChange, Entry, Meta } from './entry.ts';
import {
  articleDocument,
  groupDocument,
  groupOf,
  HOSTS,
  ordinalOf,
  PENDING,
  revisionDocument,
  robotsDocument,
  seqDocument,
  sourceDocument,
  sourceListDocument,
  storyDocument,
  topicDocument,
} from './layout.ts';

/** A story as it is kept. */
export type StoredStory = { revision: number; story: Story };

/** What the store holds of the articles and stories that a commit replaces. */
export type Before = { articles: ReadonlySet<string>; stories: ReadonlyMap<string, StoredStory> };

/** The entry that makes `change` happen: every place that it touches, so that replaying it needs nothing else. */
export function planCommit(change: Change, before: Before, meta: Meta): Entry {
  const next: Meta = { ...meta, entry: meta.entry + 1, revision: meta.revision + 1 };
  const plan = draft();
  for (const source of change.sources ?? []) plan.put(sourceDocument(source.id), source.id, source);
  for (const host of change.hosts ?? []) plan.put(HOSTS, host.host, host);
  for (const robots of change.robots ?? []) plan.put(robotsDocument(robots.origin), robots.origin, robots);
  for (const article of lastOfEach(change.articles)) planArticle(article, { plan, before, next });
  for (const story of lastOfEach(change.stories)) planStory(story, { plan, before, next });
  for (const [key, id] of change.keys ?? []) {
    if (key === '') throw new TypeError('A key must not be empty');
    plan.file(groupDocument(groupOf(key)), key, id);
  }
  for (const id of change.pending?.add ?? []) plan.put(PENDING, id, 1);
  for (const id of change.pending?.remove ?? []) plan.remove(PENDING, id);
  return { meta: next, documents: plan.documents };
}

/** Every index that lists a story. */
export function* placesOf({ revision, story }: StoredStory): Generator<[string, string, unknown]> {
  yield [revisionDocument(revision), story.id, revision];
  if (story.mergedInto !== null || story.seq === null) return;
  yield [seqDocument(story.seq), String(story.seq), story.id];
  for (const topic of story.topics) yield [topicDocument(topic), story.id, story.seq];
  for (const source of story.sourceIds) yield [sourceListDocument(source), story.id, story.seq];
}

type Planning = { plan: Draft; before: Before; next: Meta };

function planArticle(article: Article, { plan, before, next }: Planning): void {
  const [name, ordinal] = placeOfMinted(articleDocument, article.id);
  plan.put(name, article.id, article);
  if (!before.articles.has(article.id)) next.articles++;
  next.articleOrdinal = Math.max(next.articleOrdinal, ordinal);
}

function planStory(given: Story, { plan, before, next }: Planning): void {
  const [name, ordinal] = placeOfMinted(storyDocument, given.id);
  const story = {
    ...given,
    seq: given.seq ?? next.lastSeq + 1,
    toldRevision: given.toldRevision ?? next.revision,
  };
  const stored: StoredStory = { revision: next.revision, story };
  const old = before.stories.get(story.id);
  // What stays as it was needs no writing: most changes of a story move only its revision.
  const places = new Map([...placesOf(stored)].map((place) => [`${place[0]} ${place[1]}`, place]));
  for (const [document, key, value] of old ? placesOf(old) : []) {
    const place = `${document} ${key}`;
    if (places.get(place)?.[2] === value) places.delete(place);
    else plan.remove(document, key);
  }
  for (const [document, key, value] of places.values()) plan.put(document, key, value);
  plan.put(name, story.id, stored);
  if (!old) next.stories++;
  next.lastSeq = Math.max(next.lastSeq, story.seq);
  next.storyOrdinal = Math.max(next.storyOrdinal, ordinal);
}

type Draft = ReturnType<typeof draft>;

function draft() {
  const documents = new Map<string, DocumentChange>();
  const changeOf = (name: string): DocumentChange => {
    const known = documents.get(name);
    if (known) return known;
    const change: DocumentChange = { remove: [], put: new Map(), file: [] };
    documents.set(name, change);
    return change;
  };
  return {
    documents,
    put(name: string, key: string, value: unknown) {
      changeOf(name).put.set(key, JSON.stringify(value));
    },
    remove(name: string, key: string) {
      const change = changeOf(name);
      change.put.delete(key);
      change.remove.push(key);
    },
    file(name: string, key: string, id: string) {
      changeOf(name).file.push([key, id]);
    },
  };
}

function placeOfMinted(documentOf: (id: string) => string | null, id: string): [string, number] {
  const name = documentOf(id);
  const ordinal = ordinalOf(id);
  if (name === null || ordinal === null) {
    throw new TypeError(`The id ${id} was not made by this store's mint()`);
  }
  return [name, ordinal];
}

const lastOfEach = <T extends Article | Story>(values: T[] | undefined): T[] => [
  ...new Map((values ?? []).map((value) => [value.id, value])).values(),
];
