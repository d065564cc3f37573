import * as cheerio from 'cheerio';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { showable } from '../../../src/core/characters.ts';
import { oneLine } from '../../../src/core/text.ts';
import { guardEntry } from '../../../src/publish/guard.ts';
import type { PageEntry } from '../../../src/publish/site/build.ts';
import type { SiteContext } from '../../../src/publish/site/context.ts';
import { homePage } from '../../../src/publish/site/home.tsx';
import { searchRecord } from '../../../src/publish/site/search-record.ts';
import { storyPage } from '../../../src/publish/site/story.tsx';
import { anyText, hostileEntry } from '../hostile.ts';
import { site } from '../support.ts';
import { htmlProblems } from './html.ts';
import { config, topicLabels } from './newsroom.ts';

const context: SiteContext = {
  site,
  newsletter: config.newsletter,
  topicLabels,
  sources: new Map(config.sources.map((source) => [source.id, source])),
  topics: new Set(['a']),
};

const entries = hostileEntry.map(
  (entry) => guardEntry({ ...entry, path: 'stories/2026/11/x-1/' }) as PageEntry,
);

/** What html-validate can't judge, as it is the text of an article: that was sanitised, and is tested as such. */
const withoutBody = (entry: PageEntry): PageEntry => ({ ...entry, contentHtml: null });

describe('whatever sources write', () => {
  it('makes valid pages of stories', async () => {
    await fc.assert(
      fc.asyncProperty(entries, async (entry) => {
        expect(await htmlProblems(storyPage(withoutBody(entry), context))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('stands on the page of the story in full and as text', () => {
    fc.assert(
      fc.property(entries, (entry) => {
        const $ = cheerio.load(storyPage(entry, context));
        expect(oneLine($('h1').text())).toBe(oneLine(entry.title));
        expect($('script:not([src])').length).toBe(1);
        expect($('[onerror], [onclick], iframe, object, form:not([action="/mia/newsletter"])').length).toBe(
          0,
        );
        const hrefs = $('a')
          .map((_, link) => $(link).attr('href'))
          .get();
        expect(hrefs.filter((href) => !/^(https?:\/\/|\/mia\/|mailto:|#content)/.test(href))).toEqual([]);
        const ends = $('.related li h3')
          .map((_, heading) => oneLine($(heading).text()))
          .get();
        expect(ends).toEqual(entry.related.map(({ title }) => oneLine(title)));
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it('stands in lists in full and as text', () => {
    fc.assert(
      fc.property(fc.array(entries, { maxLength: 3 }), (some) => {
        const $ = cheerio.load(homePage(some, 1, context));
        const titles = $('.item h3 a')
          .map((_, link) => oneLine($(link).text()))
          .get();
        expect(titles.sort()).toEqual(some.map(({ title }) => oneLine(title)).sort());
        expect($('footer').length).toBe(1);
      }),
      { numRuns: 80 },
    );
  }, 60_000);

  it('cannot end the JSON-LD, which says the title in full', () => {
    fc.assert(
      fc.property(entries, anyText, (entry, title) => {
        const guarded = guardEntry({ ...entry, title: `${title}</script><!--` }) as PageEntry;
        const $ = cheerio.load(storyPage(guarded, context));
        const said = JSON.parse($('script[type="application/ld+json"]').text());
        expect(said.headline).toBe(guarded.title);
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  it('is JSON for the search', () => {
    fc.assert(
      fc.property(entries, (entry) => {
        const record = JSON.parse(JSON.stringify(searchRecord(entry)));
        expect(record.title).toBe(showable(entry.title));
      }),
    );
  });
});
