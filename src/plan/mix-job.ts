// What a native job is told of items, visits and the shares of a mixture.
import type { NativeJobSpec } from '../native/contract.js';
import type { SizedChains } from './size.js';

/** Nothing for workloads of blocks. */
export function mixJob(workload: SizedChains): Partial<Pick<NativeJobSpec, 'items' | 'visits' | 'mix'>> {
  if (workload.kind === 'block') return {};
  const { items, visits, mix } = workload;
  return { items, visits, mix: mix.map(({ percent, operations }) => ({ percent, operations: [...operations] })) };
}
