import type { StoreFailure } from './store.ts';

/** Thrown by a store that can't go on: the run has to end, and what was acknowledged before is intact. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly failure: StoreFailure;

  constructor(failure: StoreFailure, cause?: unknown) {
    super(failure.message, { cause });
    this.failure = failure;
  }
}

/** The failure behind an error of the file system, as a sentence that names the file. */
export function storeFailure(error: unknown, path: string): StoreFailure {
  if (error instanceof StoreError) return error.failure;
  const code = errorCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return {
      code: 'no-space',
      message: `${path} could not be written because the disk is full (${code}). What was stored before is intact. Free some space and run again.`,
    };
  }
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    return {
      code: 'read-only',
      message: `${path} may not be written or read (${code}). Give the user that runs this program read and write access to it, or name another folder with --data.`,
    };
  }
  if (code === 'ENOTDIR' || code === 'EEXIST' || code === 'EISDIR') {
    return {
      code: 'io',
      message: `${path} could not be read or written (${code}): a file stands where a folder should be, or a folder where a file should. Move it away, or name another folder with --data.`,
    };
  }
  const why = error instanceof Error ? error.message : String(error);
  return {
    code: 'io',
    message: `${path} could not be read or written: ${why}. Check the disk, then run again; what was stored before is intact.`,
  };
}

export const errorCode = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
