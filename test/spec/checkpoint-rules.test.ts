// Keys of checkpoints: what must be given, what follows from what, what cannot be, and its neighbours that can.
import { describe, expect, test } from 'vitest';
import { variantsOf, withVariant } from '../../src/spec/resolve.js';
import { checkpoint, problemsOf } from './loading.js';

const MiB = 1024 ** 2;
const second = 1e9;
const hour = 3600 * second;

/** Problems of a custom model with these lines, without the place. */
function problems(lines: string): string[] {
  const bytes = /^(bytesPerRank|parameters|model):/m.test(lines) ? '' : 'bytesPerRank: 1MiB\n';
  const text = `name: c\nkind: checkpoint\n${bytes}${lines}\n`;
  return problemsOf(text).map((problem) => problem.replace(/^w\.yaml:\d+:\d+ /, ''));
}

describe('what follows', () => {
  test.each([
    ['', { format: 'deepspeed', mode: 'full', ranks: 8, workers: 8, zeroStage: 3, tensorParallel: 1, scale: 1 }],
    ['', { engine: 'sync', direct: false, blockSize: 32 * MiB, queueDepth: 1, filesPerRank: 2 }],
    ['', { saves: 3, loads: 3, keep: 1, pause: 5 * second, fsync: 'file', rename: true, background: false }],
    ['', { dropCache: true, verify: 'none', loadShift: 0, runtime: null, jobGpus: 8, saveEvery: null }],
    ['direct: true', { engine: 'auto', blockSize: 8 * MiB, queueDepth: 8 }],
    ['direct: true\nengine: sync', { queueDepth: 1, blockSize: 8 * MiB }],
    ['engine: io_uring', { direct: false, queueDepth: 1, blockSize: 32 * MiB }],
    ['engine: "null"', { dropCache: false }],
    ['saves: 1', { pause: 0 }],
    ['saves: 0', { pause: 0, fsync: 'none', rename: false, keep: 1, dropCache: true }],
    ['loads: 0', { dropCache: false }],
    ['format: dcp', { filesPerRank: 1 }],
    ['tensorParallel: 3\nparameters: 1000', { ranks: 9 }],
    ['tensorParallel: 4\npipelineParallel: 4\nparameters: 1000', { ranks: 16 }],
    ['ranks: 3', { workers: 3, jobGpus: 3 }],
    ['model: llama3-70b', { ranks: 64, tensorParallel: 8, pipelineParallel: 1, zeroStage: 3, jobGpus: 64 }],
    ['model: llama3-405b', { ranks: 512, tensorParallel: 8, pipelineParallel: 32, zeroStage: 1 }],
    ['model: llama3-1t', { ranks: 1024, tensorParallel: 8, pipelineParallel: 64, zeroStage: 1 }],
    ['model: llama3-1t\nmode: subset', { ranks: 8, jobGpus: 1024, workers: 8 }],
    ['cold: false', { dropCache: false }],
  ])('%j', (lines, expected) => {
    expect(checkpoint(`${lines}\n`)).toMatchObject(expected);
  });

  test.each([
    [16_384, 183 * 60 * second],
    [1024, 2930 * 60 * second],
    [100, 500 * hour],
    [20, 2500 * hour],
    [8, 2500 * hour],
    [10_000_000, 60 * second],
  ])('a job of %d GPUs fails as often as the training of Llama 3 did', (jobGpus, mtbf) => {
    expect(checkpoint(`jobGpus: ${jobGpus}\n`)).toMatchObject({ jobGpus, mtbf });
  });

  test('workers and pauses follow what is swept', () => {
    const workload = checkpoint('sweep: { ranks: [2, 4], saves: [1, 2] }\n');
    const variants = variantsOf(workload).map((variant) => withVariant(workload, variant));
    expect(variants).toMatchObject([
      { ranks: 2, workers: 2, pause: 0 },
      { ranks: 2, workers: 2, pause: 5 * second },
      { ranks: 4, workers: 4, pause: 0 },
      { ranks: 4, workers: 4, pause: 5 * second },
    ]);
  });
});

describe('the form of a model', () => {
  test('of a custom one, bytes or parameters are given', () => {
    expect(problemsOf('name: c\nkind: checkpoint\n')).toEqual([
      'w.yaml:1:1 bytesPerRank: is missing, and so are parameters. Give one of them, for example "bytesPerRank: 1GiB".',
    ]);
    expect(problems('bytesPerRank: 1GiB\nparameters: 10')).toEqual([
      'bytesPerRank: cannot be given together with parameters. Remove one of them.',
    ]);
  });

  test.each([
    ['bytesPerRank: 1GiB', 'bytesPerRank'],
    ['parameters: 10', 'parameters'],
  ])('of a published one, neither: %j', (lines, key) => {
    expect(problems(`model: llama3-8b\n${lines}`)).toEqual([
      `${key}: has no effect with model "llama3-8b", whose bytes are published. Remove it, or set "model: custom".`,
    ]);
  });

  test.each([
    ['mode: subset', 'mode: has no effect with model "custom"'],
    ['format: shared\nfilesPerRank: 2', 'filesPerRank: has no effect with format "shared"'],
    ['model: llama3-8b\nfilesPerRank: 3', 'filesPerRank: has no effect with model "llama3-8b"'],
    ['tensorParallel: 2', 'tensorParallel: has no effect with bytesPerRank'],
    ['pipelineParallel: 2', 'pipelineParallel: has no effect with bytesPerRank'],
    ['zeroStage: 1', 'zeroStage: has no effect with bytesPerRank'],
    ['modelBytesPerParameter: 0\noptimizerBytesPerParameter: 0', 'modelBytesPerParameter: is 0, and so is'],
    ['model: llama3-8b\noptimizerBytesPerParameter: 10', 'optimizerBytesPerParameter: must be a multiple of 3'],
    ['bytesPerRank: 100\nfilesPerRank: 101', 'filesPerRank: is 101, and a rank has 100 bytes only'],
    ['bytesPerRank: 4095B\nformat: shared', 'format: is "shared", whose ranges begin at multiples of 4KiB'],
    [
      'bytesPerRank: 1MiB\nformat: shared\nscale: 0.001',
      'format: is "shared", whose ranges begin at multiples of 4KiB',
    ],
  ])('%j cannot be', (lines, message) => {
    expect(problems(lines)).toEqual([expect.stringContaining(message)]);
  });

  test('the former name of format is told', () => {
    expect(problems('layout: dcp')).toEqual([
      'layout: must be a map with the layout of files on the storage but is "dcp". ' +
        'The files of a checkpoint are chosen by "format: dcp".',
    ]);
  });

  test.each([
    'model: llama3-8b\nmode: subset',
    'format: dcp\nfilesPerRank: 2',
    'parameters: 1000\ntensorParallel: 2\npipelineParallel: 2\nzeroStage: 1',
    'modelBytesPerParameter: 0',
    'model: llama3-8b\noptimizerBytesPerParameter: 6',
    'parameters: 1000\noptimizerBytesPerParameter: 10',
    'bytesPerRank: 101\nfilesPerRank: 101',
    'bytesPerRank: 4096B\nformat: shared',
    'parameters: 1000\nzeroStage: 0\nranks: 1',
  ])('%j can', (lines) => {
    expect(checkpoint(`${lines}\n`).kind).toBe('checkpoint');
  });
});

describe('ranks', () => {
  test.each([
    [
      'model: llama3-405b\nranks: 600',
      'must be a multiple of 256 (tensorParallel 8 x pipelineParallel 32) but is 600',
      '512 or 768',
    ],
    [
      'model: llama3-405b\nranks: 8',
      'must be a multiple of 256 (tensorParallel 8 x pipelineParallel 32) but is 8',
      '256',
    ],
    [
      'model: llama3-70b\nranks: 12',
      'must be a multiple of 8 (tensorParallel 8 x pipelineParallel 1) but is 12',
      '8 or 16',
    ],
  ])('that do not divide, with those that would: %j', (lines, what, fitting) => {
    expect(problems(lines)).toEqual([`ranks: ${what}. Use ${fitting}, or "mode: subset".`]);
  });

  test('that are too many for the parameters', () => {
    expect(problems('parameters: 7')).toEqual([
      'zeroStage: leaves 8 of 8 ranks with nothing to save. Give more parameters, or fewer ranks.',
    ]);
  });

  test('of a custom model that do not divide', () => {
    expect(problems('parameters: 1000\ntensorParallel: 3\nranks: 8')).toEqual([
      'ranks: must be a multiple of 3 (tensorParallel 3 x pipelineParallel 1) but is 8. Use 6 or 9.',
    ]);
  });

  test('of a subset beyond the whole', () => {
    expect(problems('model: llama3-70b\nmode: subset\nranks: 65')).toEqual([
      'ranks: must be at most 64, those of the whole training, but is 65. Use 8, or remove "mode".',
    ]);
    expect(checkpoint('model: llama3-70b\nmode: subset\nranks: 3\n').ranks).toBe(3);
  });

  test.each([
    [
      'parameters: 1000\nzeroStage: 0\nranks: 4',
      'zeroStage: leaves 3 of 4 ranks with nothing to save. Use "zeroStage: 3", or "ranks: 1".',
    ],
    ['model: llama3-405b\noptimizerBytesPerParameter: 0', 'zeroStage: leaves 256 of 512 ranks with nothing to save'],
  ])('that save nothing: %j', (lines, message) => {
    expect(problems(lines)).toEqual([expect.stringContaining(message)]);
  });

  test('are the workers', () => {
    expect(problems('ranks: 4\nworkers: 2')).toEqual([
      'workers: is 2, and each of 4 ranks is one worker. Remove it, and give "ranks".',
    ]);
    expect(checkpoint('ranks: 4\nworkers: 4\n').workers).toBe(4);
  });
});

describe('saves and loads', () => {
  test.each([
    ['saves: 0\nloads: 0', ['saves: is 0, and so is loads, so that nothing is done. Give one of them.']],
    ['saves: 2\nkeep: 3', ['keep: is 3, but there are only 2 saves. Use 2, or raise "saves".']],
    ['saves: 1\nkeep: 2', ['keep: is 2, but there is only 1 save. Use 1, or raise "saves".']],
    ['keep: 0', ['keep: must be a whole number from 1 to 1000000 but is 0. Give a whole number in that range.']],
    ['saves: 0\nkeep: 2', ['keep: has no effect without saves. Remove it, or give "saves".']],
    ['saves: 0\npause: 1s', ['pause: has no effect without saves. Remove it, or give "saves".']],
    ['saves: 0\nfsync: rank', ['fsync: has no effect without saves. Remove it, or give "saves".']],
    ['saves: 0\nrename: true', ['rename: has no effect without saves. Remove it, or give "saves".']],
    ['saves: 0\nbackground: true', ['background: has no effect without saves. Remove it, or give "saves".']],
    ['saves: 1\npause: 1s', ['pause: has no effect with one save. Remove it, or raise "saves".']],
    ['loads: 0\nverify: during', ['verify: has no effect without loads. Remove it, or give "loads".']],
    ['loads: 0\nloadShift: 1', ['loadShift: has no effect without loads. Remove it, or give "loads".']],
    ['loads: 0\ncold: true', ['dropCache: has no effect without loads. Remove it, or give "loads".']],
    ['loadShift: 8', ['loadShift: must be below the number of ranks, 8, but is 8. Use 7 at most.']],
    [
      'engine: "null"\nverify: during',
      ['verify: is "during", and engine "null" keeps nothing that could be compared. Remove it.'],
    ],
    [
      'engine: "null"\nsaves: 0',
      ['saves: is 0, and engine "null" has nothing that an earlier run has left. Give "saves".'],
    ],
    [
      'runtime: 10s',
      ['runtime: has no effect on saves and loads, which are counted. Remove it, or give "saves" and "loads".'],
    ],
  ])('%j cannot be', (lines, expected) => {
    expect(problems(lines)).toEqual(expected);
  });

  test.each([
    'saves: 2\nkeep: 2',
    'saves: 0',
    'loads: 0',
    'saves: 1\nloads: 0',
    'saves: 0\nloads: 5\nverify: during\nloadShift: 7',
    'saves: 2\npause: 1s',
    'background: true\nfsync: rank',
    'engine: "null"\nnullEngine: {latency: 1ms}',
  ])('%j can', (lines) => {
    expect(checkpoint(`${lines}\n`).kind).toBe('checkpoint');
  });
});

describe('how it is written', () => {
  test.each([
    ['blockSize: 6KiB', 'Use 8KiB'],
    ['blockSize: 1.5MiB', 'Use 2MiB'],
    ['blockSize: 3000001B', 'Use 3MiB'],
    ['blockSize: 768KiB', 'Use 1MiB'],
  ])('%j does not divide', (lines, advice) => {
    expect(problems(lines)).toEqual([
      expect.stringMatching(/^blockSize: must be whole MiB, or a power of two from 4KiB on/),
    ]);
    expect(problems(lines)).toEqual([expect.stringContaining(advice)]);
  });

  test.each(['4KiB', '512KiB', '1MiB', '3MiB', '4GiB'])('blocks of %s do', (blockSize) => {
    expect(checkpoint(`blockSize: ${blockSize}\n`).kind).toBe('checkpoint');
  });

  test.each(['mmap', 'cufile', 'gpu-copy'])('engine %s does not save for ranks', (engine) => {
    const cause = `engine: is "${engine}", which does not save for ranks. Use one of auto, null, sync, io_uring, libaio.`;
    expect(problems(`engine: ${engine}`)).toContain(cause);
  });

  test.each([
    ['queueDepth: 4', ['queueDepth: must be 1 with engine "sync" but is 4. Use engine "io_uring".']],
    ['memory: gpu', ['memory: is "gpu", and ranks save from the memory of the host. Remove it.']],
    ['direct: true\nioPoll: true', ['ioPoll: cannot be with files that are made and synced in between. Remove it.']],
    ['direct: true\nengine: "null"', ['direct: cannot be true with engine "null". Set "direct: false".']],
  ])('%j cannot be', (lines, expected) => {
    expect(problems(lines)).toEqual(expected);
  });

  test('time before the measured time has nothing to run on', () => {
    expect(problems('ramp: 1s')).toContain('ramp: has no effect on saves and loads, each of which is told. Remove it.');
  });
});

test('a problem of one variant stands at its value', () => {
  const text = 'name: c\nkind: checkpoint\nbytesPerRank: 1MiB\nsweep:\n  loadShift: [0, 8]\n';
  expect(problemsOf(text)).toEqual([
    expect.stringMatching(/^w\.yaml:5:18 loadShift: must be below the number of ranks, 8/),
  ]);
});
