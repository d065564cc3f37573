import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ParsedMail } from 'mailparser';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type PeopleService, peopleService } from '../../src/cli/newsletter/people-service.ts';
import { DAY_MS } from '../../src/core/instant.ts';
import { addressKey } from '../../src/newsletter/address.ts';
import { mailLinks } from '../../src/newsletter/links.ts';
import { transportFor } from '../../src/newsletter/smtp/open.ts';
import type { Transport } from '../../src/newsletter/smtp/transport.ts';
import { ASSETS } from '../../src/publish/site/assets.ts';
import { renderPage } from '../../src/publish/site/layout.tsx';
import { NewsletterBox } from '../../src/publish/site/newsletter-box.tsx';
import { createApp } from '../../src/server/app.ts';
import { openFiles } from '../../src/server/files.ts';
import { type Listening, listen } from '../../src/server/listen.ts';
import { staticSite } from '../../src/server/static.ts';
import { axeViolations } from '../support/axe.ts';
import { launchBrowser, watchedContext } from '../support/browser.ts';
import { type Inbox, startInbox } from '../support/inbox.ts';
import { at, type People, people, SECRET, SETTINGS, SITE } from './support.ts';

let browser: Browser;
let place: People;
let server: Listening;
let service: PeopleService;
let inbox: Inbox;
let transport: Transport;
const site = { ...SITE };

beforeAll(async () => {
  browser = await launchBrowser();
}, 60_000);
afterAll(() => browser.close());
beforeEach(async () => {
  place = await people();
  inbox = await startInbox();
  const opened = await transportFor({ ...SETTINGS, smtpUrl: inbox.url, requireTls: false }, place.now);
  if (!opened.ok) throw new Error(opened.error);
  transport = opened.value;
});
afterEach(async () => {
  await service.stop();
  await server.close();
  transport.close();
  await inbox.close();
  await place.remove();
});

/** The site as it is served, with a page that has the box. */
async function startSite(settings = SETTINGS) {
  const output = join(place.dir, 'output');
  await mkdir(join(output, 'assets'), { recursive: true });
  const page = { path: '', title: 'Home', description: '', isPublic: true };
  await writeFile(join(output, 'index.html'), renderPage(site, page, NewsletterBox({ site, settings })));
  for (const { path, bytes } of Object.values(ASSETS)) await writeFile(join(output, path), bytes);
  const log = { live: false, info: () => undefined, problem: () => undefined, redraw: () => undefined };
  const config = { site } as Parameters<typeof peopleService>[0]['config'];
  service = await peopleService({ config, settings, people: place, sendMail: transport.send, log });
  const files = staticSite(openFiles({ outputDir: output, site }), '/');
  const app = createApp({
    site: files,
    own: [],
    trustProxy: false,
    routes: service.routes,
    onError: (error) => Promise.reject(error),
  });
  const served = await listen({ host: '127.0.0.1', port: 0 }, { app, site: files, basePath: '/' });
  if (!served.ok) throw new Error(served.error.message);
  server = served.value;
  site.url = server.url.endsWith('/') ? server.url : `${server.url}/`;
}

/** The next mail that comes, and the link in it. */
async function nextMail(count: number): Promise<{ mail: ParsedMail; link: string }> {
  await expect.poll(() => inbox.received.length, { timeout: 40_000 }).toBe(count);
  const mail = inbox.received[count - 1]?.mail;
  if (!mail) throw new Error('no mail');
  return { mail, link: /http:\/\/\S+/.exec(mail.text ?? '')?.[0] ?? '' };
}

describe.each<[name: string, options: BrowserContextOptions]>([
  ['without scripts', { javaScriptEnabled: false }],
  ['with scripts', { viewport: { width: 320, height: 700 } }],
])('a reader %s', (_, options) => {
  it('goes from the box to the inbox, confirms, changes, unsubscribes, comes back and is forgotten', async () => {
    await startSite();
    const { context, trouble } = await watchedContext(browser, options);
    const page = await context.newPage();
    await page.goto(site.url);
    await page.getByLabel('E-mail address').fill('Мария.o’x@bücher.example'.replace('’', "'"));
    await page.getByRole('radio', { name: 'Daily' }).check({ force: true });
    await page.getByRole('button', { name: 'Subscribe' }).click();
    await expect
      .poll(() => page.getByRole('heading', { level: 1 }).textContent())
      .toBe('Please look into your inbox');

    const { mail, link } = await nextMail(1);
    expect(addressKey([mail.to].flat()[0]?.value[0]?.address ?? '')).toBe("мария.o'x@xn--bcher-kva.example");
    expect(mail.html).toContain(link.replace('&', '&amp;'));
    await page.goto(link);
    await page.getByRole('button', { name: 'Confirm' }).click();
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe('You are subscribed');
    const reader = await at(place, "Мария.o'x@xn--bcher-kva.example");
    expect(reader).toMatchObject({ choice: { frequency: 'daily' }, stopped: null });
    const id = reader?.id ?? '';
    const links = mailLinks(id, { site, secret: SECRET });

    await page.goto(links.preferences);
    await page.getByRole('radio', { name: 'Weekly' }).check({ force: true });
    await page.getByLabel('Day, if weekly').selectOption('Friday');
    const dermatology = page.getByRole('checkbox', { name: 'Dermatology' });
    const fold = page.getByText('All, or only those that I choose');
    await expect.poll(() => dermatology.isVisible()).toBe(false);
    await fold.click();
    await dermatology.check({ force: true });
    await fold.click();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => dermatology.isVisible()).toBe(true);
    await expect.poll(() => dermatology.isChecked()).toBe(true);
    await expect
      .poll(() => page.getByRole('status').textContent())
      .toContain('every Friday at 08:00 (UTC); only Dermatology');

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('newsletter-data.json');

    const click = await fetch(links.oneClick, {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
      redirect: 'error',
    });
    expect(click.status).toBe(200);
    await page.goto(links.preferences);
    await page.getByRole('button', { name: 'Subscribe again' }).click();
    expect((await place.store.get('subscribers', id))?.stopped).toBeNull();

    await page.getByLabel(/Delete my address/).check({ force: true });
    await page.getByRole('button', { name: 'Erase' }).click();
    await expect
      .poll(() => page.getByRole('heading', { level: 1 }).textContent())
      .toBe('Everything is erased');
    expect(await place.onDisk()).not.toMatch(/bücher|xn--bcher/);

    expect(await context.cookies()).toEqual([]);
    expect(trouble()).toEqual([]);
    const sideways = await page
      .evaluate('document.documentElement.scrollWidth > innerWidth')
      .catch(() => false);
    expect(sideways).toBe(false);
    await context.close();
  }, 60_000);

  it('is told beside the field what is wrong, and finds what was typed', async () => {
    await startSite();
    const { context, trouble } = await watchedContext(browser, options);
    const page = await context.newPage();
    await page.goto(`${site.url}newsletter`);
    await page.getByLabel('E-mail address').fill('mia@localhost');
    await page.getByRole('radio', { name: 'As it happens' }).check({ force: true });
    await page.getByRole('button', { name: 'Subscribe' }).click();
    const field = page.getByLabel('E-mail address');
    expect(await field.inputValue()).toBe('mia@localhost');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    const told = await page.locator('#newsletter-email-fault').textContent();
    expect(told).toBe('The part after the @ is not the name of a mail server.');
    await expect.poll(() => page.getByRole('radio', { name: 'As it happens' }).isChecked()).toBe(true);
    expect(trouble().filter((each) => !each.includes('422'))).toEqual([]);
    await context.close();
  }, 60_000);
});

it.each(['light', 'dark'] as const)(
  'each page fits 320 pixels and has no axe violation (%s)',
  async (colorScheme) => {
    await startSite();
    const { context } = await watchedContext(browser, { colorScheme, viewport: { width: 320, height: 640 } });
    const page = await context.newPage();
    const look = async () => {
      expect([page.url(), await axeViolations(page)]).toEqual([page.url(), []]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    };
    await page.goto(`${site.url}newsletter`);
    await look();
    const button = await page.getByRole('button', { name: 'Subscribe' }).boundingBox();
    expect(button?.y).toBeLessThan(1300);
    await page.getByText('All, or only those that I choose').click();
    await look();
    await page.getByRole('button', { name: 'Subscribe' }).click();
    await page.locator('#newsletter-email-fault').waitFor();
    await look();
    await page.getByLabel('E-mail address').fill(`${'long.'.repeat(12)}x@${'name.'.repeat(30)}example.org`);
    place.pass(5000);
    await page.getByRole('button', { name: 'Subscribe' }).click();
    await page.getByRole('heading', { name: 'Please look into your inbox' }).waitFor();
    await look();
    const { link } = await nextMail(1);
    await page.goto(link);
    await look();
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('heading', { name: 'You are subscribed' }).waitFor();
    await look();
    const ids: string[] = [];
    for await (const [id] of place.store.all('subscribers')) ids.push(id);
    const { preferences, unsubscribe } = mailLinks(ids[0] ?? '', { site, secret: SECRET });
    for (const each of [preferences, unsubscribe]) {
      await page.goto(each);
      await look();
    }
    await context.close();
  },
  90_000,
);

it('a scanner that opens every link of a mail, in a browser with scripts, confirms and unsubscribes nobody', async () => {
  await startSite();
  await fetch(`${site.url}newsletter`, {
    method: 'POST',
    body: new URLSearchParams({ email: 'mia@example.org', frequency: 'daily' }),
  });
  const { mail } = await nextMail(1);
  const { context } = await watchedContext(browser);
  const page = await context.newPage();
  const { id } = (await at(place, 'mia@example.org')) ?? { id: '' };
  const { preferences, unsubscribe } = mailLinks(id, { site, secret: SECRET });
  const inMail = [...(mail.html || '').matchAll(/href="([^"]+)"/g)].map(([, href]) => href ?? '');
  for (const link of [...inMail, preferences, unsubscribe]) {
    await page.goto(link);
    await page.waitForLoadState('networkidle');
  }
  expect(await at(place, 'mia@example.org')).toMatchObject({ consent: null, stopped: null });
  await context.close();
}, 60_000);

it('a browser proves its work where the site asks for it', async () => {
  await startSite({ ...SETTINGS, proofOfWork: true });
  const { context, trouble } = await watchedContext(browser);
  const page = await context.newPage();
  await page.goto(`${site.url}newsletter`);
  await page.getByLabel('E-mail address').fill('mia@example.org');
  place.pass(5000);
  await page.getByRole('button', { name: 'Subscribe' }).click();
  await page.getByRole('heading', { name: 'Please look into your inbox' }).waitFor({ timeout: 45_000 });
  await nextMail(1);
  expect(trouble()).toEqual([]);
  await context.close();
}, 60_000);

it('the service deletes once a day what nobody confirmed', async () => {
  await startSite();
  await fetch(`${site.url}newsletter`, {
    method: 'POST',
    body: new URLSearchParams({ email: 'mia@example.org' }),
  });
  await nextMail(1);
  await service.tick();
  place.pass(7 * DAY_MS);
  await service.tick();
  expect(await at(place, 'mia@example.org')).toBeNull();
});

it('waits once for what is under way, however often it is told to end', async () => {
  await startSite();
  expect(service.settle()).toBe(service.settle());
});
