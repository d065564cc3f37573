import type { MailFailure } from '../mail.ts';

/** What nodemailer throws, as far as we read it. */
export type SmtpError = Error & {
  code?: string;
  originalCode?: string;
  responseCode?: number;
  response?: string;
  command?: string;
};

/**
 * What an error means for the mail that was being sent. `wasRead`: whether any of it went to the server. A reply of
 * the server settles that it did not take it (RFC 5321 §4.2.1); where there is none, it depends on that.
 */
export function mailFailure(error: SmtpError, { wasRead }: { wasRead: boolean }): MailFailure {
  const { responseCode: code = null, command = '' } = error;
  const message = sentenceFor(error);
  if (code === null) {
    if (SETUP.has(error.code ?? '') || isAboutTls(error)) return { kind: 'setup', code, message };
    if (error.code === 'EENVELOPE') return { kind: 'refused', code, message };
    return { kind: wasRead ? 'unknown' : 'later', code, message };
  }
  if (BEFORE_MAILS.test(command) || error.code === 'EAUTH')
    return { kind: code >= 500 ? 'setup' : 'later', code, message };
  if (code < 500) return { kind: 'later', code, message };
  // Who we are doesn't please it, or it wants us to log in: the next mail fares no better.
  if (command === 'MAIL FROM') return { kind: 'setup', code, message };
  return { kind: command === 'RCPT TO' && isAboutAddress(error) ? 'refused' : 'rejected', code, message };
}

const SETUP = new Set(['EAUTH', 'ENOAUTH', 'ETLS', 'ECONFIG', 'EREQUIRETLS']);

/** No encryption to be had, or a certificate that is wrong, expired, or signed by nobody we know. */
const isAboutTls = ({ originalCode = '', code = '', command = '', responseCode = 0 }: SmtpError): boolean =>
  (command === 'STARTTLS' && responseCode >= 500) ||
  /CERT|SELF_SIGNED|UNABLE_TO_|^ERR_(?:TLS|SSL)/.test(`${originalCode} ${code}`);

const BEFORE_MAILS = /^(?:AUTH|EHLO|HELO|STARTTLS|CONN)/;

/**
 * Whether a 5xx reply to RCPT TO says that there is no such mailbox, and not that the server doesn't like us: by its
 * enhanced code (RFC 3463: X.1.x is about the address, X.2.x about the mailbox, X.7.x about policy), else by itself.
 */
function isAboutAddress({ response = '', responseCode }: SmtpError): boolean {
  const [, subject, detail] = /^\d{3}[ -]5\.(\d{1,3})\.(\d{1,3})\b/.exec(response) ?? [];
  if (subject === undefined) return responseCode === 550 || responseCode === 551 || responseCode === 553;
  return (subject === '1' && detail !== '7' && detail !== '8') || (subject === '2' && detail === '1');
}

/** Tells what happened without the address that a reply may repeat, and without anything that we sent. */
function sentenceFor(error: SmtpError): string {
  const { code, originalCode, responseCode, response, command, message } = error;
  if (isAboutTls(error)) return NO_TLS;
  if (responseCode !== undefined) {
    const step = command ? ` to ${command}` : '';
    return `The mail server answered${step}: ${withoutAddresses(response ?? String(responseCode))}`;
  }
  return (
    WORDS[originalCode ?? ''] ??
    WORDS[code ?? ''] ??
    `The mail could not be handed in (${withoutAddresses(message)}).`
  );
}

const NO_TLS =
  'The mail server offers no encryption, or none that we trust. Use its name as in its certificate, or set "requireTls": false if mails may travel unencrypted.';

const WORDS: Record<string, string> = {
  ECONNREFUSED: 'The mail server refuses connections.',
  ENOTFOUND: 'The mail server was not found: no such host.',
  EDNS: 'The mail server was not found: its name could not be looked up.',
  ETIMEDOUT: 'The mail server did not answer in time.',
  ECONNRESET: 'The mail server closed the connection.',
  ECONNECTION: 'The mail server closed the connection.',
  ESOCKET: 'The connection to the mail server broke.',
  ETLS: NO_TLS,
  EAUTH: 'The mail server does not accept the user name and password.',
  ENOAUTH: 'The mail server wants a user name and password.',
};

const withoutAddresses = (text: string): string =>
  text
    .replace(/[^\s<>"']+@[^\s<>"']+/g, '…')
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .slice(0, 300);
