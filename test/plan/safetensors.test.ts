// Sizes and names of the files of the Llama 3 models on the Hub, and what a file of the format begins with.
import { describe, expect, it } from 'vitest';
import { llamaShapes, llamaTensors } from '../../src/plan/llama-tensors.js';
import {
  safetensorsFile,
  shardIndex,
  shardName,
  shardsOf,
  type Tensor,
  tensorBytes,
  type TensorType,
} from '../../src/plan/safetensors.js';

const shardBytes = 5_000_000_000;

function filesOf(model: keyof typeof llamaShapes): number[] {
  return shardsOf(llamaTensors(llamaShapes[model], 'BF16'), shardBytes).map((shard) => safetensorsFile(shard).bytes);
}

describe('the files of published models', () => {
  it('have the sizes that those of Meta-Llama-3-8B have on the Hub', () => {
    expect(filesOf('llama3-8b')).toEqual([4_976_698_672, 4_999_802_720, 4_915_916_176, 1_168_138_808]);
  });

  it('are as many as on the Hub, with the bytes that their index names', () => {
    expect(filesOf('llama3-70b')).toHaveLength(30);
    expect(filesOf('llama3-70b')[0]).toBe(4_584_408_808);
    expect(filesOf('llama3-405b')).toHaveLength(191);
    const shards = shardsOf(llamaTensors(llamaShapes['llama3-70b'], 'BF16'), shardBytes);
    const index = JSON.parse(shardIndex(shards)) as { metadata: unknown; weight_map: Record<string, string> };
    expect(index.metadata).toEqual({ total_size: 141_107_412_992 });
    expect(Object.keys(index.weight_map)).toHaveLength(723);
    expect(index.weight_map['lm_head.weight']).toBe('model-00030-of-00030.safetensors');
  });

  it('have the bytes of their type for each parameter', () => {
    const bytes = (type: TensorType) =>
      llamaTensors(llamaShapes['llama3-8b'], type).reduce((sum, tensor) => sum + tensorBytes(tensor), 0);
    expect(bytes('BF16')).toBe(2 * 8_030_261_248);
    expect(bytes('F8_E4M3')).toBe(8_030_261_248);
    expect(bytes('F32')).toBe(4 * 8_030_261_248);
  });
});

describe('a file', () => {
  const tensors: Tensor[] = [
    { name: 'b', type: 'BF16', shape: [3, 5] },
    { name: 'a', type: 'U8', shape: [7] },
    { name: 'c', type: 'F32', shape: [2] },
  ];

  it('begins with the length of its JSON, which is padded to 8 bytes, and says where each tensor lies', () => {
    const { header, bytes } = safetensorsFile(tensors);
    const length = Number(header.readBigUInt64LE());
    expect(length % 8).toBe(0);
    expect(header).toHaveLength(8 + length);
    expect(JSON.parse(header.subarray(8).toString())).toEqual({
      __metadata__: { format: 'pt' },
      c: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
      b: { dtype: 'BF16', shape: [3, 5], data_offsets: [8, 38] },
      a: { dtype: 'U8', shape: [7], data_offsets: [38, 45] },
    });
    expect(bytes).toBe(8 + length + 45);
  });

  it('holds tensors up to the limit, and one that is larger alone', () => {
    const sized = [4, 4, 3, 20, 1].map((bytes, index) => ({ name: `${index}`, type: 'U8' as const, shape: [bytes] }));
    const names = shardsOf(sized, 8).map((shard) => shard.map(({ name }) => name));
    expect(names).toEqual([['0', '1'], ['2'], ['3'], ['4']]);
  });

  it('is named after its place, and alone where it is the only one', () => {
    expect(shardName(11, 30)).toBe('model-00012-of-00030.safetensors');
    expect(shardName(0, 1)).toBe('model.safetensors');
  });
});
