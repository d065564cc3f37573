import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publish } from '../../src/publish/publish.ts';
import { openStore } from '../../src/store/lowdb/open.ts';
import { loadTopicLabels } from '../../src/stories/topic-labels.ts';
import { config } from '../publish/site/newsroom.ts';
import { type Served, served } from '../server/support.ts';
import { article, articleId, story, storyId } from '../store/samples.ts';
import { axeViolations } from '../support/axe.ts';
import { launchBrowser, NOTE_SHIFTS, watchedContext } from '../support/browser.ts';

// What is otherwise where our own server answers than where a static host does, of which site.test.ts tells.

const COUNT = 70;
const now = () => new Date('2026-08-01T12:00:00Z');

let browser: Browser;
let server: Served;
let search: string;

beforeAll(async () => {
  server = await served({}, { site: config.site, config });
  const store = await openStore(server.dataDir, { now, random: Math.random, mode: 'write' });
  if (!store.ok) throw new Error(store.error.message);
  for (let n = 1; n <= COUNT; n += 1) {
    const lead = article(articleId(n), {
      sourceId: 'lancet',
      storyId: storyId(n),
      title: n === 1 ? 'The oldest of all, on leeches' : `Report ${n} on statins`,
      summary: `About number${n}.`,
    });
    const path = `stories/2026/02/report-${n}/`;
    const evidence = { design: 'cohort', subjects: null, sample: null, status: null, because: {} } as const;
    const told = story(storyId(n), {
      path,
      articleIds: [lead.id],
      topics: n % 2 ? ['heart'] : ['stroke'],
      evidence: n === 7 ? evidence : null,
      seq: null,
    });
    await store.value.commit({ articles: [lead], stories: [told] });
  }
  const { outputDir } = server;
  const published = await publish(store.value, config, {
    outputDir,
    now,
    topicLabels: await loadTopicLabels(),
  });
  if (!published.ok) throw new Error(published.error.message);
  await store.value.close();
  // As if all of them were older than the newest stories, which alone a browser could search by itself.
  await writeFile(join(outputDir, 'site/search.json'), '{"blocks":[]}\n');
  await server.serving.refreshed();
  search = `${server.url}mia/search/`;
  browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Fails where the page complains, asks elsewhere, or moves. */
async function inBrowser(act: (page: Page, asked: () => string[]) => Promise<void>, trouble: string[] = []) {
  const watched = await watchedContext(browser, { viewport: { width: 390, height: 844 } });
  try {
    const page = await watched.context.newPage();
    await page.addInitScript(NOTE_SHIFTS);
    const asked: string[] = [];
    page.on('request', (request) => {
      const { pathname, search } = new URL(request.url());
      if (/\/api\/|\/site\//.test(pathname)) asked.push(pathname + search);
    });
    await act(page, () => asked.splice(0));
    expect(await page.evaluate('window.shift')).toBe(0);
    expect(watched.trouble()).toEqual(trouble);
  } finally {
    await watched.context.close();
  }
}

const status = (page: Page, text: string | RegExp) =>
  page.getByRole('status').filter({ hasText: text }).waitFor();

it('asks the server, over everything, once for what somebody types, by keyboard alone', async () => {
  await inBrowser(async (page, asked) => {
    await page.clock.install();
    await page.goto(search);
    await page.locator('#search-words:focus').waitFor();
    // However slow the machine: all of it is typed within a moment of the page's own time.
    await page.clock.pauseAt(Date.now() + 60_000);
    await page.keyboard.type('oldest leech');
    await page.clock.resume();
    await status(page, /^1 story$/);
    expect(asked()).toEqual(['/mia/site/search.json', '/mia/api/stories?q=oldest+leech&limit=50']);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${server.url}mia/stories/2026/02/report-1/`);
    await expect
      .poll(() => page.getByRole('heading', { level: 1 }).textContent())
      .toBe('The oldest of all, on leeches');
  });
}, 60_000);

it('shows more of them, the newest first, and goes on reading where they begin', async () => {
  await inBrowser(async (page) => {
    await page.goto(`${search}?q=statins`);
    await status(page, /^The first 50 stories$/);
    await expect.poll(() => page.locator('#results a').first().textContent()).toBe('Report 70 on statins');
    expect(await axeViolations(page)).toEqual([]);
    const more = page.getByRole('button', { name: 'Show more' });
    await more.focus();
    await page.keyboard.press('Enter');
    await status(page, /^69 stories$/);
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Report 20 on statins');
    expect(await more.count()).toBe(0);
    await expect.poll(() => page.locator('#results li h2').count()).toBe(69);
  });
}, 60_000);

it('asks by topic and evidence, with words and without', async () => {
  await inBrowser(async (page, asked) => {
    await page.goto(search);
    await page.getByLabel('Evidence').selectOption('Cohort');
    await status(page, /^1 story$/);
    await expect
      .poll(() => page.locator('#results').textContent())
      .toMatch(/Report 7 on statins.*The Lancet.*Cohort/);
    await page.getByLabel('Topic').selectOption('stroke');
    await status(page, /^No story fits$/);
    await expect.poll(() => page.locator('#results a').allTextContents()).toEqual(['topics', 'archive']);
    await page.getByLabel('Evidence').selectOption('');
    await status(page, /^35 stories$/);
    expect(page.url()).toBe(`${search}?topic=stroke`);
    expect(asked().at(-1)).toBe('/mia/api/stories?topic=stroke&limit=50');
  });
}, 60_000);

it('never shows the answer to an earlier question after that to a later one', async () => {
  await inBrowser(async (page) => {
    const held: Route[] = [];
    await page.route(/stories\?q=statins/, (route) => {
      held.push(route);
    });
    await page.goto(`${search}?q=statins`);
    await expect.poll(() => held.length).toBe(1);
    await status(page, 'Searching…');
    await page.getByRole('searchbox').fill('leeches');
    await status(page, /^1 story$/);
    await Promise.all(held.map((route) => route.continue().catch(() => {})));
    await page.waitForTimeout(200);
    await expect
      .poll(() => page.locator('#results a').allTextContents())
      .toEqual(['The oldest of all, on leeches']);
  });
}, 60_000);

it('looks through the newest stories itself where the server cannot answer', async () => {
  await inBrowser(
    async (page, asked) => {
      await page.route(/\/site\/search\.json/, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, json: { blocks: [1] } });
      });
      await page.route(/\/api\//, (route) => route.fulfill({ status: 503, body: '{}' }));
      await page.goto(`${search}?q=leeches`);
      await status(page, /^1 story$/);
      expect(asked()).toEqual([
        '/mia/site/search.json',
        '/mia/api/stories?q=leeches&limit=50',
        '/mia/site/search/1.json',
      ]);
    },
    ['console: Failed to load resource: the server responded with a status of 503 (Service Unavailable)'],
  );
}, 60_000);

it.each(['feed.atom', 'feed.rss', 'topics/stroke.atom'])(
  'shows %s as a page',
  async (path) => {
    await inBrowser(async (page) => {
      await page.goto(`${server.url}mia/${path}`);
      const style = (of: string) => page.evaluate(`getComputedStyle(document.${of}`);
      // Pages of XML are loaded before their styles are.
      await expect
        .poll(() => style('documentElement, "::before").content'), { timeout: 20_000 })
        .toContain('This is a feed.');
      expect(await style('querySelector("entry > title, item > title")).fontWeight')).toBe('600');
      expect(await style('querySelector("entry > link, item > link")).display')).toBe('none');
    });
  },
  60_000,
);
