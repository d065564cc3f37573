import type { BounceDeps, Counted } from '../../newsletter/bounces.ts';
import type { Action } from './action.ts';
import { withPeople } from './with-people.ts';

type Counts = { read: number } & Record<Counted, number>;

export const bounceAction: Action = {
  usage: 'bounce [--maildir DIR] (or one mail on standard input)',
  async run({ session, options: { maildir } }) {
    const counts: Counts = {
      read: 0,
      hard: 0,
      soft: 0,
      complaint: 0,
      unsubscribe: 0,
      repeated: 0,
      unproven: 0,
      gone: 0,
      other: 0,
    };
    const done = await withPeople(session, async (deps) =>
      typeof maildir === 'string' ? readMaildir(maildir, deps, counts) : readStdin(deps, counts),
    );
    const problem = done.ok ? done.value : done.error;
    if (problem !== null) session.log.problem(problem);
    if (session.json) session.print(`${JSON.stringify(counts)}\n`);
    else if (problem === null)
      session.print(
        `${counts.read} read: ${counts.hard} hard bounces, ${counts.soft} soft, ${counts.complaint} complaints, ${counts.unsubscribe} unsubscribed by mail; ${counts.unproven} quote no mail of ours.\n`,
      );
    if (!done.ok) return 1;
    return problem === null ? 0 : 2;
  },
};

async function readStdin(deps: BounceDeps, counts: Counts): Promise<string | null> {
  const [{ countMail }, { MAX_BYTES }] = await Promise.all([
    import('../../newsletter/bounces.ts'),
    import('../../newsletter/mail-report.ts'),
  ]);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    if (bytes < MAX_BYTES) chunks.push(chunk);
    bytes += chunk.length;
  }
  counts[await countMail(Buffer.concat(chunks), deps)]++;
  counts.read++;
  return null;
}

/** Each mail is moved to those that are seen once it's counted for good: after a kill it's read again, and counted once. */
async function readMaildir(maildir: string, deps: BounceDeps, counts: Counts): Promise<string | null> {
  const [{ countMail }, { markSeen, newMails, readMail }] = await Promise.all([
    import('../../newsletter/bounces.ts'),
    import('../../newsletter/maildir.ts'),
  ]);
  try {
    for (const name of await newMails(maildir)) {
      counts[await countMail(await readMail(maildir, name), deps)]++;
      counts.read++;
      await markSeen(maildir, name);
    }
    return null;
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    return `${maildir} can't be read as a maildir (${code}): it needs the folders new and cur, and the right to move mails between them.`;
  }
}
