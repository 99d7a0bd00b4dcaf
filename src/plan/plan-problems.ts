// Collects what makes a plan impossible, so that all of it is told at once.
import { exitCodes, IoproofError } from '../errors.js';

/** One thing that is wrong. `subject` is the workload or mount that it is about. */
export interface PlanProblem {
  subject: string;
  what: string;
  advice: string;
}

export class PlanProblems {
  readonly #byText = new Map<string, PlanProblem>();

  /** Adds a problem; one that is known already, say from another variant of the workload, is not repeated. */
  add(subject: string, what: string, advice: string): void {
    this.#byText.set(`${subject}: ${what}. ${advice}.`, { subject, what, advice });
  }

  /** Throws PLAN_NOT_POSSIBLE with exit code 2, every problem on its own line and as data in `details.problems`. */
  throwIfAny(): void {
    if (this.#byText.size === 0) return;
    throw new IoproofError('PLAN_NOT_POSSIBLE', [...this.#byText.keys()].join('\n'), {
      exitCode: exitCodes.usage,
      details: { problems: [...this.#byText.values()] },
    });
  }
}
