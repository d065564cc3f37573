import { expect, it } from 'vitest';
import type { Evidence } from '../../src/core/story.ts';
import { evidenceWords } from '../../src/publish/entry-html.ts';

const cases: [name: string, evidence: Partial<Evidence>, expected: string[]][] = [
  [
    'names design, subjects, sample and status',
    {
      design: 'randomised trial',
      subjects: 'people',
      sample: { size: 1084, unit: 'residents' },
      status: 'preprint',
    },
    ['randomised trial', 'in people', '1,084 residents', 'preprint'],
  ],
  ['says once that it was in animals', { design: 'animal', subjects: 'animals' }, ['animal study']],
  ['says once that it was in cells', { design: 'in vitro', subjects: 'cells' }, ['in vitro']],
  ['says in whom where no design is known', { subjects: 'animals' }, ['in animals']],
  ['says nothing where nothing is known', {}, []],
];

it.each(cases)('%s', (_, evidence, expected) => {
  const none: Evidence = { design: null, subjects: null, sample: null, status: null, because: {} };
  expect(evidenceWords({ ...none, ...evidence })).toEqual(expected);
});
