import type { Choice } from '../../src/core/newsletter.ts';
import { ok } from '../../src/core/result.ts';
import type { Config } from '../../src/core/source.ts';
import type { Story } from '../../src/core/story.ts';
import { openLedger } from '../../src/newsletter/ledger/ledger.ts';
import type { OutgoingMail, SendMail } from '../../src/newsletter/mail.ts';
import { type SendDeps, type SendOutcome, sendDue } from '../../src/newsletter/send/send.ts';
import type { Subscriber } from '../../src/newsletter/subscriber.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { type CrashingDisk, crashingDisk } from '../store/crashing-fs.ts';
import { type MapStore, mapStore } from '../store/map-store.ts';
import { article, story } from '../store/samples.ts';

export const SECRET = 's'.repeat(40);
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
const TOPICS = new Map([
  ['neurology', { label: 'Neurology', parent: null }],
  ['stroke', { label: 'Stroke', parent: 'neurology' }],
  ['cardiology', { label: 'Cardiology', parent: null }],
]);

const config = {
  site: {
    title: 'Test feed',
    description: '',
    url: 'https://feed.example.org/',
    language: 'en',
    author: null,
    hub: null,
  },
  sources: [],
} as unknown as Config;

const settings = {
  from: 'news@feed.example.org',
  replyTo: null,
  postalAddress: '12 Example Street',
  smtpUrl: 'smtp://127.0.0.1',
  requireTls: false,
  maxPerSecond: 100,
  dkim: null,
  defaults: { frequency: 'weekly' as const, weekday: 'monday' as const, hour: 8, timezone: 'UTC' },
  proofOfWork: false,
  issuesInFeed: false,
};

export const reader = (
  n: number,
  choice: Partial<Choice> = {},
  consentAt = '2026-01-01T00:00:00.000Z',
): Subscriber => ({
  id: n.toString(16).padStart(32, '0'),
  email: `r${n}@reader.example`,
  choice: { ...settings.defaults, topics: [], ...choice },
  language: 'en',
  createdAt: consentAt,
  consent: { at: consentAt, textVersion: '1', way: 'form' },
  stopped: null,
  softBounces: [],
});

/** A newsroom, its readers and their inboxes. */
export type World = {
  store: MapStore;
  disk: CrashingDisk;
  readers: Subscriber[];
  inbox: OutgoingMail[];
  bounced: string[];
  /** What the mail server does; takes everything unless told otherwise. */
  answer: (mail: OutgoingMail) => ReturnType<SendMail> | null;
};

export async function newWorld(readers: Subscriber[]): Promise<World> {
  const disk = crashingDisk();
  for (const folder of ['/data', '/data/newsletter', '/data/newsletter/ledger']) await disk.fs.mkdir(folder);
  for (const folder of ['/', '/data', '/data/newsletter']) await (await disk.fs.open(folder, 'r')).sync();
  return { store: mapStore(), disk, readers, inbox: [], bounced: [], answer: () => null };
}

export async function addStory(
  world: World,
  title: string,
  at: string | number,
  over: Partial<Story> = {},
): Promise<string> {
  const sortAt = new Date(at).toISOString();
  const id = `tag:feed.example.org,2026:${title.replace(/\W+/g, '-')}`;
  await world.store.commit({
    articles: [article(`a-${id}`, { title, sortAt, storyId: id, sourceId: 'journal' })],
    stories: [
      story(id, {
        articleIds: [`a-${id}`],
        sourceIds: ['journal'],
        sortAt,
        firstSeenAt: sortAt,
        topics: [],
        ...over,
      }),
    ],
  });
  return id;
}

export async function changeStory(world: World, id: string, over: Partial<Story>): Promise<void> {
  const [known] = await world.store.stories([id]);
  if (!known) throw new Error(`no story ${id}`);
  await world.store.commit({ stories: [{ ...known, ...over }] });
}

/** One run of the sender at `now`; `over`: what is not as in a world without trouble. */
export async function run(
  world: World,
  now: string | number,
  over: Partial<SendDeps> = {},
): Promise<SendOutcome> {
  const at = new Date(now);
  const ledger = await openLedger('/data', {
    now: () => at,
    fs: world.disk.fs,
    lock: async () => ok({ held: () => true, release: async () => undefined }),
  });
  if (!ledger.ok) throw new StoreError(ledger.error);
  const outcome = await sendDue(
    {
      config,
      settings,
      secret: SECRET,
      store: world.store,
      topicLabels: TOPICS,
      ledger: ledger.value,
      readers: {
        async *active() {
          for (const each of world.readers) if (!world.bounced.includes(each.id)) yield each;
        },
        get: async (id) =>
          world.readers.find((each) => each.id === id && !world.bounced.includes(id)) ?? null,
        bounced: async (id) => void world.bounced.push(id),
      },
      sendMail: async (mail) => {
        const answer = await world.answer(mail);
        if (answer !== null && !answer.ok) return answer;
        world.inbox.push(mail);
        return ok(null);
      },
      connect: async () => ok(null),
      nextSlot: async () => undefined,
      sleep: async () => undefined,
      now: () => at,
      signal: new AbortController().signal,
      ...over,
    },
    { frequency: null },
  );
  await ledger.value.close();
  return outcome;
}

/** Titles in a mail's text, in order. */
export const titlesIn = (mail: OutgoingMail | undefined): string[] =>
  (mail?.text ?? '').split('\n').filter((line) => /^(?:Story|Study) /.test(line));

export const MONDAY = '2026-11-23T09:00:00Z';
