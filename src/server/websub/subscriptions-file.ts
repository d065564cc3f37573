import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '../../core/result.ts';
import { nodeFileSystem, replaceFile, setAside, syncFolder } from '../../store/lowdb/file-system.ts';
import { errorCode } from '../../store/store-error.ts';
import { type Subscription, subscriptionsSchema } from './subscription.ts';

/** Where subscriptions are kept: a small file that only the server writes, replaced at once. */
export type SubscriptionsFile = {
  /** Fails with a sentence where the file is there and can't be read: then it must not be written either. */
  load(): Promise<Result<Subscription[], string>>;
  /** Durable when it resolves. */
  save(subscriptions: readonly Subscription[]): Promise<void>;
};

/** `onDamage` is told in a sentence of a file that can't be read; it is kept under another name. */
export function subscriptionsFile(
  dataDir: string,
  { now, onDamage }: { now(): Date; onDamage(sentence: string): void },
): SubscriptionsFile {
  const folder = join(dataDir, 'websub');
  const path = join(folder, 'subscriptions.json');
  return {
    async load() {
      const read = await readIfThere(path);
      if (!read.ok) return read;
      if (read.value === null) return ok([]);
      const subscriptions = subscriptionsSchema.safeParse(jsonIn(read.value));
      if (subscriptions.success) return ok(subscriptions.data);
      const copy = await setAside(nodeFileSystem, path, { at: now(), temporary: folder });
      onDamage(`${path} is damaged. A copy is kept as ${copy}; all hubs are asked anew.`);
      return ok([]);
    },
    async save(subscriptions) {
      await mkdir(folder, { recursive: true });
      const text = `${JSON.stringify(subscriptions, null, 2)}\n`;
      await replaceFile(nodeFileSystem, path, text, folder);
      await syncFolder(nodeFileSystem, folder);
    },
  };
}

async function readIfThere(path: string): Promise<Result<string | null, string>> {
  try {
    return ok(await readFile(path, 'utf8'));
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return ok(null);
    return err(
      `${path} can't be read (${code ?? String(error)}), so no hub is asked. Sources are polled as ever.`,
    );
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
