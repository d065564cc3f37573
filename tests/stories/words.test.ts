import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { creditOf } from '../../src/stories/lead.ts';
import { placesIn } from '../../src/stories/places.ts';
import { stem } from '../../src/stories/spelling.ts';
import { namesOtherStudy, paperOf } from '../../src/stories/studies.ts';
import { tokens } from '../../src/stories/tokens.ts';
import { createVocabulary } from '../../src/stories/vocabulary.ts';

describe('stems', () => {
  test.each([
    ['tumour', 'tumors'],
    ['haemoglobin', 'hemoglobin'],
    ['oestrogen', 'estrogens'],
    ['centre', 'centers'],
    ['randomised', 'randomized'],
    ['analysed', 'analyzed'],
    ['paediatric', 'pediatric'],
    ['labelled', 'labeled'],
    ['dialogue', 'dialogs'],
  ])('of %s and %s are one', (british, american) => {
    expect(stem(british)).toBe(stem(american));
  });

  it('keep different words apart', () => {
    expect(new Set(['measles', 'malaria', 'gout', 'goat', 'dose', 'disease'].map(stem)).size).toBe(6);
  });
});

describe('tokens', () => {
  test.each([
    ["The patient's 1,204 Médecins", ['the', 'patient', '1204', 'medecins']],
    ['don’t 3.0 2.5%', ['dont', '3', '2.5']],
    ['感染症の', ['感染', '染症', '症の']],
    ['  —  ', []],
  ])('of %j', (text, expected) => {
    expect(tokens(text, 20)).toEqual(expected);
  });

  it('are never more than asked for, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.integer({ min: 0, max: 30 }),
        (text, max) => {
          expect(tokens(text, max).length).toBeLessThanOrEqual(max);
        },
      ),
    );
  });
});

test.each([
  ['(Reuters) - A stent', 'Reuters'],
  ['GENEVA, May 3 (Xinhua) — Bees', 'Xinhua'],
  ['(HealthDay News) Swimming', 'HealthDay News'],
  ['Angioplasty (PTA) of the leg', null],
  ['Doctors at the clinic told Reuters', null],
])('of %j the agency is %j', (text, agency) => {
  expect(creditOf(text)).toBe(agency);
});

test.each([
  ['Measles in Ohio and near Nizhny Novgorod', ['ohio', 'nizhny', 'novgorod']],
  ['A cut in costs', []],
  ['MEASLES IN OHIO', []],
])('places in %j are %j', (text, places) => {
  expect(placesIn(text)).toEqual(places);
});

describe('names of studies', () => {
  test.each([
    ['two papers', ['doi:10.1000/a'], ['doi:10.1000/b'], true],
    ['two papers of one trial', ['doi:10.1000/a', 'nct:NCT1'], ['doi:10.1000/b', 'nct:NCT1'], true],
    ['one paper under two numbers', ['doi:10.1000/a', 'pmid:1'], ['pmid:1'], false],
    ['two trials', ['nct:NCT1'], ['nct:NCT2'], true],
    ['a paper and a trial, which may be its own', ['doi:10.1000/a'], ['nct:NCT2'], false],
    ['nothing', [], ['doi:10.1000/a'], false],
  ])('%s', (_, a, b, other) => {
    expect(namesOtherStudy(a, b)).toBe(other);
    expect(namesOtherStudy(b, a)).toBe(other);
  });

  it('name one paper only where there is one, a preprint beside it not counted', () => {
    expect(paperOf(['doi:10.1000/a', 'doi:10.1101/2026.1'])).toBe('doi:10.1000/a');
    expect(paperOf(['doi:10.1000/a', 'doi:10.1000/b'])).toBeNull();
    expect(paperOf(['pmid:1'])).toBeNull();
  });
});

describe('rarity', () => {
  const vocabulary = createVocabulary();

  it('goes by general English in an empty store, and by its own counts in a full one', () => {
    const [empty, full] = [
      vocabulary.rarity({ articles: 0, of: () => 0 }),
      vocabulary.rarity({ articles: 100_000, of: (word) => (word === 'zolamivir' ? 20_000 : 3) }),
    ];
    const word = vocabulary.stem('zolamivir');
    expect(empty(word)).toBeGreaterThan(12);
    expect(empty(vocabulary.stem('window'))).toBeLessThan(empty(word));
    expect(empty(vocabulary.stem('study'))).toBeLessThan(6);
    expect(full(word)).toBeLessThan(3);
    expect(empty('the')).toBe(0);
  });
});
