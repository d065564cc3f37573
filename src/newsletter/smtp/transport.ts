import { createTransport } from 'nodemailer';
import type { Clock } from '../../core/instant.ts';
import type { NewsletterSettings } from '../../core/newsletter.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { MailFailure, SendMail } from '../mail.ts';
import type { SmtpAddress } from './address.ts';
import { mailFailure, type SmtpError } from './failure.ts';

export type DkimKey = { domain: string; selector: string; privateKey: string };

export type TransportOptions = Pick<NewsletterSettings, 'from' | 'replyTo' | 'requireTls'> & {
  address: SmtpAddress;
  dkim: DkimKey | null;
  now: Clock;
};

/** Where mails are handed in, over a few connections that stay open. */
export type Transport = {
  /** At most once: what comes back as `unknown` must not be sent again. */
  send: SendMail;
  /** Connects and logs in, nothing more. */
  verify(): Promise<Result<null, MailFailure>>;
  close(): void;
};

export const CONNECTIONS = 5;

export function openTransport({
  from,
  replyTo,
  requireTls,
  address,
  dkim,
  now,
}: TransportOptions): Transport {
  const { host, port, secure, auth } = address;
  const transporter = createTransport({
    pool: true,
    host,
    port,
    secure,
    ...(auth && { auth }),
    requireTLS: requireTls && !secure,
    // Where mails may go unencrypted, a certificate that nobody vouches for is no reason not to encrypt (RFC 7435).
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: requireTls },
    maxConnections: CONNECTIONS,
    maxMessages: 1000,
    // The pool would send again what was under way when a connection ended.
    maxRequeues: 0,
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(dkim && {
      dkim: {
        domainName: dkim.domain,
        keySelector: dkim.selector,
        privateKey: dkim.privateKey,
        headerFieldNames: SIGNED.join(':'),
      },
    }),
  });

  /** Whether the server was given any of each mail that is under way. */
  const streams = new Map<string, { readonly readableDidRead: boolean }>();
  transporter.use('stream', (mail, done) => {
    const create = mail.message.createReadStream.bind(mail.message);
    mail.message.createReadStream = (...args) => {
      const stream = create(...args);
      streams.set(String(mail.data.messageId), stream);
      return stream;
    };
    done();
  });

  return {
    async send({ to, subject, text, html, messageId, list, headers }) {
      try {
        await transporter.sendMail({
          from,
          ...(replyTo !== null && { replyTo }),
          to: { name: '', address: to },
          ...(looksEncoded(subject) ? {} : { subject }),
          text,
          html,
          messageId,
          ...(list && { list: { id: { url: list.id, comment: list.name } } }),
          headers: looksEncoded(subject) ? { ...headers, Subject: encodedWords(subject) } : headers,
          date: now(),
        });
        return ok(null);
      } catch (error) {
        const wasRead = streams.get(messageId)?.readableDidRead ?? false;
        return err(mailFailure(error as SmtpError, { wasRead }));
      } finally {
        streams.delete(messageId);
      }
    },
    async verify() {
      try {
        await transporter.verify();
        return ok(null);
      } catch (error) {
        return err(mailFailure(error as SmtpError, { wasRead: false }));
      }
    },
    close: () => transporter.close(),
  };
}

/** nodemailer sends as it is what readers would decode: a title may be made to show another one. */
const looksEncoded = (text: string): boolean => text.includes('=?');

/** A text as encoded words of whole characters, each of at most 75 (RFC 2047 §2, §5). */
function encodedWords(text: string) {
  const chunks: string[] = [''];
  for (const character of text) {
    const last = chunks.at(-1) ?? '';
    if (Buffer.byteLength(last + character) > 45) chunks.push(character);
    else chunks[chunks.length - 1] = last + character;
  }
  const words = chunks.map((chunk) => `=?UTF-8?B?${Buffer.from(chunk).toString('base64')}?=`);
  return { prepared: true, foldLines: true, value: words.join(' ') };
}

/** Those that RFC 6376 §5.4.1 names and mails of ours have, with what RFC 8058 §4 wants, and Feedback-ID for Gmail. */
const SIGNED = [
  'From',
  'Reply-To',
  'Subject',
  'Date',
  'Message-ID',
  'To',
  'MIME-Version',
  'Content-Type',
  'Content-Transfer-Encoding',
  'List-Id',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
  'Auto-Submitted',
  'Feedback-ID',
];
