// Whether a workload of several epochs is cold in each of them.
import type { NativeJobSpec } from '../native/contract.js';
import { createsFiles } from './dataset.js';
import type { SizedChains } from './size.js';

/** What is dropped before each epoch but the first; before the first one, the job is prepared like any other. */
export function coldPasses(workload: SizedChains, root: string): NativeJobSpec['coldPasses'] {
  if (workload.kind !== 'files' || workload.epochs === 1 || root === '') return 'none';
  // Its chains go on without an end between epochs.
  if (workload.mix.length > 0) return 'none';
  if (workload.dropSystemCaches) return 'system';
  // Files that the chains make are where the chains have put them.
  return workload.dropCache && !createsFiles(workload) ? 'files' : 'none';
}
