// When output cannot be written: a reader who has left (`ioproof list | head -1`) is no failure, a full disk is one.
import { setImmediate } from 'node:timers/promises';
import { exitCodes, IoproofError } from '../errors.js';

/**
 * Keeps a failed write from ending the command: a run goes on and saves its record. Returns what to await before the
 * process exits; it throws OUTPUT_LOST where results did not reach standard output.
 */
export function watchOutput(): () => Promise<void> {
  let lost: NodeJS.ErrnoException | null = null;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') lost ??= error;
  });
  // Nobody is left to be told, and the record is what counts.
  process.stderr.on('error', () => undefined);
  return async () => {
    await Promise.all([written(process.stdout), written(process.stderr)]);
    // A stream tells of a failed write in a later turn of the event loop.
    await setImmediate();
    if (lost === null) return;
    throw new IoproofError('OUTPUT_LOST', `standard output cannot be written: ${lost.message}`, {
      exitCode: exitCodes.failed,
    });
  };
}

/** Resolves when all is written: exit does not wait for a pipe whose reader is slower than we are. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => {
      resolve();
    });
  });
}
