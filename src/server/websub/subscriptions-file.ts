import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeFileSystem, replaceFile, setAside, syncFolder } from '../../store/lowdb/file-system.ts';
import { type Subscription, subscriptionsSchema } from './subscription.ts';

/** Where subscriptions are kept: a small file that only the server writes, replaced at once. */
export type SubscriptionsFile = {
  load(): Promise<Subscription[]>;
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
      const text = await readFile(path, 'utf8').catch(() => null);
      if (text === null) return [];
      const subscriptions = subscriptionsSchema.safeParse(jsonIn(text));
      if (subscriptions.success) return subscriptions.data;
      const copy = await setAside(nodeFileSystem, path, { at: now(), temporary: folder });
      onDamage(`${path} is damaged. A copy is kept as ${copy}; all hubs are asked anew.`);
      return [];
    },
    async save(subscriptions) {
      await mkdir(folder, { recursive: true });
      const text = `${JSON.stringify(subscriptions, null, 2)}\n`;
      await replaceFile(nodeFileSystem, path, text, folder);
      await syncFolder(nodeFileSystem, folder);
    },
  };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
