import { createHmac, timingSafeEqual } from 'node:crypto';

/** Whether X-Hub-Signature (`sha256=…`) was made of this body with this secret (WebSub §7.1.1). */
export function isSignedWith(secret: string, body: Uint8Array, header: string | undefined): boolean {
  const [, method = '', hex = ''] =
    /^(sha1|sha256|sha384|sha512)=([0-9a-f]{40,128})$/i.exec(header?.trim() ?? '') ?? [];
  if (method === '') return false;
  const expected = createHmac(method.toLowerCase(), secret).update(body).digest();
  const given = Buffer.from(hex, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
