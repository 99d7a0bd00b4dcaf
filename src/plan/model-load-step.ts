// What a plan says of the loading of a model beyond its native job: bytes, files, buffers, and what its processes share.
import type { ModelLoadWorkload } from '../spec/workload.js';
import { bufferBytes, checkHeld } from './checkpoint-memory.js';
import type { MachineMemory } from './machine-memory.js';
import { fileSizes, modelFiles } from './model-load-files.js';
import type { ModelLoadPlan } from './planned-step.js';
import type { PlanProblems } from './plan-problems.js';

/** Facts of a load. Adds a problem for buffers that this machine has no memory for. */
export function modelLoadPlan(
  workload: ModelLoadWorkload,
  memory: MachineMemory,
  problems: PlanProblems,
): ModelLoadPlan {
  const { model, reader, processes, loads } = workload;
  const holding = { ...workload, ranks: processes, background: false };
  const sizes = fileSizes(modelFiles(workload));
  checkHeld(holding, 0, memory, problems);
  return {
    ...{ model, reader, processes, loads },
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    files: sizes.length,
    memoryBytes: bufferBytes(holding),
    notes: workload.engine === 'null' ? [] : notesOf(workload),
  };
}

function notesOf({ processes, direct, dropCache, dropSystemCaches, loads }: ModelLoadWorkload): string[] {
  const shares = processes > 1 && !direct;
  const warm = !direct && !dropCache && !dropSystemCaches;
  const which = loads > 1 ? 'loads, also the first,' : 'the load';
  return [
    ...(shares
      ? [
          'processes share the page cache of this machine: what one has read the others find in memory, so that together they get more than the storage gives',
        ]
      : []),
    ...(warm ? [`no cache is dropped: ${which} may come from memory`] : []),
  ];
}
