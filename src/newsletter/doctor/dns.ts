import { createPrivateKey, createPublicKey } from 'node:crypto';
import { isIP } from 'node:net';
import { getDomain } from 'tldts';
import type { DkimKey } from '../smtp/transport.ts';
import { type DnsRecord, type Finding, fine, note, problem } from './finding.ts';

/** As node:dns/promises has it: a record's strings; rejects with ENOTFOUND or ENODATA where there is none. */
export type ResolveTxt = (name: string) => Promise<string[][]>;

export type Checked = { findings: Finding[]; records: DnsRecord[] };

/** The texts of a name; none if it has none; null where DNS can't be asked. */
async function textsOf(name: string, resolveTxt: ResolveTxt): Promise<string[] | null> {
  try {
    return (await resolveTxt(name)).map((strings) => strings.join(''));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOTFOUND' || code === 'ENODATA' ? [] : null;
  }
}

const unasked = (check: string, name: string): Finding =>
  note(check, `DNS could not be asked for ${name}, so this was not checked. Run it again with a connection.`);

/** Whether the public half of the key is where receivers look for it (RFC 6376 §3.6), and belongs to the sender's domain. */
export async function checkDkim(
  key: DkimKey | null,
  fromDomain: string,
  resolveTxt: ResolveTxt,
): Promise<Checked> {
  if (key === null) {
    return {
      findings: [
        note(
          'DKIM',
          `Mails are not signed here. That is right if your mail server signs them as ${fromDomain}; else set "newsletter.dkim".`,
        ),
      ],
      records: [],
    };
  }
  const { domain, selector, privateKey } = key;
  const name = `${selector}._domainkey.${domain}`;
  const wanted = publicKeyOf(privateKey);
  const value = `v=DKIM1; k=rsa; p=${wanted}`;
  const alignment =
    organisation(domain) === organisation(fromDomain)
      ? fine('Alignment', `Mails come from ${fromDomain} and are signed by ${domain}.`)
      : problem(
          'Alignment',
          `Mails come from ${fromDomain}, but are signed by ${domain}: DMARC wants both to be of one domain. Change "newsletter.from" or "newsletter.dkim.domain".`,
        );
  const weak = bitsOf(privateKey) < 2048;
  const strength = weak
    ? [note('DKIM', 'The key has fewer than 2,048 bits; some receivers ignore such signatures.')]
    : [];
  const texts = await textsOf(name, resolveTxt);
  if (texts === null)
    return {
      findings: [alignment, ...strength, unasked('DKIM', name)],
      records: [{ name, value, isThere: null }],
    };
  const published = texts.map((text) => /(?:^|;)\s*p=([^;]*)/.exec(text)?.[1]?.replace(/\s/g, ''));
  const isThere = published.includes(wanted);
  const finding = isThere
    ? fine('DKIM', `${name} has the public half of the key.`)
    : problem(
        'DKIM',
        published.length > 0
          ? `${name} has another key than the one that mails are signed with: they fail at the receiver. Replace the record by the one below.`
          : `${name} has no key, so that no receiver can check the signature. Add the record below.`,
      );
  return { findings: [alignment, ...strength, finding], records: [{ name, value, isThere }] };
}

/** Who may send for the domain (RFC 7208). */
export async function checkSpf(
  domain: string,
  smtpHost: string | null,
  resolveTxt: ResolveTxt,
): Promise<Checked> {
  const value = `v=spf1 ${smtpHost === null ? 'mx' : senderTerm(smtpHost)} ~all`;
  const texts = await textsOf(domain, resolveTxt);
  if (texts === null)
    return { findings: [unasked('SPF', domain)], records: [{ name: domain, value, isThere: null }] };
  const found = texts.filter((text) => /^v=spf1(?: |$)/i.test(text));
  if (found.length === 0)
    return {
      findings: [
        problem(
          'SPF',
          `${domain} does not say who may send its mails. Add the record below, with the "include:" that your mail provider names instead of what stands before "~all", if it names one.`,
        ),
      ],
      records: [{ name: domain, value, isThere: false }],
    };
  const [record = ''] = found;
  const records = [{ name: domain, value: record, isThere: true }];
  if (found.length > 1)
    return {
      findings: [
        problem('SPF', `${domain} has ${found.length} SPF records; receivers then believe none. Keep one.`),
      ],
      records,
    };
  if (/[\s+]\+?all\b/i.test(record) && !/[-~?]all\b/i.test(record))
    return {
      findings: [
        problem(
          'SPF',
          `${domain} lets everybody send its mails ("+all"). End the record in "~all" or "-all".`,
        ),
      ],
      records,
    };
  return { findings: [fine('SPF', `${domain} says who may send its mails: ${record}`)], records };
}

/** How SPF names the server that mails are handed to (RFC 7208 §5); on this machine, it's the machine that sends. */
function senderTerm(host: string): string {
  if (/^(?:localhost|127\.|::1$)/.test(host)) return 'a mx';
  const version = isIP(host);
  return version === 0 ? `a:${host}` : `ip${version}:${host}`;
}

/** What receivers are to do with mails that fail (RFC 7489). */
export async function checkDmarc(
  domain: string,
  reportsTo: string,
  resolveTxt: ResolveTxt,
): Promise<Checked> {
  const value = `v=DMARC1; p=none; rua=mailto:${reportsTo}`;
  const parent = organisation(domain);
  const names = [...new Set([domain, parent])].map((each) => `_dmarc.${each}`);
  const [name = ''] = names;
  for (const each of names) {
    const texts = await textsOf(each, resolveTxt);
    if (texts === null)
      return { findings: [unasked('DMARC', each)], records: [{ name, value, isThere: null }] };
    const found = texts.find((text) => /^v=DMARC1\b/.test(text));
    if (found)
      return {
        findings: [fine('DMARC', `${each} says what to do with mails that fail: ${found}`)],
        records: [{ name: each, value: found, isThere: true }],
      };
  }
  return {
    findings: [
      problem(
        'DMARC',
        `${name} is missing; Gmail and Yahoo want it of everybody who sends much. Add the record below.`,
      ),
    ],
    records: [{ name, value, isThere: false }],
  };
}

const publicKeyOf = (privateKey: string): string =>
  createPublicKey(createPrivateKey(privateKey)).export({ type: 'spki', format: 'der' }).toString('base64');

const bitsOf = (privateKey: string): number =>
  createPrivateKey(privateKey).asymmetricKeyDetails?.modulusLength ?? 0;

/** The domain that somebody registered: `example.org` of `news.example.org`. */
const organisation = (domain: string): string => getDomain(domain) ?? domain.toLowerCase();
