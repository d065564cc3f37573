// Builds src/stories/data/topics.json from the CC0 tables of the Disease Ontology and our own topic-seeds.json:
//   node scripts/build-topics.mjs FOLDER
// FOLDER holds HumanDO.tsv, MESHinDO.tsv and the *.obo slims. Each disease belongs to the nearest topic above it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';

const folder = process.argv[2];
if (!folder) {
  console.error('Say where the tables are: node scripts/build-topics.mjs FOLDER');
  process.exit(2);
}
const data = (name) => fileURLToPath(new URL(`../src/stories/data/${name}`, import.meta.url));
const table = (name) =>
  parse(readFileSync(join(folder, name)), { delimiter: '\t', columns: true, relax_quotes: true });

const seeds = JSON.parse(readFileSync(data('topic-seeds.json'), 'utf8'));

const ids = new Map();
const children = new Map();
for (const { id, label, subClassOf } of table('HumanDO.tsv')) {
  ids.set(label, id);
  for (const parent of subClassOf.split('|')) children.set(parent, [...(children.get(parent) ?? []), label]);
}
const mesh = new Map(
  table('MESHinDO.tsv').map(({ label, xrefs }) => [label, /MESH:([A-Z]\d+)/.exec(xrefs)?.[1] ?? null]),
);

/** Exact synonyms, which only the slims have. */
const synonyms = new Map();
for (const file of readdirSync(folder).filter((name) => name.endsWith('.obo'))) {
  for (const term of readFileSync(join(folder, file), 'utf8').split('\n[Term]\n').slice(1)) {
    const name = /^name: (.+)$/m.exec(term)?.[1];
    for (const [, synonym] of term.matchAll(/^synonym: "([^"]+)" EXACT/gm))
      synonyms.set(name, (synonyms.get(name) ?? new Set()).add(synonym));
  }
}

/** Labels that are everyday words, too general, or another thing in the news. */
const UNSAFE = new Set(
  (
    'disease syndrome cancer shock scurvy plague cold burn stress rash polyp hernia amnesia nervousness ' +
    'adhesion hypothermia blindness mutism stuttering kuru yaws pinta glanders starvation gambling deafness fetishism voyeurism exhibitionism transvestism pedophilia hermaphroditism eunuchism freemartinism pyromania marasmus'
  ).split(' '),
);
const isSafe = (term) =>
  term.length >= 5 &&
  term.length <= 60 &&
  !UNSAFE.has(term.toLowerCase()) &&
  !/[()[\]]|\bNOS\b|unspecified|^[A-Z0-9-]{1,6}$/.test(term) &&
  (term.includes(' ') || term.length >= 8);

/** Diseases under `label` down to those that are topics of their own. */
function below(label, roots) {
  const found = new Set();
  const queue = [label];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (found.has(next) || (next !== label && roots.has(next))) continue;
    found.add(next);
    queue.push(...(children.get(next) ?? []));
  }
  return found;
}

const roots = new Set(seeds.topics.flatMap(({ disease }) => disease ?? []));
for (const root of roots)
  if (!ids.has(root)) throw new Error(`HumanDO.tsv has no "${root}": correct topic-seeds.json`);

/** A term without flags, hyphens and capitals. */
const plain = (term) =>
  term
    .replace(/[!?]+$/, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
const written = new Set(seeds.topics.flatMap(({ terms }) => terms.map(plain)));

const depth = (slug) => {
  const parent = seeds.topics.find((topic) => topic.slug === slug)?.parents[0];
  return parent ? 1 + depth(parent) : 0;
};

/** One disease under two topics goes to both, unless one of them is above the other. */
const topics = seeds.topics.map(({ slug, label, parents, disease = [], terms, broad, aliases }) => {
  const derived = new Set();
  for (const root of disease) {
    for (const each of below(root, roots)) {
      const known = [each, ...(synonyms.get(each) ?? [])];
      if (!mesh.get(each) && known.length === 1) continue;
      for (const term of known) if (isSafe(term) && !written.has(plain(term))) derived.add(term);
    }
  }
  return {
    slug,
    label,
    parent: parents[0] ?? null,
    doId: ids.get(disease[0]) ?? null,
    mesh: mesh.get(disease[0]) ?? null,
    ...(broad ? { broad } : {}),
    ...(aliases ? { aliases } : {}),
    synonyms: [...terms, ...[...derived].sort()],
  };
});

const claimed = new Map();
for (const topic of topics)
  for (const term of topic.synonyms)
    claimed.set(term.toLowerCase(), Math.max(claimed.get(term.toLowerCase()) ?? 0, depth(topic.slug)));
for (const topic of topics)
  topic.synonyms = topic.synonyms.filter(
    (term, at) =>
      at < seeds.topics.find(({ slug }) => slug === topic.slug).terms.length ||
      claimed.get(term.toLowerCase()) <= depth(topic.slug),
  );

const { nothing, against, context } = seeds;
const lines = topics.map((topic) => `  ${JSON.stringify(topic)}`).join(',\n');
writeFileSync(
  data('topics.json'),
  `{\n"topics": [\n${lines}\n],\n"nothing": ${JSON.stringify(nothing)},\n"against": ${JSON.stringify(against)},\n"context": ${JSON.stringify(context)}\n}\n`,
);
console.log(
  `${topics.length} topics, ${topics.reduce((sum, { synonyms }) => sum + synonyms.length, 0)} terms`,
);
