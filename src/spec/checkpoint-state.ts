// What each rank of a training has to save: its share of the model and of the optimizer, tensor by tensor.
import {
  layersOfStage,
  type LayerTensor,
  parametersOf,
  publishedCheckpoints,
  type PublishedCheckpoint,
  tensorsOf,
} from './checkpoint-models.js';
import { dataParallel, modelParallel, placeOf } from './checkpoint-ranks.js';
import type { CheckpointWorkload } from './checkpoint-workload.js';

/** A tensor of a rank, or its share of one. */
export interface StateTensor {
  name: string;
  elements: number;
  /** Bytes of an element. */
  width: number;
}

/** What a rank writes to a file of its own where it writes files as DeepSpeed does. */
export interface StatePiece {
  of: 'layer' | 'model' | 'optimizer';
  /** Of `of: 'layer'`; else 0. */
  layer: number;
  tensors: StateTensor[];
}

/** The optimizer keeps so many tensors of all parameters: the master copy, and Adam's two moments. */
export const optimizerTensors = 3;
/** DLIO's optimizer has so many times the hidden width besides, for each of its tensors. */
const optimizerRest = 5;

/** Bytes of a tensor. */
export function tensorBytes({ elements, width }: StateTensor): number {
  return elements * width;
}

/** Bytes of all tensors of some pieces. */
export function stateBytes(pieces: readonly StatePiece[]): number {
  return pieces.flatMap(({ tensors }) => tensors).reduce((sum, tensor) => sum + tensorBytes(tensor), 0);
}

/** The pieces of a rank in the order in which it writes them; none where it has nothing to save. */
export function rankState(workload: CheckpointWorkload, rank: number): StatePiece[] {
  const { model } = workload;
  const pieces = model === 'custom' ? customState(workload, rank) : publishedState(workload, model, rank);
  return pieces.filter(({ tensors }) => tensors.length > 0);
}

function publishedState(
  workload: CheckpointWorkload,
  model: keyof typeof publishedCheckpoints,
  rank: number,
): StatePiece[] {
  const published = publishedCheckpoints[model];
  return [...publishedModel(workload, published, rank), publishedOptimizer(workload, published, rank)];
}

/** With ZeRO 1, one piece a layer where there is a pipeline; DLIO names its files so. */
function publishedModel(workload: CheckpointWorkload, model: PublishedCheckpoint, rank: number): StatePiece[] {
  const { pipelineParallel, zeroStage } = workload;
  const { pipeline } = placeOf(workload, rank);
  if (!savesModel(workload, rank)) return [];
  const { first, last } = layersOfStage(model.layers, pipelineParallel, pipeline);
  const layers = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const tensors = (layer: number) => layerState(workload, model, layer);
  if (zeroStage === 1 && pipelineParallel > 1)
    return layers.map((layer) => ({ of: 'layer', layer, tensors: tensors(layer) }));
  return [{ of: 'model', layer: 0, tensors: layers.flatMap(tensors) }];
}

/** ZeRO below 3 has the model whole in each copy, and the first copy saves it. */
function savesModel(workload: CheckpointWorkload, rank: number): boolean {
  return workload.zeroStage === 3 || placeOf(workload, rank).data === 0;
}

function layerState(workload: CheckpointWorkload, model: PublishedCheckpoint, layer: number): StateTensor[] {
  const { tensorParallel, zeroStage, modelBytesPerParameter, scale } = workload;
  const copies = zeroStage === 3 ? dataParallel(workload) : 1;
  const share = ({ elements, isCut }: LayerTensor) =>
    Math.floor(Math.floor(elements / (isCut ? tensorParallel : 1)) / copies);
  return tensorsOf(model, layer).flatMap((tensor) =>
    scaled(`layers.${layer}.${tensor.name}`, share(tensor), modelBytesPerParameter, scale),
  );
}

function publishedOptimizer(workload: CheckpointWorkload, model: PublishedCheckpoint, rank: number): StatePiece {
  const { optimizerBytesPerParameter, scale } = workload;
  const width = optimizerBytesPerParameter / optimizerTensors;
  const parameters = Math.floor(parametersOf(model) / optimizerRanks(workload));
  const names = savesOptimizer(workload, rank) ? ['parameters', 'moments', 'variances'] : [];
  const tensors = names.flatMap((name) => [
    ...scaled(`optimizer.${name}`, parameters, width, scale),
    ...scaled(`optimizer.${name}.rest`, optimizerRest * model.hidden, width, scale),
  ]);
  return { of: 'optimizer', layer: 0, tensors };
}

/** Ranks that the optimizer is cut over: all of them, without ZeRO those of one copy of the model. */
function optimizerRanks(workload: CheckpointWorkload): number {
  return modelParallel(workload) * (workload.zeroStage === 0 ? 1 : dataParallel(workload));
}

function savesOptimizer(workload: CheckpointWorkload, rank: number): boolean {
  return workload.zeroStage > 0 || placeOf(workload, rank).data === 0;
}

/** Bytes of which nobody knows the tensors: model and optimizer are one each. */
function customState(workload: CheckpointWorkload, rank: number): StatePiece[] {
  const { model, optimizer } = customBytes(workload, rank);
  const { scale } = workload;
  return [
    { of: 'model', layer: 0, tensors: scaled('model', model, 1, scale) },
    { of: 'optimizer', layer: 0, tensors: scaled('optimizer', optimizer, 1, scale) },
  ];
}

function customBytes(workload: CheckpointWorkload, rank: number): { model: number; optimizer: number } {
  const { bytesPerRank, parameters, modelBytesPerParameter, optimizerBytesPerParameter, zeroStage } = workload;
  if (bytesPerRank !== null) {
    const each = modelBytesPerParameter + optimizerBytesPerParameter;
    const model = Math.floor(bytesPerRank * (modelBytesPerParameter / each));
    return { model, optimizer: bytesPerRank - model };
  }
  const copies = zeroStage === 3 ? dataParallel(workload) : 1;
  const ofModel = Math.floor((parameters ?? 0) / (modelParallel(workload) * copies));
  const ofOptimizer = Math.floor((parameters ?? 0) / optimizerRanks(workload));
  return {
    model: savesModel(workload, rank) ? ofModel * modelBytesPerParameter : 0,
    optimizer: savesOptimizer(workload, rank) ? ofOptimizer * optimizerBytesPerParameter : 0,
  };
}

/** A tensor of as many times the elements, one at least; none where there are none, or no bytes of them. */
function scaled(name: string, elements: number, width: number, scale: number): StateTensor[] {
  if (elements === 0 || width === 0) return [];
  return [{ name, elements: Math.max(1, Math.round(elements * scale)), width }];
}
