// The demo's post office: takes every mail on this machine, keeps it as a file, and tells of it.
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** Starts it. `onMail({ to, subject, text, file })` is told of each mail, whose file is in `folder`. */
export async function startMailbox(folder, onMail) {
  mkdirSync(folder, { recursive: true });
  let count = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks = [];
      stream.on('data', (chunk) => chunks.push(chunk));
      stream.on('end', async () => {
        const bytes = Buffer.concat(chunks);
        count += 1;
        const file = join(folder, `${String(count).padStart(2, '0')}.eml`);
        writeFileSync(file, bytes);
        const { subject, text } = await simpleParser(bytes);
        onMail({ to: session.envelope.rcptTo.map(({ address }) => address).join(', '), subject, text, file });
        done();
      });
    },
  });
  server.on('error', () => {}); // a client that hangs up
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    url: `smtp://127.0.0.1:${server.server.address().port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
