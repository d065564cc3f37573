import type { SendReport } from '../../newsletter/send/send.ts';
import { amount } from '../refresh-summary.ts';

/** What a run did, in a sentence. */
export function summary({ subscribers, sent, failed, skipped }: SendReport): string {
  const { empty, already, notDue } = skipped;
  const parts = [
    `${amount(sent, 'mail')} sent to ${amount(subscribers, 'subscriber')}`,
    empty > 0 && `${empty} with nothing new`,
    already > 0 && `${already} sent before`,
    notDue > 0 && `${notDue} not due`,
    failed > 0 && `${failed} failed`,
  ];
  return `${parts.filter((part) => part !== false).join(', ')}.`;
}
