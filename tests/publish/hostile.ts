import fc from 'fast-check';
import { STUDY_ID_TYPES, type StudyIds } from '../../src/core/study.ts';
import type { FeedEntry } from '../../src/publish/edition.ts';
import { fullEntry, safe } from './support.ts';

/** Any string at all: half surrogate pairs, controls, and what ends other things than it should. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 })
    .map((units) => String.fromCharCode(...units)),
  fc
    .array(
      fc.constantFrom(
        ']]>',
        '<![CDATA[',
        '<!--',
        '-->',
        '&',
        '&amp;',
        '&#0;',
        '&nbsp;',
        '<',
        '>',
        '"',
        "'",
        '\u0000',
        '\r\n',
        '\u0085',
        '\ufffe',
        '\ud800',
        '\udfff',
        '</title>',
        '<script>alert(1)</script>',
        '<?xml?>',
        'text',
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
);

const maybe = fc.option(anyText);
const someUrl = fc.oneof(
  anyText,
  fc.constantFrom(
    'https://a.example/?a=1&b=2',
    'javascript:alert(1)',
    '/relative',
    'https://a.example/"\'<>',
    'https://exämple.org/ä',
  ),
);

const studyIds: fc.Arbitrary<StudyIds> = fc.record(
  Object.fromEntries(STUDY_ID_TYPES.map((type) => [type, fc.array(anyText, { maxLength: 1 })])),
) as fc.Arbitrary<StudyIds>;

/** An entry in which outside text may be anything; ids and dates are our own. */
export const hostileEntry: fc.Arbitrary<FeedEntry> = fc
  .record({
    url: fc.option(someUrl),
    title: anyText.map((title) => title.trim() || 'Untitled'),
    summary: fc.option(anyText.filter((text) => /[^\s\p{C}]/u.test(text))),
    contentHtml: fc.option(anyText.map(safe)),
    authors: fc.array(
      fc.record({ name: anyText.map((name) => `A${name}`), email: maybe, url: fc.option(someUrl) }),
      { maxLength: 2 },
    ),
    topics: fc.array(
      fc.record({ slug: fc.constantFrom('a', 'b'), label: anyText.map((label) => `L${label}`) }),
      { maxLength: 2 },
    ),
    categories: fc.array(anyText, { maxLength: 3 }),
    enclosures: fc.array(
      fc.record({
        url: someUrl,
        type: fc.option(fc.constantFrom('audio/mpeg', 'image/png')),
        length: fc.option(fc.nat()),
      }),
      { maxLength: 2 },
    ),
    language: fc.option(fc.constantFrom('en', 'de-CH', 'zh-Hant')),
    rights: maybe,
    license: fc.option(someUrl),
    journal: maybe,
    studyIds,
    coverage: fc.array(
      fc.record({ title: anyText, url: fc.constant('https://a.example/1'), source: anyText }),
      { maxLength: 2 },
    ),
    related: fc.array(fc.record({ title: anyText, url: someUrl }), { maxLength: 2 }),
  })
  .map((changes) => fullEntry(changes));
