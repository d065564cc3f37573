import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { noStudyIds, STUDY_ID_TYPES, type StudyIds } from '../../src/core/study.ts';
import { findStudyIds, findStudyMentions, mentionsFromFeed } from '../../src/extract/study-ids.ts';
import { sharedDir } from '../support/shared.ts';
import { ownIds } from './study-ids-cases.ts';

const sorted = (ids: StudyIds): StudyIds =>
  Object.fromEntries(STUDY_ID_TYPES.map((type) => [type, [...ids[type]].sort()])) as StudyIds;

describe('findStudyIds', () => {
  it.each(ownIds)('%s', (_, input, expected) => {
    expect(sorted(findStudyIds(input))).toEqual(sorted({ ...noStudyIds(), ...expected }));
  });

  it('never throws and answers in normal form, whatever the text', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(
        ...ownIds.map(([, input]) => input),
        '<',
        '&#x110000;',
        '%',
        '10.1234/',
        'PMID',
        '</p>',
        '<a href="',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.boolean(), (pieces, isHtml) => {
        const ids = findStudyIds(pieces.join(''), { isHtml });
        for (const doi of ids.doi) expect(doi).toMatch(/^10\.[\d.]+\/\S+$/);
        for (const doi of ids.doi) expect(doi).toBe(doi.toLowerCase());
        for (const pmid of ids.pmid) expect(pmid).toMatch(/^[1-9]\d{0,7}$/);
        for (const nct of ids.nct) expect(nct).toMatch(/^NCT\d{8}$/);
      }),
      { numRuns: 300 },
    );
  });

  it('reads back every DOI of plain letters that a sentence ends with', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1000, max: 99999 }),
        fc.stringMatching(/^[a-z]{2,8}\.\d{4}\.\d{2,6}$/),
        (registrant, suffix) => {
          const doi = `10.${registrant}/${suffix}`;
          for (const text of [
            `See ${doi}.`,
            `(doi:${doi})`,
            `https://doi.org/${doi}?x=1`,
            `<${doi}>`,
            `${doi}, 2020`,
          ])
            expect(findStudyIds(text).doi).toEqual([doi]);
        },
      ),
    );
  });

  it.each([
    '10.1234/',
    '10.1234/abc(',
    '<div>',
    '</p>',
    '<a href="10.1234/x">',
    'PMID: 1',
    'References\n',
    '%3C',
    'ISRCTN - ',
    'eudract 2020-001113-21 ',
  ])('takes at most about four times as long for four times %j', (unit) => {
    const time = (length: number): number => {
      const input = unit.repeat(Math.ceil(length / unit.length));
      const start = process.cpuUsage();
      findStudyIds(input);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    };
    time(20_000);
    const best = (length: number): number => Math.min(time(length), time(length), time(length));
    const quarter = best(100_000);
    expect(best(400_000)).toBeLessThan(12 * quarter + 100);
  });
});

describe('findStudyMentions', () => {
  const roles: [name: string, input: string, url: string | null, expected: string[]][] = [
    [
      'is: from meta tags',
      '<meta name="citation_doi" content="doi:10.4321/abc17">',
      null,
      ['10.4321/abc17 is meta[citation_doi]'],
    ],
    [
      'is: from a bare PMID in its meta tag',
      '<meta name="citation_pmid" content="33301246">',
      null,
      ['33301246 is meta[citation_pmid]'],
    ],
    [
      'is: from the canonical link',
      '<link rel="canonical" href="/doi/full/10.4321/abc17">',
      null,
      ['10.4321/abc17 is link[rel=canonical]'],
    ],
    [
      'is: from its own address',
      'Text.',
      'https://journal.example/doi/10.4321/abc17',
      ['10.4321/abc17 is url'],
    ],
    [
      'about: from running text',
      'Published in Heart (doi: 10.4321/abc17).',
      null,
      ['10.4321/abc17 about text'],
    ],
    [
      'about: from a link',
      '<p><a href="https://doi.org/10.4321/abc17">study</a></p>',
      null,
      ['10.4321/abc17 about link'],
    ],
    [
      'cites: from a reference list',
      '<h2>References</h2><p>doi:10.4321/r1</p>',
      null,
      ['10.4321/r1 cites references'],
    ],
    [
      'the strongest role wins',
      '<p>doi:10.4321/abc17</p><h2>References</h2><p>doi:10.4321/abc17</p>',
      null,
      ['10.4321/abc17 about text'],
    ],
  ];
  it.each(roles)('%s', (_, input, url, expected) => {
    const found = findStudyMentions(input, { url }).map(
      ({ value, role, from }) => `${value} ${role} ${from}`,
    );
    expect(found).toEqual(expected);
  });

  it('takes further works on the page of a work for its references', () => {
    const links = ['r1', 'r2', 'r3'].map((r) => `<a href="https://doi.org/10.4321/${r}">${r}</a>`).join(' ');
    const page = `<meta name="citation_doi" content="10.4321/abc17"><p>${links}</p>`;
    expect(findStudyIds(page).doi).toEqual(['10.4321/abc17']);
  });

  it("keeps a preprint's version", () => {
    const [found] = findStudyMentions('https://www.biorxiv.org/content/10.1101/2022.02.02.123456v3');
    expect(found).toMatchObject({ value: '10.1101/2022.02.02.123456', version: 'v3' });
  });
});

describe('mentionsFromFeed', () => {
  it('knows the work from what the feed states and from its link, and what it reports on from the text', () => {
    const mentions = mentionsFromFeed(
      ['10.4321/abc17'],
      'https://pubmed.ncbi.nlm.nih.gov/33301246/',
      'A trial',
      '<p>NCT04368728</p>',
    );
    expect(mentions.map(({ value, role }) => [value, role])).toEqual([
      ['33301246', 'is'],
      ['10.4321/abc17', 'is'],
      ['NCT04368728', 'about'],
    ]);
  });
});

type Case = {
  name: string;
  input: string;
  isHtml: boolean;
  expect: StudyIds;
  forbid?: Partial<StudyIds>;
  tags: string[];
};

test.skipIf(sharedDir === null)('reaches F1 0.97 on the shared cases, none of them false', () => {
  const cases = readFileSync(join(sharedDir ?? '', 'ids/ids.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Case);
  let right = 0;
  let extra = 0;
  let missing = 0;
  const falseOnes: string[] = [];
  for (const { name, input, isHtml, expect: wanted, forbid, tags } of cases) {
    const ids = findStudyIds(input, { isHtml });
    for (const type of STUDY_ID_TYPES) {
      const hits = ids[type].filter((id) => wanted[type].includes(id)).length;
      right += hits;
      extra += ids[type].length - hits;
      missing += wanted[type].length - hits;
      if (tags.includes('negative') && ids[type].length > 0) falseOnes.push(name);
      if (forbid?.[type]?.some((id) => ids[type].includes(id))) falseOnes.push(name);
    }
  }
  const f1 = (2 * right) / (2 * right + extra + missing);
  console.log(
    `study identifiers: F1 ${f1.toFixed(3)} over ${cases.length} cases (${extra} extra, ${missing} missing)`,
  );
  expect(falseOnes).toEqual([]);
  expect(f1).toBeGreaterThanOrEqual(0.97);
});
