// A workload with a sweep → one workload for each combination of the swept values, with a stable name.
import { variantsOf, withVariant } from '../spec/resolve.js';
import type { Variant, Workload } from '../spec/workload.js';

export interface ExpandedWorkload {
  /** `<workload>`, or `<workload>@<key>=<value>,…` with the keys in the order of the sweep. */
  label: string;
  variant: Variant;
  /** Without a sweep. */
  workload: Workload;
}

/** All variants of a workload, the first swept key slowest; the workload itself without a sweep. */
export function expand(workload: Workload): ExpandedWorkload[] {
  return variantsOf(workload).map((variant) => {
    const values = Object.entries(variant).map(([key, value]) => `${key}=${value}`);
    const label = [workload.name, values.join(',')].filter((part) => part !== '').join('@');
    return { label, variant, workload: withVariant(workload, variant) };
  });
}
