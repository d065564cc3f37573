import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export type Received = { to: string[]; from: string; raw: string; mail: ParsedMail };

/** A reply that refuses something: its code (RFC 5321) and words. */
export type Refusal = { code: number; message: string };

export type Inbox = {
  /** `smtp://127.1.2.3:40001`, without a name and password. */
  url: string;
  port: number;
  host: string;
  received: Received[];
  /** How many connections there were. */
  connections(): number;
  close(): Promise<void>;
};

export type InboxOptions = SMTPServerOptions & {
  onRecipient?: (address: string) => Refusal | null;
  /** Before a whole mail is taken; `hang up` ends the connection without a word. */
  onMail?: (to: string[], raw: string) => Refusal | 'hang up' | null | Promise<Refusal | 'hang up' | null>;
};

/** A real SMTP server on loopback whose mails are read by a real parser. It offers no encryption unless told to. */
export async function startInbox(
  { onRecipient, onMail, ...options }: InboxOptions = {},
  at: { host?: string; port?: number } = {},
): Promise<Inbox> {
  const received: Received[] = [];
  let connections = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    disableReverseLookup: true,
    ...options,
    onConnect(_, done) {
      connections += 1;
      done();
    },
    onRcptTo({ address }, _, done) {
      done(asError(onRecipient?.(address) ?? null));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        const answer = (await onMail?.(to, Buffer.concat(chunks).toString('latin1'))) ?? null;
        if (answer === 'hang up') {
          for (const connection of server.connections)
            (connection as { _socket: { destroy(): void } })._socket.destroy();
          return;
        }
        if (answer !== null) return done(asError(answer));
        const raw = Buffer.concat(chunks);
        const { mailFrom } = session.envelope;
        received.push({
          to,
          from: mailFrom ? mailFrom.address : '',
          raw: raw.toString('latin1'),
          mail: await simpleParser(raw),
        });
        done();
      });
    },
  });
  server.on('error', () => undefined);
  const { host = `127.${byte()}.${byte()}.${byte()}` } = at;
  const listening = server.listen(at.port ?? 0, host);
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  return {
    url: `${options.secure ? 'smtps' : 'smtp'}://${host}:${port}`,
    port,
    host,
    received,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        for (const connection of server.connections)
          (connection as { _socket: { destroy(): void } })._socket.destroy();
        server.close(() => resolve());
      }),
  };
}

const asError = (refusal: Refusal | null) =>
  refusal === null ? null : Object.assign(new Error(refusal.message), { responseCode: refusal.code });

const byte = () => 1 + Math.floor(Math.random() * 254);
