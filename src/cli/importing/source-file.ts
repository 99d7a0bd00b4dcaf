// What all imports do with what they are given: the text of the file, and every problem of it at once.
import { readFileSync } from 'node:fs';
import { exitCodes, IoproofError, messageOf } from '../../errors.js';
import { type Problem, Problems } from '../../spec/problems.js';

/** The text of a file that the user names. `what` says what it has to be. Throws `code` with exit code 2. */
export function readSourceFile(path: string, { code, what }: { code: string; what: string }): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new IoproofError(code, `"${path}" cannot be read: ${messageOf(cause)}`, {
      advice: `Give the path of ${what}.`,
      exitCode: exitCodes.usage,
      details: { path },
      cause,
    });
  }
}

/** The import as it is. Throws WORKLOAD_INVALID, exit code 2, with all that is refused in it. */
export function withoutProblems<Import extends { problems: readonly Problem[] }>(imported: Import): Import {
  const problems = new Problems();
  for (const problem of imported.problems) problems.add(problem);
  problems.throwIfAny();
  return imported;
}
