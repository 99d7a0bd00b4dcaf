// What a plan says of a checkpoint beyond its native job: bytes, files, memory, and what MLPerf Storage does otherwise.
import type { CheckpointWorkload } from '../spec/checkpoint-workload.js';
import { checkpointFacts, mostAtOnce } from './checkpoint-dataset.js';
import { checkHeld, heldBytes } from './checkpoint-memory.js';
import { checkpointReasons } from './checkpoint-reasons.js';
import type { MachineMemory } from './machine-memory.js';
import type { CheckpointPlan } from './planned-step.js';
import type { PlanProblems } from './plan-problems.js';
import { atLeast, atMost } from './rounded-bytes.js';

/** MLPerf Storage: where a client holds less than so many times its memory, caches are cleared before the loads. */
const timesMemory = 3;

/** Facts of a checkpoint. Adds a problem for what makes it impossible on this machine. */
export function checkpointPlan(
  workload: CheckpointWorkload,
  memory: MachineMemory,
  problems: PlanProblems,
): CheckpointPlan {
  const { model, format, mode, ranks } = workload;
  const { bytes, rankBytes, files } = checkpointFacts(workload);
  checkHeld(workload, bytes, memory, problems);
  return {
    ...{ model, format, mode, ranks, bytes, files },
    leastRankBytes: rankBytes.reduce((least, each) => Math.min(least, each), Infinity),
    mostRankBytes: rankBytes.reduce((most, each) => Math.max(most, each), 0),
    mostAtOnce: mostAtOnce(workload),
    memoryBytes: heldBytes(workload, bytes),
    availableBytes: memory.availableBytes,
    reasons: checkpointReasons(workload),
    notes: workload.engine === 'null' ? [] : notesOf(workload, bytes, memory),
  };
}

function notesOf(workload: CheckpointWorkload, bytes: number, { totalBytes }: MachineMemory): string[] {
  const { saves, loads, fsync, dropCache, dropSystemCaches, direct } = workload;
  const notes: string[] = [];
  if (saves > 0 && fsync === 'none' && !direct)
    notes.push('fsync is none: a save ends when the page cache has the bytes, and nothing is said of the storage');
  const small = totalBytes !== null && bytes < timesMemory * totalBytes;
  if (loads > 0 && small && !direct && !dropCache && !dropSystemCaches)
    notes.push(
      `${atLeast(bytes)} are less than ${timesMemory} times the ${atMost(totalBytes)} of memory and no cache is dropped: loads may come from memory`,
    );
  return notes;
}
