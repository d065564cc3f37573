import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupStories, type LibraryArticle, relatedStories } from '../../src/stories/library.ts';

describe('groupStories', () => {
  it('groups bare objects, and puts the original before an agency copy', () => {
    const text =
      'Swimming twice a week lowered blood pressure in people over seventy, a trial in Lisbon found, though only while they kept swimming.';
    const articles: LibraryArticle[] = [
      {
        id: 'copy',
        title: 'Swim for your heart',
        summary: `LISBON (AFP) - ${text}`,
        published: '2026-05-01T08:00:00Z',
      },
      { id: 'alone' },
      {
        id: 'first',
        title: 'Swimming lowers blood pressure',
        contentHtml: `<p>${text}</p>`,
        published: new Date('2026-05-01T09:00:00Z'),
      },
    ];
    const groups = groupStories(articles).map((group) => group.articles.map(({ id }) => id));
    expect(groups).toEqual([['first', 'copy'], ['alone']]);
  });

  it('joins by identifiers, of which some may be missing', () => {
    const groups = groupStories([
      { id: 'a', title: 'Gut flora', studyIds: { doi: ['10.1000/x'], pmid: undefined } },
      { id: 'b', title: 'Bears', studyIds: { doi: ['10.1000/x'] } },
      { id: 'c', title: 'Whales', studyIds: null, published: 'no date' },
    ]);
    expect(groups.map(({ articles }) => articles.length)).toEqual([2, 1]);
  });

  it('keeps every article exactly once, whatever it holds', () => {
    const text = fc.option(fc.string({ unit: 'binary', maxLength: 200 }));
    const record = fc.record({
      title: text,
      summary: text,
      contentHtml: text,
      link: text,
      published: text,
      source: text,
    });
    fc.assert(
      fc.property(fc.array(record, { maxLength: 12 }), (records) => {
        const articles = records.map((each, number) => ({ ...each, id: `a${number}` }));
        const grouped = groupStories(articles).flatMap((group) => group.articles.map(({ id }) => id));
        expect(grouped.sort()).toEqual(articles.map(({ id }) => id).sort());
      }),
    );
  });

  it('answers nothing for nothing', () => {
    expect(groupStories([])).toEqual([]);
  });
});

describe('relatedStories', () => {
  const story = (id: string, title: string): LibraryArticle & { articles: LibraryArticle[] } => ({
    id,
    title,
    articles: [{ id, title }],
  });

  it('ranks by rare words, leaves out the story itself and what has nothing in common', () => {
    const own = story('own', 'Malaria vaccine for infants');
    const ranked = relatedStories(own, [
      story('far', 'Knee braces on stairs'),
      story('near', 'Malaria nets protect infants'),
      own,
      story('nearer', 'A second malaria vaccine'),
    ]);
    expect(ranked.map(({ id }) => id).sort()).toEqual(['near', 'nearer']);
  });
});
