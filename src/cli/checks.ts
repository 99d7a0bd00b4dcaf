// Several checks of a command line, of which each may refuse it: all that is wrong is told at once.
import { exitCodes, IoproofError, type ExitCode } from '../errors.js';

type Checks<Results extends unknown[]> = { [Index in keyof Results]: () => Results[Index] | Promise<Results[Index]> };

/** Results of all checks. Throws one IoproofError with the messages of all that refuse, or any other error at once. */
export async function allChecks<Results extends unknown[]>(checks: Checks<Results>): Promise<Results> {
  const refusals: IoproofError[] = [];
  const results: unknown[] = [];
  for (const check of checks) {
    try {
      results.push(await check());
    } catch (error) {
      if (!(error instanceof IoproofError)) throw error;
      refusals.push(error);
    }
  }
  const [first, second] = refusals;
  if (first === undefined) return results as Results;
  throw second === undefined ? first : combined(refusals);
}

function combined(refusals: IoproofError[]): IoproofError {
  const texts = refusals.flatMap(({ message, advice }) => [message, advice]).filter((text) => text !== '');
  // Two checks that need the same option refuse it in the same words.
  return new IoproofError('REFUSED', [...new Set(texts)].join('\n'), {
    exitCode: combinedCode(refusals.map(({ exitCode }) => exitCode)),
    details: { refusals: refusals.map(({ code, details }) => ({ code, details })) },
  });
}

/** Data to protect weighs most; then what the user can correct at once. */
function combinedCode(codes: ExitCode[]): ExitCode {
  const order = [exitCodes.refused, exitCodes.usage];
  return order.find((code) => codes.includes(code)) ?? exitCodes.failed;
}
