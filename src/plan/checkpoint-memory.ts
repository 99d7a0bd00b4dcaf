// What the ranks of a checkpoint hold in memory, and whether this machine has as much.
import type { CheckpointWorkload } from '../spec/checkpoint-workload.js';
import type { Workload } from '../spec/workload.js';
import type { MachineMemory } from './machine-memory.js';
import type { PlanProblems } from './plan-problems.js';
import { atLeast, atMost } from './rounded-bytes.js';

/** What of a workload its memory follows from. */
type Holding = Pick<CheckpointWorkload, 'name' | 'ranks' | 'queueDepth' | 'blockSize' | 'background'> & {
  kind: Workload['kind'];
};

/** Bytes of the buffers that ranks write from and read into. */
export function bufferBytes({ ranks, queueDepth, blockSize }: Holding): number {
  return ranks * queueDepth * blockSize;
}

/** A save in the background has copied all bytes of all ranks before it writes the first of them. */
export function heldBytes(workload: Holding, bytes: number): number {
  return bufferBytes(workload) + (workload.background ? bytes : 0);
}

/** Adds a problem where the machine has less memory than is held; one whose memory is not known passes. */
export function checkHeld(
  workload: Holding,
  bytes: number,
  { availableBytes }: MachineMemory,
  problems: PlanProblems,
): void {
  const held = heldBytes(workload, bytes);
  if (availableBytes === null || held <= availableBytes) return;
  const { name, ranks, queueDepth, background } = workload;
  const missing = `${atLeast(held)}, but ${atMost(availableBytes)} of memory are available`;
  if (background && held - bytes <= availableBytes) {
    const what = `a save in the background copies all bytes of its ${ranks} ranks to memory first and holds ${missing}`;
    problems.add(`workload "${name}"`, what, 'Give a smaller scale or fewer ranks, or set "background: false"');
    return;
  }
  const blocks = ranks * queueDepth;
  const what = `${blocks} blocks in flight need buffers of ${missing}`;
  const side = workload.kind === 'model-load' ? 'processes' : 'ranks';
  problems.add(`workload "${name}"`, what, `Lower ${side}, queueDepth or blockSize`);
}
