import { existsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium as driver,
} from 'playwright-core';

/** Chromium: the one that CHROMIUM_PATH names, else the one that comes with the tests. Close it when done. */
export async function launchBrowser(): Promise<Browser> {
  const named = process.env.CHROMIUM_PATH;
  if (named && !existsSync(named)) throw new Error(`CHROMIUM_PATH names ${named}, which is not there.`);
  return driver.launch({
    executablePath: named || (await chromium.executablePath()),
    args: [...chromium.args.filter((arg) => !UNWANTED.has(arg)), ...QUIET],
    headless: true,
  });
}

/** The lambda build's defaults that hide what the tests look at: policies, and the limits of one origin. */
const UNWANTED = new Set(['--disable-web-security', '--allow-running-insecure-content', '--single-process']);

/** Nothing that a browser does of its own accord. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--no-default-browser-check',
];

export type Watched = {
  context: BrowserContext;
  /** What went wrong since the last call: console errors, page errors, CSP violations, requests that leave loopback. */
  trouble(): string[];
};

/** A context whose every page is watched. Requests to other hosts are noted and refused. */
export async function watchedContext(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Watched> {
  const context = await browser.newContext(options);
  const found: string[] = [];
  await context.route(
    (url) => !LOOPBACK.test(url.hostname),
    async (route) => {
      found.push(`left loopback: ${route.request().url()}`);
      await route.abort();
    },
  );
  context.on('page', (page) => {
    page.on('console', (message) => {
      if (message.type() === 'error') found.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => found.push(`page: ${error.message}`));
  });
  if (options.javaScriptEnabled !== false) await context.addInitScript(REPORT_VIOLATIONS);
  return { context, trouble: () => found.splice(0) };
}

/** Counts in `window.shift` how far what is drawn has moved by itself (Layout Instability API). */
export const NOTE_SHIFTS = `window.shift = 0;
new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shift += entry.value; })
  .observe({ type: 'layout-shift', buffered: true });`;

const REPORT_VIOLATIONS = `addEventListener('securitypolicyviolation', (event) =>
  console.error('CSP violation:', event.violatedDirective, event.blockedURI))`;

const LOOPBACK = /^(127(\.\d+){3}|localhost)$/;
