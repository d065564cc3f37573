import { createHash } from 'node:crypto';
import { after, DAY_MS, type Instant, toInstant } from '../core/instant.ts';
import { BOUNCE_DAYS } from './clean-up.ts';
import { verifyToken } from './links.ts';
import { readReport } from './mail-report.ts';
import { parseMessageId } from './message-id.ts';
import type { PeopleDeps } from './sign-up.ts';
import type { Stop, Subscriber } from './subscriber.ts';
import { saveSubscriber } from './subscribers.ts';

export type BounceKind = 'hard' | 'soft' | 'complaint' | 'unsubscribe';

/**
 * What came of a mail: counted as such; `repeated`: this very mail was counted before; `unproven`: it quotes no mail
 * that we signed, so that it may be forged; `gone`: that subscriber is no more; `other`: it's no report.
 */
export type Counted = BounceKind | 'repeated' | 'unproven' | 'gone' | 'other';

export type BounceDeps = Pick<PeopleDeps, 'store' | 'secret' | 'now'>;

/** Reads a mail that came to the sender's mailbox, and stops whom it is about where it has to. Durable when it resolves. */
export async function countMail(bytes: Uint8Array, deps: BounceDeps): Promise<Counted> {
  const report = await readReport(bytes);
  if (report.kind === 'other') return 'other';
  const { kind } = report;
  const id = subscriberIn(report.evidence, deps.secret);
  if (id === null) return 'unproven';
  const digest = createHash('sha256').update(bytes).digest('hex');
  const at = toInstant(deps.now());
  return deps.store.change(async (draft) => {
    if (await draft.get('reports', digest)) return 'repeated';
    const subscriber = await draft.get('subscribers', id);
    if (!subscriber) return 'gone';
    draft.put('reports', digest, { at });
    saveSubscriber(draft, afterBounce(subscriber, kind, at));
    return kind;
  });
}

/** The same for what an SMTP server says while it's spoken to. */
export async function countBounce(
  subscriberId: string,
  kind: 'hard' | 'soft',
  { store, now }: Pick<BounceDeps, 'store' | 'now'>,
): Promise<void> {
  await store.change(async (draft) => {
    const subscriber = await draft.get('subscribers', subscriberId);
    if (subscriber) saveSubscriber(draft, afterBounce(subscriber, kind, toInstant(now())));
  });
}

/** A hard bounce or a complaint stops at once, the fifth soft bounce within 14 days too. */
export function afterBounce(subscriber: Subscriber, kind: BounceKind, at: Instant): Subscriber {
  const recent = subscriber.softBounces.filter((each) => each > after(at, -BOUNCE_DAYS * DAY_MS));
  const softBounces = kind === 'soft' ? [...recent, at] : recent;
  const why = REASONS[kind];
  const stops = kind !== 'soft' || softBounces.length >= SOFT_BOUNCES;
  const before = subscriber.stopped;
  const stopped = stops && (before === null || why === 'complained') ? { at, why } : before;
  return { ...subscriber, softBounces, stopped };
}

export const SOFT_BOUNCES = 5;

const REASONS: Record<BounceKind, Stop['why']> = {
  hard: 'bounced',
  soft: 'bounced',
  complaint: 'complained',
  unsubscribe: 'unsubscribed',
};

/** Whom a text is about: the first Message-ID or unsubscribe token in it that we signed. */
function subscriberIn(evidence: string, secret: string): string | null {
  for (const [found] of evidence.matchAll(/[0-9a-f]{32}\.[\w%-]{1,80}\.[0-9a-f]{32}@[^\s<>@]{1,255}/g)) {
    const id = parseMessageId(found, secret)?.subscriberId;
    if (id !== undefined) return id;
  }
  for (const [found] of evidence.matchAll(/(?<![0-9a-f])[0-9a-f]{32}\.[\w-]{32}(?![\w-])/g)) {
    const id = verifyToken(found, 'unsubscribe', secret);
    if (id !== null) return id;
  }
  return null;
}
