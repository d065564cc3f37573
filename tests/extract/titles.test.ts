import { describe, expect, test } from 'vitest';
import { extractArticle } from '../../src/extract/extract-article.ts';

const PROSE = `<p>${'The trial followed nine hundred people for two years, and most of them slept better. '.repeat(4)}</p>`;
const read = (head: string, body: string, bodyClass = '') =>
  extractArticle(
    `<html><head>${head}</head><body class="${bodyClass}"><div class="article-body">${body}</div></body></html>`,
    { url: 'https://www.example-news.test/1' },
  );
const og = (name: string, content: string): string => `<meta property="og:${name}" content="${content}">`;

describe('a title', () => {
  test.each([
    [
      'is the heading where the menu has a shorter word for the page',
      '<meta name="dcterms.title" content="Sleep">',
      '<h1>Why sleep matters after surgery</h1>',
      '',
      'Why sleep matters after surgery',
    ],
    [
      'keeps a kicker that JSON-LD states together with the site’s name',
      `${og('site_name', 'Example News')}<script type="application/ld+json">{"@type":"NewsArticle","headline":"Sleep research: Pills beat placebo in a trial - Example News"}</script>`,
      '<h1><span class="kicker">Sleep research</span> Pills beat placebo in a trial</h1>',
      '',
      'Sleep research: Pills beat placebo in a trial',
    ],
    [
      'is found where the whole body is named after its sidebar',
      og('title', 'Pills do better than placebo'),
      '<h1>Pills do better than placebo in a trial of sleep</h1>',
      'layout-right-sidebar',
      'Pills do better than placebo in a trial of sleep',
    ],
    [
      'is what JSON-LD and Open Graph both say',
      `${og('title', 'A blood pressure pill works in older people')}<script type="application/ld+json">{"@type":"NewsArticle","headline":"A blood pressure pill works in older people"}</script>`,
      '<h1>A blood pressure pill works in old people, too</h1>',
      '',
      'A blood pressure pill works in older people',
    ],
    [
      'keeps the kicker of a heading that Open Graph states to the letter',
      og('title', 'Sleep research: Pills beat placebo in a trial'),
      '<h1><span class="kicker">Sleep research:</span> Pills beat placebo in a trial</h1>',
      '',
      'Sleep research: Pills beat placebo in a trial',
    ],
    [
      'is the heading that the document is called by',
      `<title>What pills do for sleep | Example News</title>${og('site_name', 'Example News')}${og('title', 'Counting sheep')}`,
      '<h1>What pills do for sleep</h1>',
      '',
      'What pills do for sleep',
    ],
    [
      'is said once where it is repeated for other screens',
      og('title', 'Pills do better than placebo, a trial says'),
      '<h1><span>Pills do better than placebo</span> <span>Pills do better than placebo</span></h1>',
      '',
      'Pills do better than placebo',
    ],
    [
      'goes without the site’s name where no space parts them',
      `${og('site_name', '睡眠研究日誌')}${og('title', '睡眠薬の効果を調べた「試験」:睡眠研究日誌')}`,
      '',
      '',
      '睡眠薬の効果を調べた「試験」',
    ],
    [
      'has the marks that readers are shown where JSON-LD has others',
      `${og('title', 'Nuclear power: Towers blown up')}<script type="application/ld+json">{"@type":"NewsArticle","headline":"Nuclear power - Towers blown up"}</script>`,
      '<h1>Towers blown up</h1>',
      '',
      'Nuclear power: Towers blown up',
    ],
    [
      'is not a heading that leads to the front page',
      '<title>Pills do better than placebo, a trial by Example Health finds</title>',
      '<h1><a href="/">Example Health</a></h1>',
      '',
      'Pills do better than placebo, a trial by Example Health finds',
    ],
    [
      'may be a heading that leads to the article',
      '<title>Pills do better in a trial than placebo | Example Health</title>',
      '<h1><a href="/2026/pills">Pills do better than placebo</a></h1>',
      '',
      'Pills do better than placebo',
    ],
    [
      'is not the site’s name in a heading',
      `${og('site_name', 'Example Health News')}${og('title', 'Pills do better than placebo | Example Health News')}`,
      '<h1>Example Health News</h1>',
      '',
      'Pills do better than placebo',
    ],
    [
      'is what a lower heading shows below its kicker where the breadcrumbs have the h1 for search engines',
      `${og('title', 'Sleepless no more')}<script type="application/ld+json">{"@type":"NewsArticle","headline":"Sleep pills beat placebo"}</script>`,
      '<nav><h1>Sleep pills beat placebo</h1></nav><h2><span>Sleep research</span> <span>Sleepless no more</span></h2>',
      '',
      'Sleepless no more',
    ],
    [
      'stays JSON-LD’s where a lower heading shows that',
      `${og('title', 'Sleepless no more')}<script type="application/ld+json">{"@type":"NewsArticle","headline":"Pills help sleepers"}</script>`,
      '<nav><h1>Sleep pills beat placebo</h1></nav><h2>Pills help sleepers</h2>',
      '',
      'Pills help sleepers',
    ],
    [
      'goes without a kicker that a hidden mark sets off',
      og('title', 'Sleep research: Pills beat placebo in a trial'),
      '<h1><span class="line">Sleep research</span><span class="visually-hidden">: </span>Pills beat placebo in a trial</h1>',
      '',
      'Pills beat placebo in a trial',
    ],
    [
      'goes without the section that stands before the site’s name',
      `${og('title', 'Pills beat placebo in a trial-HealthㅣExample News')}${og('site_name', 'Example News')}<meta property="article:section" content="Health">`,
      '',
      '',
      'Pills beat placebo in a trial',
    ],
    [
      'is a diary’s entry, not its name',
      '<title>Notes of the night - Why pills beat placebo</title>',
      '<h1>Notes of the night</h1><h3><a href="/1#p1">+</a> Why pills beat placebo</h3>',
      '',
      '+ Why pills beat placebo',
    ],
    [
      'has its second line with it',
      og('title', 'Sleep meeting 2026'),
      '<h1>Events</h1><h2>Sleep meeting 2026<br>Pills, placebo and prevention</h2>',
      '',
      'Sleep meeting 2026 Pills, placebo and prevention',
    ],
    [
      'is not the heading of one of several sections',
      '<title>An overview of sleep</title>',
      '<h1>Of pills</h1><p>More.</p><h1>Sleep and placebo, an overview</h1>',
      '',
      'An overview of sleep',
    ],
  ])('%s', (_, head, heading, bodyClass, expected) => {
    expect(read(head, heading + PROSE + PROSE, bodyClass).title).toBe(expected);
  });
});

describe('a site’s name', () => {
  const published = (name: string): string =>
    `<script type="application/ld+json">{"@type":"NewsArticle","headline":"A","publisher":{"name":"${name}"}}</script>`;
  test.each([
    ['goes without a claim', 'Example - What happens now', 'Example', 'Example'],
    ['goes without a legal form', 'Example Inc', 'Example', 'Example'],
    ['keeps a legal form that nobody leaves out', 'Example Inc', 'Example Inc', 'Example Inc'],
    [
      'keeps a claim that the publisher has as well',
      'Example - What happens now',
      'Example - What happens now',
      'Example - What happens now',
    ],
    [
      'is written out where it is but initials',
      'ENT',
      'The Example News Tribune',
      'The Example News Tribune',
    ],
    ['keeps the words that make it another name', 'Example Health', 'Example', 'Example Health'],
  ])('%s', (_, siteName, publisher, expected) => {
    expect(read(og('site_name', siteName) + published(publisher), PROSE).siteName).toBe(expected);
  });

  test('is its host’s where nothing else is said', () => {
    expect(read('', PROSE).siteName).toBe('example-news.test');
  });

  test('is that of the publication on a platform, where the document’s title says so', () => {
    const head = `<title>Why sleep matters | Night Notes</title>${og('site_name', 'Platform')}`;
    expect(read(head + published('Night Notes'), PROSE).siteName).toBe('Night Notes');
  });
});

describe('a text', () => {
  test.each([
    ['begins with a short greeting', `<p>Hi everyone! 👋</p>${PROSE}${PROSE}`, 'Hi everyone! 👋'],
    [
      'holds captions that stand outside of a table',
      `${PROSE}<p><caption>The small phone costs less than half, and lasts for a day.</caption></p>${PROSE}`,
      'The small phone costs less than half',
    ],
    [
      'keeps a call that is part of a sentence',
      `<p><b>We report on sleep. </b><a href="/us"><b>Follow us</b></a><b> to stay up to date on trials, and on what they mean.</b></p>${PROSE}${PROSE}`,
      'Follow us to stay up to date',
    ],
    [
      'joins a first letter that stands in a block of its own',
      `<span>T</span><p>${'urkey and nine other countries took part, the researchers said, and more are to follow soon. '.repeat(3)}</p>${PROSE}`,
      'Turkey and nine',
    ],
    [
      'begins with what the picture at its head shows',
      `<figure><img src="/a.jpg"><figcaption>A pill in a hand <span class="meta">(Photo: A. Doe)</span></figcaption></figure>${PROSE}${PROSE}`,
      'A pill in a hand (Photo: A. Doe)\n\nThe trial',
    ],
    ['shows dashes that are escaped twice', `<p>&amp;#151; ${PROSE.slice(3)}${PROSE}`, '—'],
    [
      'is found in a layout that is named after its sidebar',
      `<div class="sidebar-grid"><div class="sidebar-grid__container"><p>Below the layout’s name, the researchers found more to say, and they said it.</p>${PROSE}</div></div>`,
      'Below the layout’s name',
    ],
  ])('%s', (_, body, expected) => {
    expect(read('', body).text).toContain(expected);
  });

  test('leaves out what pictures within it show, and a gallery’s further ones at its head', () => {
    const picture = (words: string): string =>
      `<figure><img src="/a.jpg"><figcaption>${words}</figcaption></figure>`;
    const { text, summary } = read('', picture('One.') + picture('Two.') + PROSE + picture('Three.') + PROSE);
    expect(text?.split('\n\n').map((line) => line.slice(0, 9))).toEqual(['One.', 'The trial', 'The trial']);
    expect(summary).toMatch(/^The trial/);
  });

  test('ends where an endless page puts the next article', () => {
    const article = (title: string, words: string): string =>
      `<article><h1>${title}</h1>${`<p>${words}</p>`.repeat(9)}</article>`;
    const html = `<main>${article('Sleep pills', 'The trial followed nine hundred people for two years, and most of them slept better, the authors say.')}${article('Football', 'The match was won in the last minute, and the crowd went home happy, singing all the way to the bus.')}</main>`;
    expect(extractArticle(html, { url: 'https://news.example/1' }).text).not.toContain('match');
  });

  test('takes for no dek what the site says of itself on every page', () => {
    const dek = (words: string) =>
      extractArticle(
        `<html><head>${og('site_name', 'SleepRxiv')}${og('description', words)}</head><body><article>${PROSE.repeat(5)}</article></body></html>`,
        { url: 'https://news.example/1' },
      ).dek;
    expect(dek('SleepRxiv - the preprint server for sleep, operated by sleepers for sleepers')).toBeNull();
    expect(dek('SleepRxiv shows preprints on sleep sooner, a study says.')).toContain('sooner');
  });

  test('takes a standfirst from a wrapper that is named so', () => {
    const standfirst = 'Pills did better than placebo in nine hundred people, a trial says.';
    const links = '<ul><li><a href="/2">Another piece of news of this day</a></li></ul>'.repeat(20);
    const html = `<html><head>${og('description', 'What a new study of sleep found out about the most common of the pills.')}</head><body><div><div class="article-intro"><div><p>${standfirst}</p></div></div>${links}</div><div class="article-body">${PROSE.repeat(5)}</div></body></html>`;
    expect(extractArticle(html, { url: 'https://news.example/1' }).text).toContain(standfirst);
  });
});
