import { MINUTE_MS } from '../../core/instant.ts';
import type { Session } from '../session.ts';
import type { SendTask } from './send-task.ts';
import { withPeople } from './with-people.ts';

/** Deletes, once a day whoever does it, what nobody confirmed; whatever goes wrong is said. */
export async function forgetUnconfirmed(session: Session): Promise<void> {
  const { cleanUpDaily } = await import('../../newsletter/clean-up.ts');
  const deleted = await withPeople(session, cleanUpDaily);
  if (!deleted.ok) session.log.problem(deleted.error);
  else tellDeleted(session.log, deleted.value);
}

export function tellDeleted(log: Session['log'], addresses: number): void {
  if (addresses > 0) log.info('Addresses deleted that nobody confirmed', { addresses });
}

/** The same while `start` runs and sends nothing. */
export function forgetTask(session: Session): SendTask {
  let running: Promise<void> = Promise.resolve();
  const run = (): Promise<void> => {
    running = running.then(() => forgetUnconfirmed(session));
    return running;
  };
  const timer = setInterval(run, 30 * MINUTE_MS);
  return {
    run,
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
