import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { config, type Newsroom, variedNewsroom } from '../publish/site/newsroom.ts';
import { axeViolations } from '../support/axe.ts';
import { launchBrowser, NOTE_SHIFTS, type Watched, watchedContext } from '../support/browser.ts';
import { type Origin, startOrigin } from '../support/origin.ts';
import { serveFolder } from '../support/static-server.ts';

const BASE = '/mia/';
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let browser: Browser;
let server: Origin;
let pictures: Origin;
let room: Newsroom;
let home: string;

beforeAll(async () => {
  pictures = await startOrigin({ '/i.png': { headers: { 'content-type': 'image/png' }, body: PICTURE } });
  let dir = '';
  server = await serveFolder(() => dir, { base: BASE });
  home = `${server.url}${BASE}`;
  room = await variedNewsroom({ ...config, site: { ...config.site, url: home } }, `${pictures.url}/i.png`);
  dir = room.dir;
  await room.publish();
  browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await Promise.all([server?.close(), pictures?.close(), room?.remove()]);
});

/** Does something in a new window; fails where the page complained, or asked another host than loopback. */
async function inBrowser(
  options: BrowserContextOptions,
  act: (page: Page, watched: Watched) => Promise<void>,
): Promise<void> {
  const watched = await watchedContext(browser, options);
  try {
    await act(await watched.context.newPage(), watched);
    expect(watched.trouble()).toEqual([]);
  } finally {
    await watched.context.close();
  }
}

const pathOfStory = async (part: string): Promise<string> =>
  (await room.files())
    .find((path) => path.startsWith('stories/') && path.includes(part))
    ?.replace('index.html', '') ?? '';

/** A page of each kind. */
const KINDS: [kind: string, path: () => string | Promise<string>][] = [
  ['home', () => ''],
  ['story, an excerpt', () => pathOfStory('-105-abc')],
  ['story, whole', () => pathOfStory('-201-abc')],
  ['story, retracted', () => pathOfStory('-202-abc')],
  ['topic', () => 'topics/heart/'],
  ['topics', () => 'topics/'],
  ['source', () => 'sources/lancet/'],
  ['sources', () => 'sources/'],
  ['archive', () => 'archive/'],
  ['archive page', () => 'archive/1/'],
  ['search', () => 'search/?q=statins'],
  ['feeds', () => 'feeds/'],
  ['about', () => 'about/'],
  ['privacy', () => 'privacy/'],
];

describe('a reader', () => {
  it('goes from home to a topic, a story, a related one, searches by keyboard, and copies the link', async () => {
    await inBrowser({ permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
      await page.goto(home);
      await page.getByRole('link', { name: 'Topics', exact: true }).click();
      await page.getByRole('link', { name: 'Heart & vessels' }).click();
      await page.getByRole('link', { name: 'The whole text of a trial in 162 newborns' }).click();
      await expect
        .poll(() => page.getByRole('heading', { level: 1 }).textContent())
        .toContain('162 newborns');
      await page.locator('.related').getByRole('link', { name: 'Story number 105 on statins' }).click();
      await expect
        .poll(() => page.getByRole('heading', { level: 1 }).textContent())
        .toBe('Story number 105 on statins');

      await page.getByRole('link', { name: 'Search', exact: true }).click();
      await page.locator('#search-words:focus').waitFor();
      await page.keyboard.type('withdrawn');
      await page.getByRole('status').filter({ hasText: '1 story' }).waitFor();
      await page.keyboard.press('Escape');
      expect(await page.getByRole('searchbox').inputValue()).toBe('');
      await page.keyboard.type('newborns trial');
      await page.locator('#results a').first().waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowUp');
      expect(await page.evaluate('document.activeElement.id')).toBe('search-words');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/stories/**');

      await page.getByRole('button', { name: 'Copy link' }).click();
      await page.getByText('The link is copied.').waitFor();
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(page.url());
    });
  }, 60_000);

  it('finds by topic and by evidence, and can pass the search on', async () => {
    await inBrowser({}, async (page) => {
      await page.goto(`${home}search/?q=trial&evidence=preprint`);
      await page.getByRole('status').filter({ hasText: '1 story' }).waitFor();
      await expect.poll(() => page.locator('#results').textContent()).toContain('Retracted');
      await page.getByLabel('Evidence').selectOption('');
      await page.getByRole('status').filter({ hasText: '2 stories' }).waitFor();
      await page.getByLabel('Topic').selectOption('stroke');
      await page.getByRole('status').filter({ hasText: '1 story' }).waitFor();
      expect(page.url()).toBe(`${home}search/?q=trial&topic=stroke`);
    });
  }, 60_000);

  it('who follows an old address of a merged story comes to where it is now', async () => {
    await inBrowser({}, async (page) => {
      await page.goto(home + (await pathOfStory('-204-abc')));
      await page.waitForURL(home + (await pathOfStory('-203-abc')));
    });
  }, 60_000);

  it('can read everything and share by links without JavaScript', async () => {
    await inBrowser({ javaScriptEnabled: false }, async (page) => {
      await page.goto(home);
      await page.locator('.item h3 a').first().click();
      await expect.poll(() => page.getByRole('button', { name: 'Copy link' }).isVisible()).toBe(false);
      await expect.poll(() => page.getByRole('link', { name: 'Mastodon' }).isVisible()).toBe(true);
      await page.goto(`${home}search/`);
      await page.getByText('Searching needs JavaScript').waitFor();
      await page.getByRole('link', { name: 'archive', exact: true }).click();
      await page.getByRole('link', { name: 'Page 1' }).click();
      await expect.poll(() => page.locator('.item').count()).toBe(100);
    });
  }, 60_000);

  it('begins at the content by the keyboard, and sees where the focus is', async () => {
    await inBrowser({}, async (page) => {
      await page.goto(home);
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('Skip to content');
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
      await page.keyboard.press('Enter');
      expect(await page.evaluate('location.hash')).toBe('#content');
    });
  }, 60_000);

  it('gets a story on paper without menus, with the addresses of links', async () => {
    await inBrowser({}, async (page) => {
      await page.goto(home + (await pathOfStory('-201-abc')));
      await page.emulateMedia({ media: 'print' });
      for (const gone of ['.site-header nav', '.share', '.newsletter', '.related'])
        await expect.poll(() => page.locator(gone).isVisible()).toBe(false);
      const after = `getComputedStyle(document.querySelector('.body a'), '::after').content`;
      expect(await page.evaluate(after)).toContain('https://journal.example/more');
    });
  }, 60_000);
});

describe('each kind of page', () => {
  it.each(KINDS)(
    'has no axe violation, light or dark: %s',
    async (_, path) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await inBrowser({ colorScheme }, async (page) => {
          await page.goto(home + (await path()));
          if (page.url().includes('search')) await page.locator('#results a').first().waitFor();
          expect(await axeViolations(page)).toEqual([]);
        });
      }
    },
    60_000,
  );

  it.each(KINDS)(
    'fits a window of 320 pixels, and does not move while it loads: %s',
    async (_, path) => {
      await inBrowser({ viewport: { width: 320, height: 640 } }, async (page) => {
        await page.addInitScript(NOTE_SHIFTS);
        await page.goto(home + (await path()), { waitUntil: 'networkidle' });
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
        expect(await page.evaluate('window.shift')).toBe(0);
      });
    },
    60_000,
  );
});
