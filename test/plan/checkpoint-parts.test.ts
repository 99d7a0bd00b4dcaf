// Bytes and names of the published checkpoints against a second statement of them, written down by hand.
import { describe, expect, test } from 'vitest';
import { checkpointParts } from '../../src/plan/checkpoint-parts.js';
import { checkpoint } from '../spec/loading.js';

const GiB = 1024 ** 3;

/** A stage of a pipeline, with the bytes of each of its ranks. */
interface Stage {
  layers: number[];
  model: number;
  optimizer: number;
}

// Sums and bytes of a rank as mlcommons/storage has published them, or as its configurations give them.
const published = {
  'llama3-8b': { gibibytes: 104.70452, files: 16, ranks: 8 },
  'llama3-70b': { gibibytes: 911.21213, files: 128, ranks: 64 },
  'llama3-405b': { gibibytes: 5292.24872, files: 1544, ranks: 512 },
  'llama3-1t': { gibibytes: 15_426.58926, files: 2072, ranks: 1024 },
} as const;

function partsOf(model: string, lines = '') {
  return checkpointParts(checkpoint(`model: ${model}\n${lines}`)).parts;
}

function bytesOf(parts: readonly { bytes: number }[]): number {
  return parts.reduce((sum, { bytes }) => sum + bytes, 0);
}

test.each(Object.entries(published))(
  '%s has the published sum, files and ranks',
  (model, { gibibytes, files, ranks }) => {
    const parts = partsOf(model);
    expect(bytesOf(parts) / GiB).toBeCloseTo(gibibytes, 5);
    expect(new Set(parts.map(({ name }) => name)).size).toBe(files);
    expect(parts).toHaveLength(files);
    expect(new Set(parts.map(({ rank }) => rank)).size).toBe(ranks);
    expect(parts.every(({ offset, header, bytes }) => offset === 0 && header === '' && bytes > 0)).toBe(true);
  },
);

describe('ZeRO 3', () => {
  test.each([
    ['llama3-8b', 8, 1, 2_007_565_312, 12_045_637_632],
    ['llama3-70b', 8, 8, 2_184_120_320, 13_103_482_368],
  ])('%s: model and optimizer of each rank', (model, copies, tensor, ofModel, ofOptimizer) => {
    const expected = [];
    for (let copy = 0; copy < copies; copy++)
      for (let share = 0; share < tensor; share++) {
        const rank = copy * tensor + share;
        const stem = `zero_pp_rank_${copy}_mp_rank_${share}`;
        expected.push({ name: `${stem}_model_states.pt`, rank, offset: 0, bytes: ofModel, header: '' });
        expected.push({ name: `${stem}_optim_states.pt`, rank, offset: 0, bytes: ofOptimizer, header: '' });
      }
    expect(partsOf(model)).toEqual(expected);
  });
});

describe('ZeRO 1', () => {
  const of405b = { optimizer: 9_513_171_840, layer: 796_983_296, embedding: 525_336_576, norm: 32_768 };

  /** Layers of the stages of 405b: 126 over 32, the first 30 with four. */
  const stages405b: Stage[] = Array.from({ length: 32 }, (_, stage) => {
    const first = stage < 30 ? stage * 4 + 1 : 121 + (stage - 30) * 3;
    const layers = Array.from({ length: stage < 30 ? 4 : 3 }, (_, index) => first + index);
    const model = [3_713_269_760, 3_187_933_184, 2_390_949_888, 2_916_319_232];
    const kind = stage === 0 ? 0 : stage < 30 ? 1 : stage === 30 ? 2 : 3;
    const ends = stage === 0 ? [0, ...layers] : stage === 31 ? [...layers, 127, 128] : layers;
    return { layers: ends, model: model[kind] ?? 0, optimizer: of405b.optimizer };
  });

  test('llama3-405b: a file a layer of the first copy, in the stages of the pipeline', () => {
    const parts = partsOf('llama3-405b');
    for (let rank = 0; rank < 512; rank++) {
      const own = parts.filter((part) => part.rank === rank);
      const place = rank % 256;
      const stage = stages405b[Math.floor(place / 8)];
      const optim = `zero_pp_rank_${rank < 256 ? 0 : 1}_mp_rank_${place}_optim_states.pt`;
      const layers = rank < 256 ? (stage?.layers ?? []) : [];
      expect(own.map(({ name }) => name)).toEqual([
        ...layers.map((layer) => `layer_${layer}-model_${place}_model_states.pt`),
        optim,
      ]);
      expect(own.at(-1)?.bytes).toBe(stage?.optimizer);
      expect(bytesOf(own.slice(0, -1))).toBe(rank < 256 ? stage?.model : 0);
    }
  });

  test('llama3-405b: bytes of its layers', () => {
    const bytes = new Map(partsOf('llama3-405b').map((part) => [part.name, part.bytes]));
    expect(bytes.get('layer_0-model_0_model_states.pt')).toBe(of405b.embedding);
    expect(bytes.get('layer_1-model_7_model_states.pt')).toBe(of405b.layer);
    expect(bytes.get('layer_127-model_255_model_states.pt')).toBe(of405b.embedding);
    expect(bytes.get('layer_128-model_248_model_states.pt')).toBe(of405b.norm);
  });

  test('llama3-1t: bytes and files of its ranks', () => {
    const parts = partsOf('llama3-1t');
    const groups = new Map<string, number>();
    for (let rank = 0; rank < 1024; rank++) {
      const own = parts.filter((part) => part.rank === rank);
      expect(own.at(-1)?.bytes).toBe(13_865_244_924);
      const key = `${own.length - 1} files, ${bytesOf(own.slice(0, -1))} bytes`;
      groups.set(key, (groups.get(key) ?? 0) + 1);
    }
    expect(Object.fromEntries(groups)).toEqual({
      '3 files, 5425047936 bytes': 8,
      '2 files, 4595488128 bytes': 496,
      '4 files, 5425099680 bytes': 8,
      '0 files, 0 bytes': 512,
    });
    const bytes = new Map(parts.map((part) => [part.name, part.bytes]));
    expect(bytes.get('layer_0-model_3_model_states.pt')).toBe(829_559_808);
    expect(bytes.get('layer_2-model_3_model_states.pt')).toBe(2_297_744_064);
  });

  test('without a pipeline the model of a rank is one file', () => {
    const lines = 'zeroStage: 1\ntensorParallel: 2\nranks: 4\n';
    expect(partsOf('llama3-8b', lines).map(({ name, rank }) => `${rank} ${name}`)).toEqual([
      '0 model_0_model_states.pt',
      '0 zero_pp_rank_0_mp_rank_0_optim_states.pt',
      '1 model_1_model_states.pt',
      '1 zero_pp_rank_0_mp_rank_1_optim_states.pt',
      '2 zero_pp_rank_1_mp_rank_0_optim_states.pt',
      '3 zero_pp_rank_1_mp_rank_1_optim_states.pt',
    ]);
  });
});

describe('a subset', () => {
  test.each([
    ['llama3-8b', 104.70452, 16],
    ['llama3-70b', 113.90152, 16],
    ['llama3-405b', 98.54467, 48],
    ['llama3-1t', 143.72388, 32],
  ])('of %s is what its first eight ranks have of the whole', (model, gibibytes, files) => {
    const subset = partsOf(model, 'mode: subset\n');
    expect(subset).toEqual(partsOf(model).filter(({ rank }) => rank < 8));
    expect(bytesOf(subset) / GiB).toBeCloseTo(gibibytes, 5);
    expect(subset).toHaveLength(files);
  });
});

describe('other ranks and smaller models', () => {
  test('twice the ranks have half of the model each', () => {
    const [model, optimizer] = partsOf('llama3-8b', 'ranks: 16\n');
    expect(model?.bytes).toBe(2_007_565_312 / 2);
    // DLIO's five times the hidden width are each rank's own.
    expect(optimizer?.bytes).toBe((12_045_637_632 - 3 * 5 * 4096 * 4) / 2 + 3 * 5 * 4096 * 4);
  });

  test('a scale keeps the files and multiplies the bytes', () => {
    const whole = partsOf('llama3-405b', 'mode: subset\n');
    const small = partsOf('llama3-405b', 'mode: subset\nscale: 0.001\n');
    expect(small.map(({ name }) => name)).toEqual(whole.map(({ name }) => name));
    expect(bytesOf(small) / bytesOf(whole)).toBeCloseTo(0.001, 6);
  });

  test('weights alone have no optimizer', () => {
    const parts = partsOf('llama3-8b', 'optimizerBytesPerParameter: 0\n');
    expect(parts).toHaveLength(8);
    expect(bytesOf(parts)).toBe(8 * 2_007_565_312);
  });

  test('directories are those of DLIO', () => {
    expect(checkpointParts(checkpoint('model: llama3-8b\n'))).toMatchObject({
      directoryPrefix: 'global_epoch1_step',
      closing: [],
    });
  });
});
