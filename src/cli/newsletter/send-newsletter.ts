import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Frequency, NewsletterSettings } from '../../core/newsletter.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Config } from '../../core/source.ts';
import type { Readers, SendOutcome } from '../../newsletter/send/send.ts';
import type { PeopleDeps } from '../../newsletter/sign-up.ts';
import type { ExitCode } from '../command.ts';
import type { Session } from '../session.ts';
import { withStore } from '../with-store.ts';
import { forgetUnconfirmed } from './forget-unconfirmed.ts';
import { withPeople } from './with-people.ts';

/** Why nothing could be done: a sentence, and the exit code that goes with it. */
export type Refused = { message: string; code: ExitCode };

/**
 * Sends what is due of the newsletter, after the day's clean-up, which is done by whoever comes first. Where another process is at it, that is said, and nothing is done here: it
 * sends all that is due.
 */
export async function sendNewsletter(
  session: Session,
  config: Config,
  settings: NewsletterSettings,
  frequency: Frequency | null,
): Promise<Result<SendOutcome, Refused>> {
  const [{ transportFor }, { openLedger }] = await Promise.all([
    import('../../newsletter/smtp/open.ts'),
    import('../../newsletter/ledger/ledger.ts'),
  ]);
  await forgetUnconfirmed(session);
  const transport = await transportFor(settings, session.now);
  if (!transport.ok) return err({ message: transport.error, code: 2 });
  // Nobody else's business, like all that lies in it.
  await mkdir(join(session.dataDir, 'newsletter'), { recursive: true, mode: 0o700 });
  const ledger = await openLedger(session.dataDir, { now: session.now });
  if (!ledger.ok) {
    if (ledger.error.code !== 'locked') return err({ message: ledger.error.message, code: 1 });
    session.log.problem('The newsletter is being sent already, so nothing was done here.');
    return ok(nothingDone(frequency));
  }
  for (const warning of ledger.value.warnings) session.log.problem(warning);
  try {
    return await withReaders(session, config, async (readers, { secret }, store) => {
      const [{ sendDue }, { rateLimit }, { loadTopicLabels }] = await Promise.all([
        import('../../newsletter/send/send.ts'),
        import('../../newsletter/smtp/rate.ts'),
        import('../../stories/topic-labels.ts'),
      ]);
      const sleep = (ms: number) => pause(ms, undefined, { signal: session.signal }).catch(() => undefined);
      return sendDue(
        {
          config,
          settings,
          secret,
          store,
          readers,
          sleep,
          topicLabels: await loadTopicLabels(),
          ledger: ledger.value,
          sendMail: transport.value.send,
          connect: transport.value.verify,
          nextSlot: rateLimit(settings.maxPerSecond, { nowMs: () => performance.now(), sleep }),
          now: session.now,
          signal: session.signal,
          onProgress: (done, total) => session.log.redraw(`Sent ${done} of ${total} mails`),
        },
        { frequency },
      );
    });
  } finally {
    session.log.redraw(null);
    transport.value.close();
    await ledger.value.close().catch(() => undefined);
  }
}

const nothingDone = (frequency: Frequency | null): SendOutcome => ({
  report: {
    period: frequency ?? 'all',
    subscribers: 0,
    sent: 0,
    skipped: { empty: 0, already: 0, notDue: 0 },
    failed: 0,
  },
  trouble: null,
  unknown: 0,
});

type PipelineStore = Parameters<Parameters<typeof withStore>[3]>[0]['store'];

/** Runs `work` with those who get the newsletter, and the stories. */
export async function withReaders<T>(
  session: Session,
  config: Config,
  work: (readers: Readers, people: PeopleDeps, store: PipelineStore) => Promise<T>,
): Promise<Result<T, Refused>> {
  const [{ activeSubscribers }, { countBounce }, { isActive }, { StoreError }] = await Promise.all([
    import('../../newsletter/subscribers.ts'),
    import('../../newsletter/bounces.ts'),
    import('../../newsletter/subscriber.ts'),
    import('../../store/store-error.ts'),
  ]);
  try {
    const done = await withPeople(session, (people) =>
      withStore(config, session, 'read', async ({ store }) => {
        const readers: Readers = {
          active: () => activeSubscribers(people.store),
          async get(id) {
            const subscriber = await people.store.get('subscribers', id);
            return subscriber && isActive(subscriber) ? subscriber : null;
          },
          bounced: (id) => countBounce(id, 'hard', people),
        };
        return ok(await work(readers, people, store));
      }),
    );
    if (!done.ok) return err({ message: done.error, code: 1 });
    return done.value.ok ? done.value : err({ message: done.value.error.message, code: 1 });
  } catch (error) {
    if (error instanceof StoreError) return err({ message: error.message, code: 1 });
    throw error;
  }
}
