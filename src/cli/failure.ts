// The one place where an error becomes text and an exit code.
import { exitCodes, IoproofError, messageOf, type ExitCode } from '../errors.js';

/** Message, then what to do about it. A defect of ours shows its stack when IOPROOF_DEBUG is set. */
export function reportFailure(error: unknown): ExitCode {
  if (error instanceof IoproofError) {
    process.stderr.write(`${error.message}\n${error.advice === '' ? '' : `${error.advice}\n`}`);
    return error.exitCode;
  }
  const stack = error instanceof Error && process.env['IOPROOF_DEBUG'] !== undefined ? `\n${error.stack ?? ''}` : '';
  process.stderr.write(`ioproof: unexpected failure: ${messageOf(error)}${stack}\n`);
  return exitCodes.failed;
}
