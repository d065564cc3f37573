import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FetchResult } from '../../src/core/fetch.ts';
import type { Source } from '../../src/core/source.ts';
import { readers } from '../../src/pipeline/readers.ts';
import { articlePage } from '../support/article-page.ts';
import { cpuMs } from '../support/cpu-time.ts';

const read = readers();
const source = { extract: { pages: 'always' } } as Source;

const fetched = (
  body: Uint8Array,
  contentType: string | null = 'text/html',
  headers: Record<string, string> = {},
): FetchResult & { kind: 'fetched' } => ({
  kind: 'fetched',
  body,
  url: 'https://ward.example/1',
  permanentUrl: null,
  httpStatus: 200,
  contentType,
  headers,
  validators: { etag: null, lastModified: null },
  freshForMs: null,
  at: '2026-03-01T12:00:00.000Z',
});

const UNSAFE =
  /<(?:script|style|iframe|object|embed|form|link|meta|base|svg|math)\b|\son\w+\s*=|(?:href|src)="\s*(?:javascript|data|vbscript):/i;

const bytes = fc.uint8Array({ maxLength: 600 });
const markup = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'<p>|</p>|<article>|<h1>|<script>|</script>|<img src=x onerror=alert(1)>|<a href="javascript:alert(1)">|<svg onload=alert(1)>|<iframe src=//x>|<style>|<base href=//x>|<!--|-->|<table>|<td>|<math>|<template>|<noscript>|<p title="--><script>">|&lt;script&gt;'.split(
          '|',
        ),
      ),
      fc.constant('Nurses weighed every newborn twice a day and wrote down how long each slept. '),
      fc.string({ unit: 'binary', maxLength: 12 }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => Buffer.from(parts.join('')));
const charset = fc.option(
  fc.constantFrom(
    'text/html',
    'text/html; charset=utf-16',
    'text/html;charset=shift_jis',
    'text/html; charset=nonsense',
    'image/png',
    '',
  ),
);
const tag = fc.constantFrom('', 'noindex', 'max-snippet:20', 'otherbot: none', 'noarchive, nosnippet', ',:,');

describe('whatever a server sends as a page', () => {
  test('it is read without a throw, and nothing unsafe is left', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(bytes, markup), charset, tag, async (body, contentType, robots) => {
        const page = await read.readPage(fetched(body, contentType, { 'x-robots-tag': robots }), source);
        expect(page.contentHtml ?? '').not.toMatch(UNSAFE);
        expect((page.summary ?? '').split(/\s+/).length).toBeLessThanOrEqual(60);
      }),
      { numRuns: 500 },
    );
  });

  test('a hostile part anywhere in an article leaves nothing unsafe', async () => {
    await fc.assert(
      fc.asyncProperty(markup, fc.nat(3000), async (part, where) => {
        const page = articlePage();
        const body = Buffer.from(page.slice(0, where) + part.toString() + page.slice(where));
        expect((await read.readPage(fetched(body), source)).contentHtml ?? '').not.toMatch(UNSAFE);
      }),
      { numRuns: 200 },
    );
  });

  test('what a page forbids is not kept, whatever the page is', async () => {
    await fc.assert(
      fc.asyncProperty(markup, fc.constantFrom('noindex', 'nosnippet', 'noarchive'), async (part, robots) => {
        const body = Buffer.from(articlePage({ dek: 'Carrying gives sleep.', after: part.toString() }));
        const page = await read.readPage(fetched(body, 'text/html', { 'x-robots-tag': robots }), source);
        expect([page.text, page.contentHtml]).toEqual([null, null]);
        if (robots !== 'noarchive') expect([page.dek, page.summary]).toEqual([null, null]);
        for (const field of Object.keys(page.why)) expect(page[field as keyof typeof page]).not.toBeNull();
      }),
      { numRuns: 100 },
    );
  });

  const MEGABYTES = 2_000_000;
  test.each([
    ['zeros', Buffer.alloc(MEGABYTES)],
    ['noise', Buffer.from(Array.from({ length: MEGABYTES }, (_, n) => (n * 7919 + (n >> 7) * 31) & 255))],
    ['open elements', Buffer.from('<div>'.repeat(MEGABYTES / 5))],
    ['embargo lines', Buffer.from('<p>Embargoed until 5 '.repeat(MEGABYTES / 21))],
    ['open attributes', Buffer.from('<a b="'.repeat(MEGABYTES / 6))],
    ['study numbers', Buffer.from('NCT01234567 10.5555/abc '.repeat(MEGABYTES / 24))],
  ])('two megabytes of %s end in bounded time', { timeout: 30_000 }, async (_, body) => {
    expect(await cpuMs(() => read.readPage(fetched(body), source))).toBeLessThan(10_000);
  });
});

describe('journals', () => {
  test.each([
    ['N. Engl. J. Med.', 'New England Journal of Medicine'],
    ['Lancet (London, England)', 'The Lancet'],
    ['Ward Letters of Nowhere', 'Ward Letters of Nowhere'],
  ])('%s is called %s', async (name, called) => {
    const head = `<meta name="citation_journal_title" content="${name}">`;
    const page = await read.readPage(fetched(Buffer.from(articlePage({ head }))), source);
    expect(page.journal).toBe(called);
  });
});
