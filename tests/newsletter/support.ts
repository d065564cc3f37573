import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Choice } from '../../src/core/newsletter.ts';
import { ok, type Result } from '../../src/core/result.ts';
import type { Site } from '../../src/core/source.ts';
import type { MailFailure, OutgoingMail } from '../../src/newsletter/mail.ts';
import { type OutboxDeps, sendWaiting } from '../../src/newsletter/outbox.ts';
import { type NewsletterStore, openNewsletterStore } from '../../src/newsletter/store.ts';
import { subscriberAt } from '../../src/newsletter/subscribers.ts';
import { createApp } from '../../src/server/app.ts';
import { type NewsletterRoutesDeps, newsletterRoutes } from '../../src/server/newsletter.tsx';
import { someNewsletter } from '../publish/support.ts';

export const SECRET = 'a secret of the tests, long enough for anything';

export const SITE: Site = {
  title: 'Mia’s Feed',
  description: 'Medical news',
  url: 'https://feed.example.org/',
  language: 'en',
  author: null,
  hub: null,
};

export const SETTINGS = someNewsletter({
  from: 'Mia <mia@feed.example.org>',
  postalAddress: 'Example Street 1\n12345 Example Town',
});

export const TOPICS = [
  { slug: 'cardiology', label: 'Cardiology', parent: null },
  { slug: 'hypertension', label: 'High blood pressure', parent: 'cardiology' },
  { slug: 'oncology', label: 'Oncology', parent: null },
];

export const CHOICE: Choice = {
  frequency: 'daily',
  weekday: 'monday',
  hour: 7,
  timezone: 'Europe/Berlin',
  topics: [],
};

export type People = OutboxDeps & {
  store: NewsletterStore;
  dir: string;
  /** What was sent, in order. */
  inbox: OutgoingMail[];
  /** Lets the next mails fail so. */
  failWith(failure: MailFailure | null): void;
  pass(ms: number): void;
  /** Sends what waits, and answers the token in the last mail. */
  lastToken(): Promise<string>;
  /** All that the newsletter's files hold. */
  onDisk(): Promise<string>;
  remove(): Promise<void>;
};

/** A newsletter without subscribers, whose clock only moves when told to. */
export async function people({ at = '2026-11-20T09:00:00.000Z' } = {}): Promise<People> {
  const dir = await mkdtemp(join(tmpdir(), 'people-'));
  let time = Date.parse(at);
  const now = () => new Date(time);
  const opened = await openNewsletterStore(dir, { now });
  if (!opened.ok) throw new Error(opened.error.message);
  const store = opened.value;
  const inbox: OutgoingMail[] = [];
  let failure: MailFailure | null = null;
  const deps: OutboxDeps = {
    store,
    secret: SECRET,
    now,
    random: randomBytes,
    site: SITE,
    postalAddress: SETTINGS.postalAddress,
    mailDomain: 'feed.example.org',
    labelOf: (slug) => slug,
    async sendMail(mail): Promise<Result<null, MailFailure>> {
      if (failure) return { ok: false, error: failure };
      inbox.push(mail);
      return ok(null);
    },
  };
  return {
    ...deps,
    dir,
    inbox,
    failWith: (next) => {
      failure = next;
    },
    pass: (ms) => {
      time += ms;
    },
    async lastToken() {
      await sendWaiting(deps);
      return tokenIn(inbox.at(-1)?.text ?? '');
    },
    async onDisk() {
      const files = await readdir(join(dir, 'newsletter'), { recursive: true, withFileTypes: true });
      const texts = files
        .filter((file) => file.isFile())
        .map((file) => readFile(join(file.parentPath, file.name), 'utf8'));
      return (await Promise.all(texts)).join('\n');
    },
    async remove() {
      await store.close();
      await rm(dir, { recursive: true });
    },
  };
}

export const tokenIn = (text: string): string => /token=([\w.-]+)/.exec(text)?.[1] ?? 'none';

export const at = (place: People, email: string) => subscriberAt(place.store, email);

/** The routes as the server mounts them, with nothing else beside. */
export function webApp(place: People, more: Partial<NewsletterRoutesDeps> = {}) {
  const app = newsletterRoutes({
    ...place,
    settings: SETTINGS,
    topics: TOPICS,
    wake: () => undefined,
    ...more,
  });
  const errors: Error[] = [];
  const server = createApp({
    site: {
      answer: async () => null,
      notFound: async () => ({ status: 404, headers: [], body: null }),
    } as unknown as Parameters<typeof createApp>[0]['site'],
    trustProxy: true,
    routes: [{ path: '/newsletter', app }],
    onError: (error) => errors.push(error),
  });
  const from = (address: string) => ({ 'x-forwarded-for': address });
  return {
    errors,
    get: async (path: string) => server.request(path),
    request: async (path: string, init: RequestInit) => server.request(path, init),
    /** Posts a form, urlencoded as browsers do; several values of one name as a list. */
    post: async (
      path: string,
      fields: Record<string, string | readonly string[]>,
      address = '192.0.2.1',
    ): Promise<Response> => {
      const body = new URLSearchParams();
      for (const [name, values] of Object.entries(fields))
        for (const value of [values].flat()) body.append(name, value);
      return server.request(path, { method: 'POST', body, headers: from(address) });
    },
  };
}
