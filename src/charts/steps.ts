// The steps of a run in the order of its charts: workload, variant, mount, repeats.
import type { RunRecord, StepRecord } from '../result/schema.js';
import { variantText } from '../figure/variant.js';

/** The repeats of one variant of a workload on one mount; all of them are complete. */
export interface MountSteps {
  mount: string;
  repeats: readonly StepRecord[];
}

/** One variant of a workload on all mounts that completed it. */
export interface VariantSteps {
  /** Swept keys with their values; `alone` or `together` of the parts of scenarios. Empty without both. */
  label: string;
  /** Swept keys; empty of the parts of scenarios. */
  variant: StepRecord['variant'];
  mounts: readonly MountSteps[];
}

export interface WorkloadSteps {
  workload: string;
  variants: readonly VariantSteps[];
}

/** Complete steps with what they measured; workloads and variants in the order of the run, mounts in that of the record. */
export function stepsByWorkload(record: RunRecord): WorkloadSteps[] {
  const complete = record.steps.filter((step) => step.status === 'complete');
  const order = new Map(record.mounts.map(({ name }, at) => [name, at]));
  return groupBy(complete, ({ workload }) => workload).map(([workload, steps]) => ({
    workload,
    variants: groupBy(steps, variantLabel).map(([label, members]) => ({
      label,
      variant: members[0]?.scenario === undefined ? (members[0]?.variant ?? {}) : {},
      mounts: groupBy(members, ({ mount }) => mount)
        .sort(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
        .map(([mount, repeats]) => ({ mount, repeats })),
    })),
  }));
}

/** `queueDepth=32 blockSize=4KiB`; of a part of a scenario whether it ran alone. */
function variantLabel({ variant, scenario }: StepRecord): string {
  return scenario === undefined ? variantText(variant) : scenario.run;
}

/** Groups in the order of their first members. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups];
}
