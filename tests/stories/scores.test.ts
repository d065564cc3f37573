import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { groupStories, type LibraryArticle, relatedStories } from '../../src/stories/library.ts';
import { sharedDir } from '../support/shared.ts';

type Doc = { id: string; title: string; text: string; url?: string; published?: string; source: string };
type Cluster = { cluster: string; ids: string[]; studyIds?: LibraryArticle['studyIds'] };
type Query = { query: string; grades: Record<string, number>; candidates?: string[] };

const lines = <T>(file: string): T[] =>
  readFileSync(join(sharedDir ?? '', 'stories', file), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);

const share = (id: string): number =>
  Number.parseInt(createHash('sha256').update(id).digest('hex').slice(0, 8), 16) / 2 ** 32;

function toArticle(doc: Doc): LibraryArticle {
  const contentHtml =
    doc.text === '' ? '' : `<p>${doc.text.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</p>`;
  return { ...doc, link: doc.url, summary: doc.text.slice(0, 300), contentHtml };
}

/** How well groups agree with gold, by B-cubed. */
function bCubed(gold: ReadonlyMap<string, string>, guess: ReadonlyMap<string, number>): number {
  const sizes = (keys: string[]): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts;
  };
  const ids = [...gold.keys()];
  const both = (id: string): string => `${gold.get(id)}\n${guess.get(id)}`;
  const [golden, guessed, shared] = [
    sizes(ids.map((id) => gold.get(id) ?? '')),
    sizes(ids.map((id) => String(guess.get(id)))),
    sizes(ids.map(both)),
  ];
  const mean = (of: Map<string, number>, key: (id: string) => string): number =>
    ids.reduce((sum, id) => sum + (shared.get(both(id)) ?? 0) / (of.get(key(id)) ?? 1), 0) / ids.length;
  const precision = mean(guessed, (id) => String(guess.get(id)));
  const recall = mean(golden, (id) => gold.get(id) ?? '');
  return (2 * precision * recall) / (precision + recall);
}

function group(set: string, idsFor = 0): { f1: number; groupOf: Map<string, number> } {
  const clusters = lines<Cluster>(`${set}.clusters.jsonl`);
  const gold = new Map(clusters.flatMap(({ cluster, ids }) => ids.map((id) => [id, cluster])));
  const studies = new Map(clusters.flatMap(({ ids, studyIds }) => ids.map((id) => [id, studyIds])));
  const articles = lines<Doc>(`${set}.docs.jsonl`)
    .map((doc) => ({ ...toArticle(doc), studyIds: share(doc.id) < idsFor ? studies.get(doc.id) : null }))
    .sort((a, b) => share(a.id) - share(b.id));
  const groupOf = new Map<string, number>();
  for (const [number, { articles: members }] of groupStories(articles).entries()) {
    for (const { id } of members) groupOf.set(id, number);
  }
  return { f1: bCubed(gold, groupOf), groupOf };
}

function rank(set: string, every: number): { p5: number; ndcg: number } {
  const docs = lines<Doc>(`${set}.docs.jsonl`);
  const stories = new Map(docs.map((doc) => [doc.id, { ...toArticle(doc), articles: [toArticle(doc)] }]));
  const whole = [...stories.values()].filter(({ id }) => !id.startsWith('qa-q'));
  const queries = lines<Query>(`${set}.qrels.jsonl`).filter((_, index) => index % every === 0);
  const dcg = (grades: number[]): number =>
    grades.slice(0, 10).reduce((sum, grade, place) => sum + (2 ** grade - 1) / Math.log2(place + 2), 0);
  let [p5, ndcg] = [0, 0];
  for (const { query, grades, candidates } of queries) {
    const pool = candidates?.map((id) => stories.get(id)).filter((story) => story !== undefined) ?? whole;
    const found = relatedStories(stories.get(query) ?? { id: query }, pool).map(({ id }) => grades[id] ?? 0);
    const good = Object.values(grades).filter((grade) => grade > 0).length;
    p5 += found.slice(0, 5).filter((grade) => grade > 0).length / Math.min(5, good);
    ndcg += dcg(found) / (dcg(Object.values(grades).sort((a, b) => b - a)) || 1);
  }
  return { p5: p5 / queries.length, ndcg: ndcg / queries.length };
}

describe.skipIf(sharedDir === null)('on the shared collections', () => {
  it('finds copies, and takes no two texts on one subject for one story', () => {
    const { f1, groupOf } = group('near');
    const pairs = lines<{ a: string; b: string }>('near.pairs.jsonl');
    expect(f1).toBeGreaterThanOrEqual(0.98);
    expect(pairs.filter(({ a, b }) => groupOf.get(a) === groupOf.get(b))).toEqual([]);
  });

  it.each([
    ['studies', 0, 0.7],
    ['studies', 0.5, 0.85],
    ['headlines', 0, 0.6],
  ])('groups %s, with identifiers for a share of %d, at %d or better', (set, idsFor, least) => {
    const { f1 } = group(set, idsFor);
    console.log(`${set} with identifiers for ${idsFor}: B-cubed F1 ${f1.toFixed(3)}`);
    expect(f1).toBeGreaterThanOrEqual(least);
  });

  it.each([
    ['related', 4, 0.6, 0.66],
    ['qa', 1, 0.85, 0.804],
  ])(
    'ranks %s',
    (set, every, leastP5, leastNdcg) => {
      const { p5, ndcg } = rank(set, every);
      console.log(`${set}: P@5 ${p5.toFixed(3)}, nDCG@10 ${ndcg.toFixed(3)}`);
      expect(p5).toBeGreaterThanOrEqual(leastP5);
      expect(ndcg).toBeGreaterThanOrEqual(leastNdcg);
    },
    120_000,
  );
});
