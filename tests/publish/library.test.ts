import { describe, expect, it, test } from 'vitest';
import * as library from '../../src/index.ts';
import { checkFeeds } from '../../src/publish/validate.ts';

const site = { title: 'Ward news', url: 'https://ward.example/news' };
const entry = {
  id: 'tag:ward.example,2026:1',
  title: 'Night sisters rest',
  published: '2026-03-01T08:00:00Z',
};

test('the package gives every stage', () => {
  expect(Object.keys(library).sort()).toEqual(
    ['extractArticle', 'findStudyIds', 'groupStories', 'parseFeed', 'relatedStories', 'renderFeeds'].sort(),
  );
});

describe('renderFeeds', () => {
  it('makes valid feeds of as little as a title and entries with an id, a title and a date', () => {
    for (const entries of [[], [entry]]) {
      const files = library.renderFeeds({ title: 'Nights', entries }, site);
      expect(files.map(({ path }) => path)).toEqual(['feed.atom', 'feed.rss', 'feed.json']);
      expect(checkFeeds(files)).toEqual([]);
    }
  });

  it('keeps what it is given, and makes it safe', () => {
    const given = {
      ...entry,
      published: new Date(entry.published),
      updated: '2026-03-02T08:00:00Z',
      url: 'https://ward.example/1',
      contentHtml: '<p onclick="x()">Rest <a href="/2">well</a></p><script>x()</script>',
      categories: ['Sleep'],
    };
    const files = library.renderFeeds({ path: 'nights', title: 'Nights', entries: [given] }, site);
    const item = JSON.parse(files[2]?.content ?? '').items[0];
    expect(files[2]?.path).toBe('nights.json');
    expect(item).toMatchObject({
      id: entry.id,
      url: given.url,
      date_published: '2026-03-01T08:00:00.000Z',
      date_modified: '2026-03-02T08:00:00.000Z',
      tags: ['Sleep'],
    });
    expect(item.content_html).toContain('<p>Rest <a href="https://ward.example/2"');
    expect(files.map(({ content }) => content).join('')).not.toMatch(/<script|onclick/);
    expect(files[0]?.content).toContain('https://ward.example/news/nights.atom');
  });

  it('says which entry has no date', () => {
    const undated = { ...entry, published: 'soon' };
    expect(() => library.renderFeeds({ title: 'Nights', entries: [undated] }, site)).toThrow(
      'The entry tag:ward.example,2026:1 has a date that is none: soon.',
    );
  });

  it('publishes what parseFeed read', async () => {
    const bytes = new TextEncoder().encode(
      '<rss version="2.0"><channel><title>T</title><item><title>One</title><link>https://t.example/1</link><guid>1</guid><pubDate>Fri, 27 Feb 2026 06:00:00 GMT</pubDate><description>&lt;b&gt;Words</description></item></channel></rss>',
    );
    const feed = await library.parseFeed(bytes, { url: 'https://t.example/feed', contentType: null });
    if (!feed.ok) throw new Error(feed.error.message);
    const entries = feed.value.entries.map(({ id, title, link, published, summary, authors }) => ({
      id: `tag:ward.example,2026:${id}`,
      title: title ?? '',
      url: link,
      published: published ?? new Date(0),
      contentHtml: summary,
      authors,
    }));
    expect(checkFeeds(library.renderFeeds({ title: 'Nights', entries }, site))).toEqual([]);
  });
});
