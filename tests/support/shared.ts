import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const beside = fileURLToPath(new URL('../../../shared/', import.meta.url));

/** The folder of shared corpora beside the project; null where there is none, and the tests that need it are skipped. */
export const sharedDir: string | null = existsSync(beside) ? beside : null;

if (sharedDir === null)
  console.warn('No ../shared beside the project: tests that measure on its corpora are skipped.');
