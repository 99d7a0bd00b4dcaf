// Files of the formats that are not DLIO's: names, ranges, headers and what the closing files say of them.
import { describe, expect, test } from 'vitest';
import { checkpointParts } from '../../src/plan/checkpoint-parts.js';
import { checkpoint } from '../spec/loading.js';

type Parts = ReturnType<typeof checkpointParts>;

function partsOf(lines: string): Parts {
  return checkpointParts(checkpoint(lines));
}

function bytesByRank({ parts }: Parts): number[] {
  const bytes: number[] = [];
  for (const part of parts) bytes[part.rank] = (bytes[part.rank] ?? 0) + part.bytes;
  return bytes;
}

function textOf(parts: Parts, name: string): string {
  const closing = parts.closing.find((file) => file.name === name);
  return Buffer.from(closing?.content ?? '', 'hex').toString();
}

/** Headers of safetensors, read as their description says. */
function readHeader(hex: string): Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }> {
  const bytes = Buffer.from(hex, 'hex');
  const length = Number(bytes.readBigUInt64LE());
  expect(bytes).toHaveLength(8 + length);
  expect(bytes.length % 8).toBe(0);
  const { __metadata__, ...tensors } = JSON.parse(bytes.subarray(8).toString()) as Record<string, never>;
  expect(__metadata__).toEqual({ format: 'pt' });
  return tensors;
}

const small = 'model: llama3-405b\nmode: subset\nscale: 0.001\n';

describe('a custom model', () => {
  test('has model and optimizer of each rank in the shares of their bytes', () => {
    const { parts } = partsOf('bytesPerRank: 1400\nranks: 2\n');
    expect(parts.map(({ name, rank, bytes }) => [rank, name, bytes])).toEqual([
      [0, 'zero_pp_rank_0_mp_rank_0_model_states.pt', 200],
      [0, 'zero_pp_rank_0_mp_rank_0_optim_states.pt', 1200],
      [1, 'zero_pp_rank_1_mp_rank_0_model_states.pt', 200],
      [1, 'zero_pp_rank_1_mp_rank_0_optim_states.pt', 1200],
    ]);
  });

  test('has another number of files of equal size, none of whose bytes is lost', () => {
    const { parts } = partsOf('bytesPerRank: 1000\nranks: 1\nfilesPerRank: 3\n');
    expect(parts.map(({ name, bytes }) => [name, bytes])).toEqual([
      ['zero_pp_rank_0_mp_rank_0_states_0.pt', 333],
      ['zero_pp_rank_0_mp_rank_0_states_1.pt', 333],
      ['zero_pp_rank_0_mp_rank_0_states_2.pt', 334],
    ]);
  });

  // 1000 parameters: 2000 bytes of the model and 12,000 of the optimizer.
  test.each([
    ['zeroStage: 3', [3500, 3500, 3500, 3500]],
    ['zeroStage: 1', [5000, 3000, 3000, 3000]],
    ['zeroStage: 1\ntensorParallel: 2', [4000, 4000, 3000, 3000]],
    ['zeroStage: 0\ntensorParallel: 2\npipelineParallel: 2', [3500, 3500, 3500, 3500]],
    ['optimizerBytesPerParameter: 0', [500, 500, 500, 500]],
    ['modelBytesPerParameter: 0', [3000, 3000, 3000, 3000]],
    ['scale: 0.5', [1750, 1750, 1750, 1750]],
  ])('of 1000 parameters with 4 ranks and %j', (lines, expected) => {
    expect(bytesByRank(partsOf(`parameters: 1000\nranks: 4\n${lines}\n`))).toEqual(expected);
  });
});

describe('dcp', () => {
  test('has a file a rank with the bytes that the rank has in any format', () => {
    const parts = partsOf(`${small}format: dcp\n`);
    expect(parts.parts.map(({ name }) => name)).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((rank) => `__${rank}_0.distcp`));
    expect(bytesByRank(parts)).toEqual(bytesByRank(partsOf(small)));
    expect(parts.directoryPrefix).toBe('step-');
  });

  test('has as many files of a rank as it is told to', () => {
    const { parts } = partsOf('bytesPerRank: 100\nranks: 2\nformat: dcp\nfilesPerRank: 2\n');
    expect(parts.map(({ name, bytes }) => [name, bytes])).toEqual([
      ['__0_0.distcp', 50],
      ['__0_1.distcp', 50],
      ['__1_0.distcp', 50],
      ['__1_1.distcp', 50],
    ]);
  });

  test('tells in its metadata where each tensor is, end to end in each file', () => {
    const parts = partsOf(`${small}format: dcp\n`);
    expect(parts.closing.map(({ name }) => name)).toEqual(['.metadata']);
    const { files } = JSON.parse(textOf(parts, '.metadata')) as {
      files: { file: string; tensors: { name: string; offset: number; bytes: number }[] }[];
    };
    expect(files.map(({ file }) => file)).toEqual(parts.parts.map(({ name }) => name));
    for (const [index, { tensors }] of files.entries()) {
      let end = 0;
      for (const { offset, bytes } of tensors) {
        expect(offset).toBe(end);
        end += bytes;
      }
      expect(end).toBe(parts.parts[index]?.bytes);
    }
  });
});

describe('safetensors', () => {
  test('numbers the shards of all ranks through, none above 5 GB', () => {
    const { parts } = partsOf('model: llama3-8b\nformat: safetensors\n');
    // A rank has 13.1 GiB, its three large tensors of the optimizer 4.0 GB each.
    expect(parts.map(({ name }) => name)).toEqual(
      Array.from({ length: 32 }, (_, index) => `model-000${String(index + 1).padStart(2, '0')}-of-00032.safetensors`),
    );
    expect(parts.map(({ rank }) => rank)).toEqual(Array.from({ length: 32 }, (_, index) => Math.floor(index / 4)));
    for (const { bytes, header } of parts) expect(bytes - header.length / 2).toBeLessThanOrEqual(5e9);
  });

  test('has headers whose tensors lie end to end and fill the file', () => {
    for (const { header, bytes } of partsOf(`${small}format: safetensors\n`).parts) {
      const places = Object.values(readHeader(header));
      let end = 0;
      for (const { dtype, shape, data_offsets } of places) {
        const width = { BF16: 2, F32: 4 }[dtype] ?? NaN;
        expect(data_offsets).toEqual([end, end + width * shape.reduce((product, length) => product * length, 1)]);
        end = data_offsets[1];
      }
      expect(bytes).toBe(header.length / 2 + end);
    }
  });

  test('has the state of each rank and the headers, nothing else', () => {
    const parts = partsOf(`${small}format: safetensors\n`);
    const plain = bytesByRank(partsOf(small));
    const headers = plain.map((_, rank) =>
      parts.parts.filter((part) => part.rank === rank).reduce((sum, { header }) => sum + header.length / 2, 0),
    );
    expect(bytesByRank(parts)).toEqual(plain.map((bytes, rank) => bytes + (headers[rank] ?? 0)));
  });

  test('has as many shards when it is smaller', () => {
    const whole = partsOf('model: llama3-405b\nmode: subset\nformat: safetensors\n').parts;
    const names = partsOf(`${small}format: safetensors\n`).parts.map(({ name }) => name);
    expect(names).toEqual(whole.map(({ name }) => name));
  });

  test('names in its index the shard of every tensor', () => {
    const parts = partsOf(`${small}format: safetensors\n`);
    const index = JSON.parse(textOf(parts, 'model.safetensors.index.json')) as {
      metadata: { total_size: number };
      weight_map: Record<string, string>;
    };
    const expected: Record<string, string> = {};
    for (const { name, header } of parts.parts)
      for (const tensor of Object.keys(readHeader(header))) {
        expect(expected[tensor]).toBeUndefined();
        expected[tensor] = name;
      }
    expect(index.weight_map).toEqual(expected);
    expect(index.metadata.total_size).toBe(bytesByRank(partsOf(small)).reduce((sum, bytes) => sum + bytes, 0));
  });

  test('of one shard has no index, and bytes of no known type are bytes', () => {
    const { parts, closing } = partsOf('bytesPerRank: 1400\nranks: 1\nformat: safetensors\n');
    expect(parts.map(({ name }) => name)).toEqual(['model.safetensors']);
    expect(closing).toEqual([]);
    expect(readHeader(parts[0]?.header ?? '')).toEqual({
      'model.rank_0': { dtype: 'U8', shape: [200], data_offsets: [0, 200] },
      'optimizer.rank_0': { dtype: 'U8', shape: [1200], data_offsets: [200, 1400] },
    });
  });
});

describe('shared', () => {
  test.each([small, 'bytesPerRank: 10001\nranks: 5\n', 'bytesPerRank: 4096\n', 'parameters: 123456\nzeroStage: 1\n'])(
    'has one file without gaps, ranges from whole pages on, and all bytes: %j',
    (lines) => {
      const plain = bytesByRank(partsOf(lines));
      const { parts, closing } = partsOf(`${lines}format: shared\n`);
      expect(closing).toEqual([]);
      let end = 0;
      for (const [rank, part] of parts.entries()) {
        expect(part).toMatchObject({ name: 'checkpoint.bin', rank, offset: end });
        expect(part.offset % 4096).toBe(0);
        expect(part.bytes).toBeGreaterThan(0);
        expect(Math.abs(part.bytes - (plain[rank] ?? NaN))).toBeLessThan(4096);
        end += part.bytes;
      }
      expect(parts).toHaveLength(plain.length);
      expect(end).toBe(plain.reduce((sum, bytes) => sum + bytes, 0));
    },
  );
});
