import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MINUTE_MS } from '../../core/instant.ts';
import { ok, type Result } from '../../core/result.ts';
import type { Config } from '../../core/source.ts';
import { describeError } from '../describe-error.ts';
import type { Session } from '../session.ts';
import { tellDeleted } from './forget-unconfirmed.ts';
import type { ReaderService } from './open-service.ts';
import { openPeople } from './with-people.ts';

/**
 * What is owed to readers of a newsletter that was switched off: the links in their mails unsubscribe and erase, and
 * who did not confirm is forgotten. Null where nobody ever subscribed. Fails with a sentence.
 */
export async function closedService(
  session: Session,
  { site, network }: Config,
): Promise<Result<ReaderService | null, string>> {
  if (!existsSync(join(session.dataDir, 'newsletter'))) return ok(null);
  const opened = await openPeople(session);
  if (!opened.ok) return opened;
  const people = opened.value;
  const [{ closedNewsletterRoutes }, { cleanUpDaily }] = await Promise.all([
    import('../../server/newsletter.tsx'),
    import('../../newsletter/clean-up.ts'),
  ]);
  const mailbox = network.contact.replace(/^mailto:/i, '');
  const { log } = session;
  let last: Promise<void> = Promise.resolve();
  const clean = () => {
    last = last
      .then(async () => tellDeleted(log, await cleanUpDaily(people)))
      .catch((error) => log.problem(describeError(error)));
  };
  const timer = setInterval(clean, MINUTE_MS);
  clean();
  return ok({
    routes: [{ path: '/newsletter', app: closedNewsletterRoutes({ ...people, site, topics: [], mailbox }) }],
    async settle() {
      clearInterval(timer);
      await last;
    },
    async stop() {
      clearInterval(timer);
      await last;
      await people.store.close();
      for (const warning of people.store.warnings.splice(0)) log.problem(warning);
    },
  });
}
