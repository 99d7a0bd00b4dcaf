// Collects what is wrong with workload files, so that all of it is told at once, each with its place.
import { exitCodes, IoproofError } from '../errors.js';

/** One thing that is wrong. Line and column count from 1; null where there is no text, as with `--set`. */
export interface Problem {
  file: string;
  line: number | null;
  column: number | null;
  /** The key that it is about, such as `queueDepth` or `sweep.blockSize[1]`; empty: the file as a whole. */
  key: string;
  /** What is wrong, with the value; no full stop at the end. */
  what: string;
  /** What to do; no full stop at the end. */
  advice: string;
}

/** `file:line:column key: what. advice.` on one line. */
export function formatProblem(problem: Problem): string {
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== null).join(':');
  const head = problem.key === '' ? place : `${place} ${problem.key}`;
  return [`${head}: ${sentence(problem.what)}`, sentence(problem.advice)].filter((part) => part !== '').join(' ');
}

/** A list of problems without repetition, in the order of the text. */
export class Problems {
  readonly #byText = new Map<string, Problem>();

  add(problem: Problem): void {
    const text = formatProblem(problem);
    if (!this.#byText.has(text)) this.#byText.set(text, problem);
  }

  get list(): Problem[] {
    return [...this.#byText.values()].sort(
      (a, b) => order(a.file, b.file) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
    );
  }

  /** Throws WORKLOAD_INVALID with every problem on its own line, and as data in `details.problems`. */
  throwIfAny(): void {
    const problems = this.list;
    if (problems.length === 0) return;
    throw new IoproofError('WORKLOAD_INVALID', problems.map(formatProblem).join('\n'), {
      exitCode: exitCodes.usage,
      details: { problems },
    });
  }
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sentence(text: string): string {
  return text === '' || /[.?!]$/.test(text) ? text : `${text}.`;
}
