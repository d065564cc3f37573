import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstSentences, sentences, words } from '../../src/core/text.ts';

describe('sentences', () => {
  it.each<[string, string, string[]]>([
    ['a title before a name', 'We asked Dr. Smith. He agreed.', ['We asked Dr. Smith.', 'He agreed.']],
    ['a citation', 'Jones et al. Found it. Others did not.', ['Jones et al. Found it.', 'Others did not.']],
    ['an initial', 'J. K. Miller wrote it. Nobody read it.', ['J. K. Miller wrote it.', 'Nobody read it.']],
    ['a decimal', 'It fell by 3.5 percent. Then it rose.', ['It fell by 3.5 percent.', 'Then it rose.']],
    ['Chinese', '睡眠很重要。研究表明如此。', ['睡眠很重要。', '研究表明如此。']],
  ])('are told apart by what ends one: %s', (_, text, expected) => {
    expect(sentences(text)).toEqual(expected);
  });
});

describe('firstSentences', () => {
  it.each<[string, string, number, string]>([
    [
      'stops before the sentence that would be too much',
      'One two three. Four five six. Seven.',
      6,
      'One two three. Four five six.',
    ],
    [
      'cuts a first sentence that is too long, at a word',
      'One two three, four five six.',
      3,
      'One two three…',
    ],
    ['keeps a short text whole', 'Hardly anything', 60, 'Hardly anything'],
    ['counts Chinese by words, not by spaces', '睡眠很重要。研究表明如此。', 4, '睡眠很重要。'],
    ['has nothing to say of nothing', ' ', 60, ''],
  ])('%s', (_, text, most, expected) => {
    expect(firstSentences(text, most, 'zh')).toBe(expected);
  });

  it.each<[string, string[], (text: string) => number]>([
    ['spaced', ['a', 'b', ' ', '. ', 'é', '!'], (text) => text.split(' ').filter(Boolean).length],
    ['unspaced', ['睡', '眠', '研', '究', '。'], (text) => words(text, 'zh').length],
  ])('never has more words than asked for where words are %s', (_, alphabet, count) => {
    const texts = fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 400 });
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 30 }), (text, most) => {
        expect(count(firstSentences(text, most, 'zh').replace(/…$/, ''))).toBeLessThanOrEqual(most);
      }),
      { numRuns: 500 },
    );
  });
});
