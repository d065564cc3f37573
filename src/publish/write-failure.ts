export type WriteFailure = {
  code: 'no-space' | 'read-only' | 'bad-path' | 'io';
  /** A sentence for a person: which file, why, what to do. */
  message: string;
};

/** What the system's error about `path` means to a person; null: the path itself leads out of the output folder. */
export function writeFailure(path: string, error: unknown): WriteFailure {
  if (error === null)
    return {
      code: 'bad-path',
      message: `"${path}" is not a path inside the output folder, so nothing was written.`,
    };
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return {
      code: 'no-space',
      message: `${path} could not be written because the disk is full (${code}). The feeds are as they were before. Free some space and run again.`,
    };
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
    return {
      code: 'read-only',
      message: `${path} may not be written (${code}). The feeds are as they were before. Give the user that runs this program write access to its folder, or name another with --output.`,
    };
  if (code === 'ENOTDIR' || code === 'EEXIST' || code === 'EISDIR')
    return {
      code: 'io',
      message: `${path} could not be written (${code}): a file stands where a folder should be, or a folder where a file should. Move it away, or name another folder with --output.`,
    };
  const why = error instanceof Error ? error.message : String(error);
  return {
    code: 'io',
    message: `${path} could not be written: ${why}. Check the output folder, then run again.`,
  };
}
