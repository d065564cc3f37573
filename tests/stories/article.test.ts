import { describe, expect, it } from 'vitest';
import type { Article } from '../../src/core/article.ts';
import type { Entry } from '../../src/core/feed.ts';
import type { SafeHtml } from '../../src/core/html.ts';
import type { Source } from '../../src/core/source.ts';
import { entryOf } from '../../src/extract/empty-feed.ts';
import { newArticle, updatedArticle } from '../../src/stories/article.ts';
import { identify, recognise } from '../../src/stories/identity.ts';

const FIRST = '2026-03-01T12:00:00.000Z';
const LATER = '2026-03-01T14:00:00.000Z';

const source = { id: 'who', url: 'https://who.example/feed', extract: { pages: 'never' } } as Source;
const deps = {
  sanitize: (html: string) => html as SafeHtml,
  toText: (html: string) => html,
  mentions: () => [],
  embargoEnd: () => null,
};

const entry = entryOf('https://who.example/a', {
  id: 'urn:item:1',
  title: 'Sleep and the heart',
  summary: 'One.',
});

const person = { name: 'A. Nurse', email: null, url: null };

function itemOf(parts: Partial<Entry>) {
  const [item] = identify('who', [{ ...entry, ...parts }], deps.toText).items;
  if (!item) throw new Error('An entry with a title is an item.');
  return item;
}

const article = newArticle('a1', itemOf({}), source, FIRST, deps);
const later = (parts: Partial<Entry>, known: Article = article) =>
  updatedArticle(known, itemOf(parts), source, LATER, deps);

it.each<[string, Partial<Entry>, Partial<Article> | null]>([
  ['keeps nothing of an item that is as it was', {}, null],
  [
    'keeps nothing where only tracking came to the link',
    { link: 'https://who.example/a?utm_source=rss' },
    null,
  ],
  ['follows an item to its new page', { link: 'https://who.example/b' }, { url: 'https://who.example/b' }],
  [
    'writes a title as its source does now',
    { title: 'Sleep and the Heart' },
    { title: 'Sleep and the Heart' },
  ],
  ['keeps nothing of a counter in a title', { title: 'Sleep and the heart (12 comments)' }, null],
  ['names the authors that its source names now', { authors: [person] }, { authors: [person] }],
  ['keeps the page of an item whose link went', { link: null }, null],
  [
    'keeps the page of an item whose link went while its words changed',
    { link: null, summary: 'Two.' },
    { url: 'https://who.example/a', summary: 'Two.', changedAt: LATER },
  ],
])('%s', (_, parts, expected) => {
  const updated = later(parts);
  if (expected === null) expect(updated).toBeNull();
  else expect(updated).toMatchObject({ changedAt: article.changedAt, ...expected });
});

it('remembers no more guids than an item comes by, where a feed makes new ones at each visit', () => {
  let known = article;
  for (let visit = 0; visit < 200; visit++) known = later({ id: `urn:visit:${visit}` }, known) ?? known;
  expect(known.keys).toHaveLength(100);
  expect(later({ id: 'urn:visit:200' }, known)).toBeNull();
});

describe('an item that comes alone', () => {
  const page = 'https://who.example/alerts';
  const alert = (n: number) => ({ id: `urn:alert:${n}`, title: `Alert ${n}`, link: page });
  const stored = [1, 2].map((n) => newArticle(`a${n}`, itemOf(alert(n)), source, FIRST, deps));

  it.each<[string, Partial<Entry>, Article[], string | null]>([
    ['is known by its guid, although others have its link', alert(2), stored, 'a2'],
    ['is new where several have its link, and none its guid', alert(3), stored, null],
    ['is known by a link that is its alone', alert(3), stored.slice(0, 1), 'a1'],
    ['is known by its link where it has no guid', { ...alert(3), id: null }, stored, 'a1'],
  ])('%s', (_, parts, candidates, id) => {
    expect(recognise(itemOf(parts), candidates)?.id ?? null).toBe(id);
  });
});
