// A workload of kind checkpoint → its native job: a change of words only.
import type { NativeCheckpoint, NativeJobSpec } from '../native/contract.js';
import type { CheckpointWorkload } from '../spec/checkpoint-workload.js';
import { plainBlocks } from './block-job.js';
import { checkpointFileSet } from './checkpoint-dataset.js';
import { checkpointParts } from './checkpoint-parts.js';
import { nativeFiles } from './file-set.js';
import type { GpuLibraries } from './gpu-job.js';
import { plainCalls } from './plain-calls.js';
import { plainItems } from './plain-items.js';
import { sharedFields } from './shared-job.js';

/** Number of the first save of a job. */
const firstCheckpoint = 1;

/** The job of a checkpoint below `root`; an empty root, with the null engine, means no files. */
export function checkpointJob(workload: CheckpointWorkload, root: string, libraries: GpuLibraries): NativeJobSpec {
  const onStorage = root !== '';
  return {
    kind: 'checkpoint',
    ...plainBlocks(workload.blockSize),
    ...sharedFields(workload, libraries),
    root,
    ...nativeFiles(checkpointFileSet(workload)),
    // Which calls a rank makes follows from its files.
    ...plainCalls(),
    // It ends when its saves and loads are done.
    passes: 1,
    dropCache: workload.dropCache && onStorage,
    ...plainItems(),
    checkpoint: checkpointOf(workload, onStorage),
    coldPasses: coldLoads(workload, onStorage),
  };
}

function checkpointOf(workload: CheckpointWorkload, onStorage: boolean): NativeCheckpoint {
  return {
    ranks: workload.ranks,
    ...checkpointParts(workload),
    firstNumber: firstCheckpoint,
    // What is on a mount is known only when the step begins. The null engine finds whatever it is asked for.
    present: onStorage || workload.saves > 0 ? [] : [firstCheckpoint],
    saves: workload.saves,
    loads: workload.loads,
    keep: workload.keep,
    pauseNs: workload.pause,
    sync: workload.fsync,
    rename: workload.rename,
    background: workload.background,
    loadShift: workload.loadShift,
    loadAll: false,
    verifyLoads: workload.verify === 'during',
  };
}

/** What is dropped before each load. */
function coldLoads(workload: CheckpointWorkload, onStorage: boolean): NativeJobSpec['coldPasses'] {
  if (workload.loads === 0 || !onStorage) return 'none';
  if (workload.dropSystemCaches) return 'system';
  return workload.dropCache ? 'files' : 'none';
}
