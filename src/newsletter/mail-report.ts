import { simpleParser } from 'mailparser';

/** What a mail to the sender's mailbox says. `evidence`: where it may quote our mail. */
export type MailReport =
  /** It could not be delivered (RFC 3464): `hard`, that address doesn't take mail; `soft`, not now. */
  | { kind: 'hard' | 'soft'; evidence: string }
  /** Its reader called it spam (RFC 5965). */
  | { kind: 'complaint'; evidence: string }
  /** A person's program asks by mail to be unsubscribed (RFC 2369, mailto). */
  | { kind: 'unsubscribe'; evidence: string }
  /** Something else: an answer, an absence, a delay that may still end well. */
  | { kind: 'other' };

/** Reads a mail; never throws, whatever is in it. */
export async function readReport(bytes: Uint8Array): Promise<MailReport> {
  const message = Buffer.from(bytes.subarray(0, MAX_BYTES));
  try {
    const {
      subject = '',
      headers,
      attachments,
    } = await simpleParser(message, {
      keepDeliveryStatus: true,
      skipHtmlToText: true,
      skipTextToHtml: true,
      skipTextLinks: true,
      skipImageLinks: true,
    });
    const partOf = (types: RegExp) => attachments.find(({ contentType }) => types.test(contentType))?.content;
    const reply = `${headers.get('in-reply-to') ?? ''} ${headers.get('references') ?? ''}`;
    const evidence = `${headersOf(partOf(ORIGINAL))}\n${reply}`;
    const feedback = partOf(/^message\/feedback-report$/i);
    if (feedback) {
      const type = fieldsOf(feedback.toString('utf8')).get('feedback-type');
      return type === 'not-spam' ? { kind: 'other' } : { kind: 'complaint', evidence };
    }
    const status = partOf(/^message\/(global-)?delivery-status$/i);
    if (status) {
      const kind = bounceKind(status.toString('utf8'));
      return kind === null ? { kind: 'other' } : { kind, evidence };
    }
    return /^\s*unsubscribe\s/i.test(subject)
      ? { kind: 'unsubscribe', evidence: subject }
      : { kind: 'other' };
  } catch {
    return { kind: 'other' };
  }
}

/** More of a mail is not read: what counts comes before what it quotes. */
export const MAX_BYTES = 2_000_000;

const ORIGINAL = /^(message\/(rfc822|global)(-headers)?|text\/rfc822-headers)$/i;

/** The header of the mail that is quoted, its folded lines joined (RFC 5322 §2.2.3). */
function headersOf(original: Buffer | undefined): string {
  const text = original?.toString('utf8') ?? '';
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  return text.slice(0, Math.min(end, 100_000)).replace(/\r?\n(?=[ \t])/g, '');
}

/** The worst that happened to one of the recipients; null if to none (RFC 3464 §2.3). */
function bounceKind(status: string): 'hard' | 'soft' | null {
  let kind: 'hard' | 'soft' | null = null;
  for (const block of status.split(/\r?\n[ \t]*\r?\n/)) {
    const fields = fieldsOf(block);
    if (fields.get('action') !== 'failed') continue;
    if (isHard(fields.get('status') ?? '')) return 'hard';
    kind = 'soft';
  }
  return kind;
}

/**
 * Whether an enhanced status code says that the address is wrong or closed (RFC 3463). A full mailbox, a policy, a
 * virus or a routing trouble is permanent for one mail only.
 */
const isHard = (status: string): boolean =>
  /^5\.(0\.0|1\.[0-9]+|2\.[01]|4\.4|7\.13|7\.17)(\s|$)/.test(status);

function fieldsOf(block: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of block.replace(/\r?\n(?=[ \t])/g, '').split(/\r?\n/)) {
    const [, name, value] = /^([\w-]+):\s*(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined && !fields.has(name.toLowerCase()))
      fields.set(name.toLowerCase(), value.toLowerCase());
  }
  return fields;
}
