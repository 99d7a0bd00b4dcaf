// A checkpoint in the format of safetensors: each rank writes shards of its own, and one index names them all.
import type { NativeCheckpoint } from '../native/contract.js';
import type { StatePiece, StateTensor } from '../spec/checkpoint-state.js';
import type { CheckpointWorkload } from '../spec/workload.js';
import { evenFiles, statesOf } from './rank-files.js';
import { safetensorsFile, shardIndex, shardName, shardsOf, type Tensor, type TensorType } from './safetensors.js';

/** What huggingface_hub takes where nobody says another: 5 GB. */
const shardBytes = 5e9;
const indexName = 'model.safetensors.index.json';
const types: Readonly<Record<number, TensorType>> = { 2: 'BF16', 4: 'F32' };

/** Shards of all ranks are numbered through. A model of one shard has no index. */
export function checkpointShards(workload: CheckpointWorkload): Pick<NativeCheckpoint, 'parts' | 'closing'> {
  const ranks = shardsByRank(workload);
  const shards = ranks.flat();
  let before = 0;
  const parts = ranks.flatMap((own, rank) =>
    own.map((tensors) => {
      const { header, bytes } = safetensorsFile(tensors);
      return { name: shardName(before++, shards.length), rank, offset: 0, bytes, header: header.toString('hex') };
    }),
  );
  const index = { name: indexName, content: Buffer.from(shardIndex(shards)).toString('hex') };
  return { parts, closing: shards.length > 1 ? [index] : [] };
}

function shardsByRank(workload: CheckpointWorkload): Tensor[][][] {
  const states = statesOf(workload);
  const nameFor = (rank: number) => (tensor: StateTensor) => typed(tensor, rank);
  if (workload.model === 'custom')
    return states.map((pieces, rank) =>
      evenFiles(pieces, workload.filesPerRank).map((tensors) => tensors.map(nameFor(rank))),
    );
  const whole = statesOf({ ...workload, scale: 1 });
  return states.map((pieces, rank) => dealt(whole[rank] ?? [], pieces, nameFor(rank)));
}

/** Into the shards of the whole model first, so that a smaller one has as many. */
function dealt(
  whole: readonly StatePiece[],
  pieces: readonly StatePiece[],
  named: (tensor: StateTensor) => Tensor,
): Tensor[][] {
  const typedOf = (of: readonly StatePiece[]) => of.flatMap(({ tensors }) => tensors).map(named);
  const scaled = new Map(typedOf(pieces).map((tensor) => [tensor.name, tensor]));
  return shardsOf(typedOf(whole), shardBytes).map((shard) => shard.map((tensor) => scaled.get(tensor.name) ?? tensor));
}

/** Ranks have parts of the same tensors. Widths that the format has no type for are rows of bytes. */
function typed({ name, elements, width }: StateTensor, rank: number): Tensor {
  const type = types[width];
  const shape = type === undefined && width > 1 ? [elements, width] : [elements];
  return { name: `${name}.rank_${rank}`, type: type ?? 'U8', shape };
}
