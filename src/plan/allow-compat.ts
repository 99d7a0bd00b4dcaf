// `--gds-allow-compat`: engine cufile may go through the memory of the host where a workload says that it must not.
import type { SweepValue, Workload } from '../spec/workload.js';
import { expand, type ExpandedWorkload } from './expand.js';

/** All variants; swept values change, too, so that each variant is called what it does. */
export function allowingCompat(workload: Workload): ExpandedWorkload[] {
  const { cufileCompat: swept } = workload.sweep;
  const sweep = swept === undefined ? workload.sweep : { ...workload.sweep, cufileCompat: allowed(swept) };
  return expand({ ...workload, sweep }).map((variant) => {
    const { engine, cufileCompat } = variant.workload;
    if (engine !== 'cufile' || cufileCompat !== 'refuse') return variant;
    return { ...variant, workload: { ...variant.workload, cufileCompat: 'allow' } };
  });
}

function allowed(values: readonly SweepValue[]): SweepValue[] {
  return [...new Set(values.map((value) => (value === 'refuse' ? 'allow' : value)))];
}
