import { MINUTE_MS } from '../../core/instant.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Config } from '../../core/source.ts';
import type { MailFailure, SendMail } from '../../newsletter/mail.ts';
import type { Session } from '../session.ts';
import { closedService } from './closed-service.ts';
import type { PeopleService } from './people-service.ts';
import { openPeople } from './with-people.ts';

/** What `start` serves to readers of the newsletter, and how that ends. */
export type ReaderService = Pick<PeopleService, 'routes' | 'settle' | 'stop'>;

/**
 * The newsletter's readers as `start` serves them, ticking every minute; null where there is no newsletter and never
 * was one. Without a mail server people can still change what they get and unsubscribe. Fails with a sentence.
 */
export async function openService(
  session: Session,
  config: Config,
  told: (outcome: 'sent' | 'failed') => void,
): Promise<Result<ReaderService | null, string>> {
  const settings = config.newsletter;
  if (settings === null) return closedService(session, config);
  const people = await openPeople(session);
  if (!people.ok) return people;
  const [{ peopleService }, { transportFor }] = await Promise.all([
    import('./people-service.ts'),
    import('../../newsletter/smtp/open.ts'),
  ]);
  const transport = await transportFor(settings, session.now);
  if (!transport.ok) session.log.problem(transport.error);
  const sendMail: SendMail = async (mail) => {
    const sent = transport.ok ? await transport.value.send(mail) : err(notSetUp(transport.error));
    told(sent.ok ? 'sent' : 'failed');
    return sent;
  };
  const { log } = session;
  const service = await peopleService({ config, settings, people: people.value, sendMail, log });
  const timer = setInterval(() => void service.tick(), MINUTE_MS);
  void service.tick();
  return ok({
    routes: service.routes,
    settle() {
      clearInterval(timer);
      return service.settle();
    },
    async stop() {
      clearInterval(timer);
      await service.stop();
      if (transport.ok) transport.value.close();
    },
  });
}

const notSetUp = (message: string): MailFailure => ({ kind: 'setup', code: null, message });
