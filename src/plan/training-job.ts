// A training → its native job: a change of words only.
import type { NativeComputeTime, NativeJobSpec, NativeTraining } from '../native/contract.js';
import type { ComputeForm } from '../spec/workload.js';
import { plainBlocks } from './block-job.js';
import { nativeFiles } from './file-set.js';
import type { GpuLibraries } from './gpu-job.js';
import { plainCalls } from './plain-calls.js';
import { plainItems } from './plain-items.js';
import { sharedFields } from './shared-job.js';
import type { SizedTraining } from './size.js';
import { sampleFilesOf, trainingFileSet } from './training-files.js';

const kibibyte = 2 ** 10;

/** The job of a training on a data set below `root`; an empty root, with the null engine, means no files. */
export function trainingJob(workload: SizedTraining, root: string, libraries: GpuLibraries): NativeJobSpec {
  const sampleFiles = sampleFilesOf(workload);
  const onStorage = root !== '';
  return {
    kind: 'training',
    ...plainBlocks(workload.readSize ?? 256 * kibibyte),
    ...sharedFields(workload, libraries),
    root,
    ...nativeFiles(trainingFileSet(sampleFiles)),
    // Which calls an item takes follows from its format.
    ...plainCalls(),
    passes: workload.epochs,
    requireWritten: onStorage,
    dropCache: workload.dropCache && onStorage,
    ...plainItems(),
    sampleFiles,
    training: trainingOf(workload),
    coldPasses: coldEpochs(workload, onStorage),
  };
}

function trainingOf(workload: SizedTraining): NativeTraining {
  const { computeTime, computeForm, computeDeviation } = workload;
  return {
    rules: workload.rules,
    loader: workload.loader,
    accelerators: workload.accelerators,
    readThreads: workload.readThreads,
    prefetch: workload.prefetch,
    shuffleBuffer: workload.shuffleBuffer,
    window: workload.window,
    inFlight: workload.inFlight,
    batchSize: workload.batchSize,
    fileShuffle: workload.fileShuffle,
    sampleShuffle: workload.sampleShuffle,
    newOrderEachEpoch: workload.newOrderEachEpoch,
    steps: workload.steps ?? 0,
    compute: computeOf(computeForm, computeTime, computeDeviation),
    barrierEvery: workload.barrierEvery,
    wholeItems: workload.readSize === null,
    touch: workload.touch,
    evalEvery: workload.evalEvery,
    evalBatchSize: workload.evalBatchSize,
    evalCompute: computeOf('fixed', workload.evalTime, 0),
  };
}

function computeOf(form: ComputeForm, meanNs: number, deviationNs: number): NativeComputeTime {
  return { form, meanNs, deviationNs: form === 'normal' ? deviationNs : 0 };
}

function coldEpochs(workload: SizedTraining, onStorage: boolean): NativeJobSpec['coldPasses'] {
  if (!workload.coldEpochs || !onStorage) return 'none';
  return workload.dropSystemCaches ? 'system' : 'files';
}
