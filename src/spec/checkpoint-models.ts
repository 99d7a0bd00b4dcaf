// The published models of checkpoints with all their numbers; the defaults of kind `checkpoint` come from here.
import type { CheckpointModel, Parallelism } from './checkpoint-workload.js';

export type PublishedModel = Exclude<CheckpointModel, 'custom'>;

/** A transformer, and how it is cut into ranks. */
export interface PublishedCheckpoint extends Parallelism {
  layers: number;
  hidden: number;
  /** Width of the feed-forward network. */
  feedForward: number;
  heads: number;
  /** Heads of keys and values. */
  keyHeads: number;
  dataParallel: number;
}

/** Words of the tokenizer, of all four. */
const vocabulary = 128_256;

/**
 * Source: mlcommons/storage v2.0 (the same in v3.0), configs/dlio/workload/llama3_*.yaml. Model states are fp16, those of
 * the optimizer fp32.
 */
export const publishedCheckpoints: Readonly<Record<PublishedModel, PublishedCheckpoint>> = {
  'llama3-8b': {
    layers: 32,
    hidden: 4096,
    feedForward: 14_336,
    heads: 32,
    keyHeads: 8,
    tensorParallel: 1,
    pipelineParallel: 1,
    dataParallel: 8,
    zeroStage: 3,
  },
  'llama3-70b': {
    layers: 80,
    hidden: 8192,
    feedForward: 28_672,
    heads: 128,
    keyHeads: 8,
    tensorParallel: 8,
    pipelineParallel: 1,
    dataParallel: 8,
    zeroStage: 3,
  },
  'llama3-405b': {
    layers: 126,
    hidden: 16_384,
    feedForward: 53_248,
    heads: 128,
    keyHeads: 8,
    tensorParallel: 8,
    pipelineParallel: 32,
    dataParallel: 2,
    zeroStage: 1,
  },
  'llama3-1t': {
    layers: 128,
    hidden: 25_872,
    feedForward: 98_304,
    heads: 192,
    keyHeads: 32,
    tensorParallel: 8,
    pipelineParallel: 64,
    dataParallel: 2,
    zeroStage: 1,
  },
};

/** Tensors of a layer between embedding and head. */
export interface LayerTensor {
  name: string;
  elements: number;
  /** Each rank of tensor parallelism has its share; else all of it. */
  isCut: boolean;
}

/** Values of the keys, and of as many of the values, of all heads. DLIO rounds the width of a head down. */
function keyWidth({ hidden, heads, keyHeads }: PublishedCheckpoint): number {
  return Math.floor(hidden / heads) * keyHeads;
}

/** Those of a transformer layer in the order of DLIO; the factor of two is that of a gated unit. */
function layerTensors(model: PublishedCheckpoint): LayerTensor[] {
  const { hidden, feedForward } = model;
  return [
    { name: 'input_norm', elements: hidden, isCut: false },
    { name: 'attention.qkv', elements: hidden * (hidden + 2 * keyWidth(model)), isCut: true },
    { name: 'attention.dense', elements: hidden * hidden, isCut: true },
    { name: 'attention_norm', elements: hidden, isCut: false },
    { name: 'mlp.up', elements: 2 * hidden * feedForward, isCut: true },
    { name: 'mlp.down', elements: hidden * feedForward, isCut: true },
  ];
}

/** Layers are 0 (embedding), 1 … layers, layers + 1 (head) and layers + 2 (norm). */
export function tensorsOf(model: PublishedCheckpoint, layer: number): LayerTensor[] {
  if (layer === 0) return [{ name: 'embedding', elements: vocabulary * model.hidden, isCut: true }];
  if (layer <= model.layers) return layerTensors(model);
  if (layer === model.layers + 1) return [{ name: 'head', elements: vocabulary * model.hidden, isCut: true }];
  return [{ name: 'norm', elements: model.hidden, isCut: false }];
}

/** Parameters of the whole model. */
export function parametersOf(model: PublishedCheckpoint): number {
  const numbers = Array.from({ length: model.layers + 3 }, (_, layer) => layer);
  const tensors = numbers.flatMap((layer) => tensorsOf(model, layer));
  return tensors.reduce((sum, { elements }) => sum + elements, 0);
}

/**
 * First and last layer of a stage of the pipeline: the first stages have one more where they do not divide evenly; the
 * embedding is on the first, head and norm are on the last.
 */
export function layersOfStage(layers: number, stages: number, stage: number): { first: number; last: number } {
  const each = Math.floor(layers / stages);
  const more = layers % stages;
  const before = stage * each + Math.min(stage, more);
  const count = each + (stage < more ? 1 : 0);
  return {
    first: stage === 0 ? 0 : before + 1,
    last: stage === stages - 1 ? layers + 2 : before + count,
  };
}
