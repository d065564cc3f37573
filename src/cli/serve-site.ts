import { resolve } from 'node:path';
import { DAY_MS, MINUTE_MS } from '../core/instant.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { Config } from '../core/source.ts';
import type { RefreshReport } from '../pipeline/report.ts';
import type { Address, ListenFailure } from '../server/listen.ts';
import { describeError } from './describe-error.ts';
import { callableByHubs } from './hubs.ts';
import { openService } from './newsletter/open-service.ts';
import type { Session } from './session.ts';
import { openFor } from './with-store.ts';

/** The site as `start` serves it, told of the refreshes beside it. */
export type ServedSite = {
  refreshBegins(): void;
  /** `pushed`: the sources that were visited because their hubs spoke of them. */
  refreshEnded(report: RefreshReport | null, pushed: readonly string[]): void;
  /** Whether a source need not be asked now, because its hub tells of its news; once a day it is asked all the same. */
  mayWait(sourceId: string): boolean;
  /** Counts mails that were handed in, and those that could not be. */
  mailed(mails: { sent: number; failed: number }): void;
  /** May be called more than once. */
  close(): Promise<void>;
};

export type ServeOptions = {
  trustProxy: boolean;
  /** A hub says that this source has news. */
  onNews(sourceId: string): void;
};

/** The server, started; it shows what was published before until there is more. */
export async function serveSite(
  address: Address,
  session: Session,
  config: Config,
  { trustProxy, onNews }: ServeOptions,
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
  const hubs = await callableByHubs(config, session, { reading, onNews });
  const subscriber = hubs?.subscriber ?? null;
  const deps = { config, outputDir, reading, metrics, trustProxy, routes, subscriber, onError };
  const server = await serve(address, deps);
  if (!server.ok) {
    await newsletter.value?.stop();
    return server;
  }
  log.info(`Serving ${resolve(outputDir)} at ${server.value.url}`);

  const visitedAt = new Map<string, number>();
  const maintain = () => void subscriber?.maintain(session.signal).catch(onError);
  maintain();
  const timer = setInterval(maintain, MINUTE_MS);
  let closed: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    clearInterval(timer);
    await Promise.all([server.value.close(), hubs?.close(), newsletter.value?.settle()]);
    await newsletter.value?.stop();
  };
  return ok({
    refreshBegins: () => reading.pause(true),
    refreshEnded(report, pushed) {
      reading.pause(false);
      if (report) metrics.refreshed(report);
      for (const { id, status } of report?.sources ?? []) {
        if (status !== 'skipped') visitedAt.set(id, now().getTime());
        if (pushed.includes(id)) void subscriber?.visited(id, status === 'updated').catch(onError);
      }
      server.value.refreshed().catch(onError);
      maintain();
    },
    mayWait(sourceId) {
      const at = visitedAt.get(sourceId);
      return at !== undefined && now().getTime() - at < DAY_MS && subscriber?.isTrusted(sourceId) === true;
    },
    mailed({ sent, failed }) {
      for (let n = 0; n < sent; n += 1) metrics.mail('sent');
      for (let n = 0; n < failed; n += 1) metrics.mail('failed');
    },
    close() {
      closed ??= close();
      return closed;
    },
  });
}
