// Keys of loads of models: what follows from the reader and the model, what cannot be, and its neighbours that can.
import { describe, expect, test } from 'vitest';
import { loadWorkloads } from '../../src/spec/load.js';
import { variantsOf, withVariant } from '../../src/spec/resolve.js';
import { builtinDirectory, modelLoad, problemsOf } from './loading.js';

const head = 'name: m\nkind: model-load\n';

describe('what follows', () => {
  test.each([
    ['', { model: 'llama3-8b', bytesPerParameter: 2, shardSize: 5e9, size: null, files: null, scale: 1, loads: 3 }],
    ['', { engine: 'sync', direct: false, queueDepth: 1, blockSize: 2 ** 25, workers: 1, dropCache: true }],
    ['reader: parallel', { engine: 'io_uring', direct: false, queueDepth: 8, blockSize: 2 ** 23 }],
    ['reader: mmap', { engine: 'mmap', direct: false, queueDepth: 1, blockSize: 2 ** 20 }],
    ['reader: direct', { engine: 'auto', direct: true, queueDepth: 8, blockSize: 2 ** 23 }],
    ['reader: direct\nengine: sync', { direct: true, queueDepth: 1 }],
    ['reader: direct\nengine: "null"', { direct: false, queueDepth: 8, dropCache: false }],
    ['processes: 16', { workers: 16 }],
    ['model: custom\nsize: 1GiB', { size: 2 ** 30, files: 1, bytesPerParameter: null, shardSize: null }],
    ['model: llama3-70b\nbytesPerParameter: 1', { bytesPerParameter: 1 }],
    ['cold: false', { dropCache: false }],
  ])('%j', (lines, expected) => {
    expect(modelLoad(lines)).toMatchObject(expected);
  });

  test('a swept reader brings its engine, its depth and its reads', () => {
    const workload = modelLoad('sweep: {reader: [sequential, mmap, direct]}');
    const variants = variantsOf(workload).map((variant) => withVariant(workload, variant));
    expect(variants.map((each) => ('reader' in each ? [each.engine, each.direct, each.queueDepth] : []))).toEqual([
      ['sync', false, 1],
      ['mmap', false, 1],
      ['auto', true, 8],
    ]);
  });

  test('--scale makes all tensors smaller', () => {
    const load = (scale: number) => loadWorkloads('model-load', { set: [], cwd: '/', builtinDirectory, scale });
    expect(load(0.5).workloads).toMatchObject([{ kind: 'model-load', scale: 0.5 }]);
  });
});

describe('what cannot be', () => {
  test.each([
    ['engine: io_uring', /3:9 engine: is "io_uring", and reader "sequential" is done by "sync"/],
    ['reader: parallel\nengine: libaio', /4:9 engine: is "libaio", and reader "parallel" is done by "io_uring"/],
    ['direct: true', /3:9 direct: is true, and this reader goes through the page cache/],
    ['reader: direct\ndirect: false', /4:9 direct: is false, and this reader passes by it/],
    ['processes: 4\nworkers: 2', /4:10 workers: must be processes, 4, but is 2/],
    ['queueDepth: 4', /3:13 queueDepth: must be 1 with engine "sync" but is 4. Use "reader: parallel"/],
    ['reader: mmap\nengine: "null"\nqueueDepth: 2', /5:13 queueDepth: must be 1 with reader "mmap" but is 2/],
    ['blockSize: 1.5MiB', /3:12 blockSize: must be whole MiB, or a power of two from 4KiB on/],
    ['blockSize: 12KiB', /3:12 blockSize: must be whole MiB, or a power of two from 4KiB on/],
    ['size: 1GiB', /3:7 size: has no effect with model "llama3-8b", whose tensors say them/],
    ['files: 2', /3:8 files: has no effect with model "llama3-8b"/],
    ['model: custom', /size: is missing\. Add it, for example "size: 16GiB"/],
    ['model: custom\nsize: 1GiB\nbytesPerParameter: 4', /5:20 bytesPerParameter: has no effect with "model: custom"/],
    ['model: custom\nsize: 1GiB\nshardSize: 1GiB', /5:12 shardSize: has no effect with "model: custom"/],
    ['model: custom\nsize: 16KiB\nfiles: 5', /4:7 size: is 16KiB, less than 4KiB for each of 5 files/],
    ['bytesPerParameter: null', /3:20 bytesPerParameter: is null, and this model needs a value/],
    ['bytesPerParameter: 3', /bytesPerParameter: must be one of 1, 2, 4, or null/],
    ['runtime: 30s', /3:10 runtime: has no effect on loads, which are counted/],
    ['ramp: 1s', /3:7 ramp: has no effect on loads/],
    ['memory: gpu', /3:9 memory: is "gpu", and models are loaded into the memory of the host/],
    ['reader: direct\nioPoll: true', /4:9 ioPoll: cannot be with files that are opened in between/],
    ['verify: during\nengine: "null"', /3:9 verify: is "during", and engine "null" reads nothing/],
    ['scale: 0', /3:8 scale: /],
    ['processes: 0', /3:12 processes: /],
  ])('%j', (lines, problem) => {
    expect(problemsOf(`${head}${lines}\n`).filter((text) => problem.test(text))).toHaveLength(1);
  });

  test.each([
    'blockSize: 16KiB',
    'blockSize: 3MiB',
    'model: custom\nsize: 20KiB\nfiles: 5',
    'reader: parallel\nqueueDepth: 64\nbatch: 4',
    'reader: mmap\nprocesses: 4\nverify: during',
    'reader: direct\nengine: libaio',
  ])('but %j', (lines) => {
    expect(() => modelLoad(lines)).not.toThrow();
  });
});
