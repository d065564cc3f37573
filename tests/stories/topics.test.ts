import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { loadTopics, resolveTopic, topicsOf } from '../../src/stories/topics.ts';
import { cpuMs } from '../support/cpu-time.ts';
import { sharedDir } from '../support/shared.ts';
import { plainCases, type TopicCase, trapCases } from './topics-cases.ts';

const topics = await loadTopics();

function withAncestors(slugs: readonly string[]): Set<string> {
  const all = new Set(slugs);
  for (const slug of all) {
    const parent = topics.bySlug.get(slug)?.parent;
    if (parent) all.add(parent);
  }
  return all;
}

function score(cases: readonly TopicCase[]): { right: number; extra: string[]; missing: string[] } {
  const total = { right: 0, extra: [] as string[], missing: [] as string[] };
  for (const { is, may = [], ...input } of cases) {
    for (const slug of [...is, ...may])
      if (!topics.bySlug.has(slug)) throw new Error(`a case names no topic: ${slug}`);
    const found = topicsOf(input, topics);
    const allowed = withAncestors([...is, ...may]);
    const wanted = withAncestors(is);
    total.right += found.filter((slug) => allowed.has(slug)).length;
    total.extra.push(...found.filter((slug) => !allowed.has(slug)).map((slug) => `${slug}: ${input.title}`));
    total.missing.push(
      ...[...wanted].filter((slug) => !found.includes(slug)).map((slug) => `${slug}: ${input.title}`),
    );
  }
  return total;
}

describe('topicsOf', () => {
  it('names the topics of plain texts and of traps with a precision of 0.97', () => {
    const { right, extra, missing } = score([...plainCases, ...trapCases]);
    const precision = right / (right + extra.length);
    const recall = right / (right + missing.length);
    console.log(
      `topics: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)} over ${plainCases.length} texts and ${trapCases.length} traps`,
      { extra, missing },
    );
    expect(plainCases.length + trapCases.length).toBeGreaterThanOrEqual(150);
    expect(precision).toBeGreaterThanOrEqual(0.97);
    expect(recall).toBeGreaterThanOrEqual(0.95);
  });

  it('adds the topics above, after those that the text is about', () => {
    expect(topicsOf({ title: 'Migraine in autumn' }, topics)).toEqual(['headache', 'neurology']);
  });

  it("takes the source's topics and the entry's categories at their word", () => {
    const input = {
      title: 'Weekly notes',
      sourceTopics: ['oncology'],
      categories: ['Paediatrics', 'Editor’s choice'],
    };
    expect(topicsOf(input, topics)).toEqual(['oncology', 'child-health']);
  });

  it.each([
    ['Tumour', 'tumor'],
    ['haemophilia', 'hemophilia'],
    ['paediatric', 'pediatric'],
    ['oesophageal cancer', 'esophageal cancer'],
    ['diarrhoea', 'diarrhea'],
    ['coeliac disease', 'celiac disease'],
    ['immunisation', 'immunization'],
    ['Alzheimer’s', 'Alzheimer'],
    ['gynaecology', 'gynecology'],
    ['anaesthesia', 'anesthesia'],
  ])('reads %s like %s', (british, american) => {
    const [found] = topicsOf({ title: `Clinic for ${british} opens` }, topics);
    expect(found).toBeDefined();
    expect(topicsOf({ title: `Clinic for ${american} opens` }, topics)[0]).toBe(found);
  });

  it('never throws, and answers with known slugs, each once', () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom('AIDS', 'cancer', 'stroke', "Crohn's"),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), fc.string(), (words, title) => {
        const found = topicsOf({ title, summary: words.join(' '), text: words.reverse().join(' ') }, topics);
        expect(new Set(found).size).toBe(found.length);
        for (const slug of found) expect(topics.bySlug.has(slug)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('reads a megabyte in bounded time', async () => {
    const text = 'acute lymphoblastic '.repeat(50_000);
    expect(await cpuMs(() => topicsOf({ title: 'x', text }, topics))).toBeLessThan(1000);
  });
});

describe('the topic tree', () => {
  it('has about 150 topics or more, each with a parent that exists, and no circle', () => {
    expect(topics.bySlug.size).toBeGreaterThanOrEqual(150);
    for (const { slug, parent } of topics.bySlug.values()) {
      expect(slug).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      if (parent !== null) expect(topics.bySlug.has(parent)).toBe(true);
      expect(withAncestors([slug]).size).toBeLessThanOrEqual(4);
    }
  });

  it('knows Disease Ontology and MeSH numbers', () => {
    expect(topics.bySlug.get('asthma')).toMatchObject({ doId: 'DOID:2841', mesh: 'D001249' });
  });
});

describe('resolveTopic', () => {
  it.each([
    ['Infectious Diseases', 'infectious-disease'],
    ['psychiatry', 'mental-health'],
    ['Obstetrics & Gynaecology', 'womens-health'],
    ['Bowel cancer', 'colorectal-cancer'],
    ['gossip', null],
  ])('%s → %s', (name, slug) => {
    expect(resolveTopic(name, topics)).toBe(slug);
  });

  test.skipIf(sharedDir === null)('knows the subjects of the shared sources', () => {
    const hints = readFileSync(join(sharedDir ?? '', 'sources-medical.jsonl'), 'utf8')
      .split('\n')
      .filter(Boolean)
      .flatMap((line) => (JSON.parse(line) as { topicHints: string[] }).topicHints);
    const unknown = new Set(hints.filter((hint) => resolveTopic(hint, topics) === null));
    expect([...unknown]).toEqual(['press-releases']);
  });
});
