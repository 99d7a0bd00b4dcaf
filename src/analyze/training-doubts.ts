// Evidence for doubts about a training: what its utilization hides, and what the emulation or the memory adds to it.
import type { NativeJobSpec } from '../native/contract.js';
import type { StepRecord } from '../result/schema.js';
import type { StepResult } from '../result/step-result.js';
import { trainingMetrics } from './training-metrics.js';

/** Points of utilization that the first step and what was prefetched in it may be worth. */
const toleratedPoints = 2;
/** What readers may be told late by, in nanoseconds, whatever a step takes; and as a part of its compute time. */
const toleratedLatenessNs = 20_000;
const toleratedLateness = 0.001;
/** The formula of v2.0 leaves two steps out. */
const fewestSteps = 3;
/** From such a data set memory answers at most a third of what comes again in another epoch. */
const timesMemory = 3;

type Evidence = Record<string, unknown>;

/** AU and the share of all the time differ, because what was loaded before the first step is free in the formula. */
export function hiddenPrefetch(
  spec: Pick<NativeJobSpec, 'training' | 'sampleFiles'>,
  result: StepResult,
): Evidence | null {
  const { auPercent, wallAuPercent, firstBatchSeconds } = trainingMetrics({ spec, job: {} }, result);
  if (auPercent === undefined || wallAuPercent === undefined) return null;
  if (Math.abs(auPercent - wallAuPercent) <= toleratedPoints) return null;
  return { auPercent, wallAuPercent, firstBatchSeconds: firstBatchSeconds ?? 0 };
}

/** Readers were told so late that they may go on that it can be seen in the utilization. */
export function lateEmulation(
  { training: asked }: Pick<NativeJobSpec, 'training'>,
  { training }: StepResult,
): Evidence | null {
  if (training === null || asked === null) return null;
  const tolerated = Math.max(toleratedLatenessNs, toleratedLateness * asked.compute.meanNs);
  const { p99, max } = training.latenessNs;
  return p99 <= tolerated ? null : { lateP99Ns: p99, lateMaxNs: max, toleratedNs: tolerated };
}

/** Complete epochs of training that are too short for the formulas. */
export function fewSteps({ training }: StepResult): Evidence | null {
  const planned = training?.epochs.filter(({ kind }) => kind === 'train').map(({ stepsPlanned }) => stepsPlanned) ?? [];
  const fewest = Math.min(...planned);
  return planned.length === 0 || fewest >= fewestSteps ? null : { stepsPerEpoch: fewest };
}

/** What memory may have kept from before the start, or from one epoch for the next. */
export function smallDataset(
  { training, dropCache, passes, coldPasses }: Pick<NativeJobSpec, 'training' | 'dropCache' | 'passes' | 'coldPasses'>,
  { ready }: StepResult,
  known: { dataset: StepRecord['dataset']; memoryBytes: number | null },
): Evidence | null {
  const { dataset, memoryBytes } = known;
  if (training === null || dataset === null || memoryBytes === null) return null;
  const comesAgain = passes > 1 && coldPasses === 'none';
  if (ready.direct.used || ready.engineUsed === 'null' || (dropCache && !comesAgain)) return null;
  return dataset.bytes >= timesMemory * memoryBytes ? null : { datasetBytes: dataset.bytes, memoryBytes };
}

/** The real loaders would hold more than the machine had. */
export function overfullLoaders(
  loaders: { loaderBytes: number; availableBytes: number | null } | undefined,
): Evidence | null {
  if (loaders === undefined) return null;
  const { loaderBytes, availableBytes } = loaders;
  return availableBytes === null || loaderBytes <= availableBytes ? null : { loaderBytes, availableBytes };
}
