import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseFeed } from '../../src/parse/parse-feed.ts';

const folder = new URL('./fixtures/', import.meta.url);
const files = readdirSync(folder);

type Case = { url: string | null; contentType?: string; expect: object };

describe('parseFeed', () => {
  for (const file of files.filter((name) => !name.endsWith('.json'))) {
    const name = file.replace(/\.\w+$/, '');
    it(name.replaceAll('-', ' '), async () => {
      const {
        url,
        contentType,
        expect: expected,
      } = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Case;
      const result = await parseFeed(readFileSync(new URL(file, folder)), {
        url: url ?? undefined,
        contentType,
      });
      expect(result).toMatchObject({ ok: true, value: expected });
    });
  }

  const deep = `<rss><channel><item>${'<x>'.repeat(2000)}`;
  it.each([
    ['nothing at all', '', 'empty', /empty/],
    ['only white space', ' \n\t', 'empty', /empty/],
    ['plain text', 'Service unavailable', 'not-a-feed', /address/],
    ['other XML', '<opml><body/></opml>', 'not-a-feed', /address/],
    ['other JSON', '{"error":"no"}', 'not-a-feed', /JSON Feed/],
    ['JSON cut off', '{"version":"https://jsonfeed.org/version/1.1","items":[', 'malformed', /JSON/],
    [
      'JSON cut off in its first item',
      '{"version":"https://jsonfeed.org/version/1.1","hubs":[{}],"items":[{"id',
      'malformed',
      /cut off/,
    ],
    ['what is no JSON at all', '{"version": nonsense}', 'malformed', /JSON/],
    ['RSS cut off in its first item', '<rss><channel><title>T</title><item><ti', 'malformed', /cut off/],
    ['nesting deeper than any feed', deep, 'too-complex', /deep/],
    ['a page without a feed', '<!doctype html><title>Hi</title><p>Hello', 'html', /links to no feed/],
  ])('says what came instead of a feed: %s', async (_, text, code, message) => {
    const result = await parseFeed(Buffer.from(text), { url: 'https://example.org/' });
    expect(result).toMatchObject({ ok: false, error: { code, message: expect.stringMatching(message) } });
  });

  it('names the feeds that a page links to', async () => {
    const page = `<!DOCTYPE html><html><head><base href="/news/"><link rel=stylesheet href=x.css>
      <link rel="alternate" type="application/rss+xml" href="rss.xml?a=1&amp;b=2">
      <link href='/atom' type='application/atom+xml' rel='ALTERNATE home'>
      <link rel="alternate" hreflang="de" href="/de"></head>`;
    const result = await parseFeed(Buffer.from(page), { url: 'https://example.org/' });
    const feeds = ['https://example.org/news/rss.xml?a=1&b=2', 'https://example.org/atom'];
    expect(result).toMatchObject({ ok: false, error: { code: 'html', feeds } });
  });

  it('reads no feed out of the RDF in a page or drawing', async () => {
    const rdf = '<rdf:RDF><channel><item><title>x</title></item></channel></rdf:RDF>';
    for (const text of [`<html><body><svg>${rdf}</svg></body></html>`, `<svg>${rdf}</svg>`]) {
      expect((await parseFeed(Buffer.from(text))).ok).toBe(false);
    }
  });

  it('lets the entities of a DTD add only so much', async () => {
    const dtd = `<!DOCTYPE rss [<!ENTITY a "${'lol'.repeat(600)}"><!ENTITY b "${'&a;'.repeat(200)}">]>`;
    const item = `<item><description>${'&b;'.repeat(5000)}</description></item>`;
    const result = await parseFeed(Buffer.from(`${dtd}<rss><channel>${item}</channel></rss>`));
    if (!result.ok) throw new Error(result.error.message);
    expect(result.value.entries[0]?.summary?.length).toBeLessThan(1_100_000);
  });
});
