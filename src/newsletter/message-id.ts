import { sameText, sign } from './signature.ts';

/**
 * The Message-ID of a subscriber's mail for one period (`confirmation`, `weekly:2026-W47`): always the same, with
 * angle brackets, and signed, so that a bounce which quotes it is about a mail that we sent (RFC 5322 §3.6.4).
 */
export function messageId(subscriberId: string, period: string, secret: string, domain: string): string {
  const left = `${subscriberId}.${encodePeriod(period)}`;
  return `<${left}.${signatureOf(left, secret)}@${domain}>`;
}

/** Whose mail and which one; null unless we signed it. The domain and the brackets don't matter. */
export function parseMessageId(
  text: string,
  secret: string,
): { subscriberId: string; period: string } | null {
  const [, left, subscriberId, period, signature] =
    /^<?(([0-9a-f]{32})\.([\w%-]{1,80}))\.([0-9a-f]{32})@[^\s<>@]{1,255}>?$/.exec(text.trim()) ?? [];
  if (left === undefined || subscriberId === undefined || period === undefined || signature === undefined)
    return null;
  if (!sameText(signature, signatureOf(left, secret))) return null;
  return { subscriberId, period: decodePeriod(period) };
}

/** Every character that a dot-atom lacks, and the dot, as its UTF-8 bytes. */
const encodePeriod = (period: string): string =>
  encodeURIComponent(period).replace(
    /[.!~*'()]/g,
    (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`,
  );

const decodePeriod = (period: string): string => {
  try {
    return decodeURIComponent(period);
  } catch {
    return period;
  }
};

/** 128 bits. */
const signatureOf = (left: string, secret: string): string =>
  sign(secret, 'message-id', left).subarray(0, 16).toString('hex');
