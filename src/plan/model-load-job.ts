// A workload of kind model-load → its native jobs: one lays the files out as a checkpoint that is saved once, the other
// loads all of it with every worker.
import type { NativeCheckpoint, NativeJobSpec } from '../native/contract.js';
import type { ModelLoadWorkload } from '../spec/workload.js';
import { plainBlocks } from './block-job.js';
import { nativeFiles } from './file-set.js';
import type { GpuLibraries } from './gpu-job.js';
import { weightsNumber, weightsPrefix } from './model-load-dataset.js';
import { modelFiles, modelFileSet } from './model-load-files.js';
import { plainLayout } from './layout-job.js';
import { plainCalls } from './plain-calls.js';
import { plainItems } from './plain-items.js';
import { sharedFields } from './shared-job.js';

const mebibyte = 2 ** 20;
const layoutBlock = 8 * mebibyte;
const layoutSeed = 1;

/** Loads the model below `root`; an empty root, with the null engine, means no files. */
export function modelLoadJob(workload: ModelLoadWorkload, root: string, libraries: GpuLibraries): NativeJobSpec {
  const cold = root !== '' && (workload.dropCache || workload.dropSystemCaches);
  return {
    ...plainRounds(workload, workload.blockSize),
    ...sharedFields(workload, libraries),
    root,
    dropCache: workload.dropCache && root !== '',
    checkpoint: {
      ...weightsOf(workload),
      ranks: workload.processes,
      present: [weightsNumber],
      loads: workload.loads,
      loadAll: true,
      verifyLoads: workload.verify === 'during',
    },
    coldPasses: !cold ? 'none' : workload.dropSystemCaches ? 'system' : 'files',
  };
}

/** Writes the model with incompressible values, durably and with a seal, so that a load can tell that it is complete. */
export function modelLayoutJob(workload: ModelLoadWorkload, root: string): NativeJobSpec {
  return {
    ...plainRounds(workload, layoutBlock),
    ...plainLayout,
    ...{ engine: 'auto' as const, direct: true, workers: 1, queueDepth: 8, submitBatch: 1, completeBatch: 1 },
    seed: layoutSeed,
    root,
    checkpoint: { ...weightsOf(workload), saves: 1, sync: 'file', rename: true },
  };
}

/** Neither saved nor loaded yet. */
function weightsOf(workload: ModelLoadWorkload): NativeCheckpoint {
  return {
    ranks: 1,
    ...modelFiles(workload),
    directoryPrefix: weightsPrefix,
    firstNumber: weightsNumber,
    present: [],
    saves: 0,
    loads: 0,
    keep: 1,
    pauseNs: 0,
    sync: 'none',
    rename: false,
    background: false,
    loadShift: 0,
    loadAll: false,
    verifyLoads: false,
  };
}

/** What jobs of checkpoints have no use for. */
function plainRounds(workload: ModelLoadWorkload, blockSize: number) {
  return {
    kind: 'checkpoint' as const,
    ...plainBlocks(blockSize),
    ...nativeFiles(modelFileSet(workload)),
    ...plainCalls(),
    // It ends when its rounds are done.
    passes: 1,
    ...plainItems(),
  };
}
