// Rounds of a plan: the steps that visit all mounts once, which are run or left out as a whole so that mounts stay comparable.
import type { PlannedStep } from './planned-step.js';

/** Steps that are repeated together: a variant of a workload, all phases, or a scenario. */
export interface RepeatedSteps {
  /** Of all repeats, in the order of the plan. */
  steps: PlannedStep[];
}

export interface Round extends RepeatedSteps {
  /** From 1. */
  repeat: number;
  /** What it is a repeat of. */
  of: RepeatedSteps;
}

/** The round of each step, by its id. */
export function roundsOf(steps: readonly PlannedStep[]): ReadonlyMap<string, Round> {
  const [first, last] = [steps.findIndex(isPhase), steps.findLastIndex(isPhase)];
  const wholes = new Map<string, RepeatedSteps>();
  const rounds = new Map<string, Round>();
  const byStep = new Map<string, Round>();
  for (const [index, step] of steps.entries()) {
    // A phase finds what the one before it has left, whatever runs between them.
    const key = first <= index && index <= last ? 'phases' : keyOf(step);
    const of = entry(wholes, key, { steps: [] });
    const round = entry(rounds, JSON.stringify([key, step.repeat]), { steps: [], repeat: step.repeat, of });
    of.steps.push(step);
    round.steps.push(step);
    byStep.set(step.id, round);
  }
  return byStep;
}

function isPhase({ phase }: PlannedStep): boolean {
  return phase !== null;
}

function keyOf({ workload, variant, scenario }: PlannedStep): string {
  return JSON.stringify(scenario === undefined ? [workload, variant] : [scenario.of]);
}

function entry<Value>(map: Map<string, Value>, key: string, fresh: Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  map.set(key, fresh);
  return fresh;
}
