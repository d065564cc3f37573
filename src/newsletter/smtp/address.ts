import { err, ok, type Result } from '../../core/result.ts';

/** Where and as whom to hand mails in. Never printed: it holds the password. */
export type SmtpAddress = {
  host: string;
  port: number;
  /** TLS from the first byte (smtps); else STARTTLS. */
  secure: boolean;
  auth: { user: string; pass: string } | null;
};

/**
 * Reads `smtps://user:password@host:465` or `smtp://…:587`. Fails with a sentence that repeats nothing of it. What it
 * may say beside that (`?logger=true`) is not passed on: nodemailer would obey it.
 */
export function parseSmtpUrl(url: string): Result<SmtpAddress, string> {
  if (!URL.canParse(url)) return err(UNREADABLE);
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  if ((!secure && protocol !== 'smtp:') || hostname === '') return err(UNREADABLE);
  try {
    const user = decodeURIComponent(username);
    return ok({
      host: hostname.replace(/^\[(.+)\]$/, '$1'),
      port: port === '' ? (secure ? 465 : 587) : Number(port),
      secure,
      auth: user === '' ? null : { user, pass: decodeURIComponent(password) },
    });
  } catch {
    return err(UNREADABLE);
  }
}

const UNREADABLE =
  'The SMTP address can\'t be read. Set MIAS_FEED_SMTP_URL (or "newsletter.smtpUrl") to something like smtps://user:password@smtp.example.org, with characters such as @ and / in the password written as %40 and %2F.';
