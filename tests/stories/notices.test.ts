import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StudyMention } from '../../src/core/study.ts';
import { noticeOf } from '../../src/stories/notices.ts';

const at = '2026-11-24T12:00:00.000Z';
const doi = (value: string, role: StudyMention['role']): StudyMention => ({
  type: 'doi',
  value,
  role,
  version: null,
  from: 'test',
});

const titles: [title: string, kind: string | null][] = [
  ['Retraction: Effects of tea on bone', 'retraction'],
  ['RETRACTION: Effects of tea on bone', 'retraction'],
  ['Retraction notice to "Effects of tea on bone"', 'retraction'],
  ['Retraction Note: Effects of tea on bone', 'retraction'],
  ['Retraction to: Effects of tea on bone', 'retraction'],
  ['Retraction of "Effects of tea on bone"', 'retraction'],
  ['[Retraction] Effects of tea on bone', 'retraction'],
  ['Notice of Retraction and Replacement. Ash et al. Tea and bone', 'retraction'],
  ['RETRACTED: Effects of tea on bone', 'retraction'],
  ['RETRACTED ARTICLE: Effects of tea on bone', 'retraction'],
  ['Retraction', 'retraction'],
  ['Expression of Concern: Effects of tea on bone', 'expression of concern'],
  ['Editorial Expression of Concern', 'expression of concern'],
  ['Expression of concern regarding "Tea and bone"', 'expression of concern'],
  ['Correction: Effects of tea on bone', 'correction'],
  ['Correction to: Effects of tea on bone', 'correction'],
  ['Author Correction: Effects of tea on bone', 'correction'],
  ['Publisher Correction: Effects of tea on bone', 'correction'],
  ['Erratum: Effects of tea on bone', 'correction'],
  ['Erratum for Ash et al., "Tea and bone"', 'correction'],
  ['Corrigendum to "Effects of tea on bone"', 'correction'],
  ['Correction', 'correction'],
  ['Retraction Watch turns ten', null],
  ['Retractions are rising, and so are their reasons', null],
  ['Retraction of consent in emergency research', null],
  ['Journal retracts tea study', null],
  ['Scientists call for retraction of tea study', null],
  ['Eyelid retraction in thyroid disease', null],
  ['Correction of anaemia in kidney disease', null],
  ['Correction factors for blood pressure cuffs', null],
  ['Corrections officers and hepatitis', null],
  ['Corrected QT interval and stroke', null],
  ['Concern grows over measles', null],
  ['Error in the lab', null],
];

describe('noticeOf', () => {
  it.each(titles)('%s → %s', (title, kind) => {
    expect(noticeOf({ title }, at)?.kind ?? null).toBe(kind);
  });

  it('names the paper concerned, not the notice', () => {
    const notice = noticeOf(
      {
        title: 'Retraction: Effects of tea on bone',
        text: 'The article was retracted because the data could not be verified. It rained.',
        studies: [doi('10.4321/notice.1', 'is'), doi('10.4321/paper.1', 'about')],
        url: 'https://journal.example/notice',
        date: '2026-11-20T00:00:00.000Z',
      },
      at,
    );
    expect(notice).toEqual({
      kind: 'retraction',
      at,
      date: '2026-11-20T00:00:00.000Z',
      reason: 'The article was retracted because the data could not be verified.',
      url: 'https://journal.example/notice',
      doi: '10.4321/paper.1',
    });
  });

  it('takes, of several, the one that the text points at', () => {
    const text =
      'Readers noted this (doi:10.4321/letter). We retract the article https://doi.org/10.4321/paper.1 at once.';
    const studies = [doi('10.4321/letter', 'about'), doi('10.4321/paper.1', 'about')];
    expect(
      noticeOf(
        { title: 'Retraction', text: text.replace('Readers noted this', 'Readers wrote. See'), studies },
        at,
      )?.doi,
    ).toBe('10.4321/paper.1');
  });

  it('says no DOI rather than the notice’s own', () => {
    const studies = [doi('10.4321/notice.1', 'is')];
    expect(noticeOf({ title: 'Correction: Tea', studies }, at)?.doi).toBeNull();
    expect(noticeOf({ title: 'RETRACTED: Tea', studies }, at)?.doi).toBe('10.4321/notice.1');
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string(),
        (title, text) => void noticeOf({ title: `Retraction: ${title}`, text }, at),
      ),
      { numRuns: 100 },
    );
  });
});
