import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Clock } from '../../core/instant.ts';
import type { NewsletterSettings } from '../../core/newsletter.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { errorCode } from '../../store/store-error.ts';
import { parseSmtpUrl } from './address.ts';
import { type DkimKey, openTransport, type Transport } from './transport.ts';

/** The transport that the settings describe, not connected yet; or what is wrong with them, in a sentence. */
export async function transportFor(
  settings: NewsletterSettings,
  now: Clock,
): Promise<Result<Transport, string>> {
  if (settings.smtpUrl === null) return err(NO_SMTP);
  const address = parseSmtpUrl(settings.smtpUrl);
  if (!address.ok) return address;
  const dkim = await loadDkimKey(settings.dkim);
  if (!dkim.ok) return dkim;
  return ok(openTransport({ ...settings, address: address.value, dkim: dkim.value, now }));
}

export const NO_SMTP =
  'No mail server is set, so no mail can be sent. Set MIAS_FEED_SMTP_URL, for example to smtps://user:password@smtp.example.org.';

/** The key that mails are signed with; null where the settings name none. nodemailer signs with RSA only. */
export async function loadDkimKey(dkim: NewsletterSettings['dkim']): Promise<Result<DkimKey | null, string>> {
  if (dkim === null) return ok(null);
  const { domain, selector, privateKeyFile } = dkim;
  try {
    const privateKey = await readFile(privateKeyFile, 'utf8');
    const { asymmetricKeyType } = createPrivateKey(privateKey);
    if (asymmetricKeyType !== 'rsa')
      return err(`The DKIM key ${privateKeyFile} is of the type ${asymmetricKeyType}; an RSA key is needed.`);
    return ok({ domain, selector, privateKey });
  } catch (error) {
    const code = errorCode(error);
    const why =
      code === 'ENOENT'
        ? 'is not there'
        : code?.startsWith('E') && !code.startsWith('ERR')
          ? `can't be read (${code})`
          : 'is no private key in PEM form';
    return err(
      `The DKIM key ${privateKeyFile} ${why}. Make one with "openssl genrsa -out ${privateKeyFile} 2048", or leave out "newsletter.dkim" if your mail server signs.`,
    );
  }
}
