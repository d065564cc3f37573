import { sameText, sign } from './signature.ts';

/** When a form was made, signed, for its hidden field. */
export const formTime = (now: Date, secret: string): string => {
  const at = String(now.getTime());
  return `${at}.${signatureOf(at, secret)}`;
};

/** Whether the form came back sooner than a person can fill it; not if it carries no time, as those of static pages. */
export function isTooQuick(field: string, now: Date, secret: string): boolean {
  const [at = '', signature = ''] = field.split('.');
  if (!/^\d{1,15}$/.test(at) || !sameText(signature, signatureOf(at, secret))) return false;
  const ageMs = now.getTime() - Number(at);
  return ageMs >= 0 && ageMs < QUICK_MS;
}

const QUICK_MS = 1500;

const signatureOf = (at: string, secret: string): string =>
  sign(secret, 'form', at).subarray(0, 12).toString('base64url');
