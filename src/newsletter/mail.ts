import type { Result } from '../core/result.ts';

/** A mail before it's written down as RFC 5322; the transport adds From, Date and DKIM. */
export type OutgoingMail = {
  /** One address, without a name. */
  to: string;
  subject: string;
  text: string;
  html: string;
  /** With angle brackets; the same each time the same mail is tried. */
  messageId: string;
  /** The list that it is of (RFC 2919), where it is of one. */
  list?: { id: string; name: string };
  /** Further header fields, by name, in ASCII. */
  headers: Record<string, string>;
};

/** Why a mail was not taken. `code` is the SMTP reply's (RFC 5321 §4.2), `message` says nothing about who it was for. */
export type MailFailure = {
  /**
   * `later`: worth another try. `refused`: this address is refused for good. `rejected`: this mail is, whoever it is
   * for. `setup`: no mail goes out as it's set up. `unknown`: the connection ended while the server had the mail, so
   * that it may have been sent.
   */
  kind: 'later' | 'refused' | 'rejected' | 'setup' | 'unknown';
  code: number | null;
  message: string;
};

export type SendMail = (message: OutgoingMail) => Promise<Result<null, MailFailure>>;
