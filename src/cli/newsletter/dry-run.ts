import type { Frequency, NewsletterSettings } from '../../core/newsletter.ts';
import type { Result } from '../../core/result.ts';
import type { Config } from '../../core/source.ts';
import type { SendReport } from '../../newsletter/send/send.ts';
import type { Session } from '../session.ts';
import { type Refused, withReaders } from './send-newsletter.ts';

/** Who would get what, by numbers and titles; never an address. */
export type Preview = { report: SendReport; mails: { subscribers: number; titles: string[] }[] };

/** What a run would send now. Changes nothing, and may run while one does. */
export async function dryRun(
  session: Session,
  config: Config,
  settings: NewsletterSettings,
  frequency: Frequency | null,
): Promise<Result<Preview, Refused>> {
  const [{ planSend }, { readLedgerState }, { loadTopicLabels }] = await Promise.all([
    import('../../newsletter/send/send.ts'),
    import('../../newsletter/ledger/ledger.ts'),
    import('../../stories/topic-labels.ts'),
  ]);
  const state = await readLedgerState(session.dataDir);
  const topicLabels = await loadTopicLabels();
  return withReaders(session, config, async (readers, _, store) => {
    const ledger = {
      state,
      note: async (records: Parameters<typeof state.add>[0][]) => {
        for (const record of records) state.add(record);
      },
    };
    const deps = { config, settings, store, topicLabels, readers, ledger, now: session.now };
    const { who, compose } = await planSend(deps, { frequency });
    const mails = new Map<string, { subscribers: number; titles: string[] }>();
    let empty = 0;
    let sent = 0;
    for (const due of who.due) {
      const composed = await compose(due, state);
      if (composed === null) {
        empty += 1;
        continue;
      }
      sent += 1;
      const key = JSON.stringify(composed.titles);
      const { subscribers } = mails.get(key) ?? { subscribers: 0 };
      mails.set(key, { subscribers: subscribers + 1, titles: composed.titles });
    }
    const { subscribers, already, notDue } = who;
    return {
      report: {
        period: frequency ?? 'all',
        subscribers,
        sent,
        skipped: { empty, already, notDue },
        failed: 0,
      },
      mails: [...mails.values()],
    };
  });
}
