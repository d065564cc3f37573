import { describe, expect, it } from 'vitest';
import type { Story } from '../../src/core/story.ts';
import { explainPair, explainStory } from '../../src/stories/explain.ts';
import { type Newsroom, openNewsroom, type Told, tell } from './support/newsroom.ts';

const told: Told[] = [
  { id: 'asthma-inhaler', title: 'One inhaler controls asthma attacks in teenagers', day: 1 },
  { id: 'asthma-dust', title: 'House dust mites drive asthma attacks in winter', day: 9 },
  { id: 'asthma-pollen', title: 'Pollen forecast helps teenagers with asthma', day: 17 },
  { id: 'asthma-school', title: 'School nurses cut asthma attacks among teenagers', day: 25 },
  { id: 'gout', title: 'Cherry juice does not prevent gout', day: 5 },
  { id: 'gout-pill', title: 'Gout tablets protect the kidneys as well', day: 13 },
  { id: 'knee', title: 'Knee braces ease arthritis on stairs', day: 21 },
  { id: 'lone', title: 'Ringworm spreads among wrestlers', day: 29 },
];

async function opened(articles: readonly Told[]): Promise<Newsroom> {
  const room = openNewsroom();
  await room.publish(articles.map(tell));
  await room.relate(room.shown());
  return room;
}

/** Leads of a story's related stories. */
function relatedTo(room: Newsroom, articleId: string): string[] {
  const leads = new Map(room.shown().map((story) => [story.id, story.articleIds[0] ?? '']));
  return storyOf(room, articleId).related.map((id) => leads.get(id) ?? '');
}

function storyOf(room: Newsroom, articleId: string): Story {
  const story = room.shown().find(({ articleIds }) => articleIds.includes(articleId));
  if (!story) throw new Error(`No story has ${articleId}`);
  return story;
}

describe('related stories', () => {
  it('are those on the same subject, in a store of eight', async () => {
    const room = await opened(told);
    expect(relatedTo(room, 'asthma-inhaler').slice(0, 3).sort()).toEqual([
      'asthma-dust',
      'asthma-pollen',
      'asthma-school',
    ]);
    expect(relatedTo(room, 'gout')[0]).toBe('gout-pill');
  });

  it('never hold the story itself, an alias of it or one twice, and are four at most', async () => {
    const room = await opened(told);
    for (const { id, related } of room.shown()) {
      expect(related).not.toContain(id);
      expect(new Set(related).size).toBe(related.length);
      expect(related.length).toBeLessThanOrEqual(4);
    }
  });

  it('follow the links that a page itself calls related', async () => {
    const links = {
      url: 'https://lone.example.org/ringworm?utm_source=x',
      related: ['https://knee.example.org/braces/'],
    };
    const room = await opened(
      told.map((each) => {
        if (each.id === 'lone') return { ...each, ...links };
        return each.id === 'knee' ? { ...each, url: 'https://knee.example.org/braces' } : each;
      }),
    );
    expect(relatedTo(room, 'lone')[0]).toBe('knee');
    expect(relatedTo(room, 'knee')).toContain('lone');
  });

  it('include a story about a study that this one cites', async () => {
    const room = await opened([
      ...told,
      { id: 'paper', title: 'Terbinafine on mats', studies: ['is doi 10.1000/mats'], day: 2 },
      { id: 'review', title: 'How gyms should clean', studies: ['cites doi 10.1000/mats'], day: 30 },
    ]);
    expect(relatedTo(room, 'review')[0]).toBe('paper');
  });

  it('are brought up to date for neighbours when a better one comes', async () => {
    const room = await opened(told);
    const change = await room.publish([
      tell({ id: 'ringworm', title: 'Ringworm cream clears wrestlers in a week', day: 40 }),
    ]);
    const changed = await room.relate(change.stories);
    expect(changed.map(({ id }) => id)).toContain(storyOf(room, 'lone').id);
    expect(relatedTo(room, 'lone')).toContain('ringworm');
  });

  it('do not change when they are looked for again', async () => {
    const room = await opened(told);
    expect(await room.relate(room.shown())).toEqual([]);
  });

  it('vary: of many alike, one gives way to another subject in common', async () => {
    const copies = [1, 2, 3, 4, 5].map(
      (number): Told => ({
        id: `v${number}`,
        title: `Vaping harms the lungs of teenagers, survey ${number} finds`,
        day: number * 8,
      }),
    );
    const room = await opened([
      { id: 'own', title: 'Vaping and lungs: teenagers with asthma at risk', day: 1 },
      ...copies,
      { id: 'other', title: 'Teenagers with asthma skip their inhalers', day: 20 },
    ]);
    expect(relatedTo(room, 'own')).toContain('other');
  });
});

describe('explaining', () => {
  it('names the study that joins two articles', async () => {
    const room = await opened([
      { id: 'a', title: 'Terbinafine on mats', studies: ['is doi 10.1000/mats'] },
      { id: 'b', title: 'How gyms should clean', studies: ['about doi 10.1000/mats'] },
    ]);
    const { links } = await explainStory(storyOf(room, 'a'), room);
    expect(links).toHaveLength(1);
    expect(links[0]?.sentences).toContain('Both are about doi:10.1000/mats.');
    expect(links[0]?.together).toBe(true);
  });

  it('says what keeps two articles apart', async () => {
    const room = await opened([
      { id: 'ohio', title: 'Measles outbreak in Ohio grows to 40 cases' },
      { id: 'texas', title: 'Measles outbreak in Texas grows to 90 cases' },
    ]);
    const { together, comparison, sentences } = await explainPair(
      room.article('ohio'),
      room.article('texas'),
      room,
    );
    expect({ together, conflict: comparison.conflict }).toEqual({ together: false, conflict: 'other place' });
    expect(sentences.join(' ')).toMatch(/names a place that the other does not/);
  });
});
