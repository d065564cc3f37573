import fc from 'fast-check';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import { describe, expect, it } from 'vitest';
import { showable } from '../../src/core/characters.ts';
import { oneLine } from '../../src/core/text.ts';
import type { FeedEntry } from '../../src/publish/edition.ts';
import { entryHtml } from '../../src/publish/entry-html.ts';
import { guardEntry } from '../../src/publish/guard.ts';
import { renderFeeds } from '../../src/publish/render-feeds.ts';
import { checkFeeds } from '../../src/publish/validate.ts';
import { childrenOf, element, parseXml, textOf, writeXml, type XmlElement } from '../../src/publish/xml.ts';
import { anyText, hostileEntry } from './hostile.ts';
import { anEdition, anEntry, fullEntry, site } from './support.ts';

const hostileEntries = fc
  .array(hostileEntry, { maxLength: 6 })
  .map((entries) =>
    entries.map((entry, index) => ({ ...entry, id: `tag:feed.example,2026:story:${index}` })),
  );

describe('renderFeeds', () => {
  it('writes the same entries in the same order with the same ids in all formats', () => {
    fc.assert(
      fc.property(hostileEntries, (entries) => {
        const { atom, rss, json } = render(entries);
        const ids = entries.map(({ id }) => id);
        expect(childrenOf(atom, 'entry').map((entry) => textOf(child(entry, 'id')))).toEqual(ids);
        expect(childrenOf(child(rss, 'channel'), 'item').map((item) => textOf(child(item, 'guid')))).toEqual(
          ids,
        );
        expect(json.items.map(({ id }) => id)).toEqual(ids);
      }),
    );
  });

  it('passes its own check whatever the entries say', () => {
    fc.assert(
      fc.property(hostileEntries, (entries) => {
        expect(checkFeeds(renderFeeds(anEdition(entries), site))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('gives titles, categories and content back unchanged to readers', () => {
    fc.assert(
      fc.property(hostileEntries, (entries) => {
        const guarded = entries.map(guardEntry);
        const { atom, rss, json } = render(entries);
        const titles = guarded.map(({ title }) => title);
        const contents = guarded.map(entryHtml);
        expect(childrenOf(atom, 'entry').map((entry) => textOf(child(entry, 'title')))).toEqual(titles);
        expect(childrenOf(child(rss, 'channel'), 'item').map((item) => textOf(child(item, 'title')))).toEqual(
          titles,
        );
        expect(json.items.map(({ title }) => title)).toEqual(titles);
        expect(childrenOf(atom, 'entry').map((entry) => textOf(child(entry, 'content')))).toEqual(contents);
        expect(json.items.map(({ content_html }) => content_html)).toEqual(contents);
      }),
    );
  });

  it('is read by another library as it was meant', () => {
    const [atom, rss, json] = renderFeeds(anEdition([fullEntry()]), site).map(({ content }) => content);
    const title = 'p < 0.05 & "sleep" in newborns';
    expect(parseAtomFeed(atom ?? '').entries?.[0]).toMatchObject({
      id: 'tag:feed.example,2026:story:2',
      source: { id: 'https://journal.example/rss', updated: '2026-11-01T09:00:00.000Z' },
      published: '2026-11-01T08:00:00.000Z',
    });
    expect(parseRssFeed(rss ?? '').items?.[0]).toMatchObject({
      title,
      guid: { value: 'tag:feed.example,2026:story:2', isPermaLink: false },
      source: { title: 'The Journal: latest', url: 'https://journal.example/rss' },
      dc: { creators: ['Ana Ñandú', 'B <C>'] },
      enclosures: [{ url: 'https://journal.example/a.mp3?x=1&y=2', type: 'audio/mpeg', length: 1234 }],
    });
    expect(parseJsonFeed(json ?? '').items?.[0]).toMatchObject({ title, language: 'en-GB' });
  });

  it('names the formats, the hub and the archives of a subscription document', () => {
    const archives = { isArchive: false, prev: 'archive/0007', next: null, current: 'feed' };
    const { atom, rss, json } = render([anEntry()], { archives });
    expect(links(atom, 'link')).toEqual({
      alternate: 'https://feed.example/mia/',
      self: 'https://feed.example/mia/feed.atom',
      hub: 'https://hub.example/',
      'prev-archive': 'https://feed.example/mia/archive/0007.atom',
    });
    expect(links(child(rss, 'channel'), 'atom:link')).toEqual({
      self: 'https://feed.example/mia/feed.rss',
      hub: 'https://hub.example/',
      'prev-archive': 'https://feed.example/mia/archive/0007.rss',
    });
    expect(json).toMatchObject({
      feed_url: 'https://feed.example/mia/feed.json',
      next_url: 'https://feed.example/mia/archive/0007.json',
      hubs: [{ type: 'WebSub', url: 'https://hub.example/' }],
    });
  });

  it('marks archives as such, with links both ways and to the subscription document', () => {
    const archives = { isArchive: true, prev: 'archive/0001', next: 'archive/0003', current: 'feed' };
    const { atom, rss, json } = render([anEntry()], { path: 'archive/0002', archives });
    for (const [feed, name, extension] of [
      [atom, 'link', 'atom'],
      [child(rss, 'channel'), 'atom:link', 'rss'],
    ] as const) {
      expect(childrenOf(feed, 'fh:archive')).toHaveLength(1);
      expect(links(feed, name)).toMatchObject({
        self: `https://feed.example/mia/archive/0002.${extension}`,
        'prev-archive': `https://feed.example/mia/archive/0001.${extension}`,
        'next-archive': `https://feed.example/mia/archive/0003.${extension}`,
        current: `https://feed.example/mia/feed.${extension}`,
      });
    }
    expect(textOf(child(atom, 'id'))).toBe('https://feed.example/mia/feed.atom');
    expect(json.next_url).toBe('https://feed.example/mia/archive/0001.json');
  });

  it('dates a feed by its newest entry, not by the clock', () => {
    const { atom, rss } = render([anEntry()]);
    expect(textOf(child(atom, 'updated'))).toBe('2026-11-02T08:00:00.000Z');
    expect(textOf(child(child(rss, 'channel'), 'lastBuildDate'))).toBe('Mon, 02 Nov 2026 08:00:00 GMT');
  });

  it('carries what it knows of a study as data in JSON', () => {
    const { json } = render([fullEntry()]);
    expect(json._mia.about).toBe('https://feed.example/mia/about/');
    expect(json.items[0]?._mia).toMatchObject({
      source: { id: 'journal', name: 'The Journal' },
      studyIds: { pmid: ['123'] },
      topics: [{ slug: 'neonatology', label: 'Neonatology' }],
      evidence: { design: 'randomised trial' },
      notices: [{ kind: 'retraction' }],
      coverage: [{ source: 'News <1>' }],
    });
  });

  it.each<[name: string, html: string]>([
    ['a retraction first', '<p><strong>Retracted (2026-10-31)</strong>: Data &lt;unreliable&gt;.'],
    ['coverage', '>The same &amp; more</a> (News &lt;1&gt;)</li>'],
    ['a DOI as a link', '<a href="https://doi.org/10.1000/a(b)%3Cc%3E%3B2-%23"'],
    ['a PubMed number as a link', '<a href="https://pubmed.ncbi.nlm.nih.gov/123/"'],
    ['a trial number as a link', '<a href="https://clinicaltrials.gov/study/NCT01234567"'],
    [
      'evidence as automatic',
      'labelled automatically: randomised trial, in people, 1,620 newborns, peer-reviewed.',
    ],
    ['the way to the source', '>Read at The Journal</a></p>'],
  ])('shows %s', (_name, html) => {
    expect(entryHtml(fullEntry())).toContain(html);
  });

  it('keeps an entry that says nothing but its title', () => {
    expect(entryHtml(anEntry({ url: null, summary: null }))).toBe('<p>Sleep in newborns</p>');
  });

  it('reads a title that was escaped twice without its tags', () => {
    expect(guardEntry(anEntry({ title: 'In <i>E. coli</i>' })).title).toBe('In E. coli');
    expect(guardEntry(anEntry({ title: 'p <a and b> c' })).title).toBe('p <a and b> c');
  });
});

describe('writeXml', () => {
  it('is well-formed and read back as it was, whatever the texts', () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, (text, attribute, cdata) => {
        const written = writeXml(
          element('r', { a: attribute }, element('t', {}, text), element('c', {}, { cdata })),
        );
        const read = parseXml(written);
        if (!read.ok) throw new Error(read.error);
        expect(textOf(child(read.value, 't'))).toBe(showable(text));
        expect(textOf(child(read.value, 'c'))).toBe(showable(cdata));
        expect(oneLine(read.value.attributes.a ?? '')).toBe(oneLine(showable(attribute)));
      }),
      { numRuns: 2000 },
    );
  });
});

type Json = {
  items: { id: string; title: string; content_html: string; _mia: object }[];
  next_url?: string;
  _mia: { about: string };
};

function render(entries: FeedEntry[], changes: Parameters<typeof anEdition>[1] = {}) {
  const [atom, rss, json] = renderFeeds(anEdition(entries, changes), site).map(({ content }) => content);
  return { atom: tree(atom), rss: tree(rss), json: JSON.parse(json ?? '') as Json };
}

function tree(xml: string | undefined): XmlElement {
  const parsed = parseXml(xml ?? '');
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

function child(parent: XmlElement, name: string): XmlElement {
  const found = childrenOf(parent, name)[0];
  if (!found) throw new Error(`${parent.name} has no ${name}`);
  return found;
}

const links = (parent: XmlElement, name: string) =>
  Object.fromEntries(childrenOf(parent, name).map(({ attributes }) => [attributes.rel, attributes.href]));
