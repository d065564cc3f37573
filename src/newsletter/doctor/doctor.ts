import type { NewsletterSettings } from '../../core/newsletter.ts';
import type { Result } from '../../core/result.ts';
import { addressIn, domainOf } from '../mail/headers.ts';
import type { MailFailure } from '../mail.ts';
import { parseSmtpUrl, type SmtpAddress } from '../smtp/address.ts';
import { loadDkimKey, NO_SMTP } from '../smtp/open.ts';
import { BAD_LINK } from '../words.ts';
import { type Checked, checkDkim, checkDmarc, checkSpf, type ResolveTxt } from './dns.ts';
import { type DnsRecord, type Finding, fine, note, problem } from './finding.ts';

export type DoctorDeps = {
  site: { url: string };
  settings: NewsletterSettings;
  /** Connects to the mail server and logs in. */
  verify(address: SmtpAddress): Promise<Result<null, MailFailure>>;
  resolveTxt: ResolveTxt;
  /** What the one click of a mail program (RFC 8058) is answered at this address; null where nobody answers. */
  answerOf(url: string): Promise<{ status: number; body: string } | null>;
  loadSecret(): Promise<Result<string, string>>;
  /** Copies of damaged files that the store of subscribers has set aside. */
  damagedCopies(): Promise<string[]>;
};

export type Diagnosis = { findings: Finding[]; records: DnsRecord[] };

/** Looks at everything that a mail needs to arrive, and at what the law and the big mailbox providers want. */
export async function diagnose(deps: DoctorDeps): Promise<Diagnosis> {
  const { settings, resolveTxt } = deps;
  const fromDomain = domainOf(settings.from);
  const address = settings.smtpUrl === null ? null : parseSmtpUrl(settings.smtpUrl);
  const host = address?.ok ? address.value.host : null;
  const key = await loadDkimKey(settings.dkim);
  const dkim: Checked = key.ok
    ? await checkDkim(key.value, fromDomain, resolveTxt)
    : { findings: [problem('DKIM', key.error)], records: [] };
  const spf = await checkSpf(fromDomain, host, resolveTxt);
  const dmarc = await checkDmarc(fromDomain, reportsTo(settings), resolveTxt);
  return {
    findings: [
      ...(await smtpFindings(address, deps)),
      ...dkim.findings,
      ...spf.findings,
      ...dmarc.findings,
      await unsubscribeFinding(deps),
      addressFinding(settings),
      await secretFinding(deps),
      ...(await copiesFinding(deps)),
    ],
    records: [...dkim.records, ...spf.records, ...dmarc.records],
  };
}

/** Where people read what comes back. */
function reportsTo({ replyTo, from }: NewsletterSettings): string {
  const mailbox = addressIn(replyTo ?? from);
  return `${mailbox.slice(0, mailbox.lastIndexOf('@'))}@${domainOf(mailbox)}`;
}

async function smtpFindings(
  address: Result<SmtpAddress, string> | null,
  { settings, verify }: DoctorDeps,
): Promise<Finding[]> {
  if (address === null) return [problem('SMTP', NO_SMTP)];
  if (!address.ok) return [problem('SMTP', address.error)];
  const { host, port, auth, secure } = address.value;
  const tls =
    secure || settings.requireTls
      ? fine('TLS', `Mails go to the server encrypted (${secure ? 'TLS' : 'STARTTLS'}).`)
      : note(
          'TLS',
          '"requireTls" is false: where the server offers no encryption, mails and password travel in the clear.',
        );
  const verified = await verify(address.value);
  if (!verified.ok)
    return [
      problem('SMTP', `${host}:${port}: ${verified.error.message}`),
      ...(tls.status === 'fine' ? [] : [tls]),
    ];
  return [
    fine('SMTP', `${host}:${port} answers${auth === null ? '' : ' and accepts the user name and password'}.`),
    tls,
  ];
}

async function unsubscribeFinding({ site, answerOf }: DoctorDeps): Promise<Finding> {
  const { protocol, hostname } = new URL(site.url);
  if (/(?:^|\.)example(?:\.(?:com|net|org))?$|^localhost$|^127\.|^\[::1\]$/.test(hostname))
    return problem(
      'Unsubscribe',
      `site.url is ${site.url}, which no reader can reach: the links in mails would lead nowhere. Set it to the address of your site.`,
    );
  if (protocol !== 'https:')
    return problem('Unsubscribe', `site.url is ${site.url}; one-click unsubscribing needs https (RFC 8058).`);
  const url = new URL('newsletter/unsubscribe?token=doctor', site.url).href;
  const answer = await answerOf(url);
  if (answer === null)
    return problem(
      'Unsubscribe',
      `${url} does not answer. Let "mias-feed start" run behind your site's address.`,
    );
  const { status, body } = answer;
  if (status >= 300 && status < 400)
    return problem(
      'Unsubscribe',
      `${url} leads elsewhere (status ${status}); one-click unsubscribing wants an answer at once (RFC 8058). Set site.url to the address that your site ends up at.`,
    );
  // To a token that is none, our server says so; a host of files has a page of its own for what it doesn't know.
  if (status !== 404 || !body.includes(BAD_LINK))
    return problem(
      'Unsubscribe',
      `${url} is answered by something other than "mias-feed start" (status ${status}), so that nobody could unsubscribe. Let your web server pass /newsletter on to it.`,
    );
  return fine('Unsubscribe', `${new URL('newsletter/unsubscribe', site.url).href} answers.`);
}

function addressFinding({ postalAddress }: NewsletterSettings): Finding {
  return /example/i.test(postalAddress)
    ? problem(
        'Postal address',
        'The postal address is an example. The law wants the real one under each mail ("newsletter.postalAddress").',
      )
    : fine('Postal address', 'Stands under each mail.');
}

async function secretFinding({ loadSecret }: DoctorDeps): Promise<Finding> {
  const secret = await loadSecret();
  return secret.ok
    ? fine('Secret', 'Links are signed; keep the secret with your backups.')
    : problem('Secret', secret.error);
}

/** They are told of once, when the damage is found; and an address should lie nowhere for longer than it's needed. */
async function copiesFinding({ damagedCopies }: DoctorDeps): Promise<Finding[]> {
  const copies = await damagedCopies();
  if (copies.length === 0) return [];
  return [
    note(
      'Damaged files',
      `${copies.join(', ')}: set aside as they were, with addresses in them. Compare them with a backup, import who is missing, and delete them.`,
    ),
  ];
}
