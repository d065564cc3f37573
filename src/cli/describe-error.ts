/** An error that reached the top, for a person: in one line if it is the machine's, with its trace if it is ours. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return `mias-feed: ${String(error)}`;
  const { code, path } = error as NodeJS.ErrnoException;
  if (code !== undefined && code in MACHINE) {
    return `mias-feed: ${path ?? 'a file'} can't be written or read: ${MACHINE[code]}. What was published before is untouched.`;
  }
  return `mias-feed: this is a bug, please report it.\n${error.stack ?? error.message}${causeOf(error)}`;
}

const causeOf = ({ cause }: Error): string =>
  cause instanceof Error ? `\nCaused by: ${cause.stack ?? cause.message}` : '';

const MACHINE: Record<string, string> = {
  ENOSPC: 'the disk is full; free some space',
  EDQUOT: 'the disk quota is used up; free some space',
  EROFS: 'the disk is read-only; mount it writable, or choose another folder with --data and --output',
  EACCES: 'this user may not; change the rights, or choose another folder with --data and --output',
  EPERM: 'this user may not; change the rights, or choose another folder with --data and --output',
  ENOTDIR: 'a part of the path is a file; choose another folder with --data and --output',
  EISDIR: 'it is a folder where a file should be; move it away',
  EIO: 'the disk reports an error; check it',
  EMFILE: 'too many files are open; raise the limit (ulimit -n)',
  ENFILE: 'too many files are open on this machine',
};
