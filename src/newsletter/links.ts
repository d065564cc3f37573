import { domainToASCII } from 'node:url';
import { sameText, sign } from './signature.ts';

/** What a signed link lets its holder do: see and change the preferences, or unsubscribe. */
export type LinkPurpose = 'preferences' | 'unsubscribe';

export type MailLinks = {
  preferences: string;
  unsubscribe: string;
  /** For List-Unsubscribe with List-Unsubscribe-Post (RFC 8058); the same page. */
  oneClick: string;
};

/** The links at the foot of a subscriber's mails: absolute, signed, valid for ever. */
export function mailLinks(
  subscriberId: string,
  { site, secret }: { site: { url: string }; secret: string },
): MailLinks {
  const link = (purpose: LinkPurpose) =>
    new URL(`newsletter/${purpose}?token=${signedToken(subscriberId, purpose, secret)}`, site.url).href;
  return {
    preferences: link('preferences'),
    unsubscribe: link('unsubscribe'),
    oneClick: link('unsubscribe'),
  };
}

/** For List-Unsubscribe beside the link: a mail that `newsletter bounce` reads. */
export const unsubscribeMailto = (subscriberId: string, mailbox: string, secret: string): string =>
  `mailto:${encodedMailbox(mailbox)}?subject=unsubscribe%20${signedToken(subscriberId, 'unsubscribe', secret)}`;

/** In ASCII (RFC 6068): whatever else it has is written in bytes, its domain as DNS has it. */
function encodedMailbox(mailbox: string): string {
  const at = mailbox.lastIndexOf('@');
  return `${encodeURIComponent(mailbox.slice(0, at))}@${domainToASCII(mailbox.slice(at + 1))}`;
}

/** The subscriber's id and its signature for one purpose; nothing has to be remembered to check it. */
export const signedToken = (subscriberId: string, purpose: LinkPurpose, secret: string): string =>
  `${subscriberId}.${signatureOf(subscriberId, purpose, secret)}`;

/** Whose link it is; null unless this very token was signed for this purpose. */
export function verifyToken(token: string, purpose: LinkPurpose, secret: string): string | null {
  const [, subscriberId] = /^([0-9a-f]{32})\.[\w-]{32}$/.exec(token) ?? [];
  if (subscriberId === undefined) return null;
  return sameText(token, signedToken(subscriberId, purpose, secret)) ? subscriberId : null;
}

/** 192 bits in 32 characters. */
const signatureOf = (subscriberId: string, purpose: LinkPurpose, secret: string): string =>
  sign(secret, purpose, subscriberId).subarray(0, 24).toString('base64url');
