// Declares what a checkpoint holds: the model, how it is cut into ranks, and the files that they write.
import { publishedCheckpoints } from './checkpoint-models.js';
import { usualRanksOf } from './checkpoint-ranks.js';
import {
  checkpointFormats,
  checkpointModels,
  checkpointModes,
  type CheckpointWorkload,
  type Parallelism,
} from './checkpoint-workload.js';
import { computed, type FieldTable } from './field.js';
import { choice, integer, nullableBytes, nullableInteger, number, numberChoice } from './field-kinds.js';
import { GiB } from './shared-fields.js';

type StateKey =
  | 'model'
  | 'format'
  | 'mode'
  | 'bytesPerRank'
  | 'parameters'
  | 'modelBytesPerParameter'
  | 'optimizerBytesPerParameter'
  | 'zeroStage'
  | 'tensorParallel'
  | 'pipelineParallel'
  | 'ranks'
  | 'filesPerRank'
  | 'scale';
type W = CheckpointWorkload;

const mostRanks = 4096;
const mostParameters = 1e14;
const mostWidth = 64;

/** How a model is cut; a custom one over all its ranks. */
function cutOf({ model }: W): Parallelism {
  return model === 'custom' ? { tensorParallel: 1, pipelineParallel: 1, zeroStage: 3 } : publishedCheckpoints[model];
}

export const checkpointStateFields: FieldTable<Pick<W, StateKey>, W> = {
  model: choice(checkpointModels, {
    default: 'custom',
    help:
      'Published model of MLPerf Storage whose state is saved; of "custom" either the bytes of each rank are given or the ' +
      'parameters.',
  }),
  format: choice(checkpointFormats, {
    default: 'deepspeed',
    help:
      'Files: "deepspeed" has model and optimizer of each rank apart, with the names that DLIO gives them; "dcp" one file a ' +
      'rank and metadata, as torch.distributed.checkpoint; "safetensors" shards with headers and an index; "shared" one ' +
      'file, in which each rank has a range.',
  }),
  mode: choice(checkpointModes, {
    default: 'full',
    help: '"subset": the first ranks of the published training only, as one client would have them.',
  }),
  bytesPerRank: nullableBytes({
    min: 1,
    max: 1024 * 1024 * GiB,
    default: null,
    help: 'Of model "custom": what each rank saves, if not parameters.',
  }),
  parameters: nullableInteger({
    min: 1,
    max: mostParameters,
    default: null,
    help: 'Of model "custom": parameters of the whole model, if not bytesPerRank.',
  }),
  modelBytesPerParameter: integer({
    min: 0,
    max: mostWidth,
    default: 2,
    help: 'Bytes of a parameter in the model state; 2 is fp16 or bf16. 0: no model state.',
  }),
  optimizerBytesPerParameter: integer({
    min: 0,
    max: mostWidth,
    default: 12,
    help: 'Bytes of a parameter in the optimizer state; 12 is three tensors of fp32, as Adam keeps them. 0: none, the weights only.',
  }),
  zeroStage: numberChoice([0, 1, 3], {
    default: computed('that of the model; 3 for custom', (workload) => cutOf(workload).zeroStage),
    help: 'Stage of ZeRO: 3 cuts model and optimizer over all ranks, 1 the optimizer only, 0 nothing.',
  }),
  tensorParallel: integer({
    min: 1,
    max: mostRanks,
    default: computed('that of the model; 1 for custom', (workload) => cutOf(workload).tensorParallel),
    help: 'Ranks that each layer is cut over.',
  }),
  pipelineParallel: integer({
    min: 1,
    max: mostRanks,
    default: computed('that of the model; 1 for custom', (workload) => cutOf(workload).pipelineParallel),
    help: 'Stages that the layers are dealt to.',
  }),
  ranks: integer({
    min: 1,
    max: mostRanks,
    default: computed(
      'those of the published training, of a subset 8; for custom the least multiple of tensorParallel x pipelineParallel from 8 on',
      usualRanksOf,
    ),
    help: 'Ranks of this machine, each of which saves its part at the same instant as the others.',
  }),
  filesPerRank: integer({
    min: 1,
    max: 1_000_000,
    default: computed('2 with format deepspeed (model and optimizer), else 1', usualFilesPerRank),
    help: 'Of model "custom": files of each rank, of equal size; 2 with format deepspeed are model and optimizer.',
  }),
  scale: number({
    above: 0,
    max: 1,
    default: 1,
    help: 'Every tensor has so many times its elements: the same files and ranks with fewer bytes.',
  }),
};

/** Files of a rank where nobody asks for a number of them. */
export function usualFilesPerRank({ format }: Pick<W, 'format'>): number {
  return format === 'deepspeed' ? 2 : 1;
}
