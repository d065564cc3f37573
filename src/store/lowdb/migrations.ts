import { join } from 'node:path';
import type { Story } from '../../core/story.ts';
import { storyPath } from '../../core/story-path.ts';
import { type FileSystem, makeFolder } from './file-system.ts';
import { readMeta, writeMeta } from './meta.ts';
import type { StoredStory } from './plan-commit.ts';

/** The layout of files that this version reads and writes. */
export const SCHEMA = 1;

/**
 * A step from one layout of the files to the next. It must be repeatable: where it was interrupted, it is run
 * again on what it left. It finds the journal as the older version left it.
 */
export type Migration = {
  /** The schema that it leads to, from the one before. */
  to: number;
  run(fs: FileSystem, root: string): Promise<void>;
};

/** In order. Every change of SCHEMA, of layout.ts or of what a record means adds one. */
export const migrations: readonly Migration[] = [];

/** Runs what leads from `from` to the newest schema; the number is kept after each step. */
export async function migrate(
  fs: FileSystem,
  root: string,
  { from, steps }: { from: number; steps: readonly Migration[] },
): Promise<void> {
  let schema = from;
  for (const step of steps) {
    if (step.to <= schema) continue;
    if (step.to !== schema + 1) throw new Error(`No migration leads from schema ${schema} to ${schema + 1}`);
    await makeFolder(fs, join(root, 'tmp'), root);
    await step.run(fs, root);
    const stored = await readMeta(fs, root);
    if (stored.kind !== 'read') throw new Error(`The migration to schema ${step.to} left no meta.json`);
    schema = step.to;
    await writeMeta(fs, root, { schema, meta: stored.meta });
  }
}

/**
 * Stories had no path once. One that is read without gets it here, without words, from what its record says, and keeps
 * it when it is written again: what it is made of only changes by writing.
 */
export function withPath({ revision, story }: StoredStory): StoredStory {
  const { path = storyPath(story.id, '', story.firstSeenAt) }: Partial<Story> = story;
  return { revision, story: { ...story, path } };
}

export const newestSchema = (steps: readonly Migration[]): number => steps.at(-1)?.to ?? SCHEMA;
