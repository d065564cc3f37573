import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storyPath } from '../../src/core/story-path.ts';

const ID = 'tag:feed.example,2026:story:1a-x3k9q0';
const AT = '2026-11-28T03:00:00.000Z';
const of = (title: string) => storyPath(ID, title, AT);

describe('the path of a story', () => {
  it.each([
    ['has the words of the title', 'Sleep in newborns: a trial', 'sleep-in-newborns-a-trial-'],
    ['leaves accents away', 'Über Müdigkeit, à l’hôpital', 'uber-mudigkeit-a-lhopital-'],
    [
      'spells letters of other alphabets where medicine does',
      'TGF-β and α-synuclein',
      'tgf-beta-and-alpha-synuclein-',
    ],
    ['spells ligatures and the like', 'Straße, Ærø, ﬁbre, Łódź', 'strasse-aero-fibre-lodz-'],
    ['does without words where there are none in ASCII', '新生児の睡眠', ''],
    ['ends with a whole word', 'word '.repeat(40), `${'word-'.repeat(12)}`],
    ['cuts a word that is too long alone', 'a'.repeat(200), `${'a'.repeat(60)}-`],
  ])('%s', (_, title, words) => {
    expect(of(title)).toBe(`stories/2026/11/${words}1a-x3k9q0/`);
  });

  it('is a path of plain names for any title', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (title) => {
        expect(of(title)).toMatch(/^stories\/2026\/11\/([a-z0-9]+-)*1a-x3k9q0\/$/);
        expect(of(title).length).toBeLessThan(90);
      }),
    );
  });
});
