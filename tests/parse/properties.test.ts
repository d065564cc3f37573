import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFeed } from '../../src/parse/parse-feed.ts';

const escaped = (text: string) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/** Text as titles have it: printable, one line, no markup. */
const words = fc
  .stringMatching(/^[A-Za-z0-9äéß ,.;:!?&"'()-]{1,60}$/)
  .map((text) => `x ${text.trim()}`.trim());
const item = fc.record({ title: words, id: words });

const rss = (items: { title: string; id: string }[]) =>
  `<rss version="2.0"><channel><title>T</title>${items
    .map(
      ({ title, id }) =>
        `<item><guid isPermaLink="false">${escaped(id)}</guid><title>${escaped(title)}</title></item>`,
    )
    .join('')}</channel></rss>`;

const shown = (text: string) => text.replace(/\s+/g, ' ').trim();

/** Pieces that break parsers, in any order. */
const shards = fc
  .array(
    fc.constantFrom(
      ...[
        '<',
        '>',
        '&',
        '"',
        "'",
        '<!--',
        '-->',
        '<![CDATA[',
        ']]>',
        '<?',
        '?>',
        '<!DOCTYPE x [',
        ']>',
        '</',
        '/>',
      ],
      ...[
        '<rss>',
        '<channel>',
        '<item>',
        '</item>',
        '<title>',
        '</title>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
      ],
      ...[
        '<entry>',
        '<link href=',
        '<content type="xhtml">',
        '<description>',
        '&amp;',
        '&#0;',
        '&#x110000;',
        '\0',
        '{',
      ],
      ...[
        '<guid>',
        '<image>',
        '<author>',
        'xml:base="',
        ' xmlns:a="b"',
        '<a:b>',
        '\ufeff',
        'é',
        '<p>',
        '<br>',
        ' ',
      ],
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

describe('parseFeed, for any input', () => {
  it('gives a result for any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 400 }),
        fc.option(fc.string()),
        async (bytes, contentType) => {
          expect(typeof (await parseFeed(bytes, { contentType })).ok).toBe('boolean');
        },
      ),
    );
  });

  it('gives a result for any pieces of markup', async () => {
    await fc.assert(
      fc.asyncProperty(shards, async (text) => {
        const result = await parseFeed(Buffer.from(text), { url: 'https://example.org/' });
        expect(result.ok || result.error.message.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('gives a result for any feed with a hole', async () => {
    const feed = rss([{ title: 'A & B', id: '1' }]);
    const place = fc.nat(feed.length);
    await fc.assert(
      fc.asyncProperty(place, place, shards, async (from, to, filling) => {
        const text = feed.slice(0, from) + filling + feed.slice(to);
        expect(typeof (await parseFeed(Buffer.from(text))).ok).toBe('boolean');
      }),
      { numRuns: 300 },
    );
  });

  it('keeps every title and guid, whatever is in them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(item, { maxLength: 8 }), async (items) => {
        const result = await parseFeed(Buffer.from(rss(items)));
        const entries = result.ok ? result.value.entries : null;
        expect(entries?.map(({ title, id }) => ({ title, id }))).toEqual(
          items.map(({ title, id }) => ({ title: shown(title), id })),
        );
      }),
    );
  });

  it('finds the entries among any text before and after the feed', async () => {
    const junk = fc.stringMatching(/^[A-Za-z0-9 &"'=/.;:\n-]{0,80}$/);
    const tags = fc.constantFrom(
      '',
      '<br />',
      '<b>Warning</b>',
      '<!-- note -->',
      '<p>',
      '</div>',
      '<?php ?>',
    );
    await fc.assert(
      fc.asyncProperty(
        junk,
        tags,
        junk,
        fc.array(item, { minLength: 1, maxLength: 4 }),
        async (a, tag, b, items) => {
          const text = `x${a}${tag}${rss(items)}${tag}${b}`;
          const result = await parseFeed(Buffer.from(text));
          expect(result.ok && result.value.entries.length).toBe(items.length);
        },
      ),
    );
  });

  it('keeps all whole items wherever a feed is cut', async () => {
    const items = ['one', 'two', 'three', 'four'].map((id) => ({ title: `Title ${id}`, id }));
    const feed = rss(items);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: feed.indexOf('</item>') + 7, max: feed.length }), async (end) => {
        const result = await parseFeed(Buffer.from(feed.slice(0, end)));
        const whole = feed.slice(0, end).split('</item').length - 1;
        expect(result.ok && result.value.entries.map(({ id }) => id)).toEqual(
          items.slice(0, whole).map(({ id }) => id),
        );
      }),
    );
  });

  /** Twice the input may take about twice the time; a quadratic reader would take four times, an exponential one for ever. */
  it.each([
    ['brackets', '<'],
    ['open tags', '<a '],
    ['half attributes', '<a b="'],
    ['ampersands', '&'],
    ['comments', '<!--'],
    ['paragraphs', '<p>'],
    ['stray end tags', '<b></b></z>'],
    ['snippets that hurt', '&lt;p '],
    ['items', '<item><title>a</title></item>'],
    ['namespaces', '<x xmlns:q="z"></x>'],
    ['links', '&lt;a href="'],
  ])('reads 1 MB of %s in seconds', { timeout: 20_000 }, async (_, piece) => {
    const body = piece.repeat(Math.ceil(1_000_000 / piece.length));
    const text = `<rss><channel><item><title>T</title><description>${body}</description></item></channel></rss>`;
    expect(typeof (await parseFeed(Buffer.from(text))).ok).toBe('boolean');
    expect(typeof (await parseFeed(Buffer.from(`<rss><channel>${body}`))).ok).toBe('boolean');
  });
});
