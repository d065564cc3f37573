import { describe, expect, it } from 'vitest';
import type { Article, PageArticle } from '../../src/core/article.ts';
import type { Source } from '../../src/core/source.ts';
import { words } from '../../src/core/text.ts';
import { emptyPage } from '../../src/extract/empty-page.ts';
import { type EntryContext, toFeedEntry } from '../../src/publish/entry.ts';
import { article, story } from '../store/samples.ts';
import { aSource, safe } from './support.ts';

const page = (
  changes: Partial<PageArticle> = {},
  limits: Partial<PageArticle['limits']> = {},
): PageArticle => {
  const empty = emptyPage();
  return { ...empty, limits: { ...empty.limits, ...limits }, ...changes };
};

const FULL = { content: 'full', license: 'CC-BY-4.0' } as const;
const BODY = safe('<p>The body of the feed.</p>');
const PAGE_BODY = safe('<p>The body of the page.</p>');

const summaries: [name: string, article: Partial<Article>, expected: string | null][] = [
  [
    'prefers the dek of the page',
    { page: page({ dek: 'The dek.', summary: 'The summary.' }), summary: 'Feed.' },
    'The dek.',
  ],
  ['then its summary', { page: page({ summary: 'The summary.' }), summary: 'Feed.' }, 'The summary.'],
  ['then what the feed says', { page: page({ text: 'The text.' }), summary: 'Feed.' }, 'Feed.'],
  ['then the body of the feed', { summary: null, contentHtml: BODY }, 'The body of the feed.'],
  ['then the text of the page', { page: page({ text: 'The text.' }), summary: null }, 'The text.'],
  ['has none where nothing is said', { summary: null }, null],
  [
    'drops a heading that ran into the text',
    { page: page({ dek: 'BackgroundCue reactivity was studied.' }), summary: null },
    'Cue reactivity was studied.',
  ],
  [
    'keeps a first word that only looks like a heading',
    { page: page({ dek: 'Background noise was studied.' }), summary: null },
    'Background noise was studied.',
  ],
  [
    'does not repeat the title',
    { title: 'A title', summary: 'A  title', contentHtml: BODY },
    'The body of the feed.',
  ],
  [
    'does not repeat the title with what a register adds',
    {
      title: 'Naps of nurses after night shifts',
      page: page({ dek: 'Naps of nurses after night shifts - Full Text View' }),
      summary: null,
      contentHtml: BODY,
    },
    'The body of the feed.',
  ],
  [
    'keeps what the title only begins',
    {
      title: 'Naps of nurses after night shifts',
      summary: 'Naps of nurses after night shifts - what 412 of them told us, and what follows from it.',
    },
    'Naps of nurses after night shifts - what 412 of them told us, and what follows from it.',
  ],
  [
    'drops the heading of an abstract',
    { summary: 'Abstract Naps after night shifts were studied.' },
    'Naps after night shifts were studied.',
  ],
  [
    'takes a name and a number for no summary',
    { page: page({ text: 'Naps helped.' }), summary: 'Annals of Sleep DOI: 10.5555/sleep.6c00854' },
    'Naps helped.',
  ],
  [
    'takes a form that a journal fills in for no summary',
    {
      page: page({ text: 'Naps helped.' }),
      summary:
        'Publication date: Available online 3 May 2026 Source: Annals of Sleep and Rheumatology, Volume 3 Author(s): A. Berg, C. Dahl, E. Fors',
    },
    'Naps helped.',
  ],
  [
    'has none where the feed and the page give the form only',
    {
      page: page({ dek: 'Source: Annals of Sleep Author(s): A. Berg' }),
      summary: 'Publication date: May 2026\n\nSource: Annals of Sleep, Volume 3',
    },
    null,
  ],
  [
    'keeps an abstract that follows the form',
    {
      summary:
        'Source: Annals of Sleep Author(s): A. Berg We asked nurses how long they slept after a night on the ward.',
    },
    'Source: Annals of Sleep Author(s): A. Berg We asked nurses how long they slept after a night on the ward.',
  ],
  [
    'keeps a sentence with a colon',
    { summary: 'The source: a well in the old town. Authors: nobody knows, say those who live there.' },
    'The source: a well in the old town. Authors: nobody knows, say those who live there.',
  ],
  [
    'takes nothing from a page that forbids snippets',
    { page: page({ dek: 'The dek.' }, { nosnippet: true }), summary: 'Feed.' },
    'Feed.',
  ],
  [
    'takes no more than a page allows',
    { page: page({ dek: 'One two three four.' }, { maxSnippet: 9 }), summary: null },
    'One two…',
  ],
  [
    'takes nothing where a page allows none',
    { page: page({ text: 'One.' }, { maxSnippet: 0 }), summary: null },
    null,
  ],
  [
    'takes everything where a page says so',
    { page: page({ dek: 'One two three.' }, { maxSnippet: -1 }) },
    'One two three.',
  ],
];

const contents: [
  name: string,
  source: Partial<Source>,
  article: Partial<Article>,
  expected: string | null,
][] = [
  ['never shows all of a source without a license', { content: 'full' }, { contentHtml: BODY }, null],
  ['never shows all where an excerpt is asked for', { license: 'CC0' }, { contentHtml: BODY }, null],
  ['shows all where it may', FULL, { contentHtml: BODY }, BODY],
  [
    'prefers the body of the page',
    FULL,
    { contentHtml: BODY, page: page({ contentHtml: PAGE_BODY }) },
    PAGE_BODY,
  ],
  [
    'keeps no copy of a page that forbids it',
    FULL,
    { contentHtml: BODY, page: page({ contentHtml: PAGE_BODY }, { noarchive: true }) },
    BODY,
  ],
  [
    'keeps no copy of a page that forbids snippets',
    FULL,
    { page: page({ contentHtml: PAGE_BODY }, { nosnippet: true }) },
    null,
  ],
];

describe('toFeedEntry', () => {
  it.each(summaries)('%s', (_name, changes, expected) => {
    expect(entryOf({ articles: [changes] })?.summary).toBe(expected);
  });

  it.each(contents)('%s', (_name, source, changes, expected) => {
    expect(entryOf({ source, articles: [changes] })?.contentHtml).toBe(expected);
  });

  it.each([
    ['Untitled', 'What the page is called'],
    ['(no title)', 'What the page is called'],
    ['https://journal.example/1', 'What the page is called'],
    ['Publication date: May 2026 Source: Annals of Sleep', 'What the page is called'],
    ['Untitled, a novel', 'Untitled, a novel'],
  ])('a feed’s title %j is shown as %j', (title, expected) => {
    expect(entryOf({ articles: [{ title, page: page({ title: 'What the page is called' }) }] })?.title).toBe(
      expected,
    );
  });
  it('cuts a summary at a sentence within 60 words', () => {
    const summary = `${'One two three four five six seven eight nine ten. '.repeat(9)}`;
    const cut = entryOf({ articles: [{ summary }] })?.summary ?? '';
    expect(words(cut)).toHaveLength(60);
    expect(cut).toMatch(/ten\.$/);
  });

  it('believes the feed where the page names a language that there is not, and nobody where nobody does', () => {
    const languageOf = (language: string) =>
      entryOf({ articles: [{ language, page: { ...page({}), language: 'hindi' } }] })?.language;
    expect([languageOf('hi'), languageOf('xx')]).toEqual(['hi', null]);
  });

  it('is null where no article is left', () => {
    expect(entryOf({ articles: [] })).toBeNull();
  });

  it('lists other articles as coverage, each page once, the lead not at all', () => {
    const entry = entryOf({
      articles: [
        { url: 'https://a.example/1' },
        { url: 'https://b.example/2', title: 'Two', sourceId: 'other' },
        { url: 'https://b.example/2', title: 'Again' },
        { url: 'https://a.example/1' },
        { url: null },
      ],
    });
    expect(entry?.coverage).toEqual([
      { title: 'Two', url: 'https://b.example/2', source: 'other', language: 'en' },
    ]);
  });

  it('keeps the study ids that its articles are about, and none that they cite', () => {
    const study = { type: 'doi', version: null, from: 'text' } as const;
    const entry = entryOf({
      articles: [
        {
          studies: [
            { ...study, value: '10.1/a', role: 'about' },
            { ...study, value: '10.1/c', role: 'cites' },
          ],
        },
        { page: page({ studies: [{ ...study, value: '10.1/b', role: 'is' }] }) },
      ],
    });
    expect(entry?.studyIds.doi).toEqual(['10.1/a', '10.1/b']);
  });

  it('never says that it was updated before it was published, and differs from its neighbours', () => {
    const updated = [1, 2, 1001].map((seq) => entryOf({ seq, articles: [{}] })?.updated);
    expect(updated).toEqual([
      '2026-08-01T12:00:00.001Z',
      '2026-08-01T12:00:00.002Z',
      '2026-08-01T12:00:00.001Z',
    ]);
  });

  it('shows pictures only where they are licensed', () => {
    const image = { url: 'https://a.example/i.png', alt: null, width: null, height: null, license: null };
    expect(entryOf({ articles: [{ image }] })?.image).toBeNull();
    expect(entryOf({ articles: [{ image: { ...image, license: 'CC0' } }] })?.image).not.toBeNull();
    expect(entryOf({ source: FULL, articles: [{ image }] })?.image).not.toBeNull();
  });

  it('names topics by their labels and related stories by their pages', () => {
    const entry = entryOf({ articles: [{}] });
    expect(entry?.topics).toEqual([{ slug: 'cardiology', label: 'Cardiology' }]);
    expect(entry?.related).toEqual([{ title: 'Another', url: 'https://a.example/r' }]);
  });
});

function entryOf({
  source = {},
  articles,
  seq = 1,
}: {
  source?: Partial<Source>;
  articles: Partial<Article>[];
  seq?: number;
}) {
  const context: EntryContext = {
    sources: new Map([['lancet', aSource({ id: 'lancet', ...source })]]),
    feedTitles: new Map(),
    topicLabels: new Map([['cardiology', { label: 'Cardiology', parent: null }]]),
    related: new Map([['r', { title: 'Another', url: 'https://a.example/r' }]]),
  };
  return toFeedEntry(
    story('s', { seq, related: ['r', 'gone'] }),
    articles.map((changes, index) => article(`a${index}`, changes)),
    context,
  );
}
