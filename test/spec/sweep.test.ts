// Sweeps: variants, what is computed for each, and what is wrong with lists.
import { describe, expect, test } from 'vitest';
import { variantsOf, withVariant } from '../../src/spec/resolve.js';
import { block, files, problemsOf } from './loading.js';

const GiB = 1024 ** 3;
const head = 'name: b\nkind: block\n';
const filesHead = 'name: f\nkind: files\nfiles: 1\nfileSize: 4k\n';

describe('variants', () => {
  test('there is one empty variant without a sweep', () => {
    expect(variantsOf(block())).toEqual([{}]);
    expect(withVariant(block('queueDepth: 8'), {})).toEqual(block('queueDepth: 8'));
  });

  test('are all combinations, the first key slowest, in words of the file', () => {
    const workload = block('sweep: {queueDepth: [1, 8], blockSize: [4096, 64k], direct: [true, false]}');
    expect(workload.sweep).toEqual({ queueDepth: [1, 8], blockSize: ['4KiB', '64KiB'], direct: [true, false] });
    expect(variantsOf(workload)).toEqual([
      { queueDepth: 1, blockSize: '4KiB', direct: true },
      { queueDepth: 1, blockSize: '4KiB', direct: false },
      { queueDepth: 1, blockSize: '64KiB', direct: true },
      { queueDepth: 1, blockSize: '64KiB', direct: false },
      { queueDepth: 8, blockSize: '4KiB', direct: true },
      { queueDepth: 8, blockSize: '4KiB', direct: false },
      { queueDepth: 8, blockSize: '64KiB', direct: true },
      { queueDepth: 8, blockSize: '64KiB', direct: false },
    ]);
  });

  test('each is the workload that a file without a sweep would give', () => {
    const lines =
      'size: 1MiB\nsweep: {queueDepth: [1, 64], blockSize: [4KiB, 1MiB], readPercent: [100, 0], workers: [1, 2]}';
    const swept = block(lines.replace('size: 1MiB', 'size: 8MiB'));
    for (const variant of variantsOf(swept)) {
      const plain = Object.entries(variant).map(([key, value]) => `${key}: ${value}`);
      expect(withVariant(swept, variant)).toEqual(block(`size: 8MiB\n${plain.join('\n')}`));
    }
  });

  test('the workload itself holds the first of them', () => {
    const workload = block('sweep: {workers: [3, 1], runtime: [5s, 10s]}');
    expect(workload).toMatchObject({ workers: 3, files: 3, size: GiB - (GiB % (3 * 4096)), runtime: 5e9 });
    expect(workload.computedKeys).toEqual(['files', 'size']);
    expect(withVariant(workload, { workers: 1, runtime: '10s' })).toMatchObject({
      workers: 1,
      files: 1,
      size: GiB,
      runtime: 10e9,
      sweep: {},
      computedKeys: [],
    });
  });

  test('a list in the place of a value is a sweep of it', () => {
    const swept = block('sweep: {queueDepth: [1, 8], blockSize: [4KiB, 64KiB]}');
    expect(block('queueDepth: [1, 8]\nblockSize: [4096, 64KiB]')).toEqual(swept);
    expect(block('queueDepth: [1, 8]\nsweep: {blockSize: [4KiB, 64KiB]}').sweep).toEqual(swept.sweep);
  });

  test('lists that are values of their own are no sweep', () => {
    expect(block('cpus: [0, 1]')).toMatchObject({ cpus: [0, 1], sweep: {} });
  });

  test('a breach of one of its values points at that value', () => {
    expect(problemsOf(`${head}engine: sync\ndirect: false\nqueueDepth: [1, 8]`)).toEqual([
      expect.stringMatching(/5:17 queueDepth: must be 1 with engine "sync" but is 8/),
    ]);
  });

  test('a given key stays as it is', () => {
    const workload = block('files: 2\nsweep: {workers: [1, 4]}');
    expect(workload.computedKeys).toEqual([]);
    expect(withVariant(workload, { workers: 4 })).toMatchObject({ workers: 4, files: 2 });
  });

  test('only keys that follow from swept ones are computed', () => {
    expect(block('sweep: {queueDepth: [1, 64]}').computedKeys).toEqual([]);
    expect(block('sweep: {engine: [null, sync], readPercent: [0, 50, 100]}').computedKeys).toEqual([
      'direct',
      'fsync',
      'dropCache',
    ]);
    expect(block('sweep: {passes: [1, 2]}\nruntime: 5s').computedKeys).toEqual([]);
    expect(files('sweep: {runtime: [1s, 2s], blockSize: [4KiB, 8KiB]}').computedKeys).toEqual([]);
  });

  test('engine null can be swept by its word', () => {
    const workload = block('sweep: {engine: [null, sync]}');
    expect(workload.sweep).toEqual({ engine: ['null', 'sync'] });
    expect(variantsOf(workload).map((variant) => withVariant(workload, variant).direct)).toEqual([false, true]);
  });

  test('a required key can be swept', () => {
    const workload = files('sweep: {filesPerDirectory: [10, 100]}', [
      'sweep={fileSize: [4KiB, 1MiB], files: [10, 20]}',
    ]);
    expect(variantsOf(workload).map((variant) => withVariant(workload, variant))).toMatchObject([
      { fileSize: 4096, blockSize: 4096, files: 10 },
      { fileSize: 4096, blockSize: 4096, files: 20 },
      { fileSize: 1048576, blockSize: 1048576, files: 10 },
      { fileSize: 1048576, blockSize: 1048576, files: 20 },
    ]);
  });
});

describe('wrong sweeps', () => {
  test.each<[string, string]>([
    [
      'sweep: 4',
      '3:8 sweep: must be a map of lists but is 4. Write lists by key, like sweep: {queueDepth: [1, 8, 64]}.',
    ],
    ['sweep: {queueDepth: []}', '3:21 sweep.queueDepth: is an empty list. Give values, or remove the key.'],
    [
      'sweep: {queueDepth: 4}',
      '3:21 sweep.queueDepth: must be a list but is 4. Write lists by key, like sweep: {queueDepth: [1, 8, 64]}.',
    ],
    ['sweep: {queuDepth: [4]}', '3:9 sweep.queuDepth: is not a key of kind "block". Did you mean "queueDepth"?'],
    ['sweep: {bs: [4]}', '3:9 sweep.bs: is not a key of kind "block". The word here is "blockSize".'],
    ['sweep: {cpus: [[1], [2]]}', '3:9 sweep.cpus: cannot be swept. Write a workload for each value.'],
    ['sweep: {kind: [block]}', '3:9 sweep.kind: cannot be swept. Write a workload for each value.'],
    ['sweep: {description: [a, b]}', '3:9 sweep.description: cannot be swept. Write a workload for each value.'],
    ['sweep: {nullEngine: [{}]}', '3:9 sweep.nullEngine: cannot be swept. Write a workload for each value.'],
    ['sweep: {sweep: [1]}', '3:9 sweep.sweep: cannot be swept. Write a workload for each value.'],
    [
      'sweep: {queueDepth: [1, 0, 8]}',
      '3:25 sweep.queueDepth[1]: must be a whole number from 1 to 4096 but is 0. Give a whole number in that range.',
    ],
    ['sweep: {blockSize: [4096, 4KiB]}', '3:27 sweep.blockSize[1]: "4KiB" is in the list twice. Remove one.'],
    [
      'sweep: {size: [{percentOfFree: 1, atMost: 1G}]}',
      '3:16 sweep.size[0]: must be a single value but is a map. Give single values.',
    ],
    ['sweep: {passes: [1, null]}', '3:21 sweep.passes[1]: must be a single value but is null. Give single values.'],
    [
      'queueDepth: 4\nsweep: {queueDepth: [1, 8]}',
      '4:9 sweep.queueDepth: is swept, and also given as a key. Remove one.',
    ],
    [
      `sweep: {queueDepth: [${Array.from({ length: 40 }, (_, i) => i + 1).join(', ')}], workers: [${Array.from({ length: 26 }, (_, i) => i + 1).join(', ')}]}`,
      '3:8 sweep: makes 1040 variants, more than 1000. Shorten the lists.',
    ],
  ])('%s', (lines, message) => {
    expect(problemsOf(`${head}${lines}\n`)).toEqual([`w.yaml:${message}`]);
  });

  test('an impossible variant points at the value', () => {
    expect(problemsOf(`${head}engine: sync\nsweep:\n  queueDepth: [1, 8]\n  workers: [1, 2]\n`)).toEqual([
      'w.yaml:5:19 queueDepth: must be 1 with engine "sync" but is 8. Raise "workers" instead, or use engine "io_uring".',
    ]);
    expect(problemsOf(`${head}queueDepth: 8\nsweep:\n  engine: [io_uring, mmap]\n`)).toEqual([
      'w.yaml:3:13 queueDepth: must be 1 with engine "mmap" but is 8. Raise "workers" instead, or use engine "io_uring".',
    ]);
    expect(problemsOf(`${head}size: 1MiB\nsweep: {blockSize: [4KiB, 3KiB]}\n`)).toEqual([
      'w.yaml:3:7 size: 1MiB is not a whole number of blocks of 3KiB in each of 1 file. Use 1023KiB or 1026KiB.',
    ]);
  });

  test('a batch larger than a swept depth names the depths that it does not fit', () => {
    const advice = 'Lower "batch" or raise "queueDepth".';
    expect(problemsOf(`${head}batch: 8\nsweep: {queueDepth: [1, 4, 8, 64], workers: [1, 2]}\n`)).toEqual([
      `w.yaml:3:8 batch: must be at most queueDepth, 1, but is 8. ${advice}`,
      `w.yaml:3:8 batch: must be at most queueDepth, 4, but is 8. ${advice}`,
    ]);
    expect(problemsOf(`${head}sweep: {batch: [1, 16]}\nqueueDepth: 8\n`)).toEqual([
      `w.yaml:3:20 batch: must be at most queueDepth, 8, but is 16. ${advice}`,
    ]);
    expect(problemsOf(`${filesHead}sweep: {queueDepth: [4, 1], batch: [2]}\n`)).toEqual([
      `w.yaml:5:37 batch: must be at most queueDepth, 1, but is 2. ${advice}`,
    ]);
    expect(block('batch: 8\nsweep: {queueDepth: [8, 64]}').batch).toBe(8);
  });

  test('another word for a key is not swept', () => {
    expect(problemsOf(`${filesHead}sweep: {cold: [true]}\n`)).toEqual([
      'w.yaml:5:9 sweep.cold: is only another word for a key. Sweep "dropCache".',
    ]);
  });
});
