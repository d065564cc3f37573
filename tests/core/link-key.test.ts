import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkKey, withoutTracking } from '../../src/core/link-key.ts';

const page = 'https://news.example.org/2026/11/a-trial-of-sleep';

const same: [string, string][] = [
  ['another scheme', 'http://news.example.org/2026/11/a-trial-of-sleep'],
  ['a trailing slash', `${page}/`],
  ['a fragment', `${page}#comments`],
  ['campaign parameters', `${page}?utm_source=rss&utm_medium=feed&utm_campaign=x`],
  ['campaign parameters escaped twice', `${page}?utm_source=rss&amp;utm_medium=feed`],
  ['a click id', `${page}?fbclid=IwAR0abc`],
  ['a feed marker of a publisher', `${page}?af=R`],
  ['a referrer that says rss', `${page}?ref=rss`],
  ['the mobile host', 'https://m.news.example.org/2026/11/a-trial-of-sleep'],
  ['the AMP host', 'https://amp.news.example.org/2026/11/a-trial-of-sleep'],
  ['an AMP path in front', 'https://news.example.org/amp/2026/11/a-trial-of-sleep'],
  ['an AMP path behind', `${page}/amp/`],
  ['an AMP extension', `${page}.amp`],
  [
    'an AMP cache',
    'https://news-example-org.cdn.ampproject.org/c/s/news.example.org/2026/11/a-trial-of-sleep',
  ],
  ['capitals in the host', 'https://News.Example.org/2026/11/a-trial-of-sleep'],
  ['the default port', 'https://news.example.org:443/2026/11/a-trial-of-sleep'],
  ['a session id in the path', `${page};jsessionid=9A8B`],
  ['a doubled slash', 'https://news.example.org//2026/11/a-trial-of-sleep'],
  ['an escape that needs none', 'https://news.example.org/2026/11/a%2Dtrial-of-sleep'],
];

const different: [string, string, string][] = [
  ['an id in the query', 'https://example.org/?p=1', 'https://example.org/?p=2'],
  ['a page number', `${page}?page=1`, `${page}?page=2`],
  ['a parameter called source that names content', `${page}?source=who`, `${page}?source=cdc`],
  ['capitals in the path', 'https://example.org/Ab', 'https://example.org/aB'],
  ['another port', 'https://example.org:8443/a', 'https://example.org/a'],
  ['another subdomain', 'https://blog.example.org/a', 'https://example.org/a'],
  ['a host that is only called m', 'https://m.org/a', 'https://example.org/a'],
  ['an escaped slash', 'https://example.org/a%2Fb', 'https://example.org/a/b'],
  ['an amplifier is no AMP', 'https://example.org/amplifier', 'https://example.org/lifier'],
];

describe('linkKey', () => {
  it.each(same)('sees the same page behind %s', (_, url) => {
    expect(linkKey(url)).toBe(linkKey(page));
  });

  it.each(different)('keeps pages apart that differ by %s', (_, a, b) => {
    expect(linkKey(a)).not.toBe(linkKey(b));
  });

  it('ignores the order of parameters', () => {
    expect(linkKey('https://example.org/a?x=1&y=2')).toBe(linkKey('https://example.org/a?y=2&x=1'));
  });

  it.each([
    ['a script', 'javascript:alert(1)'],
    ['a mail address', 'mailto:a@example.org'],
    ['nothing', ''],
    ['credentials', 'https://user:pass@example.org/'],
  ])('has none for %s', (_, url) => {
    expect(linkKey(url)).toBeNull();
  });

  it('gives any two web addresses that differ only in tracking the same key', () => {
    fc.assert(
      fc.property(
        fc.webUrl({ withQueryParameters: true }),
        fc.constantFrom('utm_source=a', 'gclid=b', 'mc_cid=c'),
        (url, tracking) => {
          expect(linkKey(url + (url.includes('?') ? '&' : '?') + tracking)).toBe(linkKey(url));
        },
      ),
    );
  });
});

describe('an address without tracking', () => {
  it.each([
    [
      'loses who sent the reader',
      'https://a.example/x?utm_source=rss&utm_medium=feed',
      'https://a.example/x',
    ],
    [
      'keeps what it means, to the letter',
      'https://a.example/x?id=%7e1&utm_source=rss&b=%20c&fbclid=2#part?1',
      'https://a.example/x?id=%7e1&b=%20c#part?1',
    ],
    [
      'is the same without any',
      'https://a.example/x?&a=1&&source=utm_x#utm_y',
      'https://a.example/x?&a=1&&source=utm_x#utm_y',
    ],
    ['keeps an empty query', 'https://a.example/x?', 'https://a.example/x?'],
    [
      'keeps names that only look so',
      'https://a.example/?gid=1&clid=2&mutm_x=3',
      'https://a.example/?gid=1&clid=2&mutm_x=3',
    ],
  ])('%s', (_, link, expected) => {
    expect(withoutTracking(link)).toBe(expected);
  });
});
