import { setTimeout as pause } from 'node:timers/promises';
import type { NewsletterSettings } from '../../core/newsletter.ts';
import type { Config } from '../../core/source.ts';
import type { SendMail } from '../../newsletter/mail.ts';
import type { OutboxDeps } from '../../newsletter/outbox.ts';
import type { PeopleDeps } from '../../newsletter/sign-up.ts';
import type { Mounted } from '../../server/app.ts';
import { describeError } from '../describe-error.ts';
import type { Log } from '../log.ts';
import { tellDeleted } from './forget-unconfirmed.ts';

export type PeopleService = {
  routes: Mounted[];
  /** Sends what waits, and cleans up once a day; to be called every minute. */
  tick(): Promise<void>;
  /** Begins nothing more; resolves when what is under way has ended, or soon. */
  settle(): Promise<void>;
  /** Closes what is kept, once that is settled. */
  stop(): Promise<void>;
};

export type PeopleServiceDeps = {
  config: Config;
  settings: NewsletterSettings;
  people: PeopleDeps;
  sendMail: SendMail;
  log: Log;
};

/**
 * A mail server that says nothing is not waited for longer: its confirmation may have been sent, so that it is not
 * sent again (outbox.ts).
 */
const PATIENCE_MS = 2000;

/** What `start` does for the readers of the newsletter: their pages, their confirmations, and forgetting what is over. */
export async function peopleService(deps: PeopleServiceDeps): Promise<PeopleService> {
  const { config, settings, people, sendMail, log } = deps;
  const [{ newsletterRoutes }, { sendWaiting }, { cleanUpDaily }, { loadTopics }, { domainOf }] =
    await Promise.all([
      import('../../server/newsletter.tsx'),
      import('../../newsletter/outbox.ts'),
      import('../../newsletter/clean-up.ts'),
      import('../../stories/topics.ts'),
      import('../../newsletter/mail/headers.ts'),
    ]);
  const { bySlug } = await loadTopics();
  const { site } = config;
  const stopping = new AbortController();
  const outbox: OutboxDeps = {
    ...people,
    site,
    postalAddress: settings.postalAddress,
    mailDomain: domainOf(settings.from),
    labelOf: (slug) => bySlug.get(slug)?.label ?? slug,
    sendMail,
    signal: stopping.signal,
  };
  let last: Promise<void> = Promise.resolve();
  let isWaiting = false;

  const inTurn = (act: () => Promise<void>): Promise<void> => {
    last = last.then(act).catch((error) => log.problem(describeError(error)));
    return last;
  };

  const send = async () => {
    isWaiting = false;
    if (stopping.signal.aborted) return;
    const { problem, failed } = await sendWaiting(outbox);
    if (problem !== null) log.info('Confirmations could not be sent', { mails: failed, why: problem });
  };

  const clean = async () => {
    tellDeleted(log, await cleanUpDaily(people));
  };

  /** However many ask at once: whoever comes while nothing has begun is served by what begins next. */
  function wake(): void {
    if (isWaiting) return;
    isWaiting = true;
    void inTurn(send);
  }

  let settled: Promise<void> | null = null;
  function settle(): Promise<void> {
    stopping.abort();
    settled ??= Promise.race([last, pause(PATIENCE_MS, undefined, { ref: false })]);
    return settled;
  }

  const topics = [...bySlug.values()].map(({ slug, label, parent }) => ({ slug, label, parent }));
  const app = newsletterRoutes({ ...people, site, settings, topics, wake });
  return {
    routes: [{ path: '/newsletter', app }],
    async tick() {
      wake();
      await inTurn(clean);
    },
    settle,
    async stop() {
      await settle();
      await people.store.close();
      for (const warning of people.store.warnings.splice(0)) log.problem(warning);
    },
  };
}
