import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '../core/result.ts';
import { errorCode } from '../store/store-error.ts';

/**
 * What links and Message-IDs are signed with: MIAS_FEED_SECRET, else the content of `data/secret`, which is made
 * the first time. Fails with a sentence for the operator. Whoever has it can unsubscribe everybody; a new one makes
 * the links in mails already sent useless, and the suppression list forget.
 */
export async function loadSecret(env: NodeJS.ProcessEnv, dataDir: string): Promise<Result<string, string>> {
  const given = env.MIAS_FEED_SECRET;
  if (given) return given.length >= MIN_LENGTH ? ok(given) : err(`MIAS_FEED_SECRET is too short: ${WANTED}`);
  const path = join(dataDir, 'secret');
  try {
    const kept = (await readIfThere(path)) ?? (await makeSecret(dataDir, path));
    if (kept.length >= MIN_LENGTH) return ok(kept);
    return err(`${path} is damaged: put the secret back from a backup, or remove the file to get a new one.`);
  } catch (error) {
    return err(`${path} can't be read or written (${errorCode(error) ?? String(error)}).`);
  }
}

const MIN_LENGTH = 32;
const WANTED = `it needs ${MIN_LENGTH} characters or more, such as "openssl rand -hex 32" prints.`;

async function readIfThere(path: string): Promise<string | null> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Whole under its name or not there at all; of two processes that make one, both use the one that came first. */
async function makeSecret(dataDir: string, path: string): Promise<string> {
  await mkdir(dataDir, { recursive: true });
  const draft = `${path}.${randomBytes(8).toString('hex')}.tmp`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${randomBytes(32).toString('hex')}\n`);
    await file.sync();
    await link(draft, path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    await file.close();
    await rm(draft, { force: true });
  }
  await syncFolder(dataDir);
  return (await readFile(path, 'utf8')).trim();
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
