import { createHmac, timingSafeEqual } from 'node:crypto';

/** HMAC-SHA-256 of a text under the secret, for one purpose only. */
export const sign = (secret: string, purpose: string, text: string): Buffer =>
  createHmac('sha256', secret).update(`mias-feed newsletter ${purpose}\n${text}`).digest();

/** Whether two texts are the same, in a time that doesn't tell where they differ. */
export function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
