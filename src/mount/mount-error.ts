// Turns the error of a system call on a mount into a code, a sentence and what to do.
import { exitCodes, IoproofError, messageOf, systemCode } from '../errors.js';

/** What is wrong with a directory under test. */
export interface Trouble {
  code: string;
  what: string;
  advice: string;
}

/** Code of the refusal to touch what this tool did not make. */
export const foreignCode = 'DATA_DIRECTORY_FOREIGN';

const correctPath = 'Name an existing directory on the file system to test.';
const makeWritable = 'Name a directory that this user may write to, or mount the file system writable.';
const makeSpace = 'Free space on it, or name another mount; `ioproof clean` removes data sets of earlier runs.';

const bySystemCode: Record<string, Trouble> = {
  ENOENT: { code: 'MOUNT_NOT_FOUND', what: 'does not exist', advice: correctPath },
  ENOTDIR: { code: 'MOUNT_NOT_DIRECTORY', what: 'is not a directory', advice: correctPath },
  EACCES: { code: 'MOUNT_NOT_WRITABLE', what: 'is not accessible for this user (EACCES)', advice: makeWritable },
  EPERM: { code: 'MOUNT_NOT_WRITABLE', what: 'may not be written to (EPERM)', advice: makeWritable },
  EROFS: { code: 'MOUNT_NOT_WRITABLE', what: 'is on a read-only file system (EROFS)', advice: makeWritable },
  ENOSPC: { code: 'MOUNT_FULL', what: 'is full (ENOSPC)', advice: makeSpace },
  EDQUOT: { code: 'MOUNT_FULL', what: 'is full: the quota is used up (EDQUOT)', advice: makeSpace },
};

/** What the error of a system call means for a directory under test. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof IoproofError) return { code: error.code, what: reasonOf(error), advice: error.advice };
  return (
    bySystemCode[systemCode(error)] ?? {
      code: 'MOUNT_FAILED',
      what: `cannot be used: ${reasonOf(error)}`,
      advice: 'Check that the file system is mounted and that its server or daemon answers.',
    }
  );
}

/** No space left: said with the values by who asked statfs. */
export function fullTrouble(what: string): Trouble {
  return { code: 'MOUNT_FULL', what, advice: makeSpace };
}

/** The error as an IoproofError about `path`, exit code 2; one that is an IoproofError already is handed back. */
export function mountError(error: unknown, path: string): IoproofError {
  if (error instanceof IoproofError) return error;
  const { code, what, advice } = troubleOf(error);
  return new IoproofError(code, `"${path}" ${what}`, {
    advice,
    exitCode: exitCodes.usage,
    details: { path, reason: what, systemCode: systemCode(error) },
    cause: error,
  });
}

/** Does something; the error of a system call in it becomes an IoproofError about `path`. */
export function blaming<Result>(path: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw mountError(error, path);
  }
}

/** Message without paths: those of a system call are of descriptors, which tell people nothing. */
export function reasonOf(error: unknown): string {
  if (error instanceof IoproofError && typeof error.details['reason'] === 'string') return error.details['reason'];
  const message = messageOf(error);
  return systemCode(error) === '' ? message : message.replace(/, (\w+)( '.*)?$/, ' ($1)');
}

/** The refusal to touch what this tool did not make: exit code 4. */
export function foreign(path: string, reason: string): IoproofError {
  return new IoproofError(foreignCode, `"${path}" ${reason}`, {
    advice: 'ioproof writes and deletes only what it made itself. Move this away, or name another mount.',
    exitCode: exitCodes.refused,
    details: { path, reason },
  });
}
