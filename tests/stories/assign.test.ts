import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { cases } from './assign-cases.ts';
import { openNewsroom, type Told, tell } from './support/newsroom.ts';

describe('grouping articles into stories', () => {
  test.each(cases)('%s', async (_, articles, expected) => {
    const room = openNewsroom();
    await room.publish(articles.map(tell));
    expect(room.partition()).toEqual(expected);
  });

  test.each(cases)('arriving one by one: %s', async (_, articles, expected) => {
    const room = openNewsroom();
    for (const article of articles) await room.publish([tell(article)]);
    expect(room.partition()).toEqual(expected);
  });
});

const all: Told[] = cases.flatMap(([, articles], number) =>
  articles.map((article) => ({ ...article, id: `${number}-${article.id}` })),
);
const someOfThem = fc.shuffledSubarray(all, { minLength: 2 });

describe('whatever comes', () => {
  it('does not depend on the order of arrival within a refresh', async () => {
    await fc.assert(
      fc.asyncProperty(someOfThem, async (articles) => {
        const [one, other] = [openNewsroom(), openNewsroom()];
        await one.publish(articles.map(tell));
        await other.publish([...articles].sort((a, b) => (a.id < b.id ? -1 : 1)).map(tell));
        expect(one.partition()).toEqual(other.partition());
        expect(
          one
            .shown()
            .map(({ articleIds }) => articleIds[0])
            .sort(),
        ).toEqual(
          other
            .shown()
            .map(({ articleIds }) => articleIds[0])
            .sort(),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('changes nothing when the same articles come again', async () => {
    await fc.assert(
      fc.asyncProperty(someOfThem, async (articles) => {
        const room = openNewsroom();
        await room.publish(articles.map(tell));
        const again = await room.publish(articles.map(({ id }) => room.article(id)));
        expect(again.stories).toEqual([]);
        expect(again.articles).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('loses no article and no story over several refreshes', async () => {
    await fc.assert(
      fc.asyncProperty(someOfThem, fc.integer({ min: 1, max: 7 }), async (articles, size) => {
        const room = openNewsroom();
        for (let start = 0; start < articles.length; start += size) {
          const before = new Map(room.allStories().map((story) => [story.id, story]));
          await room.publish(articles.slice(start, start + size).map(tell));
          for (const story of before.values())
            expect(leadsOn(room, story.id)).toEqual(expect.arrayContaining(story.articleIds));
        }
        expect(
          room
            .shown()
            .flatMap(({ articleIds }) => articleIds)
            .sort(),
        ).toEqual(articles.map(({ id }) => id).sort());
        for (const story of room.shown()) {
          for (const id of story.articleIds) expect(room.article(id).storyId).toBe(story.id);
        }
      }),
      { numRuns: 40 },
    );
  });
});

/** The articles of the story that an id leads to now, also found among that story's aliases. */
function leadsOn(room: ReturnType<typeof openNewsroom>, id: string): string[] {
  const shown = room.shown().filter((story) => story.id === id || story.aliases.includes(id));
  expect(shown).toHaveLength(1);
  return shown[0]?.articleIds ?? [];
}

describe('a story', () => {
  const preprint = tell({
    id: 'preprint',
    title: 'Gut flora in winter sleep',
    studies: ['is doi 10.1101/2026.01.01.1'],
  });
  const journal = tell({
    id: 'journal',
    title: 'Hibernation and the gut',
    studies: ['is doi 10.1000/gut'],
    day: 2,
  });
  const both = tell({
    id: 'both',
    title: 'Bears lend us bacteria',
    studies: ['about doi 10.1101/2026.01.01.1', 'about doi 10.1000/gut'],
    day: 3,
  });

  it('that merges two keeps the older id and remembers the younger', async () => {
    const room = openNewsroom();
    await room.publish([preprint]);
    await room.publish([journal]);
    const [older, younger] = room.shown();
    await room.publish([both]);
    const [story] = room.shown();
    expect(story).toMatchObject({ id: older?.id, aliases: [younger?.id], seq: older?.seq });
    expect(story?.updatedAt).toBe(older?.updatedAt);
    expect(room.allStories().find(({ id }) => id === younger?.id)).toMatchObject({ mergedInto: older?.id });
    expect(room.article('journal').storyId).toBe(older?.id);
  });

  it('is led by the original, though the copy came first', async () => {
    const text =
      'A coated stent that releases its drug over ninety days halved the number of repeat operations in people with narrowed leg arteries.';
    const copy = tell({
      id: 'copy',
      title: 'Stent spares surgery',
      text: `LONDON (Reuters) - ${text}`,
      day: 1,
    });
    const original = tell({
      id: 'wire',
      source: 'reuters',
      title: 'Coated stent halves operations',
      text: `LONDON (Reuters) - ${text}`,
      day: 1.1,
    });
    const room = openNewsroom('2026-05-02T00:00:00.000Z');
    await room.publish([copy]);
    await room.publish([original]);
    expect(room.shown()).toMatchObject([
      {
        articleIds: ['wire', 'copy'],
        sourceIds: ['reuters', 'source-of-copy'],
        updatedAt: '2026-05-02T00:00:00.000Z',
      },
    ]);
  });

  it('is not made newer by coverage, but by a change of its lead', async () => {
    const room = openNewsroom();
    await room.publish([journal]);
    const [before] = room.shown();
    await room.publish([tell({ id: 'news', title: 'Bears', studies: ['about doi 10.1000/gut'], day: 4 })]);
    expect(room.shown()[0]).toMatchObject({ updatedAt: before?.updatedAt, articleIds: ['journal', 'news'] });
    await room.publish([{ ...room.article('journal'), changedAt: '2026-05-09T00:00:00.000Z' }]);
    expect(room.shown()[0]?.updatedAt).toBe('2026-05-09T00:00:00.000Z');
  });

  const subjects =
    'asthma gout sepsis autism stroke rabies scurvy lupus polio mumps tetanus anthrax cholera typhus malaria rickets dengue leprosy plague ebola zika scabies ringworm trachoma vertigo hiccups migraine'.split(
      ' ',
    );
  const users = subjects.map((subject, number) =>
    tell({
      id: subject,
      title: `${subject} ${subject}wards`,
      studies: ['about doi 10.1000/database'],
      day: 1 + number / 10,
    }),
  );

  it('is not formed around an identifier that very many unrelated articles share', async () => {
    const room = openNewsroom();
    await room.publish(users);
    expect(room.shown()).toHaveLength(subjects.length);
  });

  it('stops growing around such an identifier when they come one by one', async () => {
    const room = openNewsroom();
    for (const user of users) await room.publish([user]);
    expect(Math.max(...room.shown().map(({ articleIds }) => articleIds.length))).toBeLessThanOrEqual(21);
  });

  it('takes in thirty outlets that report on one trial in other words', async () => {
    const words = [
      'halves repeat operations',
      'spares surgery',
      'keeps legs open',
      'cuts second operations',
      'trial a success',
    ];
    const outlets = Array.from({ length: 30 }, (_, number) =>
      tell({
        id: `outlet-${String(number).padStart(2, '0')}`,
        title: `Coated stent ${words[number % words.length]}, says paper ${number}`,
        studies: ['about nct NCT00000009'],
        day: 1 + number / 30,
      }),
    );
    const [together, apart] = [openNewsroom(), openNewsroom()];
    await together.publish(outlets);
    for (const outlet of outlets) await apart.publish([outlet]);
    expect([together.shown().length, apart.shown().length]).toEqual([1, 1]);
  });
});
