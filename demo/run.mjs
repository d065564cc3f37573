// Shows Mia's Feed at work without any internet: invented outlets on this machine, the real program reading them.
import { execFile, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startMailbox } from './mailbox.mjs';
import { startOrigins } from './origin.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const DATA = join(ROOT, 'data', 'demo');
const OUTPUT = join(ROOT, 'output', 'demo');
const CONFIG = join(DATA, 'sources.json');
const STEP_SECONDS = 4;

const seconds = lengthAsked();
const startedAt = Date.now();
const ended = new AbortController();
process.on('SIGINT', () => ended.abort());
process.on('SIGTERM', () => ended.abort());
setTimeout(() => ended.abort(), seconds * 1000).unref();

const INBOX = join(DATA, 'inbox');
const NEWSLETTER = 'a reader waits for the newsletter';
const told = new Set();
let failed = false;
prepareFolders();
const origins = await startOrigins();
const mailbox = await startMailbox(INBOX, tellMail);
const address = `http://127.0.0.1:${await freePort()}/`;
writeConfig(origins.outlets);
introduce(origins.outlets);
await refreshAndTell();
await signUpReader();
const site = startSite();
while (!ended.signal.aborted) {
  await pause(STEP_SECONDS * 1000, null, { signal: ended.signal }).catch(() => {});
  if (ended.signal.aborted) break;
  const item = origins.publishNext(new Date());
  if (!item) continue;
  say(`${item.outlet} publishes “${item.title}”.`);
  await refreshAndTell();
}
await site.stop();
await sumUp();
origins.close();
await mailbox.close();
process.exitCode = failed ? 1 : 0;

function lengthAsked() {
  try {
    const { values } = parseArgs({ options: { for: { type: 'string', default: '60' } } });
    const length = Number(values.for);
    if (length > 0 && length <= 86_400) return length;
  } catch {}
  console.error('Usage: npm run demo -- --for SECONDS   (1 to 86400; default 60)');
  process.exit(2);
}

function prepareFolders() {
  for (const folder of [DATA, OUTPUT]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
}

function writeConfig(outlets) {
  const config = {
    site: { title: 'Mia’s Feed (demo)', description: 'Invented news', url: address, language: 'en' },
    network: { allowPrivate: ['127.0.0.0/8'], perHostDelaySeconds: 0.1, pagesDeadlineSeconds: 10 },
    newsletter: {
      from: 'Mia’s Feed (demo) <mia@feed.example>',
      postalAddress: 'Mia’s Feed, 1 Invented Street, Northfield',
      smtpUrl: mailbox.url,
      requireTls: false,
    },
    sources: outlets.map(({ id, name, base, trouble, topics }) => ({
      id,
      name,
      url: `${base}/${trouble === 'moved' ? 'old-feed' : 'feed'}`,
      ...(topics && { topics }),
    })),
  };
  writeFileSync(CONFIG, `${JSON.stringify(config, null, 2)}\n`);
}

/** A port that nobody uses at the moment. */
async function freePort() {
  const server = createServer();
  const port = await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server.address().port));
  });
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A first reader of the newsletter, who gets news as it happens. */
async function signUpReader() {
  const file = join(DATA, 'readers.csv');
  writeFileSync(file, 'email,frequency,weekday,hour,timezone,topics\nreader@example.org,instant,,,UTC,\n');
  const { code, stderr } = await cli('newsletter', 'import', file, '--confirmed-by', 'Invented for the demo');
  if (code === 0) told.add(NEWSLETTER);
  else say(`The newsletter's first reader could not be signed up: ${stderr.trim()}`);
}

/** The program as it stays: serves the website and sends the newsletter. */
function startSite() {
  const server = spawn(process.execPath, argumentsFor('start', '--listen', new URL(address).host), {
    stdio: 'ignore',
  });
  const exited = new Promise((resolve) => server.once('exit', resolve));
  say(`The website is at ${address} – open it in a browser; sign up for the newsletter there, if you like.`);
  return {
    stop: () => {
      server.kill('SIGTERM');
      return exited;
    },
  };
}

/** Mails that arrive; in a confirmation's case with its link. */
function tellMail({ to, subject, text, file }) {
  const link = text?.match(/https?:\S+confirm\?token=\S+/)?.[0];
  say(`  Mail to ${to}: “${subject}” (${relative(ROOT, file)})${link ? `\n         ${link}` : ''}`);
}

function introduce(outlets) {
  console.log(
    `Mia's Feed, demo: ${outlets.length} invented outlets run on this machine; nothing leaves it.\n`,
  );
  const habits = {
    moved: 'has moved for good (301)',
    'rate-limited': 'asks to be left alone for a while (429)',
    broken: 'answers with a sign-in page instead of a feed',
  };
  for (const { name, format, trouble, base } of outlets)
    console.log(
      `  ${name.padEnd(34)} ${base.padEnd(26)} ${habits[trouble] ?? `${format.toUpperCase()} feed`}`,
    );
  console.log(
    `\nEvery ${STEP_SECONDS} seconds something new is published, and "mias-feed refresh" reads it.`,
  );
  console.log(`This ends after ${seconds} seconds, or on Ctrl-C.\n`);
}

/**
 * One pass of the real program. `--force`, because nobody wants to wait an hour between two of them. Where the website's
 * own is still running, it is tried again.
 */
async function refreshAndTell() {
  const { stdout, stderr, code } = await cli('refresh', '--force', '--json');
  let report;
  try {
    report = JSON.parse(stdout);
  } catch {
    if (!ended.signal.aborted) {
      failed = true;
      say(`The refresh failed (exit code ${code}): ${stderr.trim()}`);
      ended.abort();
    }
    return;
  }
  if (report.sources.every(({ reason }) => reason === 'another refresh is running')) {
    await pause(1000, null, { signal: ended.signal }).catch(() => {});
    if (!ended.signal.aborted) await refreshAndTell();
    return;
  }
  say(`refresh: ${inWords(report)}.`);
  for (const source of report.sources) tellTrouble(source);
  tellStories();
  if (report.stories.new > 0 && told.has(NEWSLETTER)) await sendNewsletter();
}

/** Once: nobody gets more than one mail an hour. */
async function sendNewsletter() {
  told.delete(NEWSLETTER);
  const { stdout, stderr, code } = await cli('newsletter', 'send');
  say(`newsletter send: ${(code === 0 ? stdout : stderr).trim()}`);
}

function inWords({ sources, stories, output }) {
  const items = sources.reduce((sum, { newItems }) => sum + newItems, 0);
  const joined = items - stories.new;
  const news = [
    ...(stories.new > 0 ? [`${stories.new} new ${stories.new === 1 ? 'story' : 'stories'}`] : []),
    ...(joined > 0 ? [`${joined} more ${joined === 1 ? 'report' : 'reports'} of a story that is known`] : []),
  ];
  return `${news.join(', ') || 'nothing new'}; ${stories.total} stories in all, ${output.written} files written`;
}

/** Says once what a source has against us, and what happens about it. */
function tellTrouble({ id, status, error, reason, nextFetchAt }) {
  const key = `${id} ${status} ${error?.code ?? ''}`;
  if (told.has(key)) return;
  told.add(key);
  if (status === 'failed') say(`  ${id}: ${error.message}`);
  else if (status === 'skipped')
    say(`  ${id}: left alone until ${nextFetchAt?.slice(11, 19)} UTC (${reason}).`);
}

/** Says when several outlets turn out to tell one story. */
function tellStories() {
  const feed = JSON.parse(readFileSync(join(OUTPUT, 'feed.json'), 'utf8'));
  for (const { id, title, _mia } of feed.items) {
    const others = _mia?.coverage?.length ?? 0;
    const key = `${id} ${others}`;
    if (others === 0 || told.has(key)) continue;
    told.add(key);
    say(`  One story, ${others + 1} sources: “${title}”`);
  }
}

async function sumUp() {
  if (failed) return;
  const { stdout } = await cli('status');
  console.log(`\nThe demo is over. How the sources fared ("mias-feed status"):\n\n${stdout}`);
  console.log(`What was published is in ${OUTPUT}:`);
  console.log(
    '  index.html                       the website; "npm run demo -- --for 600" keeps it up for longer',
  );
  console.log('  feed.atom, feed.rss, feed.json   the combined feed; open one in a feed reader or an editor');
  console.log('  sources/ and topics/             one feed for each source and each topic');
  console.log('  sources.opml                     the list of sources, for other readers');
  console.log(`The mails that were sent are in ${INBOX}.`);
  console.log(`What was remembered is in ${DATA}. The next demo starts from nothing.`);
}

function cli(...args) {
  return new Promise((resolve) => {
    execFile(process.execPath, argumentsFor(...args), { maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

function argumentsFor(...args) {
  const folders = ['--config', CONFIG, '--data', DATA, '--output', OUTPUT];
  return [join(ROOT, 'dist/cli/main.js'), ...args, ...folders];
}

function say(text) {
  const second = Math.floor((Date.now() - startedAt) / 1000);
  const clock = `${String(Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}`;
  console.log(`${clock}  ${text}`);
}
