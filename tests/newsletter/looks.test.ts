import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { renderDigest } from '../../src/newsletter/mail/render.ts';
import { launchBrowser, watchedContext } from '../support/browser.ts';
import { LINKS, sampleDigest } from './sample-digest.ts';

/** With SCREENSHOTS=1 what the browser shows is kept for docs/screenshots/. */
const FOLDER = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
}, 60_000);
afterAll(() => browser?.close());

const CASES = [320, 700].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);

it.each(CASES)(
  'is readable at $width px, $colorScheme',
  { timeout: 60_000 },
  async ({ width, colorScheme }) => {
    const { context, trouble } = await watchedContext(browser, {
      viewport: { width, height: 900 },
      colorScheme,
    });
    const page = await context.newPage();
    await page.setContent(renderDigest(sampleDigest())(LINKS).html);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(await page.evaluate(LEAST_CONTRAST)).toBeGreaterThanOrEqual(4.5);
    expect(trouble()).toEqual([]);
    if (process.env.SCREENSHOTS) {
      mkdirSync(FOLDER, { recursive: true });
      const shot = await page.screenshot({ fullPage: true, type: 'jpeg', quality: 64 });
      writeFileSync(`${FOLDER}mail-${width}-${colorScheme}.jpg`, shot);
      expect(shot.length).toBeLessThan(150_000);
    }
    await context.close();
  },
);

/** The lowest contrast (WCAG 2.2) between a text and what is behind it. */
const LEAST_CONTRAST = `(() => {
  const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => [r, g, b]
    .map((c) => c / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const color = numbers(getComputedStyle(each).backgroundColor);
      if (color.length < 4 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const texts = [...document.querySelectorAll('p, h1, h2, h3, a')].filter((each) => each.textContent.trim() && each.getClientRects().length);
  return Math.min(...texts.map((each) => {
    const [one, other] = [luminance(numbers(getComputedStyle(each).color)), luminance(behind(each))].sort((a, b) => b - a);
    return (one + 0.05) / (other + 0.05);
  }));
})()`;
