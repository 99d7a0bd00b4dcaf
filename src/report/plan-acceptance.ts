// What a plan says of acceptance: the expressions of each workload, once.
import type { Plan } from '../plan/planned-step.js';

/** `accept: random-read-4k: read.p99 < 2ms`, a line each; none without expressions. */
export function acceptanceLines({ steps }: Pick<Plan, 'steps'>): string[] {
  const byWorkload = new Map(steps.map(({ workload, job }) => [workload, job['accept']]));
  const lines = [...byWorkload].flatMap(([workload, accept]) =>
    Array.isArray(accept) ? accept.map((text) => `accept: ${workload}: ${String(text)}`) : [],
  );
  return lines.length === 0 ? [] : [...lines, ''];
}
