import { Resolver } from 'node:dns/promises';
import { join } from 'node:path';
import type { Diagnosis } from '../../newsletter/doctor/doctor.ts';
import type { DnsRecord, Finding } from '../../newsletter/doctor/finding.ts';
import type { Action } from './action.ts';

export const doctorAction: Action = {
  usage: 'doctor',
  async run({ session, config, settings }) {
    const [{ diagnose }, { openTransport }, { loadSecret }, { copiesIn }] = await Promise.all([
      import('../../newsletter/doctor/doctor.ts'),
      import('../../newsletter/smtp/transport.ts'),
      import('../../newsletter/secret.ts'),
      import('../../store/lowdb/redact-copies.ts'),
    ]);
    const resolver = new Resolver({ timeout: 3000, tries: 2 });
    const diagnosis = await diagnose({
      site: config.site,
      settings,
      async verify(address) {
        const transport = openTransport({ ...settings, address, dkim: null, now: session.now });
        const verified = await transport.verify();
        transport.close();
        return verified;
      },
      resolveTxt: (name) => resolver.resolveTxt(name),
      answerOf,
      loadSecret: () => loadSecret(session.env, session.dataDir),
      damagedCopies: () => copiesIn(join(session.dataDir, 'newsletter')),
    });
    session.print(session.json ? `${JSON.stringify(diagnosis)}\n` : inWords(diagnosis));
    return diagnosis.findings.some(({ status }) => status === 'problem') ? 1 : 0;
  },
};

/** The click of a mail program, with a token that is none: it changes nothing. */
async function answerOf(url: string): Promise<{ status: number; body: string } | null> {
  try {
    const { status, body } = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    });
    return { status, body: await beginningOf(body) };
  } catch {
    return null;
  }
}

/** Enough of a page to know it by. */
async function beginningOf(body: ReadableStream<Uint8Array> | null): Promise<string> {
  if (body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > 100_000) break;
  }
  return text;
}

const MARKS: Record<Finding['status'], string> = { fine: 'ok  ', note: 'note', problem: 'FIX ' };

function inWords({ findings, records }: Diagnosis): string {
  const lines = findings.map(({ check, status, message }) => `${MARKS[status]}  ${check}: ${message}`);
  const missing = records.filter(({ isThere }) => isThere !== true);
  if (missing.length > 0) lines.push('', 'DNS records to add (TXT):', '', ...missing.map(zoneLine));
  const problems = findings.filter(({ status }) => status === 'problem').length;
  lines.push('', problems === 0 ? 'Nothing to put right.' : `To put right: ${problems}.`);
  return `${lines.join('\n')}\n`;
}

/** As a zone file has it: no string of a TXT record is longer than 255 characters (RFC 1035 §3.3). */
function zoneLine({ name, value }: DnsRecord): string {
  const strings = value.match(/.{1,255}/g) ?? [];
  return `${name}. IN TXT ${strings.map((text) => `"${text}"`).join(' ')}`;
}
