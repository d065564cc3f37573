import { open, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_BYTES } from './mail-report.ts';

/** Mails that nobody has read, the oldest name first. */
export const newMails = async (maildir: string): Promise<string[]> =>
  (await readdir(join(maildir, 'new'))).filter((name) => !name.startsWith('.')).sort();

/** As much of a mail as counts. */
export async function readMail(maildir: string, name: string): Promise<Uint8Array> {
  const file = await open(join(maildir, 'new', name), 'r');
  try {
    const buffer = new Uint8Array(MAX_BYTES);
    let filled = 0;
    for (let read = 1; read > 0 && filled < MAX_BYTES; filled += read)
      read = (await file.read(buffer, filled, MAX_BYTES - filled, filled)).bytesRead;
    return buffer.subarray(0, filled);
  } finally {
    await file.close();
  }
}

/** Moves a mail to those that are seen. */
export const markSeen = (maildir: string, name: string): Promise<void> =>
  rename(join(maildir, 'new', name), join(maildir, 'cur', `${name}:2,S`));
