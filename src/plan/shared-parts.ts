// A checkpoint in one file that all ranks write, each its range of it.
import type { NativeCheckpointPart } from '../native/contract.js';
import { sharedUnit } from '../spec/checkpoint-state-rules.js';
import { stateBytes } from '../spec/checkpoint-state.js';
import type { CheckpointWorkload } from '../spec/workload.js';
import { statesOf } from './rank-files.js';

const sharedName = 'checkpoint.bin';

/**
 * Ranges lie end to end in the order of the ranks, and each begins at the multiple of 4 KiB at or before the sum of the
 * bytes of the ranks before it: so that a rank has less than 4 KiB more or less than its state, and all together have
 * exactly theirs.
 */
export function sharedParts(workload: CheckpointWorkload): NativeCheckpointPart[] {
  let sum = 0;
  const ends = statesOf(workload).map((pieces) => (sum += stateBytes(pieces)));
  const starts = [0, ...ends.slice(0, -1).map((end) => end - (end % sharedUnit))];
  return starts.map((offset, rank) => {
    const next = starts[rank + 1] ?? sum;
    return { name: sharedName, rank, offset, bytes: next - offset, header: '' };
  });
}
