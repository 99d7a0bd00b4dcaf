// Replaces ${VARIABLE} and the keywords $ncpus, $pagesize and $mb_memory in a line of a fio job file.
import { evaluate } from './expression.js';
import { FioValueError } from './value-error.js';

/** What a job file can ask of the machine that imports it. */
export interface FioEnvironment {
  /** Environment variables, for `${NAME}`. */
  variables: Readonly<Record<string, string | undefined>>;
  /** Processors, for `$ncpus`. */
  processors: number;
  /** Bytes of a page of memory, for `$pagesize`. */
  pageBytes: number;
  /** MiB of memory, for `$mb_memory`. */
  memoryMiB: number;
}

/** The line with its variables and keywords in place. Throws FioValueError for a variable that is not set. */
export function substitute(line: string, environment: FioEnvironment): string {
  const replaced = line.replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(environment.variables, name) ? environment.variables[name] : undefined;
    if (value !== undefined) return value;
    throw new FioValueError(`needs the environment variable ${name}, which is not set`, `Set it: ${name}=… ioproof …`);
  });
  return withKeywords(replaced, environment);
}

function withKeywords(line: string, { processors, pageBytes, memoryMiB }: FioEnvironment): string {
  const replaced = line
    .replaceAll('$pagesize', String(pageBytes))
    .replaceAll('$mb_memory', String(memoryMiB))
    .replaceAll('$ncpus', String(processors));
  return replaced === line ? line : calculated(replaced);
}

/** A line with a keyword may calculate without parentheses, by the program bc: whole numbers without units. */
function calculated(line: string): string {
  const start = line.indexOf('=') + 1;
  const value = line.slice(start);
  if (start === 0 || !/[-+*/]/.test(value)) return line;
  if (!/^[\d\s+*/()^%]+$/.test(value)) {
    const advice = 'Write the result as one number';
    throw new FioValueError(
      'has a keyword and calculates with something else than whole numbers and + * / % ^',
      advice,
    );
  }
  const { numerator, denominator } = evaluate(value, {});
  return line.slice(0, start) + String(numerator / denominator);
}
