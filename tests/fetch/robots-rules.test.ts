import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allows, parseRobots } from '../../src/fetch/robots-rules.ts';
import { cpuMs } from '../support/cpu-time.ts';

const may = (robots: string, path: string) =>
  allows(parseRobots(robots, 'MiasFeed'), new URL(`https://example.org${path}`));

const everybody = (...rules: string[]) => ['User-agent: *', ...rules].join('\n');

describe('which group is ours', () => {
  test.each([
    ['nothing', '', '/a', true],
    ['no group for us', 'User-agent: other\nDisallow: /', '/a', true],
    ['everybody', everybody('Disallow: /'), '/a', false],
    ['our name, in any case', 'user-AGENT: MIASfeed\ndisALLOW: /', '/a', false],
    ['our name with a version', 'User-agent: MiasFeed/2.0 (news)\nDisallow: /', '/a', false],
    ['our name with more words', 'User-agent: MiasFeed bot\nDisallow: /', '/a', false],
    ['a longer name', 'User-agent: MiasFeedReader\nDisallow: /', '/a', true],
    ['a shorter name', 'User-agent: Mias\nDisallow: /', '/a', true],
    [
      'ours before everybody',
      `${everybody('Disallow: /')}\n\nUser-agent: MiasFeed\nDisallow: /b`,
      '/a',
      true,
    ],
    ['ours without rules', `${everybody('Disallow: /')}\n\nUser-agent: MiasFeed`, '/a', true],
    ['ours with an empty rule', `${everybody('Disallow: /')}\nUser-agent: MiasFeed\nDisallow:`, '/a', true],
    ['several names', 'User-agent: a\nUser-agent: MiasFeed\nUser-agent: b\nDisallow: /', '/a', false],
    [
      'two groups of ours',
      'User-agent: MiasFeed\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\nUser-agent: miasfeed\nDisallow: /b',
      '/b',
      false,
    ],
    ['two groups for everybody', `${everybody('Disallow: /a')}\n${everybody('Disallow: /b')}`, '/a', false],
    ['a rule before any group', 'Disallow: /\nUser-agent: *\nDisallow: /b', '/a', true],
    [
      'a Sitemap within the names',
      'User-agent: MiasFeed\nSitemap: /s\nUser-agent: b\nDisallow: /',
      '/a',
      false,
    ],
    [
      'a Crawl-delay within the names',
      'User-agent: MiasFeed\nCrawl-delay: 9\nUser-agent: b\nDisallow: /',
      '/a',
      false,
    ],
    ['a byte order mark', `\ufeff${everybody('Disallow: /')}`, '/a', false],
    ['carriage returns', everybody('Disallow: /').replaceAll('\n', '\r'), '/a', false],
    ['a comment after a value', everybody('Disallow: /a # not this', 'Disallow: /b#nor this'), '/b', false],
    ['a comment that looks like a rule', everybody('# Disallow: /'), '/a', true],
    ['spaces around', '  User-agent :  *  \n\tDisallow\t:\t/a\t', '/a', false],
    ['a web page', '<!DOCTYPE html><html><body>User-agent: * Disallow: /</body></html>', '/a', true],
  ])('%s', (_, robots, path, expected) => {
    expect(may(robots, path)).toBe(expected);
  });
});

describe('which rule decides', () => {
  test.each([
    // RFC 9309 §2.2.2 and §5
    [
      'the longest wins',
      ['Allow: /example/page/', 'Disallow: /example/page/disallowed.gif'],
      '/example/page/disallowed.gif',
      false,
    ],
    ['of two equals the allowing', ['Disallow: /page', 'Allow: /page'], '/page', true],
    ['of two equals the allowing, first', ['Allow: /page', 'Disallow: /page'], '/page', true],
    ['paths are case-sensitive', ['Disallow: /A'], '/a', true],
    ['a prefix matches', ['Disallow: /fish'], '/fish.html', false],
    ['with a slash it is a folder', ['Disallow: /fish/'], '/fish', true],
    ['a query belongs to the path', ['Disallow: /a?b=1'], '/a?b=1&c', false],
    ['* stands for anything', ['Disallow: /a*z'], '/a/b/z/c', false],
    ['* stands for nothing, too', ['Disallow: /a*z'], '/az', false],
    ['* in front', ['Disallow: *.pdf'], '/x/y.pdf', false],
    ['several stars', ['Disallow: /*/b/*/d'], '/a/b/c/d', false],
    ['stars keep their order', ['Disallow: /*b*a'], '/a/b', true],
    ['$ ends', ['Disallow: /*.pdf$'], '/a.pdf', false],
    ['$ ends before a query', ['Disallow: /*.pdf$'], '/a.pdf?x', true],
    ['$ alone', ['Disallow: /$'], '/', false],
    ['$ alone leaves the rest', ['Disallow: /$'], '/a', true],
    ['$ after a star overlapping', ['Disallow: /ab*bc$'], '/abc', true],
    ['$ in the middle is itself', ['Disallow: /a$b'], '/a$b', false],
    ['an escaped $ is itself', ['Disallow: /a%24'], '/a$', false],
    ['an escaped * is itself', ['Disallow: /file-with-a-%2A.html'], '/file-with-a-*.html', false],
    ['an escaped * is nothing else', ['Disallow: /file-%2A.html'], '/file-b.html', true],
    ['letters may be escaped in the rule', ['Disallow: /foo/bar/%62%61%7A'], '/foo/bar/baz', false],
    ['letters may be escaped in the address', ['Disallow: /foo/bar/baz'], '/foo/bar/%62%61%7A', false],
    ['an escaped slash is no slash', ['Disallow: /a/b'], '/a%2Fb', true],
    ['escapes in either case', ['Disallow: /a%2fb'], '/a%2Fb', false],
    ['characters beyond ASCII', ['Disallow: /foo/bar/ツ'], '/foo/bar/%E3%83%84', false],
    ['and escaped', ['Disallow: /foo/bar/%E3%83%84'], '/foo/bar/ツ', false],
    ['robots.txt itself may be read', ['Disallow: /'], '/robots.txt', true],
    ['nothing is allowed but', ['Disallow: /', 'Allow: /news/'], '/news/1', true],
    ['a rule that is no path matches nothing', ['Disallow: news'], '/news', true],
  ])('%s', (_, rules, path, expected) => {
    expect(may(everybody(...rules), path)).toBe(expected);
  });
});

test('a crawl delay is ours before everybody’s, and nonsense is none', () => {
  const delay = (robots: string) => parseRobots(robots, 'MiasFeed').crawlDelayMs;
  expect(delay('User-agent: *\nCrawl-delay: 10\n\nUser-agent: MiasFeed\nCrawl-delay: 2.5')).toBe(2500);
  expect(delay(everybody('Crawl-delay: soon'))).toBeNull();
});

test('500 KiB of stars against a long path take no time worth speaking of', async () => {
  const robots = everybody(...Array.from({ length: 250 }, () => `Disallow: /${'*a'.repeat(1000)}b`));
  const took = await cpuMs(() => expect(may(robots, `/${'a'.repeat(8000)}`)).toBe(true));
  expect(took).toBeLessThan(1000);
});

test('any text and any path give an answer', () => {
  const line = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('User-agent: *', 'Disallow: /%', 'Allow: *$'),
  );
  fc.assert(
    fc.property(fc.array(line), fc.webPath(), (lines, path) => {
      expect(typeof may(lines.join('\n'), path || '/')).toBe('boolean');
    }),
  );
});

test('patterns match what the same regular expression matches', () => {
  const part = fc.constantFrom('a', 'b', '/', '*', '$');
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 8 }),
      fc.array(fc.constantFrom('a', 'b', '/', '$'), { maxLength: 8 }),
      (rule, path) => {
        const pattern = `/${rule.join('')}`;
        const ends = pattern.endsWith('$');
        const source = (ends ? pattern.slice(0, -1) : pattern).replaceAll('$', '\\$').replaceAll('*', '.*');
        const expected = new RegExp(`^${source}${ends ? '$' : ''}`).test(`/${path.join('')}`);
        // An absolute address, since "//a" alone would name a host.
        const url = new URL(`https://example.org/${path.join('')}`);
        expect(allows(parseRobots(everybody(`Disallow: ${pattern}`), 'MiasFeed'), url)).toBe(!expected);
      },
    ),
  );
});
