import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadJournals, normaliseJournal } from '../../src/extract/journals.ts';

const journals = await loadJournals();

const names: [name: string, input: string, title: string | null][] = [
  ['leaves a title as it is', 'Annals of Internal Medicine', 'Annals of Internal Medicine'],
  ['knows the abbreviation', 'Ann Intern Med', 'Annals of Internal Medicine'],
  ['knows the abbreviation with dots', 'N. Engl. J. Med.', 'New England Journal of Medicine'],
  ['knows the name people use', 'NEJM', 'New England Journal of Medicine'],
  [
    'ignores the article and capitals',
    'the new england journal of medicine',
    'New England Journal of Medicine',
  ],
  ['ignores what tells namesakes apart', 'Lancet (London, England)', 'The Lancet'],
  ['keeps daughter journals apart', 'The Lancet. Digital health', 'The Lancet Digital Health'],
  [
    'reads & as and',
    'JAMA Otolaryngology&#8211;Head & Neck Surgery'.replace('&#8211;', '–'),
    'JAMA Otolaryngology-Head & Neck Surgery',
  ],
  [
    'reads an escaped ampersand',
    'The Lancet Child &amp; Adolescent Health',
    'The Lancet Child & Adolescent Health',
  ],
  ['drops volume and issue', 'Nature Medicine, Volume 30, Issue 2', 'Nature Medicine'],
  ['drops the year', 'Gut (2024)', 'Gut'],
  ['drops a subtitle', 'medRxiv: the preprint server', 'medRxiv'],
  ['drops markup', '<i>Nature Medicine</i>', 'Nature Medicine'],
  ['ignores accents', 'Deutsches Arzteblatt', 'Deutsches Ärzteblatt International'],
  ['writes one journal one way', 'PLoS ONE', 'PLOS ONE'],
  ['takes a newspaper for none', 'The Daily Telegraph of Nowhere', null],
  ['takes an empty name for none', ' ', null],
];

describe('normaliseJournal', () => {
  it.each(names)('%s', (_, input, title) => {
    expect(normaliseJournal(input, journals)?.title ?? null).toBe(title);
  });

  it('finds every title of its table, and finds the same again for what it answered', () => {
    for (const { title } of journals.values()) expect(normaliseJournal(title, journals)?.title).toBe(title);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (name) => void normaliseJournal(name, journals)));
  });
});
