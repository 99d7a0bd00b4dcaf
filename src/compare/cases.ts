// What is compared with each other: the steps of one workload and variant, on each side.
import { variantText } from '../figure/variant.js';
import type { StepRecord } from '../result/schema.js';
import type { Side } from './comparison.js';

/** A workload with its variant, and its steps on each side. */
export interface Case {
  workload: string;
  /** Swept keys with their values, and of a part of a scenario whether it ran alone or together with the others. */
  variant: string;
  /** Only where sides are runs of several mounts. */
  mount: string;
  /** One a side, in the order of the sides. */
  sides: CaseSide[];
}

export interface CaseSide {
  side: Side;
  complete: StepRecord[];
  failed: StepRecord[];
}

/** In the order of the first side, then what only further sides have. */
export function casesOf(sides: readonly Side[], by: 'mount' | 'run'): Case[] {
  const named = by === 'run' && sides.some((side) => mountsOf(side) > 1);
  const cases = new Map<string, Case>();
  for (const [at, side] of sides.entries()) {
    for (const step of side.steps) caseOf(step)?.complete.push(step);
    for (const step of side.failed) caseOf(step)?.failed.push(step);

    function caseOf(step: StepRecord): CaseSide | undefined {
      const names = { workload: step.workload, variant: variantOf(step), mount: named ? step.mount : '' };
      const key = JSON.stringify(names);
      const known = cases.get(key);
      if (known !== undefined) return known.sides[at];
      const made = { ...names, sides: sides.map((one) => ({ side: one, complete: [], failed: [] })) };
      cases.set(key, made);
      return made.sides[at];
    }
  }
  return [...cases.values()];
}

function mountsOf({ steps, failed }: Side): number {
  return new Set([...steps, ...failed].map(({ mount }) => mount)).size;
}

function variantOf({ variant, scenario }: StepRecord): string {
  // The steps of a scenario have as variant what its run is.
  return scenario === undefined ? variantText(variant) : scenario.run;
}

/** `random-read-4k queueDepth=32 a`: what a message calls it. */
export function caseName({ workload, variant, mount }: Pick<Case, 'workload' | 'variant' | 'mount'>): string {
  return [workload, variant, mount].filter((part) => part !== '').join(' ');
}
