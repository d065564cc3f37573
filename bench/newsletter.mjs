// How fast the newsletter goes out: 10,000 weekly subscribers in one run, to a real SMTP server on loopback, beside
// plain nodemailer handing in the same mails through a pool of the same size. Rounds of both in turn.
// node bench/newsletter.mjs [subscribers] [rounds]
import { execFileSync, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './support/newsroom.mjs';

const SELF = fileURLToPath(import.meta.url);
const NOW = new Date('2026-11-23T09:00:00.000Z');
const SITE = {
  title: 'Bench',
  description: '',
  url: 'https://bench.example.org/',
  language: 'en',
  author: null,
  hub: null,
};
const TOPICS = ['cardiology', 'neurology', 'oncology', 'nutrition', 'vaccines', 'sleep'];

const jobs = {
  /** Takes mails and counts them, in a process of its own. */
  async server() {
    const { SMTPServer } = await import('smtp-server');
    let mails = 0;
    let bytes = 0;
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      disableReverseLookup: true,
      onData(stream, _, done) {
        stream.on('data', (chunk) => {
          bytes += chunk.length;
        });
        stream.on('end', () => {
          mails += 1;
          done();
        });
      },
    });
    server.on('error', () => {});
    const listening = server.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    process.on('message', () => process.send({ mails, bytes }));
    process.send({ port: listening.address().port });
  },

  /** Stories and subscribers, as people and sources make them. */
  async fill(dir, count) {
    const [{ openStore }, { openNewsletterStore }, { storyPath }] = await Promise.all([
      import('../dist/store/lowdb/open.js'),
      import('../dist/newsletter/store.js'),
      import('../dist/core/story-path.js'),
    ]);
    const opened = await openStore(dir, { now: () => NOW, random: Math.random, mode: 'write' });
    if (!opened.ok) throw new Error(opened.error.message);
    const store = opened.value;
    const articles = [];
    const stories = [];
    for (let n = 0; n < 600; n += 1) {
      const at = new Date(NOW.getTime() - (n + 1) * 900_000).toISOString();
      const [id, storyId] = [store.mint('article'), store.mint('story')];
      const title = `Trial ${n} finds that ${randomBytes(4).toString('hex')} helps people who can’t sleep`;
      articles.push({
        ...ARTICLE,
        id,
        sourceId: `s${n % 40}`,
        url: `https://s${n % 40}.example/${n}`,
        title,
        sortAt: at,
        firstSeenAt: at,
        changedAt: at,
        storyId,
      });
      stories.push({
        ...STORY,
        id: storyId,
        path: storyPath(storyId, title, at),
        articleIds: [id],
        sourceIds: [`s${n % 40}`],
        topics: [TOPICS[n % TOPICS.length]],
        sortAt: at,
        firstSeenAt: at,
        updatedAt: at,
      });
    }
    await store.commit({ articles, stories });
    await store.close();

    const people = await openNewsletterStore(dir, { now: () => NOW });
    if (!people.ok) throw new Error(people.error.message);
    const { saveSubscriber } = await import('../dist/newsletter/subscribers.js');
    for (let first = 0; first < count; first += 1000)
      await people.value.change((draft) => {
        for (let n = first; n < Math.min(first + 1000, count); n += 1)
          saveSubscriber(draft, {
            id: randomBytes(16).toString('hex'),
            email: `reader${n}@reader.example`,
            choice: {
              frequency: 'weekly',
              weekday: 'monday',
              hour: 7,
              timezone: 'UTC',
              topics: n % 4 === 0 ? [] : [TOPICS[n % 6], TOPICS[(n * 7) % 6]],
            },
            language: 'en',
            createdAt: '2026-10-01T00:00:00.000Z',
            consent: { at: '2026-10-01T00:00:00.000Z', textVersion: '1', way: 'bench' },
            stopped: null,
            softBounces: [],
          });
      });
    await people.value.close();
  },

  /** What `newsletter send` does, but for reading the command line, and without its limit of 1,000 a second. */
  async send(dir, port, recording) {
    const { openTransport } = await import('../dist/newsletter/smtp/transport.js');
    const { openLedger } = await import('../dist/newsletter/ledger/ledger.js');
    const { sendDue } = await import('../dist/newsletter/send/send.js');
    const { openStore } = await import('../dist/store/lowdb/open.js');
    const { openNewsletterStore } = await import('../dist/newsletter/store.js');
    const { activeSubscribers } = await import('../dist/newsletter/subscribers.js');
    const { loadTopicLabels } = await import('../dist/stories/topic-labels.js');
    const from = performance.now();
    const store = (await openStore(dir, { now: () => NOW, random: Math.random, mode: 'read' })).value;
    const people = (await openNewsletterStore(dir, { now: () => NOW })).value;
    const ledger = (await openLedger(dir, { now: () => NOW })).value;
    const transport = openTransport({
      ...SETTINGS,
      address: { host: '127.0.0.1', port: Number(port), secure: false, auth: null },
      dkim: null,
      now: () => NOW,
    });
    const { report, trouble } = await sendDue(
      {
        config: { site: SITE, sources: [] },
        settings: SETTINGS,
        secret: 's'.repeat(40),
        store,
        topicLabels: await loadTopicLabels(),
        ledger,
        readers: {
          active: () => activeSubscribers(people),
          get: (id) => people.get('subscribers', id),
          bounced: async () => {},
        },
        sendMail: recording === 'recording' ? record(dir) : transport.send,
        connect: recording === 'recording' ? async () => ({ ok: true }) : transport.verify,
        nextSlot: async () => {},
        sleep: async () => {},
        now: () => NOW,
        signal: new AbortController().signal,
      },
      { frequency: 'weekly' },
    );
    transport.close();
    await ledger.close();
    await people.close();
    await store.close();
    told(from, { sent: report.sent, trouble });
  },

  /** The same mails, composed before the clock starts: what nodemailer alone takes to hand them in. */
  async plain(dir, port, count) {
    const { createTransport } = await import('nodemailer');
    const { readFileSync } = await import('node:fs');
    const { variants, order } = JSON.parse(readFileSync(join(dir, 'mails.json'), 'utf8'));
    const transporter = createTransport({
      pool: true,
      host: '127.0.0.1',
      port: Number(port),
      ignoreTLS: true,
      maxConnections: 5,
      maxMessages: 1000,
    });
    const from = performance.now();
    let next = 0;
    const worker = async () => {
      while (next < Number(count)) {
        const n = next++;
        await transporter.sendMail({
          ...variants[order[n]],
          to: { name: '', address: `reader${n}@reader.example` },
          messageId: `<${n}.${'a'.repeat(60)}@bench.example.org>`,
        });
      }
    };
    await Promise.all(Array.from({ length: 15 }, worker));
    transporter.close();
    told(from, { sent: Number(count) });
  },
};

const SETTINGS = {
  from: 'Bench <news@bench.example.org>',
  replyTo: null,
  postalAddress: 'Bench\n12 Example Street',
  requireTls: false,
  maxPerSecond: 1000,
};

const ARTICLE = {
  keys: [],
  guid: null,
  authors: [],
  published: null,
  updated: null,
  contentHtml: null,
  categories: [],
  enclosures: [],
  image: null,
  language: 'en',
  rights: null,
  journal: null,
  studies: [],
  fingerprint: 'f',
  heldUntil: null,
  page: null,
  visit: { status: 'not-wanted', attempts: 0, notBefore: null, reason: null },
  summary:
    'Patients were assigned at random to receive the drug or a placebo for twelve weeks. Those who got the drug slept longer and woke less often. Side effects were mild, and as frequent in both groups.',
};
const STORY = {
  seq: null,
  aliases: [],
  mergedInto: null,
  related: [],
  notices: [],
  toldRevision: null,
  evidence: {
    design: 'randomised trial',
    subjects: 'people',
    sample: { size: 162, unit: 'adults' },
    status: 'peer-reviewed',
    because: {},
  },
};

function told(from, result) {
  const { user, system } = process.cpuUsage();
  console.log(
    JSON.stringify({
      ...result,
      ms: performance.now() - from,
      cpuMs: (user + system) / 1000,
      peakMb: process.resourceUsage().maxRSS / 1024,
    }),
  );
}

const run = (...args) =>
  JSON.parse(execFileSync(process.execPath, [SELF, ...args.map(String)], { encoding: 'utf8' }) || 'null');

/** Notes what is sent, for plain nodemailer to send the same: each mail that differs in more than its links once. */
function record(dir) {
  const variants = [];
  const byText = new Map();
  const order = [];
  process.once('beforeExit', () =>
    writeFileSync(join(dir, 'mails.json'), JSON.stringify({ variants, order })),
  );
  return async ({ subject, text, html, headers }) => {
    const key = text.replace(/token=\S+/g, '');
    if (!byText.has(key))
      byText.set(key, variants.push({ from: SETTINGS.from, date: NOW, subject, text, html, headers }) - 1);
    order.push(byText.get(key));
    return { ok: true, value: null };
  };
}

async function compare(count, rounds) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-newsletter-'));
  const server = fork(SELF, ['server']);
  try {
    const [{ port }] = await once(server, 'message');
    const counts = async () => {
      server.send('count');
      return (await once(server, 'message'))[0];
    };
    const results = { send: [], plain: [] };
    let before = await counts();
    for (let round = 0; round < rounds; round += 1) {
      const dir = join(folder, String(round));
      mkdirSync(dir);
      execFileSync(process.execPath, [SELF, 'fill', dir, String(count)]);
      execFileSync(process.execPath, [SELF, 'send', dir, '0', 'recording']);
      rmSync(join(dir, 'newsletter/ledger'), { recursive: true });
      for (const job of round % 2 === 0 ? ['send', 'plain'] : ['plain', 'send']) {
        const result = run(job, dir, port, count);
        const after = await counts();
        const [mails, bytes] = [after.mails - before.mails, after.bytes - before.bytes];
        before = after;
        if (mails !== count)
          throw new Error(`${job} handed in ${mails} mails, not ${count}: ${result.trouble ?? ''}`);
        results[job].push({ ...result, perSecond: (mails * 1000) / result.ms, kb: bytes / mails / 1024 });
      }
      rmSync(dir, { recursive: true });
    }
    const of = (job, name) => median(results[job].map((each) => each[name]));
    for (const [job, words] of [
      ['send', 'newsletter send'],
      ['plain', 'plain nodemailer'],
    ])
      console.log(
        `${words}: ${count} mails of ${of(job, 'kb').toFixed(1)} KB, ${of(job, 'perSecond').toFixed(0)} a second, processor ${(of(job, 'cpuMs') / 1000).toFixed(1)} s, peak ${of(job, 'peakMb').toFixed(0)} MB`,
      );
    const ratios = results.send.map(({ perSecond }, n) => perSecond / results.plain[n].perSecond);
    console.log(
      `newsletter send is ${median(ratios).toFixed(2)} times as fast (to reach: 0.7; rounds: ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')})`,
    );
  } finally {
    server.kill();
    rmSync(folder, { recursive: true });
  }
}

const [, , job, ...args] = process.argv;
if (job in jobs) await jobs[job](...args);
else await compare(Number(job ?? 10_000), Number(args[0] ?? 3));
