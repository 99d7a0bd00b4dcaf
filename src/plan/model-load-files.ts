// The files of a model: shards of tensors in the format of safetensors, and the index of them.
import type { NativeCheckpoint } from '../native/contract.js';
import type { ModelLoadWorkload } from '../spec/workload.js';
import type { FileSet } from './planned-step.js';
import { llamaShapes, llamaTensors } from './llama-tensors.js';
import { safetensorsFile, shardIndex, shardName, shardsOf, type Tensor, type TensorType } from './safetensors.js';

/** What of a workload its files depend on. */
export type ModelToLoad = Pick<
  ModelLoadWorkload,
  'model' | 'bytesPerParameter' | 'shardSize' | 'scale' | 'size' | 'files'
>;

const types: Record<NonNullable<ModelToLoad['bytesPerParameter']>, TensorType> = { 1: 'F8_E4M3', 2: 'BF16', 4: 'F32' };

const usualBytes = 2;

/** Name of the file that says which tensor is where; a model of one file has none. */
const indexName = 'model.safetensors.index.json';

/** Files in the words of the native job. One rank has written all of them. */
export function modelFiles(model: ModelToLoad): Pick<NativeCheckpoint, 'parts' | 'closing'> {
  const shards = modelShards(model);
  const parts = shards.map((tensors, index) => {
    const { header, bytes } = safetensorsFile(tensors);
    return { name: shardName(index, shards.length), rank: 0, offset: 0, bytes, header: header.toString('hex') };
  });
  const index = { name: indexName, content: Buffer.from(shardIndex(shards)).toString('hex') };
  return { parts, closing: shards.length > 1 ? [index] : [] };
}

/** As every data set is described. */
export function modelFileSet(model: ModelToLoad): FileSet {
  const sizes = fileSizes(modelFiles(model));
  return { fileCount: sizes.length, filesPerDirectory: sizes.length, fileSize: Math.max(...sizes) };
}

/** Bytes of each file, the index at the end. */
export function fileSizes({ parts, closing }: Pick<NativeCheckpoint, 'parts' | 'closing'>): number[] {
  return [...parts.map(({ bytes }) => bytes), ...closing.map(({ content }) => content.length / 2)];
}

/** Tensors by file: those of the whole model, dealt to files first and made smaller then. */
function modelShards(model: ModelToLoad): Tensor[][] {
  const shards = model.model === 'custom' ? evenShards(model) : listedShards(model, model.model);
  return shards.map((tensors) => tensors.map((tensor) => scaled(tensor, model.scale)));
}

function listedShards({ bytesPerParameter, shardSize }: ModelToLoad, model: keyof typeof llamaShapes): Tensor[][] {
  return shardsOf(llamaTensors(llamaShapes[model], types[bytesPerParameter ?? usualBytes]), shardSize ?? Infinity);
}

/** A tensor a file, all of a size but for a byte. */
function evenShards({ size, files }: ModelToLoad): Tensor[][] {
  const [bytes, count] = [size ?? 0, files ?? 1];
  const start = (index: number) => Number((BigInt(bytes) * BigInt(index)) / BigInt(count));
  return Array.from({ length: count }, (_, index) => [
    { name: `weights.${index}`, type: 'U8', shape: [start(index + 1) - start(index)] },
  ]);
}

/** Fewer rows, at least one. */
function scaled(tensor: Tensor, scale: number): Tensor {
  const [rows = 1, ...others] = tensor.shape;
  return { ...tensor, shape: [Math.max(1, Math.round(rows * scale)), ...others] };
}
