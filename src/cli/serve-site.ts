import { resolve } from 'node:path';
import { err, ok, type Result } from '../core/result.ts';
import type { Config } from '../core/source.ts';
import type { RefreshReport } from '../pipeline/report.ts';
import type { Address, ListenFailure } from '../server/listen.ts';
import { describeError } from './describe-error.ts';
import { openService } from './newsletter/open-service.ts';
import type { Session } from './session.ts';
import { openFor } from './with-store.ts';

/** The site as `start` serves it, told of the refreshes beside it. */
export type ServedSite = {
  refreshBegins(): void;
  refreshEnded(report: RefreshReport | null): void;
  /** Counts mails that were handed in, and those that could not be. */
  mailed(mails: { sent: number; failed: number }): void;
  /** May be called more than once. */
  close(): Promise<void>;
};

/** The server, started; it shows what was published before until there is more. */
export async function serveSite(
  address: Address,
  session: Session,
  config: Config,
  { trustProxy }: { trustProxy: boolean },
): Promise<Result<ServedSite, ListenFailure>> {
  const [{ metricsOver, serve }, { readingStore }] = await Promise.all([
    import('../server/serve.ts'),
    import('../server/reading.ts'),
  ]);
  const { dataDir, outputDir, log, now } = session;
  const reading = readingStore({ dataDir, open: () => openFor(config, session, 'read') });
  const metrics = metricsOver(reading, config, now);
  const onError = (error: unknown) => log.problem(describeError(error));
  const newsletter = await openService(session, config, metrics.mail);
  if (!newsletter.ok) return err({ code: 'newsletter', message: newsletter.error });
  const routes = newsletter.value?.routes ?? [];
  const server = await serve(address, { config, outputDir, reading, metrics, trustProxy, routes, onError });
  if (!server.ok) {
    await newsletter.value?.stop();
    return server;
  }
  log.info(`Serving ${resolve(outputDir)} at ${server.value.url}`);
  return ok({
    refreshBegins: () => reading.pause(true),
    refreshEnded(report) {
      reading.pause(false);
      if (report) metrics.refreshed(report);
      server.value.refreshed().catch(onError);
    },
    mailed({ sent, failed }) {
      for (let n = 0; n < sent; n += 1) metrics.mail('sent');
      for (let n = 0; n < failed; n += 1) metrics.mail('failed');
    },
    async close() {
      await server.value.close();
      await newsletter.value?.stop();
    },
  });
}
