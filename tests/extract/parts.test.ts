import { describe, expect, test } from 'vitest';
import { countWords, readingMinutes } from '../../src/core/reading-time.ts';
import { structuredAbstract } from '../../src/extract/abstract.ts';
import { conflictStatement, fundingStatement } from '../../src/extract/disclosures.ts';
import { embargoEnd } from '../../src/extract/embargo.ts';
import { extractArticle } from '../../src/extract/extract-article.ts';
import { splitNames } from '../../src/extract/person-names.ts';
import { isOtherHeading, isRelatedHeading, withoutLeadIn } from '../../src/extract/related-words.ts';
import { summarise } from '../../src/extract/summary.ts';
import { findWrittenDate } from '../../src/extract/written-date.ts';

describe('dates written for people', () => {
  test.each([
    ['Published 5 March 2024, 14:30', 'en', '2024-03-05T14:30:00.000Z'],
    ['March 5th, 2024 at 2:30 pm', 'en', '2024-03-05T14:30:00.000Z'],
    ['5. März 2024', 'de', '2024-03-05T00:00:00.000Z'],
    ['5 de marzo de 2024', 'es', '2024-03-05T00:00:00.000Z'],
    ['le 18 juil. 2024 à 08:01', 'fr', '2024-07-18T08:01:00.000Z'],
    ['2024年3月5日', 'ja', '2024-03-05T00:00:00.000Z'],
    ['2012 Nov 26', 'en', '2012-11-26T00:00:00.000Z'],
    ['3/4/2024', 'en-US', '2024-03-04T00:00:00.000Z'],
    ['3/4/2024', 'en-GB', '2024-04-03T00:00:00.000Z'],
    ['31.10.23', 'de', '2023-10-31T00:00:00.000Z'],
    ['31 February 2024', 'en', null],
    ['In May we met 2024 people', 'en', null],
    ['no date', null, null],
  ])('%s (%s)', (text, language, expected) => {
    expect(findWrittenDate(text, language)).toBe(expected);
  });
});

describe('names in a byline', () => {
  test.each([
    ['By Jane Doe and Max Roe', ['Jane Doe', 'Max Roe']],
    ['Von Erika Muster, Jan Beispiel und Eva Probe', ['Erika Muster', 'Jan Beispiel', 'Eva Probe']],
    ['Written by Jane Doe | 5 March 2024', ['Jane Doe']],
    ['Jane Doe, MD, PhD', ['Jane Doe']],
    ['Par Jean-Luc Petit & Anne Grand', ['Jean-Luc Petit', 'Anne Grand']],
    ['JANE DOE, Senior Health Reporter', ['JANE DOE']],
    ['Jane Doe (Example News)', ['Jane Doe']],
    ['https://example.org/jane', []],
    ['admin', []],
  ])('%s', (line, expected) => {
    expect(splitNames(line)).toEqual(expected);
  });
});

describe('reading time', () => {
  const minutes = (text: string, language: string) => readingMinutes(countWords(text), language);
  test('is left out below 100 words', () => expect(minutes('word '.repeat(99), 'en')).toBeNull());
  test('counts words by language', () => {
    expect(minutes('word '.repeat(952), 'en')).toBe(4);
    expect(minutes('Wort '.repeat(952), 'de-CH')).toBe(5);
  });
  test('counts characters where words aren’t parted', () => expect(minutes('睡'.repeat(765), 'zh')).toBe(3));
});

describe('summary', () => {
  const sentence = 'This is a sentence of exactly ten words, more or less. ';
  test('takes a dek that is whole', () =>
    expect(summarise(`${sentence}Two. `, [], 'x', 'en')).toBe(`${sentence}Two.`));
  test('passes over one that was cut off', () => {
    expect(
      summarise(
        'Researchers in three countries have followed four thousand adults for…',
        [],
        sentence.repeat(3),
        'en',
      ),
    ).toBe(sentence.repeat(3).trim());
  });
  test('has at most 60 words and ends with a sentence', () => {
    const summary = summarise(null, [], sentence.repeat(20), 'en') ?? '';
    expect(summary.split(' ').length).toBeLessThanOrEqual(60);
    expect(summary.endsWith('.')).toBe(true);
  });
  test('prefers an abstract’s conclusion', () => {
    expect(
      summarise(
        null,
        [
          { heading: 'Results', text: 'A.' },
          { heading: 'Conclusions', text: 'Zinc did not help.' },
        ],
        'x',
        'en',
      ),
    ).toBe('Zinc did not help.');
  });
  test('is null where nothing was said', () => expect(summarise(null, [], null, null)).toBeNull());
});

test('an abstract in one paragraph is taken apart at its labels', () => {
  const text =
    'Background: Zinc is given for wounds. Methods: We gave it to 310 patients. Results: Nothing much happened to them. Conclusion: It does not help.';
  expect(structuredAbstract(text).map(({ heading }) => heading)).toEqual([
    'Background',
    'Methods',
    'Results',
    'Conclusion',
  ]);
  expect(structuredAbstract('The results: nothing. A method: none.')).toEqual([]);
});

describe('who paid', () => {
  test.each([
    [
      'The study was funded by the Example Council. It ran for years.',
      'The study was funded by the Example Council.',
    ],
    ['Text.\n\nFunding: Example Foundation, grant 17.', 'Example Foundation, grant 17.'],
    ['He said that funding of hospitals was low.', null],
  ])('%s', (text, expected) => expect(fundingStatement(text)).toBe(expected));
  test('conflicts of interest', () => {
    expect(
      conflictStatement(
        'Well.\n\nDr Doe reported receiving consulting fees from Example Pharma. Others none.',
      ),
    ).toBe('Dr Doe reported receiving consulting fees from Example Pharma.');
    expect(conflictStatement('There was a conflict in the region.')).toBeNull();
  });
});

describe('embargoes', () => {
  const published = '2024-03-01T00:00:00.000Z';
  test.each([
    ['Embargoed until 00:01 GMT 5 March', '2024-03-05T00:01:00.000Z'],
    ['EMBARGO: 23:30 UK time, Wednesday 3 July 2024', '2024-07-03T22:30:00.000Z'],
    ['Embargoed for release until 11 a.m. ET March 5, 2024', '2024-03-05T16:00:00.000Z'],
    ['Sperrfrist bis 5. März 2024, 18:00 Uhr MEZ', '2024-03-05T17:00:00.000Z'],
    ['Embargoed until 5 March 2024, 3 p.m. Central Time', '2024-03-05T21:00:00.000Z'],
    ['Embargoed until 5 March 2024, 15:00 Central European Time', '2024-03-05T15:00:00.000Z'],
    ['Embargoed until 3 p.m. Mountain Time on 5 July 2024', '2024-07-05T21:00:00.000Z'],
    ['Embargo lifts 2024-03-05T14:00:00+01:00', '2024-03-05T13:00:00.000Z'],
    ['Sperrfrist: 5. März 2024, 18 Uhr MEZ', '2024-03-05T17:00:00.000Z'],
    ['Embargoed until 0001 hours BST on 5 July 2024', '2024-07-04T23:01:00.000Z'],
    ['Embargoed until 5 March 2024, 1600 GMT', '2024-03-05T16:00:00.000Z'],
    ['Embargoed until 5 March 2024 GMT', '2024-03-05T00:00:00.000Z'],
    ['Embargoed until 24:00 GMT 5 March 2024', '2024-03-06T00:00:00.000Z'],
    ['The arms embargo was lifted.', null],
    ['The oil embargo ends on 5 March 2024, ministers said.', null],
  ])('%s', (line, expected) =>
    expect(embargoEnd(`${line}\n\nText`, published)?.value ?? null).toBe(expected),
  );
});

describe('an embargo on a page holds wherever its line stands', () => {
  const text = `<article><h1>Babies sleep</h1>${'<p>Nurses weighed every newborn twice a day, and wrote down how long each of them slept.</p>'.repeat(8)}</article>`;
  const line = 'Embargoed until 00:01 GMT <time>5 March</time>';
  const login =
    '<title>Log in</title><form><p>Embargoed until 00:01 GMT 5 March 2026</p><input type="password"></form>';
  test.each([
    ['in the text', `<article><p>${line}</p>${text}</article>`, '2026-03-05T00:01:00.000Z'],
    ['above it', `<header class="masthead"><p>${line}</p></header>${text}`, '2026-03-05T00:01:00.000Z'],
    ['in a side column', `${text}<aside><div>${line}</div></aside>`, '2026-03-05T00:01:00.000Z'],
    ['behind a login', login, '2026-03-05T00:01:00.000Z'],
    ['but not in a script', `<script>"${line}"</script>${text}`, null],
    [
      'nor in a long line',
      `${text}<footer><p>${line} ${'and so on with our terms, '.repeat(20)}</p></footer>`,
      null,
    ],
  ])('%s', (_name, html, expected) => {
    const page = extractArticle(html, {
      url: 'https://journal.example/1',
      at: '2026-03-01T12:00:00.000Z',
    });
    expect(page.embargoUntil).toBe(expected);
    expect(page.why.embargoUntil !== undefined).toBe(expected !== null);
  });
});

describe('headings of links', () => {
  test.each([
    'Related',
    'RELATED ARTICLES',
    'More on this topic',
    'Mehr zum Thema',
    'Lire aussi :',
    'Te puede interesar',
    'Leia também',
    '関連記事',
    'Läs också',
    'Читайте также',
  ])('%s is one of related articles', (text) => expect(isRelatedHeading(text)).toBe(true));
  test.each([
    'Most read',
    'Latest news',
    'Comments (3)',
    'Related party transactions rose sharply last year',
    'Meistgelesen',
    'Tags',
  ])('%s is none', (text) => expect(isRelatedHeading(text)).toBe(false));
  test('other lists have headings too', () => expect(isOtherHeading('Most popular')).toBe(true));
  test('a lead-in is cut off', () => expect(withoutLeadIn('READ MORE: Why we sleep')).toBe('Why we sleep'));
});
