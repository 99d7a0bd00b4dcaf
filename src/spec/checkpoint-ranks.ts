// Which ranks of a training a workload of kind `checkpoint` runs, and where each of them stands in the model.
import { publishedCheckpoints } from './checkpoint-models.js';
import type { CheckpointWorkload } from './checkpoint-workload.js';

type Cut = Pick<CheckpointWorkload, 'model' | 'mode' | 'ranks' | 'tensorParallel' | 'pipelineParallel'>;

/** Ranks that a custom model has unless somebody asks for others, about; the published 8b has as many. */
const usualRanks = 8;

/** Place of a rank in the three ways of being parallel. */
export interface RankPlace {
  tensor: number;
  pipeline: number;
  data: number;
  /** Of tensor and pipeline together. */
  model: number;
}

/** Ranks over which one copy of the model is cut. */
export function modelParallel({
  tensorParallel,
  pipelineParallel,
}: Pick<Cut, 'tensorParallel' | 'pipelineParallel'>): number {
  return tensorParallel * pipelineParallel;
}

/** Copies of the model; of a subset, those of the whole training. With fractions where the ranks do not divide. */
export function dataParallel(workload: Cut): number {
  const { model, mode, ranks } = workload;
  if (mode === 'subset' && model !== 'custom') return publishedCheckpoints[model].dataParallel;
  return ranks / modelParallel(workload);
}

/** Ranks of the whole training. */
export function allRanks(workload: Cut): number {
  return modelParallel(workload) * dataParallel(workload);
}

/** Ranks of a published training; of a custom one, the fewest from 8 on that divide. */
export function usualRanksOf(workload: Omit<Cut, 'ranks'>): number {
  const { model, mode } = workload;
  const each = modelParallel(workload);
  if (model === 'custom') return Math.ceil(usualRanks / each) * each;
  const { tensorParallel, pipelineParallel, dataParallel: copies } = publishedCheckpoints[model];
  const published = tensorParallel * pipelineParallel * copies;
  return mode === 'subset' ? Math.min(usualRanks, published) : published;
}

/** As DLIO counts: tensor fastest, then pipeline, then data. */
export function placeOf(workload: Cut, rank: number): RankPlace {
  const { tensorParallel, pipelineParallel } = workload;
  return {
    tensor: rank % tensorParallel,
    pipeline: Math.floor(rank / tensorParallel) % pipelineParallel,
    data: Math.floor(rank / modelParallel(workload)),
    model: rank % modelParallel(workload),
  };
}
