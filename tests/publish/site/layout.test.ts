import { jsx } from 'hono/jsx';
import { describe, expect, it } from 'vitest';
import { type Page, renderPage } from '../../../src/publish/site/layout.tsx';
import { LeadImage } from '../../../src/publish/site/lead-image.tsx';
import { NewsletterBox } from '../../../src/publish/site/newsletter-box.tsx';
import { SignUpBody } from '../../../src/publish/site/newsletter-page.tsx';
import { Origin } from '../../../src/publish/site/origin.tsx';
import { HEADER_POLICY, originsOf, pagePolicy } from '../../../src/publish/site/security.ts';
import { anEntry, safe, site, someNewsletter } from '../support.ts';
import { htmlProblems } from './html.ts';

const page: Page = { path: 'about/', title: 'About', description: 'How this works.', isPublic: true };

const settings = someNewsletter();

const topics = [
  { slug: 'heart', label: 'Heart & vessels', parent: null },
  { slug: 'rhythm', label: 'Rhythm', parent: 'heart' },
];

describe('the frame of a page', () => {
  it('is valid HTML, whatever the site is called', async () => {
    expect(await htmlProblems(renderPage(site, page, jsx('h1', {}, '1 < 2')))).toEqual([]);
  });

  it('leads to pages and files below the path of the site', () => {
    const links = [...renderPage(site, page, '').matchAll(/(?:href|src)="([^"]+)"/g)].map(([, href]) => href);
    expect(links.length).toBeGreaterThan(10);
    expect(
      links.filter((href) => !/^(\/mia\/|https:\/\/feed\.example\/mia\/|#content)/.test(href ?? '')),
    ).toEqual([]);
  });

  it('says of its own words that they are English, and of the others in which language they are', () => {
    const html = renderPage({ ...site, language: 'de' }, { ...page, title: 'Käse', titleLang: 'de' }, '');
    expect(html).toContain('<html lang="en">');
    expect(html).toContain('<title lang="de">Käse');
    expect(html).toMatch(/<span lang="de">.*<p class="tagline" lang="de">/);
    expect(renderPage(site, page, '').match(/ lang="/g)).toHaveLength(1);
  });

  it('keeps pages that are not public away from search engines', () => {
    const hidden = renderPage(site, { ...page, isPublic: false }, '');
    expect(hidden).toContain('<meta name="robots" content="noindex"/>');
    expect(hidden).not.toContain('rel="canonical"');
  });

  it('names the page that the reader is on', () => {
    expect(renderPage(site, page, '')).toMatch(/href="\/mia\/about\/" aria-current="page"/);
  });
});

describe('the newsletter box', () => {
  it.each([
    ['with one click', false],
    ['with proof of work', true],
  ])('is valid HTML, as the whole form is: %s', async (_, proofOfWork) => {
    const both = { site, settings: { ...settings, proofOfWork } };
    const box = [jsx('h1', {}, 'News'), NewsletterBox(both)];
    expect(await htmlProblems(renderPage(site, page, box))).toEqual([]);
    const form = SignUpBody({ ...both, topics, consentText: 'I agree.' });
    expect(await htmlProblems(renderPage(site, page, form))).toEqual([]);
  });

  it('posts an address and a frequency below the path of the site, with bait for robots', () => {
    const html = String(NewsletterBox({ site, settings }));
    expect(html).toContain('method="post" action="/mia/newsletter"');
    const names = [...html.matchAll(/ name="([^"]+)"/g)].map(([, name]) => name);
    expect([...new Set(names)].sort()).toEqual(['email', 'frequency', 'website']);
    expect(html).toMatch(/value="weekly" checked/);
  });
});

const IMAGE = {
  url: 'https://journal.example/large/i.png',
  alt: null,
  width: null,
  height: null,
  license: 'CC0-1.0',
};

describe('the picture of a story', () => {
  it.each([
    ['is shown', null, true],
    ['is shown beside another', '<p>A.</p><p><img src="/other.png"></p>', true],
    ['is not shown twice, in another size', '<p>A.</p><p><img src="/small/i.png?w=9"></p>', false],
    ['is not shown above a text that begins with one', '<div><img src="/other.png"></div><p>A.</p>', false],
  ])('%s', (_, text, isShown) => {
    const contentHtml = text === null ? null : safe(text);
    expect(String(LeadImage({ entry: anEntry({ image: IMAGE, contentHtml }) })).includes('lead-image')).toBe(
      isShown,
    );
  });
});

describe('the licence of a text', () => {
  it.each([
    ['https://creativecommons.org/licenses/by-sa/4.0/', 'CC BY-SA 4.0'],
    ['https://creativecommons.org/publicdomain/zero/1.0/', 'CC0 1.0'],
    ['https://ward.example/terms', 'https://ward.example/terms'],
  ])('%s is called %s', (license, name) => {
    expect(String(Origin({ entry: anEntry({ contentHtml: safe('<p>A.</p>'), license }) }))).toContain(
      `>${name}</a>`,
    );
  });
});

describe('what a page may load', () => {
  it('is nothing but what lies beside it, and pictures from hosts that it names', () => {
    expect(pagePolicy(originsOf(['https://img.example/a.png', 'https://img.example/b.png', 'x']))).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https://img.example; connect-src 'self'; form-action 'self'; base-uri 'none'",
    );
  });

  it('can be said by a header that adds nothing a page needs', () => {
    expect(HEADER_POLICY).toMatch(/^default-src 'none'.*; frame-ancestors 'none'$/);
  });
});
